"""Which parts of a building's registration a file holds, by the heads of its pages and the titles of drawings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document_sorts import HEAD_LETTERS, HEADS
from parsers.forms.candidates import Glance

LOOKED_AT = 60
_BY_HEAD: tuple[tuple[str, re.Pattern[str]], ...] = (
    *((sort, pattern) for sort, pattern in HEADS if sort in {"permit_history", "w4_form"}),
    (
        "future_plans",
        re.compile(
            r"(?:12|twelve)\s*(?:-|–|to)\s*(?:24|twenty[- ]four)[ -]months?|\bnext (?:two|2) years\b|"
            r"\b(?:two|2)[- ]year plan\b|"
            r"\b(?:future|planned|upcoming|anticipated|projected) (?:plans|projects|work|improvements)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "street_addresses",
        re.compile(
            r"\bstreet[- ](?:facing|level|entr)|\bstreet addresses\b|\bsuite (?:numbers?|list|schedule|roster)\b|"
            r"\baddress(?:es)? (?:list|of (?:the )?(?:first|1st|street|tenant))|"
            r"\b(?:first|1st)[- ]floor (?:tenant|address|suite)",
            re.IGNORECASE,
        ),
    ),
)
_BY_DRAWING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("floor_plans", re.compile(r"\bfloor\s+plans?\b|\bplan\s*[-–—:]\s*(?:level|floor)\b", re.IGNORECASE)),
    ("site_plan", re.compile(r"\b(?:site|plot)\s+plan\b", re.IGNORECASE)),
)


def registration_parts(pages: Sequence[Glance]) -> tuple[str, ...]:
    """The parts that these pages are, by name; a letter that only lists what is enclosed is none of them."""
    found: dict[str, None] = {}
    for page in pages[:LOOKED_AT]:
        is_drawing = page.is_sheet or page.width > page.height or page.letters < HEAD_LETTERS
        head = " ".join(page.text[:HEAD_LETTERS].split())
        found |= {part: None for part, pattern in _BY_HEAD if pattern.search(head)}
        found |= {part: None for part, pattern in _BY_DRAWING if is_drawing and pattern.search(page.text)}
    return tuple(found)
