"""One rendering of a sheet without smoothing, so that black lines stay black."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from parsers.plans.evidence import Box

DOTS_PER_INCH = 72.0
MAX_DOTS = 14_000_000
"""Dots in one rendering: 36 x 48 in at 72 dots an inch are 9 million."""
FLAGS = (
    pdfium.FPDF_ANNOT
    | pdfium.FPDF_RENDER_NO_SMOOTHTEXT
    | pdfium.FPDF_RENDER_NO_SMOOTHIMAGE
    | pdfium.FPDF_RENDER_NO_SMOOTHPATH
)
WHITE = 0xFFFFFF
STRIP = 64
LEAST_INK = 0.003
"""Share of the dots around words that must be drawn on for the words to be there."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots as 0x00RRGGBB, row by row from the top; `dpi` dots an inch of the sheet as displayed.

    `is_plain`: nothing but pure black and pure white is drawn, as on most good sheets.
    """

    dots: NDArray[np.uint32]
    dpi: float
    is_plain: bool

    @property
    def width_in(self) -> float:
        return float(self.dots.shape[1] / self.dpi)

    @property
    def height_in(self) -> float:
        return float(self.dots.shape[0] / self.dpi)

    def sides(self, box: Box) -> tuple[int, int, int, int]:
        """The box in dots: left, top, right, bottom."""
        height, width = self.dots.shape
        left, right = (min(max(round(side * width), 0), width) for side in (box[0], box[2]))
        top, bottom = (min(max(round(side * height), 0), height) for side in (box[1], box[3]))
        return left, top, max(right, left), max(bottom, top)

    def part(self, box: Box) -> NDArray[np.uint32]:
        """The dots within the box; may be empty."""
        left, top, right, bottom = self.sides(box)
        return self.dots[top:bottom, left:right]

    def shows_something(self, box: Box) -> bool:
        """Whether anything but one even tone is drawn there: words that are hidden or covered leave none."""
        part = self.part(box)
        if part.size == 0:
            return False
        background = part.max() if (part == WHITE).any() else part[0, 0]
        return bool((part != background).mean() >= LEAST_INK)


def render(page: Any, width_in: float, height_in: float) -> Picture | None:
    """The page drawn on white, annotations too, nothing smoothed; None where it has no size."""
    if width_in <= 0 or height_in <= 0:
        return None
    dpi = min(DOTS_PER_INCH, math.sqrt(MAX_DOTS / (width_in * height_in)))
    width, height = max(1, round(width_in * dpi)), max(1, round(height_in * dpi))
    if width * height > 2 * MAX_DOTS:
        return None
    dots = _drawn(page, (width, height), (0, 0, width, height))
    return None if dots is None else Picture(dots, dpi, is_plain=_is_plain(dots))


def redrawn(page: Any, picture: Picture, box: Box) -> NDArray[np.uint32] | None:
    """That part of the picture drawn again, dot for dot as `Picture.part` has it; None where that fails."""
    height, width = picture.dots.shape
    dots = _drawn(page, (width, height), picture.sides(box))
    return None if dots is None else dots & np.uint32(WHITE)


def _drawn(page: Any, whole: tuple[int, int], sides: tuple[int, int, int, int]) -> NDArray[np.uint32] | None:
    """The dots between these sides of the page that is `whole` (width, height) dots large."""
    left, top, right, bottom = sides
    width, height = right - left, bottom - top
    dots = np.empty((height, width), dtype=np.uint32)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, dots.ctypes.data, width * 4)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page.raw, -left, -top, *whole, 0, FLAGS)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return dots


def _is_plain(dots: NDArray[np.uint32]) -> bool:
    """Clears the unused byte of every dot; whether all are pure black or white. In strips that the cache holds."""
    is_plain = True
    for top in range(0, dots.shape[0], STRIP):
        strip = dots[top : top + STRIP]
        np.bitwise_and(strip, WHITE, out=strip)
        is_plain = is_plain and not bool(is_mixed(strip).any())
    return is_plain


def is_mixed(dots: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which dots are neither pure black nor pure white."""
    # Black wraps around to the largest number, so that one comparison finds what is neither.
    mixed: NDArray[np.bool_] = (dots - np.uint32(1)) < WHITE - 1
    return mixed
