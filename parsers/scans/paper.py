"""Sets what was seen on scans as pages with text, so that the readers of printed pages read them as well."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from parsers.scans.drawn import ScanDrawing, cells
from parsers.scans.fonts import Lettering
from parsers.scans.pieces import PixelBox
from parsers.scans.seen import SeenWord, baseline

FONT = "Helvetica"
BLANK = 0.22
TYPED_ROOM = 0.07


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as it was seen: size in points, picture points an inch, words and their lettering, rules, ink."""

    width: float
    height: float
    dots_per_inch: int
    words: tuple[SeenWord, ...] = ()
    drawing: ScanDrawing = field(default_factory=ScanDrawing)
    ink: tuple[PixelBox, ...] = ()
    letterings: Mapping[SeenWord, Lettering] = field(default_factory=dict)


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
    for _, words in groupby(sorted(page.words, key=lambda one: (one.line, one.box[0])), lambda one: one.line):
        _set_line(canvas, tuple(words), page, scale)


def _draw_shapes(canvas: Canvas, page: ScannedPage, scale: float) -> None:
    def placed(box: PixelBox) -> tuple[float, float, float, float]:
        """The box in points from the bottom of the page: left, bottom, right, top."""
        return box[0] * scale, page.height - box[3] * scale, box[2] * scale, page.height - box[1] * scale

    for left, bottom, right, top in map(placed, page.drawing.level):
        canvas.line(left, (bottom + top) / 2, right, (bottom + top) / 2)
    for left, bottom, right, top in map(placed, page.drawing.upright):
        canvas.line((left + right) / 2, bottom, (left + right) / 2, top)
    for left, bottom, right, top in map(placed, cells(page.drawing, page.dots_per_inch)):
        canvas.rect(left, bottom, right - left, top - bottom)
    for left, bottom, right, top in map(placed, (*page.drawing.empty_boxes, *page.drawing.ticked_boxes)):
        canvas.rect(left, bottom, right - left, top - bottom)
    for left, bottom, right, top in map(placed, page.drawing.ticked_boxes):
        canvas.setFont(FONT, (top - bottom) * 0.8)
        canvas.drawCentredString((left + right) / 2, bottom + (top - bottom) * 0.15, "x")
    for box in map(placed, page.ink):
        canvas.line(*box)


def _set_line(canvas: Canvas, words: Sequence[SeenWord], page: ScannedPage, scale: float) -> None:
    """The words of one line on one baseline, each as wide as it was seen."""
    letterings = [page.letterings[word] for word in words]
    base = median(baseline(word, kind.size) for word, kind in zip(words, letterings, strict=True)) * scale
    # As much room as a blank has stays between words.
    rooms = [
        after.box[0] - BLANK * max(page.letterings[one].size, page.letterings[after].size)
        for one, after in pairwise(words)
    ]
    ends = [
        min(_right(word, page), end)
        for word, end in zip(words, (*rooms, _right(words[-1], page)), strict=True)
    ]
    for word, kind, end in zip(words, letterings, ends, strict=True):
        left, right = _left(word, page) * scale, end * scale
        size = max(4.0, round(kind.size * scale * 2) / 2)
        plain = word.text.encode("cp1252", "replace").decode("cp1252")
        natural = stringWidth(plain, kind.font, size)
        text = canvas.beginText(left, page.height - base)
        text.setFont(kind.font, size)
        text.setHorizScale(max(20.0, min(300.0, 100 * (right - left) / max(natural, 0.1))))
        text.textOut(plain)
        canvas.drawText(text)


def _left(word: SeenWord, page: ScannedPage) -> float:
    return word.box[0] - _room_beside(page.letterings[word])


def _right(word: SeenWord, page: ScannedPage) -> float:
    return word.box[2] + _room_beside(page.letterings[word])


def _room_beside(kind: Lettering) -> float:
    """The room on either side of a typewriter's letter: it belongs to the word, not to the blank beside it."""
    return TYPED_ROOM * kind.size if kind.font == "Courier" else 0.0
