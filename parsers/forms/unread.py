"""Tells a paper that may be a form but cannot be read (scanned, drawn as outlines, garbled) from any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pypdfium2

from parsers.forms.candidates import PICTURE, Glance
from parsers.forms.labels import Labels
from parsers.forms.reading import FormReading, FormSort
from parsers.forms.sorts import sort_of_title

MAX_PAPERS = 4
MAX_OTHER_PAGES = 2
FEW_LETTERS = 25
SCALE = 0.25
LEAST_LIGHT, LIGHT = 0.6, 165
LEAST_INK, INK_CONTRAST = 0.0005, 10
HEAD_LINES, MAX_TITLE_WORDS = 8, 9
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)


def unread_form(content: bytes, pages: Sequence[Glance], table: Labels) -> FormReading | None:
    """The form that these pages may hold though nothing in it can be read; None where none is to be thought of."""
    titled = _titled(pages, table)
    if titled is not None:
        return titled
    papers = [one for one in pages if not one.is_sheet and not is_legible(one.text)]
    others = [one for one in pages if not one.is_sheet and one not in papers]
    if not papers or len(papers) > MAX_PAPERS or len(others) > MAX_OTHER_PAGES:
        return None
    kinds = _looked_at(content, papers)
    if not kinds:
        return None
    problem = "scan" if "scan" in kinds.values() else "no_text"
    return FormReading("intake", pages=tuple(kinds), problem=problem)  # type: ignore[arg-type]  # one of the two


def is_legible(text: str) -> bool:
    """Whether the text reads as words. Fonts without a table of letters give strings such as "1DPH"."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < FEW_LETTERS:
        return False
    plain = sum(1 for letter in letters if letter.isascii())
    vowels = len(_VOWEL.findall(text))
    return plain > 0.6 * len(letters) and vowels > 0.15 * len(letters)


def _titled(pages: Sequence[Glance], table: Labels) -> FormReading | None:
    """A page headed like a form, on which its labels were not found."""
    for one in pages:
        if one.is_sheet:
            continue
        head = [line for line in one.text.splitlines() if line.strip()][:HEAD_LINES]
        short = [line for line in head if len(line.split()) <= MAX_TITLE_WORDS]
        sort = sort_of_title("\n".join(short), table) if short else None
        if sort == "intake":
            return FormReading(cast(FormSort, sort), pages=(one.page,), problem="no_text")
    return None


def _looked_at(content: bytes, papers: Sequence[Glance]) -> dict[int, str]:
    """Which of the pages look like paper with something on it: by page, `scan` or `no_text`."""
    try:
        drawing = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return {}
    try:
        kinds = {one.page: _kind(drawing, one) for one in papers}
    finally:
        drawing.close()
    return {page: kind for page, kind in kinds.items() if kind}


def _kind(drawing: Any, glance: Glance) -> str:
    """A photograph is dark or coloured all over; paper is light, with something darker on it, be it ever so faint.

    A few words and no picture are a short letter; a few words beside a picture may be a scanner's stamp.
    """
    letters = sum(1 for letter in glance.text if letter.isalpha())
    try:
        page = drawing[glance.page - 1]
        has_picture = next(iter(page.get_objects(filter=[PICTURE], max_depth=2)), None) is not None
        if not has_picture and 0 < letters < FEW_LETTERS:
            return ""
        shades = page.render(scale=SCALE, grayscale=True, may_draw_forms=True).to_numpy()
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return ""
    paper = float(np.median(shades))
    ink = float((shades < paper - INK_CONTRAST).mean())
    if float((shades > LIGHT).mean()) < LEAST_LIGHT or ink < LEAST_INK:
        return ""
    return "scan" if has_picture else "no_text"
