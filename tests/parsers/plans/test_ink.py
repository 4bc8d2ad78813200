"""Colour and gray: what counts, what does not."""

from __future__ import annotations

import random

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.plans.sheets import HEIGHT, WIDTH, Draw, annotated, edited, evidence, seen, sheet_pdf


def rectangle(*, rgb: tuple[float, float, float] = (0, 0, 1), alpha: float = 1, side: float = 400) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*rgb, alpha=alpha)
        canvas.rect(500, 500, side, side, stroke=0, fill=1)

    return draw


def cmyk(*parts: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorCMYK(*parts)
        canvas.rect(500, 500, 400, 400, stroke=0, fill=1)

    return draw


def stroke(rgb: tuple[float, float, float], width: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColorRGB(*rgb)
        canvas.setLineWidth(width)
        canvas.line(200, 300, 2000, 1307)

    return draw


def words(rgb: tuple[float, float, float], size: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*rgb)
        canvas.setFont("Helvetica", size)
        for row in range(20):
            canvas.drawString(300, 300 + 40 * row, "VERIFY ALL DIMENSIONS IN FIELD BEFORE ORDERING")

    return draw


def picture(
    image: Image.Image, box: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT), turn: float = 0
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(turn)
        canvas.drawImage(ImageReader(image), *box)

    return draw


def scan(mode: str, *, paper: object = 255, ink: object = 0, noise: int = 0) -> Image.Image:
    """A scanned drawing, 50 dots an inch."""
    image = Image.new(mode, (1800, 1200), paper)  # type: ignore[arg-type]
    pen = ImageDraw.Draw(image)
    for row in range(30):
        pen.line((20, 30 + row * 38, 1780, 30 + row * 37), fill=ink, width=2)  # type: ignore[arg-type]
    if noise:
        chance = random.Random(1)
        values = bytes(min(255, max(0, value + chance.randint(-noise, noise))) for value in image.tobytes())
        image = Image.frombytes(mode, image.size, values)
    return image


def beside_the_sheet(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(-500, 0, 400, 400, fill=1)


BLACK_AND_WHITE = {
    "nothing more": rectangle(side=0),
    "black": rectangle(rgb=(0, 0, 0)),
    "black ink": cmyk(0, 0, 0, 1),
    "rich black": cmyk(0.6, 0.4, 0.4, 1),
    "near black": rectangle(rgb=(0.12, 0.12, 0.14)),
    "white": rectangle(rgb=(1, 1, 1)),
    "hairline": stroke((0, 0, 0), 0),
    "big words": words((0, 0, 0), 90),
    "small words": words((0, 0, 0), 4),
    "bilevel scan": picture(scan("1", paper=1)),
    "bilevel scan, turned by a quarter": picture(scan("1", paper=1), (0, -WIDTH, HEIGHT, WIDTH), 90),
    "off the sheet": beside_the_sheet,
}


@pytest.mark.parametrize("draw", BLACK_AND_WHITE.values(), ids=BLACK_AND_WHITE.keys())
def test_black_and_white_is_neither_colour_nor_gray(draw: Draw) -> None:
    sheet = seen(draw)
    assert (sheet.all_color.is_drawn, sheet.gray.is_drawn) == (False, False)


COLORED = {
    "blue area": rectangle(),
    "pale blue area": rectangle(rgb=(0.9, 0.95, 1)),
    "dark blue": rectangle(rgb=(0, 0, 0.5)),
    "dark green": rectangle(rgb=(0, 0.39, 0)),
    "brown": rectangle(rgb=(0.4, 0.26, 0.13)),
    "yellow hairline": stroke((1, 1, 0), 0),
    "thin cyan line": stroke((0, 1, 1), 0.1),
    "magenta words": words((1, 0, 1), 6),
    "translucent red": rectangle(rgb=(1, 0, 0), alpha=0.2),
    "cyan ink": cmyk(1, 0, 0, 0),
    "colour scan": picture(scan("RGB", paper=(255, 255, 255), ink=(0, 0, 255))),
    "blue pen on yellowed paper": picture(scan("RGB", paper=(240, 228, 200), ink=(30, 40, 190), noise=4)),
    "small logo": picture(Image.new("RGB", (50, 50), (200, 30, 40)), (700, 700, 60, 60)),
}


@pytest.mark.parametrize("draw", COLORED.values(), ids=COLORED.keys())
def test_drawn_colour_is_seen(draw: Draw) -> None:
    assert seen(draw).all_color.is_drawn


GRAYS = {
    "gray area": rectangle(rgb=(0.7, 0.7, 0.7)),
    "light screen": rectangle(rgb=(0.93, 0.93, 0.93)),
    "translucent black": rectangle(rgb=(0, 0, 0), alpha=0.4),
    "halftone line": stroke((0.5, 0.5, 0.5), 0.2),
    "gray words": words((0.55, 0.55, 0.55), 8),
    "half black ink": cmyk(0, 0, 0, 0.5),
    "gray scan": picture(scan("L", ink=110, noise=6)),
    "gray scan on tinted paper": picture(scan("RGB", paper=(238, 230, 205), ink=(110, 105, 95), noise=4)),
}


@pytest.mark.parametrize("draw", GRAYS.values(), ids=GRAYS.keys())
def test_drawn_gray_is_seen_and_is_no_colour(draw: Draw) -> None:
    sheet = seen(draw)
    assert (sheet.all_color.is_drawn, sheet.gray.is_drawn) == (False, True)


@pytest.mark.parametrize("askew", [0.0, 0.012])
def test_a_scan_of_one_bit_is_black_and_white_even_askew(askew: float) -> None:
    image = scan("1", paper=1)

    def lay_down(pdf: pikepdf.Pdf) -> None:
        placed = pdf.make_stream(image.tobytes())
        placed.Subtype, placed.Width, placed.Height = pikepdf.Name.Image, *image.size
        placed.BitsPerComponent, placed.ColorSpace = 1, pikepdf.Name.DeviceGray
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(I=placed)
        matrix = f"q {WIDTH} {WIDTH * askew} {-HEIGHT * askew} {HEIGHT} 0 0 cm /I Do Q"
        pdf.pages[0].contents_add(matrix.encode())

    sheet = evidence(edited(sheet_pdf(), lay_down))
    assert (sheet.all_color.is_drawn, sheet.gray.is_drawn) == (False, False)


def test_the_smoothed_rim_of_a_clipping_path_is_no_gray() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.circle(900, 900, 500)
        canvas.clipPath(path, stroke=0)
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1)

    assert not seen(draw).gray.is_drawn


def test_clipped_and_covered_colour_does_not_count() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(300, 300, 200, 200, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(290, 290, 220, 220, fill=1, stroke=0)
        path = canvas.beginPath()
        path.rect(10, 10, 5, 5)
        canvas.clipPath(path, stroke=0)
        canvas.setFillColorRGB(0, 1, 0)
        canvas.rect(900, 900, 200, 200, fill=1, stroke=0)

    assert seen(draw).all_color.square_inches == 0


def test_a_hidden_layer_does_not_count() -> None:
    def hide(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Markup")))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]),
            D=pikepdf.Dictionary(ON=pikepdf.Array([]), OFF=pikepdf.Array([layer])),
        )
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC 1 0 0 rg 300 300 400 400 re f EMC")

    assert not evidence(edited(sheet_pdf(), hide)).all_color.is_drawn


def test_fringes_of_a_screenshot_are_no_colour() -> None:
    image = Image.new("RGB", (600, 200), (255, 255, 255))
    for x in range(10, 590, 6):
        for y in range(20, 180):
            image.putpixel((x - 1, y), (255, 190, 120))
            image.putpixel((x, y), (0, 0, 0))
            image.putpixel((x + 1, y), (120, 190, 255))
    assert not seen(picture(image, (400, 400, 600, 200))).all_color.is_drawn


def test_a_link_border_does_not_count() -> None:
    content = annotated(
        sheet_pdf(),
        Subtype=pikepdf.Name.Link,
        Rect=pikepdf.Array([300, 300, 700, 500]),
        C=pikepdf.Array([1, 0, 0]),
        Border=pikepdf.Array([0, 0, 3]),
    )
    assert evidence(content).all_color.square_inches == 0


def test_a_coloured_markup_counts() -> None:
    content = annotated(
        sheet_pdf(),
        Subtype=pikepdf.Name.Square,
        Rect=pikepdf.Array([300, 300, 700, 500]),
        C=pikepdf.Array([0, 0, 1]),
        F=4,
    )
    assert evidence(content).all_color.is_drawn


@pytest.mark.parametrize(
    ("draw", "spots"),
    [
        (rectangle(side=200), 1),
        (rectangle(side=230), 3),
        (
            lambda c: [
                c.setFillColorRGB(0, 0, 1),
                c.rect(100, 100, 90, 90, fill=1),
                c.rect(2000, 1300, 90, 90, fill=1),
            ],
            2,
        ),
        (
            lambda c: [
                c.setFillColorRGB(0, 0, 1),
                *(c.rect(100 + 700 * k, 100, 90, 90, fill=1) for k in range(3)),
            ],
            3,
        ),
    ],
)
def test_spots_of_three_inches_are_counted(draw: Draw, spots: int) -> None:
    assert seen(draw).color.spots == spots


def test_specks_are_no_more_than_specks() -> None:
    assert not seen(rectangle(side=5)).color.is_drawn


@pytest.mark.parametrize(
    ("rgb", "is_red"),
    [
        ((1, 0, 0), True),
        ((0.75, 0, 0), True),
        ((1, 0.7, 0.7), True),
        ((1, 0.5, 0), False),
        ((1, 0, 1), False),
    ],
)
def test_red_is_told_apart(rgb: tuple[float, float, float], is_red: bool) -> None:
    sheet = seen(rectangle(rgb=rgb))
    assert (sheet.red.is_drawn, sheet.beside_red.is_drawn) == (is_red, not is_red)


def test_a_drawn_marker_stroke_is_highlighter_and_not_counted_twice() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 0.95, 0.1, alpha=0.4)
        canvas.rect(500, 500, 300, 20, stroke=0, fill=1)

    sheet = seen(draw)
    assert (len(sheet.highlighter), sheet.all_color.is_drawn, sheet.color.is_drawn) == (1, True, False)


def test_a_highlight_annotation_is_highlighter() -> None:
    content = annotated(
        sheet_pdf(),
        Subtype=pikepdf.Name.Highlight,
        Rect=pikepdf.Array([400, 400, 700, 440]),
        QuadPoints=pikepdf.Array([400, 440, 700, 440, 400, 400, 700, 400]),
        C=pikepdf.Array([1, 1, 0]),
        F=4,
    )
    assert len(evidence(content).highlighter) == 1


def test_a_hidden_highlight_does_not_count() -> None:
    content = annotated(
        sheet_pdf(),
        Subtype=pikepdf.Name.Highlight,
        Rect=pikepdf.Array([400, 400, 700, 440]),
        QuadPoints=pikepdf.Array([400, 440, 700, 440, 400, 400, 700, 400]),
        C=pikepdf.Array([1, 1, 0]),
        F=2,
    )
    sheet = evidence(content)
    assert (sheet.highlighter, sheet.all_color.is_drawn) == ((), False)


def test_a_photograph_is_told_from_a_scan() -> None:
    chance = random.Random(2)
    photo = Image.frombytes("RGB", (120, 90), bytes(chance.randint(20, 230) for _ in range(120 * 90 * 3)))
    smooth = photo.resize((480, 360), Image.Resampling.BICUBIC)
    assert len(seen(picture(smooth, (400, 400, 400, 300))).photographs) == 1
    assert seen(picture(scan("L", noise=6))).photographs == ()
