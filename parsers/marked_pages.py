"""Small pictures of pages with places marked and numbered, for people who have to mend them."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFont

Box = tuple[float, float, float, float]
Sides = tuple[int, int, int, int]

MAX_PICTURES = 40
MAX_MARKS = 60
WIDTHS = (1.0, 0.8, 0.65, 0.5)
"""Shares of the wanted width that are tried until the picture is small enough."""
COLORS = 24
QUALITY = 60
LEAST_SIDE = 60
LEAST_MARK = 0.012
"""Smallest side of a mark as a share of the picture's width: a speck would not be seen."""
FOOT = 0.06
"""What stays of the white below the last line, as a share of the width."""
INK = (208, 0, 111)
TINT = (255, 226, 241)
PAPER = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark. `label`: what stands beside it, the number of a point.

    `box`: (left, top, right, bottom) from the top left corner of the page as displayed.
    """

    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page (from 1) with its marks. `unit`: `points`, as of `FieldReading.box` (user space, the whole MediaBox);
    or `shares` of the page as displayed, as of sheets."""

    page: int
    marks: tuple[Mark, ...]
    unit: Literal["points", "shares"] = "points"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture of a page, PNG or JPEG in base64. `labels`: of the marks that are on it."""

    page: int
    content_type: Literal["image/png", "image/jpeg"]
    content: str
    width: int
    height: int
    labels: tuple[str, ...] = ()


def marked_pages(
    stream: BinaryIO, pages: Sequence[MarkedPage], *, width: int, max_bytes: int
) -> Iterator[PagePicture]:
    """The pages, drawn `width` dots wide at most, each in at most `max_bytes`.

    A page that cannot be drawn, or has no place on it that shows, is left out. Raises pypdfium2's PdfiumError where
    the file does not open.
    """
    stream.seek(0)
    with pypdfium2.PdfDocument(stream.read()) as drawing:
        if any(wanted.unit == "points" for wanted in pages):
            # What stands in the fields of a form is drawn by the form module only.
            drawing.init_forms()
        for wanted in pages[:MAX_PICTURES]:
            try:
                picture = _picture(drawing, wanted, width, max_bytes)
            except (pypdfium2.PdfiumError, ValueError, ArithmeticError, IndexError, OSError):
                continue
            if picture is not None:
                yield picture


def _picture(drawing: Any, wanted: MarkedPage, width: int, max_bytes: int) -> PagePicture | None:
    if not 1 <= wanted.page <= len(drawing):
        return None
    page = drawing[wanted.page - 1]
    for share in WIDTHS:
        image = _rendered(page, round(width * share))
        if image is None:
            return None
        placed = [(mark.label, _sides(page, mark.box, wanted.unit, image.size)) for mark in wanted.marks]
        shown = [(label, sides) for label, sides in placed[:MAX_MARKS] if sides is not None]
        if not shown:
            return None
        _draw(image, shown, tinted=wanted.unit == "points")
        if wanted.unit == "points":
            image = _without_blank_foot(image)
        for sort, content in _packed(image):
            if len(content) <= max_bytes:
                labels = tuple(dict.fromkeys(label for label, _ in shown))
                encoded = base64.b64encode(content).decode("ascii")
                return PagePicture(wanted.page, sort, encoded, *image.size, labels)
    return None


def _rendered(page: Any, width: int) -> Image.Image | None:
    """The page as displayed, fields and notes too; None where it is no page to look at (a giant, a strip)."""
    across, down = page.get_size()
    if not (math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0):
        return None
    height = round(width * down / across)
    if not LEAST_SIDE <= height <= 3 * width:
        return None
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    place = (0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *place)
    if page.formenv is not None:
        pdfium.FPDF_FFLDraw(page.formenv.raw, bitmap.raw, page.raw, *place)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    return image


def _sides(page: Any, box: Box, unit: str, size: tuple[int, int]) -> Sides | None:
    """The box in dots of the picture; None where it names no place on it."""
    if not all(math.isfinite(side) for side in box):
        return None
    width, height = size
    corners: tuple[tuple[float, float], ...]
    if unit == "shares":
        corners = ((box[0] * width, box[1] * height), (box[2] * width, box[3] * height))
    else:
        corners = tuple(_shown_at(page, point, size) for point in _in_user_space(page, box))
    left, right = sorted(corner[0] for corner in corners)
    top, bottom = sorted(corner[1] for corner in corners)
    if right <= 0 or bottom <= 0 or left >= width or top >= height or right - left < 0 or bottom - top < 0:
        return None
    room = max(2.0, LEAST_MARK * width / 4)
    across, down = (max(0.0, LEAST_MARK * width - side) / 2 for side in (right - left, bottom - top))
    return (
        max(0, round(left - across - room)),
        max(0, round(top - down - room)),
        min(width - 1, round(right + across + room)),
        min(height - 1, round(bottom + down + room)),
    )


def _in_user_space(page: Any, box: Box) -> tuple[tuple[float, float], ...]:
    """Two corners of a box, measured on the whole page as it is turned, in the page's own coordinates."""
    west, south, east, north = page.get_mediabox()
    turn = page.get_rotation()

    def back(x: float, y: float) -> tuple[float, float]:
        match turn:
            case 90:
                return west + y, south + x
            case 180:
                return east - x, south + y
            case 270:
                return east - y, north - x
            case _:
                return west + x, north - y

    return back(box[0], box[1]), back(box[2], box[3])


def _shown_at(page: Any, point: tuple[float, float], size: tuple[int, int]) -> tuple[float, float]:
    """Where a point of the page's own coordinates is in the picture: CropBox and Rotate seen to."""
    # The library answers in whole dots: a picture sixteen times as large keeps the fractions.
    fine = 16
    x, y = pdfium.c_int(), pdfium.c_int()
    done = pdfium.FPDF_PageToDevice(
        page.raw, 0, 0, size[0] * fine, size[1] * fine, 0, float(point[0]), float(point[1]), x, y
    )
    if not done:
        raise ValueError("the page has no coordinates")
    return x.value / fine, y.value / fine


def _without_blank_foot(image: Image.Image) -> Image.Image:
    """Without what is white below the last line, so that a form that ends early is not a picture of nothing."""
    inked = ImageChops.difference(image, Image.new("RGB", image.size, PAPER)).getbbox()
    room = round(image.width * FOOT)
    return image.crop((0, 0, image.width, min(image.height, inked[3] + room))) if inked else image


def _draw(image: Image.Image, marks: Sequence[tuple[str, Sides]], *, tinted: bool) -> None:
    """Frames in one colour, then the numbers on top; `tinted`: over a light tint that leaves what is below readable.

    On sheets the colours below are what is to be seen.
    """
    line = max(2, round(image.width / 300))
    for sides in {sides for _, sides in marks}:
        if tinted:
            below = image.crop(sides)
            image.paste(ImageChops.multiply(below, Image.new("RGB", below.size, TINT)), sides[:2])
        ImageDraw.Draw(image).rectangle(sides, outline=INK, width=line)
    together: dict[Sides, list[str]] = {}
    for label, sides in marks:
        if label not in together.setdefault(sides, []):
            together[sides].append(label)
    for sides, labels in together.items():
        _draw_label(image, ", ".join(labels), sides)


def _draw_label(image: Image.Image, label: str, sides: Sides) -> None:
    """The number at the right end of the frame, where a blank is blank; beside a frame that is filled by a value."""
    draw, size = ImageDraw.Draw(image), max(14, round(image.width / 38))
    font = ImageFont.load_default(size)
    high = round(1.25 * size)
    wide = max(round(draw.textlength(label, font=font)) + round(0.7 * size), high)
    left, top = sides[2], (sides[1] + sides[3] - high) // 2
    if sides[2] - sides[0] > 4 * wide:
        left -= wide
    left = min(max(0, left), max(0, image.width - wide))
    top = min(max(0, top), max(0, image.height - high))
    draw.rounded_rectangle((left, top, left + wide, top + high), radius=size // 4, fill=INK)
    draw.text((left + wide / 2, top + high / 2), label, fill=PAPER, font=font, anchor="mm")


def _packed(image: Image.Image) -> Iterator[tuple[Literal["image/png", "image/jpeg"], bytes]]:
    """The picture as a file: drawn pages are smallest with few colours, photographed ones as JPEG."""
    out = io.BytesIO()
    image.quantize(COLORS).save(out, "PNG", optimize=True)
    yield "image/png", out.getvalue()
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    yield "image/jpeg", out.getvalue()
