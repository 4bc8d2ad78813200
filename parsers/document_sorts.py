"""Tells by its words what a paper is: calculations, manual, notice, plans ..."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.forms.candidates import Glance

HEAD_LETTERS = 700
LOOKED_AT = 12

HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sort, re.compile(pattern, re.IGNORECASE))
    for sort, pattern in (
        ("w4_form", r"\bform\s*w-?4\b|\bw-?4\s+form\b|water meter sizing|meter sizing (?:worksheet|form)"),
        (
            "correction_notice",
            r"correction notice|notice of correction|inspection correction|inspection report",
        ),
        (
            "permit_history",
            r"permit histor(?:y|ies)|history of permits|permit/case (?:history|results)|permits? list results",
        ),
        (
            "responses",
            (
                r"check\s?sheet (?:response|repl)|response(?:s)? to (?:the )?(?:plan review|check\s?sheet|review)|"
                r"(?:plan review|review comment|review) responses?|response letter|responses? to comments?|"
                r"comment responses?|checksheet responses?"
            ),
        ),
        (
            "calculations",
            (
                r"(?:structural|engineering|seismic|anchorage|gravity|lateral|load|design) calc(?:ulation)?s?\b|"
                r"calculation (?:package|book|set|report)|calculations? for\b|^\s*calculations\b"
            ),
        ),
        (
            "manual",
            (
                r"project manual|specification(?:s)? (?:book|manual)|technical specifications|^\s*specifications\b|"
                r"table of contents\s+division|division 0?1\b"
            ),
        ),
        ("reference_sheets", r"for reference only|reference (?:sheets|drawings) only|^\s*reference sheets"),
        (
            "product_information",
            (
                r"product (?:information|data|literature|specification)|data sheet|datasheet|cut ?sheets?|"
                r"submittal data|"
                r"technical data|installation instructions|evaluation report|esr-\d{4}|spec(?:ification)? sheet|"
                r"product submittal|material safety"
            ),
        ),
    )
)
_CALCULATING = re.compile(
    r"\b(?:kips?|kip-ft|psf|plf|ksi|lbs?/ft|phi\s?mn|asce\s?7|sds|dead load|live load|unity check|demand|moment)\b",
    re.IGNORECASE,
)
_PLAN_WORDS = re.compile(
    r"\b(?:floor plan|reflected ceiling|site plan|elevations?|sections?|sheet (?:no|number|title|index)|code summary|"
    r"drawn by|checked by|scale:|demolition plan|general notes|sheet)\b|\d/\d+\"\s*=\s*1'",
    re.IGNORECASE,
)
_DIVISION = re.compile(
    r"\bsection\s+\d{2}\s?\d{2}\s?\d{2}\b|\bpart\s+[123]\s*[-–]\s*(?:general|products|execution)",
    re.IGNORECASE,
)
_FILE_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sort, re.compile(pattern, re.IGNORECASE))
    for sort, pattern in (
        ("calculations", r"\bcalc"),
        ("manual", r"project manual|\bspecs?\b|specifications"),
        ("photographs", r"\bphotos?\b|photograph|pictures"),
        ("product_information", r"product|cut ?sheet|data ?sheet"),
        ("correction_notice", r"correction"),
        ("permit_history", r"permit histor"),
        ("w4_form", r"\bw-?4\b"),
        ("responses", r"response"),
        ("reference_sheets", r"reference only"),
        ("plans", r"\bplans?\b|drawings?|\bsheets?\b|\bset\b"),
    )
)


def sort_by_words(pages: Sequence[Glance], file: str) -> str:
    """A `DocumentSort` other than `form`: by the heading, the words of the pages, then the file's name."""
    sheets = sum(1 for one in pages if one.is_sheet)
    if sheets * 2 >= len(pages):
        return "reference_sheets" if _says_reference(pages) else "plans"
    head = " ".join(pages[0].text[:HEAD_LETTERS].split()) if pages else ""
    for sort, pattern in HEADS:
        if pattern.search(head):
            return sort
    return _by_contents(pages) or _by_file_name(file, pages) or ("plans" if sheets else "other")


def _says_reference(pages: Sequence[Glance]) -> bool:
    return all("for reference only" in " ".join(one.text.lower().split()) for one in pages[:LOOKED_AT])


def _by_contents(pages: Sequence[Glance]) -> str | None:
    looked = pages[:LOOKED_AT]
    text = "\n".join(one.text for one in looked)
    if not text.strip():
        return "photographs" if all(one.pictures for one in looked) and len(pages) > 4 else None
    if len(_DIVISION.findall(text)) >= 2:
        return "manual"
    if len(_CALCULATING.findall(text)) >= 3 * max(1, len(looked) // 4):
        return "calculations"
    kinds = {found.lower() for found in _PLAN_WORDS.findall(text)}
    if len(kinds) >= 3 and all(one.width > one.height for one in looked):
        return "plans"
    return None


def _by_file_name(file: str, pages: Sequence[Glance]) -> str | None:
    """The name speaks only where the pages say nothing; a scan of photographs has pictures and few words."""
    bare = re.sub(r"[_\-.]+", " ", file[:200])
    sort = next((sort for sort, pattern in _FILE_NAMES if pattern.search(bare)), None)
    letters = sum(one.letters for one in pages[:LOOKED_AT])
    if sort == "photographs" and letters > 400 * len(pages):
        return None
    return sort
