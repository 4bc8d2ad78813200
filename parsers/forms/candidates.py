"""Which pages of a file may belong to a form, told quickly and before any page is looked at closely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2

from parsers.forms.labels import Labels

MAX_FORM_PAGES = 12
MAX_PAGES = 2000
SHEET_SHORT = 10.6 * 72
SHEET_LONG = 16.4 * 72
MAX_LETTERS = 12_000
PICTURE = 3  # FPDF_PAGEOBJ_IMAGE


@dataclass(frozen=True, slots=True)
class Glance:
    """One page at a glance: size in points, its words (cut), whether it is as large as a plan sheet."""

    page: int
    width: float
    height: float
    text: str
    letters: int
    pictures: bool = False
    turned: bool = False

    @property
    def is_sheet(self) -> bool:
        return min(self.width, self.height) >= SHEET_SHORT and max(self.width, self.height) >= SHEET_LONG


def glances(content: bytes) -> tuple[Glance, ...]:
    """Every page at a glance, at most 2000; none where the file does not open."""
    try:
        drawing = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ()
    try:
        count = min(len(drawing), MAX_PAGES)
        return tuple(one for one in (_glance(drawing, page) for page in range(count)) if one is not None)
    finally:
        drawing.close()


def _glance(drawing: Any, index: int) -> Glance | None:
    try:
        page = drawing[index]
        width, height = page.get_size()
        turn = page.get_rotation()
        words = page.get_textpage()
        letters = words.count_chars()
        text = words.get_text_range(0, min(letters, 6000)) if letters else ""
        pictures = not text.strip() and _has_picture(page)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return None
    return Glance(
        index + 1, float(width), float(height), str(text).replace("\x00", ""), letters, pictures, bool(turn)
    )


def _has_picture(page: Any) -> bool:
    return next(iter(page.get_objects(filter=[PICTURE], max_depth=2)), None) is not None


def form_pages(pages: Sequence[Glance], with_fields: Sequence[int], table: Labels) -> tuple[int, ...]:
    """The pages that may be a form: small, not crowded, with labels on them or fields to fill in."""
    likely = [
        one.page
        for one in pages
        if not one.is_sheet
        and one.letters <= MAX_LETTERS
        and (one.page in with_fields or one.turned or _labels_in(one.text, table) >= 2)
    ]
    return tuple(likely[:MAX_FORM_PAGES])


def _labels_in(text: str, table: Labels) -> int:
    """How many unlike labels begin a line of the text."""
    found = set()
    for line in text.splitlines()[:400]:
        words = table.plain_words(line)
        while len(words) > 1 and words[0].isdigit():
            words = words[1:]
        for length in range(min(7, len(words)), 0, -1):
            meaning = table.meanings.get(words[:length])
            if meaning is not None and (meaning.plain is not None or meaning.signature):
                found.add(words[:length])
                break
    return len(found)
