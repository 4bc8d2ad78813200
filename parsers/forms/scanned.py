"""Reads a form that came as a scan, by what a recogniser of letters sees on it."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2

from parsers.forms.candidates import glances
from parsers.forms.eyesight import SURE, is_surely_seen
from parsers.forms.labels import Labels, labels
from parsers.forms.read import form_in
from parsers.forms.reading import FieldReading, FormReading
from parsers.scans.agreement import agreed
from parsers.scans.boxes import boxes_among
from parsers.scans.drawn import painted_over, ruling_of, squared, unread_ink, without_lines
from parsers.scans.fonts import letterings
from parsers.scans.joining import joined
from parsers.scans.light import evened, without_bars
from parsers.scans.paper import ScannedPage, typeset
from parsers.scans.pieces import pieces
from parsers.scans.seen import Recognise, portable
from parsers.scans.strips import put_back, strips_of
from parsers.scans.upright import Gray, level, lies_on_its_side, threshold

DOTS_PER_INCH = 300
MAX_PAGES = 4
MAX_DOTS = 12_000_000
KEPT = 45.0
FEW_WORDS = 25


def read_scan(
    content: bytes, pages: Sequence[int], recognise: Recognise, table: Labels | None = None
) -> FormReading | None:
    """The form on these pages (from 1) of the file, read by eye; None where none was recognised.

    Every field's source is `ocr`. Only what was seen clearly is sure; a blank on a scan never is, for
    handwriting may stand there. Raises nothing for what is in the file.
    """
    table = table or labels()
    seen = _seen_pages(content, tuple(pages)[:MAX_PAGES], recognise, table)
    if not any(len(page.words) >= FEW_WORDS for page in seen.values()):
        return None
    last = max(seen)
    blank = ScannedPage(612, 792, DOTS_PER_INCH)
    paper = typeset([seen.get(number, blank) for number in range(1, last + 1)])
    form = form_in(paper, glances(paper), table)
    if form is None or form.problem is not None:
        return None
    fields = {name: _as_seen(name, reading, seen, table) for name, reading in form.fields.items()}
    return replace(form, fields=fields, signed=form.signed or None, problem="scan")


def _seen_pages(
    content: bytes, pages: Sequence[int], recognise: Recognise, table: Labels
) -> dict[int, ScannedPage]:
    try:
        drawing = pypdfium2.PdfDocument(io.BytesIO(content))
    except pypdfium2.PdfiumError:
        return {}
    try:
        found = ((number, _seen_page(drawing, number, recognise, table)) for number in pages)
        return {number: page for number, page in found if page is not None}
    finally:
        drawing.close()


def _seen_page(drawing: Any, number: int, recognise: Recognise, table: Labels) -> ScannedPage | None:
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
    return best_turned(gray, round(scale * 72), recognise, table)


def best_turned(gray: Gray, dots_per_inch: int, recognise: Recognise, table: Labels) -> ScannedPage:
    """The page as it was seen; turned another way only where little is read as it lies."""
    turns = (1, 3, 0, 2) if lies_on_its_side(gray) else (0, 2, 1, 3)
    best: ScannedPage | None = None
    for quarters in turns:
        seen = seen_on(np.rot90(gray, quarters).copy(), dots_per_inch, recognise, table)
        best = max(best or seen, seen, key=_clear_words)
        if _clear_words(best) >= FEW_WORDS or not seen.words:
            break
    return best or ScannedPage(612, 792, dots_per_inch)


def _clear_words(page: ScannedPage) -> int:
    return sum(1 for word in page.words if word.sureness >= SURE and len(word.text) > 2)


def seen_on(gray: Gray, dots_per_inch: int, recognise: Recognise, table: Labels) -> ScannedPage:
    """What is seen on one picture of a page."""
    straight = level(without_bars(evened(gray), dots_per_inch))
    dark = straight < threshold(straight)
    empty, ticked = boxes_among(pieces(dark), dark, dots_per_inch)
    unboxed = painted_over(straight, (*empty, *ticked), rim=4)
    drawing = ruling_of(unboxed, dots_per_inch)
    clean = without_lines(unboxed, drawing)
    picture, strips = strips_of(clean, dots_per_inch)
    again = put_back(recognise(portable(picture)), strips, dots_per_inch)
    seen = agreed(joined(recognise(portable(clean))), joined(again), _label_words(table))
    words = tuple(word for word in seen if word.sureness >= KEPT)
    rows, columns = clean.shape
    inch = 72 / dots_per_inch
    lines = replace(squared(drawing, dots_per_inch), empty_boxes=empty, ticked_boxes=ticked)
    kinds = letterings(words, clean < threshold(clean))
    ink = unread_ink(clean, words)
    return ScannedPage(columns * inch, rows * inch, dots_per_inch, words, lines, ink, kinds)


def _label_words(table: Labels) -> Callable[[str], bool]:
    """Tells whether a word is part of labels."""
    known = frozenset(word for phrase in table.meanings for word in phrase)

    def is_label_word(text: str) -> bool:
        words = table.plain_words(text)
        return bool(words) and known.issuperset(words) and any(map(str.isalpha, text))

    return is_label_word


def _as_seen(name: str, reading: FieldReading, seen: dict[int, ScannedPage], table: Labels) -> FieldReading:
    page = seen.get(reading.page or 0)
    sure = reading.sure and page is not None and is_surely_seen(name, reading, page, table)
    return replace(reading, source="ocr", sure=sure)
