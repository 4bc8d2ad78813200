"""Scanners: a page drawn, turned a little, with noise and a cast, in gray, colour or black and white, in a PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

BLACK = 160
"""What a scanner set to black and white takes for ink, of 255."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """How an office scans. `quarters`: turned so many times to the left; `quality` 0: black and white, no JPEG."""

    dpi: int = 200
    degrees: float = 0.6
    quality: int = 35
    tint: tuple[int, int, int] = (237, 237, 237)
    rim: bool = False
    quarters: int = 0


SCANNERS = {
    "poor": Scanner(),
    "gray": Scanner(dpi=300, degrees=-1.2, quality=80),
    "black and white": Scanner(dpi=300, degrees=0.8, quality=0),
    "tinted paper": Scanner(dpi=200, degrees=0.4, quality=75, tint=(246, 238, 218)),
    "dark rim": Scanner(dpi=300, degrees=-0.6, quality=80, rim=True),
    "upside down": Scanner(dpi=300, degrees=0.2, quality=80, quarters=2),
    "on its side": Scanner(dpi=300, degrees=0.2, quality=80, quarters=1),
}


def scanned(content: bytes, scanner: Scanner, seed: int = 1) -> bytes:
    """The PDF's pages as that scanner sends them."""
    document = pdfium.PdfDocument(content)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    noise = np.random.default_rng(seed)
    for page in document:
        picture = _picture(page.render(scale=scanner.dpi / 72, may_draw_forms=True).to_pil(), scanner, noise)
        width, height = (side * 72 / scanner.dpi for side in picture.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_written(picture, scanner)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    document.close()
    return out.getvalue()


def _picture(drawn: Image.Image, scanner: Scanner, noise: np.random.Generator) -> Image.Image:
    turned = drawn.convert("RGB").rotate(
        scanner.degrees, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
    )
    if scanner.rim:
        right, bottom = turned.size
        ImageDraw.Draw(turned).polygon(
            ((0, 0), (right // 80, 0), (right // 50, bottom), (0, bottom)), (40, 40, 40)
        )
    grains = noise.normal(0, 4, (turned.height, turned.width, 1))
    shades = np.asarray(turned, dtype=np.float64) * (np.array(scanner.tint) / 255) + grains
    picture = Image.fromarray(shades.clip(0, 255).astype(np.uint8)).rotate(90 * scanner.quarters, expand=True)
    return picture if scanner.quality else picture.convert("L").point(lambda shade: 255 * (shade > BLACK))


def _written(picture: Image.Image, scanner: Scanner) -> io.BytesIO:
    written = io.BytesIO()
    if scanner.quality:
        picture.save(written, "JPEG", quality=scanner.quality)
    else:
        picture.convert("1").save(written, "PNG")
    return written
