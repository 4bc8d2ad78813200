"""Reads a form that came as a scan, by what a recogniser of letters sees on it."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2

from parsers.forms.candidates import glances
from parsers.forms.labels import Labels
from parsers.forms.read import form_in
from parsers.forms.reading import FieldReading, FormReading
from parsers.scans.drawn import drawing_of, unread_ink, with_boxes, without_lines
from parsers.scans.paper import ScannedPage, typeset
from parsers.scans.seen import Recognise, SeenWord
from parsers.scans.upright import Gray, level

DOTS_PER_INCH = 200
MAX_PAGES = 4
MAX_DOTS = 12_000_000
KEPT, SURE = 45.0, 85.0
FEW_WORDS = 25


def read_scan(
    content: bytes, pages: Sequence[int], recognise: Recognise, table: Labels | None = None
) -> FormReading | None:
    """The form on these pages (from 1) of the file, read by eye; None where none was recognised.

    Every field's source is `ocr`. Only what was seen clearly is sure; a blank on a scan never is, for
    handwriting may stand there. Raises nothing for what is in the file.
    """
    seen = _seen_pages(content, tuple(pages)[:MAX_PAGES], recognise)
    if not any(len(page.words) >= FEW_WORDS for page in seen.values()):
        return None
    last = max(seen)
    blank = ScannedPage(612, 792, DOTS_PER_INCH)
    paper = typeset([seen.get(number, blank) for number in range(1, last + 1)])
    form = form_in(paper, glances(paper), table)
    if form is None or form.problem is not None:
        return None
    fields = {name: _as_seen(reading, seen) for name, reading in form.fields.items()}
    return replace(form, fields=fields, signed=form.signed or None, problem="scan")


def _seen_pages(content: bytes, pages: Sequence[int], recognise: Recognise) -> dict[int, ScannedPage]:
    try:
        drawing = pypdfium2.PdfDocument(io.BytesIO(content))
    except pypdfium2.PdfiumError:
        return {}
    try:
        found = ((number, _seen_page(drawing, number, recognise)) for number in pages)
        return {number: page for number, page in found if page is not None}
    finally:
        drawing.close()


def _seen_page(drawing: Any, number: int, recognise: Recognise) -> ScannedPage | None:
    try:
        page = drawing[number - 1]
        width, height = page.get_size()
        scale = DOTS_PER_INCH / 72
        if width * height * scale * scale > MAX_DOTS:
            scale = math.sqrt(MAX_DOTS / (width * height))
        gray = page.render(scale=scale, grayscale=True, may_draw_forms=True).to_numpy()
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return None
    gray = gray.reshape(gray.shape[0], gray.shape[1]).astype(np.uint8)
    return best_turned(gray, round(scale * 72), recognise)


def best_turned(gray: Gray, dots_per_inch: int, recognise: Recognise) -> ScannedPage:
    """The page as it was seen; on its side or upside down only where nothing is read as it lies."""
    best = seen_on(gray, dots_per_inch, recognise)
    for quarters in (1, 3, 2):
        if _clear_words(best) >= FEW_WORDS or len(best.words) < FEW_WORDS:
            return best
        turned = seen_on(np.rot90(gray, quarters).copy(), dots_per_inch, recognise)
        best = max(best, turned, key=_clear_words)
    return best


def _clear_words(page: ScannedPage) -> int:
    return sum(1 for word in page.words if word.sureness >= SURE and len(word.text) > 2)


def seen_on(gray: Gray, dots_per_inch: int, recognise: Recognise) -> ScannedPage:
    """What is seen on one picture of a page."""
    straight = level(gray)
    drawing = drawing_of(straight, dots_per_inch)
    clean = without_lines(straight, drawing)
    rows, columns = clean.shape
    words = recognise(b"P5 %d %d 255\n" % (columns, rows) + clean.tobytes())
    drawing, kept = with_boxes(
        clean, drawing, [word for word in words if word.sureness >= KEPT], dots_per_inch
    )
    inch = 72 / dots_per_inch
    ink = unread_ink(clean, kept)
    return ScannedPage(columns * inch, rows * inch, dots_per_inch, kept, drawing, ink)


def _as_seen(reading: FieldReading, seen: dict[int, ScannedPage]) -> FieldReading:
    page = seen.get(reading.page or 0)
    sure = reading.sure and reading.value is not None and page is not None and _is_clear(reading, page)
    return replace(reading, source="ocr", sure=sure)


def _is_clear(reading: FieldReading, page: ScannedPage) -> bool:
    """Whether every word of the value was seen clearly."""
    if reading.box is None:
        return False
    inch = page.dots_per_inch / 72
    left, top, right, bottom = (side * inch for side in reading.box)
    words = [word for word in page.words if _is_inside(word, (left - 4, top - 6, right + 4, bottom + 6))]
    return bool(words) and all(word.sureness >= SURE for word in words)


def _is_inside(word: SeenWord, box: tuple[float, float, float, float]) -> bool:
    across, down = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
