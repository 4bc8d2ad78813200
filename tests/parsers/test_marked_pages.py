"""The mark is where the place is, however the page is turned, cut or measured."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, FloatObject

from bot.demo.papers import intake_form, values
from parsers.documents import read_document
from parsers.forms.widgets import box_on_page
from parsers.marked_pages import INK, Box, Mark, MarkedPage, PagePicture, marked_pages

PLACE = (200.0, 500.0, 340.0, 530.0)
"""A black rectangle: left, bottom, right, top in the page's own coordinates."""


def a_page(
    *,
    media: Sequence[float] = (0, 0, 612, 792),
    crop: Sequence[float] | None = None,
    rotate: int = 0,
    unit: float = 1,
) -> bytes:
    left, bottom, right, top = PLACE
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.mediabox = pikepdf.Array(list(media))
    if crop is not None:
        page.cropbox = pikepdf.Array(list(crop))
    page.obj.Rotate, page.obj.UserUnit = rotate, unit
    drawn = f"0 g {left} {bottom} {right - left} {top - bottom} re f".encode()
    page.Contents = pdf.make_stream(drawn)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def drawn(
    content: bytes, *pages: MarkedPage, width: int = 1000, max_bytes: int = 80_000
) -> list[PagePicture]:
    return list(marked_pages(io.BytesIO(content), pages, width=width, max_bytes=max_bytes))


def dots(picture: PagePicture) -> NDArray[np.int16]:
    image = Image.open(io.BytesIO(base64.b64decode(picture.content))).convert("RGB")
    return np.asarray(image, dtype=np.int16)


def around(mask: NDArray[np.bool_]) -> Box:
    rows, columns = np.nonzero(mask)
    return float(columns.min()), float(rows.min()), float(columns.max()), float(rows.max())


def frame_and_place(picture: PagePicture) -> tuple[Box, Box]:
    """What the mark frames and where the black rectangle is, in dots; the number at the frame's end is left out."""
    shown = dots(picture)
    ink = np.abs(shown - np.array(INK)).max(axis=2) < 30
    return around(ink), around(shown.max(axis=2) < 60)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("unit", [1, 4])
@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ((0, 0, 612, 792), None),
        ((100, 200, 712, 992), None),
        ((-300, -50, 612, 792), None),
        ((0, 0, 612, 792), (50, 60, 580, 700)),
        ((-20, -30, 700, 900), (150, 400, 2000, 2000)),
    ],
)
def test_the_mark_is_around_the_place(
    rotate: int, unit: float, media: Sequence[float], crop: Sequence[float] | None
) -> None:
    content = a_page(media=media, crop=crop, rotate=rotate, unit=unit)
    box = box_on_page(PdfReader(io.BytesIO(content)), 1, as_read(PLACE))
    assert box is not None
    (picture,) = drawn(content, MarkedPage(1, (Mark("1", box),)))
    frame, place = frame_and_place(picture)
    assert frame[0] <= place[0]
    assert frame[1] <= place[1]
    assert frame[2] >= place[2]
    assert frame[3] >= place[3]
    # The number may stand out at the right end; nothing else is far from the place.
    assert place[0] - frame[0] < 12
    assert place[2] - place[0] > 30
    assert frame[2] - place[2] < 60


def as_read(sides: Sequence[float]) -> object:
    """The rectangle as pypdf gives it."""
    return ArrayObject([FloatObject(side) for side in sides])


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_share_of_a_sheet_is_measured_on_what_is_displayed(rotate: int) -> None:
    content = a_page(rotate=rotate, crop=(100, 400, 400, 600))
    shares = (100 / 300, 70 / 200, 240 / 300, 100 / 200)
    if rotate:
        shares = (100 / 200, 100 / 300, 130 / 200, 240 / 300)
    (picture,) = drawn(content, MarkedPage(1, (Mark("7", shares),), "shares"))
    frame, place = frame_and_place(picture)
    assert abs(frame[0] - place[0]) < 12
    assert abs(frame[1] - place[1]) < 12
    assert picture.labels == ("7",)


@pytest.mark.parametrize("dx", [0, 100, -300])
@pytest.mark.parametrize("style", ["acroform", "printed", "table"])
def test_a_form_is_read_the_same_wherever_its_page_lies(dx: int, style: str) -> None:
    plain = intake_form(values(reference_number=None), style=style, signed=False)  # type: ignore[arg-type]
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        for page in pdf.pages:
            page.contents_add(b"1 0 0 1 %d %d cm\n" % (dx, 2 * dx), prepend=True)
            page.mediabox = pikepdf.Array([dx, 2 * dx, 612 + dx, 792 + 2 * dx])
            for field in page.obj.get("/Annots", pikepdf.Array()):
                sides = [float(side) for side in field.Rect]
                field.Rect = pikepdf.Array([s + d for s, d in zip(sides, (dx, 2 * dx) * 2, strict=True)])
        out = io.BytesIO()
        pdf.save(out)
    first, moved = (
        read_document(io.BytesIO(content), "form.pdf").form for content in (plain, out.getvalue())
    )
    assert first is not None
    assert moved is not None
    said = {name: field.value for name, field in first.fields.items()}
    assert {name: field.value for name, field in moved.fields.items()} == said
    box = first.fields["reference_number"].box
    assert box is not None
    assert moved.fields["reference_number"].box == pytest.approx(box, abs=0.5)


def test_a_value_in_a_field_is_shown() -> None:
    content = intake_form(values(), style="acroform")
    form = read_document(io.BytesIO(content), "form.pdf").form
    assert form is not None
    box = form.fields["building"].box
    assert box is not None
    (picture,) = drawn(content, MarkedPage(1, (Mark("1", box),)))
    scale = picture.width / 612
    left, top, right, bottom = (round(side * scale) for side in box)
    assert (dots(picture)[top + 4 : bottom - 4, left + 4 : (left + right) // 2].max(axis=2) < 90).any()


@pytest.mark.parametrize(
    "box",
    [
        (float("nan"), 0.0, 1.0, 1.0),
        (float("inf"), 0.0, 1.0, 1.0),
        (5000.0, 5000.0, 5100.0, 5020.0),
        (-200.0, -200.0, -100.0, -100.0),
    ],
)
def test_a_place_off_the_page_makes_no_picture(box: Box) -> None:
    assert drawn(a_page(), MarkedPage(1, (Mark("1", box),))) == []


@pytest.mark.parametrize("media", [(0, 0, 14400, 10), (0, 0, 10, 14400)])
def test_a_strip_of_a_page_makes_no_picture(media: Sequence[float]) -> None:
    assert drawn(a_page(media=media), MarkedPage(1, (Mark("1", (0, 0, 5, 5)),))) == []


def test_a_giant_page_makes_a_small_picture() -> None:
    (picture,) = drawn(a_page(media=(0, 0, 14400, 14400), unit=75), MarkedPage(1, (Mark("1", PLACE),)))
    assert (picture.width, picture.height) < (1001, 1001)


def test_a_page_that_is_not_there_makes_no_picture() -> None:
    assert drawn(a_page(), MarkedPage(9, (Mark("1", PLACE),)), MarkedPage(0, (Mark("1", PLACE),))) == []


def test_a_busy_page_is_made_small_enough_or_left_out() -> None:
    noise = Image.effect_noise((900, 1200), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PDF", resolution=72)
    wanted = MarkedPage(1, (Mark("1", (10, 10, 60, 40)),))
    (picture,) = drawn(out.getvalue(), wanted, max_bytes=150_000)
    assert len(base64.b64decode(picture.content)) <= 150_000
    assert drawn(out.getvalue(), wanted, max_bytes=5_000) == []


def test_points_of_one_place_share_their_mark() -> None:
    (picture,) = drawn(a_page(), MarkedPage(1, (Mark("2", PLACE), Mark("5", PLACE), Mark("2", PLACE))))
    assert picture.labels == ("2", "5")
