"""Sets what was seen on scans as pages with text, so that the readers of printed pages read them as well."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from parsers.scans.drawn import PixelBox, ScanDrawing
from parsers.scans.seen import SeenWord

FONT = "Helvetica"
CAPITAL, DESCENDER = 0.72, 0.21
SAME_SIZE = 1.2
DESCENDING = frozenset("gjpqyQ,;()[]{}$/|@")


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it was seen: size in points, picture points an inch, words, rules, ink."""

    width: float
    height: float
    dots_per_inch: int
    words: tuple[SeenWord, ...] = ()
    drawing: ScanDrawing = field(default_factory=ScanDrawing)
    ink: tuple[PixelBox, ...] = ()


def typeset(pages: Sequence[ScannedPage]) -> bytes:
    """A PDF with these pages: each word where it was seen, rules as lines, a tick as an x, ink as strokes."""
    written = io.BytesIO()
    canvas = Canvas(written, pageCompression=0, invariant=1)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, page: ScannedPage) -> None:
    scale = 72 / page.dots_per_inch
    _draw_shapes(canvas, page, scale)
    lines = [[word for word in page.words if word.line == line] for line in _numbers(page.words)]
    measured = [median(letter_size(word) for word in words) * scale for words in lines]
    for words, size in zip(lines, _grades(measured), strict=True):
        _set_line(canvas, words, size, page.height, scale)


def _draw_shapes(canvas: Canvas, page: ScannedPage, scale: float) -> None:
    def placed(box: PixelBox) -> tuple[float, float, float, float]:
        """The box in points from the bottom of the page: left, bottom, right, top."""
        return box[0] * scale, page.height - box[3] * scale, box[2] * scale, page.height - box[1] * scale

    for left, bottom, right, top in map(placed, page.drawing.level):
        canvas.line(left, (bottom + top) / 2, right, (bottom + top) / 2)
    for left, bottom, right, top in map(placed, page.drawing.upright):
        canvas.line((left + right) / 2, bottom, (left + right) / 2, top)
    for left, bottom, right, top in map(placed, (*page.drawing.empty_boxes, *page.drawing.ticked_boxes)):
        canvas.rect(left, bottom, right - left, top - bottom)
    for left, bottom, right, top in map(placed, page.drawing.ticked_boxes):
        canvas.setFont(FONT, (top - bottom) * 0.8)
        canvas.drawCentredString((left + right) / 2, bottom + (top - bottom) * 0.15, "x")
    for box in map(placed, page.ink):
        canvas.line(*box)


def _numbers(words: Sequence[SeenWord]) -> list[int]:
    return sorted({word.line for word in words})


def _grades(sizes: Sequence[float]) -> list[float]:
    """The sizes, evened out: lines that were lettered alike measure a little unlike."""
    grade: dict[float, float] = {}
    alike: list[float] = []
    for size in sorted(sizes):
        if alike and size > alike[0] * SAME_SIZE:
            alike = []
        alike.append(size)
        grade |= dict.fromkeys(alike, max(4.0, round(median(alike) * 2) / 2))
    return [grade[size] for size in sizes]


def _set_line(canvas: Canvas, words: Sequence[SeenWord], size: float, height: float, scale: float) -> None:
    """The words of one line on one baseline, each as wide as it was seen."""
    base = median(baseline(word, size / scale) for word in words) * scale
    in_order = sorted(words, key=lambda word: word.box[0])
    ends = [min(one.box[2], after.box[0] - 2) for one, after in pairwise(in_order)] + [in_order[-1].box[2]]
    for word, end in zip(in_order, ends, strict=True):
        left, right = word.box[0] * scale, end * scale
        plain = word.text.encode("cp1252", "replace").decode("cp1252")
        natural = stringWidth(plain, FONT, size)
        text = canvas.beginText(left, height - base)
        text.setFont(FONT, size)
        text.setHorizScale(max(20.0, min(300.0, 100 * (right - left) / max(natural, 0.1))))
        text.textOut(plain)
        canvas.drawText(text)


def letter_size(word: SeenWord) -> float:
    """The size of its letters in picture points, from its height and the letters it has."""
    tall = word.box[3] - word.box[1]
    small = word.text.islower() and not set(word.text) & set("bdfhklti")
    low = bool(set(word.text) & DESCENDING)
    return tall / ((0.53 if small else CAPITAL) + (DESCENDER if low else 0))


def baseline(word: SeenWord, size: float) -> float:
    """How far down the picture its letters stand."""
    low = bool(set(word.text) & DESCENDING)
    return word.box[3] - (DESCENDER * size if low else 0)
