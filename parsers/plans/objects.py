"""What is placed on a page: pictures and translucent strokes, through forms within forms."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from parsers.plans.evidence import Box
from parsers.plans.glyphs import Frame

MAX_OBJECTS = 60_000
MAX_DEPTH = 6
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture on the sheet. `bits` a dot: 1 for a bilevel scan or a mask, 8 gray, 24 and more colour."""

    box: Box
    bits: int
    width_dots: int
    height_dots: int
    upright: bool


@dataclass(frozen=True, slots=True)
class Translucent:
    """A path that lets what lies under it show; `rgb` of its fill or else its stroke; sides in inches."""

    box: Box
    rgb: tuple[int, int, int]
    filled: bool
    stroke_in: float


def placed_on(page: Any, frame: Frame) -> tuple[tuple[PlacedImage, ...], tuple[Translucent, ...]]:
    """Pictures and translucent paths of the page; at most 60,000 objects, six forms deep, are looked at."""
    images: list[PlacedImage] = []
    strokes: list[Translucent] = []
    for holder, kind, matrix in _objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            image = _image(holder, page, matrix, frame)
            if image is not None:
                images.append(image)
        elif pdfium.FPDFPageObj_HasTransparency(holder):
            stroke = _translucent(holder, matrix, frame)
            if stroke is not None:
                strokes.append(stroke)
    return tuple(images), tuple(strokes)


def _objects(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Images and paths, each with the matrix of the forms around it. A stack, so that no file nests too deep."""
    left = MAX_OBJECTS
    waiting: list[tuple[Any, bool, Matrix, int]] = [(page.raw, True, IDENTITY, 0)]
    while waiting:
        holder, is_page, matrix, depth = waiting.pop()
        count = pdfium.FPDFPage_CountObjects(holder) if is_page else pdfium.FPDFFormObj_CountObjects(holder)
        take = pdfium.FPDFPage_GetObject if is_page else pdfium.FPDFFormObj_GetObject
        for index in range(count):
            if left <= 0:
                return
            left -= 1
            inner = take(holder, index)
            kind = pdfium.FPDFPageObj_GetType(inner)
            if kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH}:
                yield inner, kind, matrix
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                waiting.append((inner, False, _within(_matrix(inner), matrix), depth + 1))


def _matrix(holder: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(holder, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _within(inner: Matrix, outer: Matrix) -> Matrix:
    """The two one after the other."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _box(holder: Any, matrix: Matrix, frame: Frame) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(holder, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    a, b, c, d, e, f = matrix
    return box_of([(a * x + c * y + e, b * x + d * y + f) for x, y in corners], frame)


def box_of(points: list[tuple[float, float]], frame: Frame) -> Box | None:
    """The box around points in the page's own coordinates, cut to the sheet; None where it lies off it."""
    if not frame.width > 0 or not frame.height > 0 or not all(math.isfinite(x + y) for x, y in points):
        return None
    placed = [frame.at(x, y) for x, y in points]
    left, right = (pick(x for x, _ in placed) / frame.width for pick in (min, max))
    top, bottom = (pick(y for _, y in placed) / frame.height for pick in (min, max))
    if right <= 0 or left >= 1 or bottom <= 0 or top >= 1:
        return None
    return (max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0))


def _image(holder: Any, page: Any, outer: Matrix, frame: Frame) -> PlacedImage | None:
    box = _box(holder, outer, frame)
    if box is None:
        return None
    found = pdfium.FPDF_IMAGEOBJ_METADATA()
    if not pdfium.FPDFImageObj_GetImageMetadata(holder, page.raw, found):
        return None
    a, b, c, d, _, _ = _within(_matrix(holder), outer)
    upright = min(abs(a) + abs(d), abs(b) + abs(c)) <= 1e-4 * (abs(a) + abs(b) + abs(c) + abs(d))
    return PlacedImage(box, int(found.bits_per_pixel), int(found.width), int(found.height), upright)


def _translucent(holder: Any, matrix: Matrix, frame: Frame) -> Translucent | None:
    box = _box(holder, matrix, frame)
    if box is None:
        return None
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(holder, mode, stroked)
    parts = [ctypes.c_uint() for _ in range(4)]
    filled = bool(mode.value)
    color = pdfium.FPDFPageObj_GetFillColor if filled else pdfium.FPDFPageObj_GetStrokeColor
    if not color(holder, *parts):
        return None
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(holder, width)
    scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) or 1.0
    red, green, blue = (part.value for part in parts[:3])
    return Translucent(box, (red, green, blue), filled, width.value * scale * frame.inches)
