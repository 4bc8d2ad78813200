"""The code summary: which of its parts stand on a sheet, with a value beside their label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.plans.lines import Line

MAX_LINE = 140
MAX_WORDS = 14
BESIDE_IN = 7.0
HEADING = re.compile(
    r"\bCODE\s+(?:SUMMARY|ANALYSIS|DATA|INFORMATION|REVIEW|COMPLIANCE|STUDY|SYNOPSIS|CALCULATIONS)"
    r"|\bLIFE\s+SAFETY\s+(?:SUMMARY|DATA|ANALYSIS|INFORMATION)|\bBUILDING\s+(?:CODE|DATA|ANALYSIS)\b|\bPROJECT\s+DATA\b"
    r"|\bBUILDING\s+INFORMATION\b|\bFLSS\b|\bCODE\s+REQUIREMENTS"
)
GROUP = r"(?:A-?\s?[1-5]|B|E|F-?\s?[12]|H-?\s?[1-5]|I-?\s?[1-4]|M|R-?\s?[1-4]|S-?\s?[12]|U)"
GROUP_NAMES = (
    r"BUSINESS|MERCANTILE|ASSEMBLY|STORAGE|FACTORY|INSTITUTIONAL|RESIDENTIAL|EDUCATIONAL|UTILITY|OFFICE"
)
GROUP_VALUE = re.compile(rf"(?<![A-Z0-9.\-'/]){GROUP}(?![A-Z0-9'])|{GROUP_NAMES}")
AREA_VALUE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{3,7}|\d+(?:\.\d+)?\s*(?:SF|S\.F\.|SQ)")
COUNT_VALUE = re.compile(r"(?<![\d/.])\d{1,5}(?![\d/])")
AREA_END = (
    r"(?:\s+(?:FLOOR|SPACE|BUILDING|GROSS|NET))?\s*(?:AREA|SIZE|SQ(?:UARE)?\.?\s*(?:FT|FEET|FOOTAGE)|S\.?F\b)"
)
PARTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "occupancy",
        re.compile(
            r"\bOCCUPANC(?:Y|IES)\b(?!\s+(?:LOAD|SENSOR|SEPARAT))|\bUSE\s+(?:GROUP|AND\s+OCCUP)|\bOCC\.?\s+(?:TYPE|GROUP)"
        ),
        GROUP_VALUE,
    ),
    (
        "occupant_load",
        re.compile(
            r"\bOCC(?:UPANT|UPANCY|UP?)?\.?\s*LOADS?\b|\bOCCUPANTS\b|\bOCCUPANT\s+(?:COUNT|CALC)|\bO\.L\.|\bOLF\b"
        ),
        COUNT_VALUE,
    ),
    (
        "tenant_area",
        re.compile(
            r"\b(?:TENANT|SUITE|LEASED?|PROJECT|WORK|T\.?\s?I\.?|IMPROVEMENTS?|REMODEL(?:ED)?|RENOVATION|RENOVATED|SPACE"
            rf"|PREMISES|USABLE|RENTABLE|ALTERATION|ALTERED|AFFECTED|SCOPE|UNIT|OFFICE)(?:\s+[\w#.\-]{{1,12}})?{AREA_END}"
            r"|\bAREA\s+(?:OF|IN)\s+(?:THE\s+)?(?:WORK|IMPROVEMENT|TENANT|ALTERATION|REMODEL|PROJECT|RENOVATION|SUITE|SPACE)"
            r"|\b[RU]SF\b"
        ),
        AREA_VALUE,
    ),
    (
        "floor_area",
        re.compile(
            rf"\b(?:FLOOR|BUILDING|BLDG\.?|GROSS|TOTAL|LEVEL\s+\w+|STORY|\d{{1,2}}(?:ST|ND|RD|TH)\s+FLOOR){AREA_END}"
            r"|\bAREA\s+(?:OF|PER)\s+(?:THE\s+)?(?:\w+\s+)?(?:FLOOR|BUILDING|STORY|LEVEL)|\bFLOOR\s*PLATE|\bGSF\b"
        ),
        AREA_VALUE,
    ),
)
ANY_AREA = re.compile(r"\bAREA\b")
STANDING = re.compile(
    rf"\b(?:GROUP|OCCUPANCY)\W{{1,3}}{GROUP}\b|(?<![A-Z0-9.\-]){GROUP}\s*(?:OCCUPANCY|[\-–/(]\s*(?:{GROUP_NAMES}))"
)
ORDER = tuple(part for part, _, _ in PARTS)


def heading(lines: Sequence[Line]) -> Line | None:
    """The largest line that heads a code summary."""
    heads = [line for line in lines if len(line.text) <= 60 and HEADING.search(line.text.upper())]
    return max(heads, key=lambda line: line.size, default=None)


def parts(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(parts with a value, parts that are at least named) on this sheet; `area`: any area at all."""
    valued: set[str] = set()
    named: set[str] = set()
    for line in lines:
        text = line.text.upper()
        if len(text) > MAX_LINE:
            continue
        for part, label, value in PARTS:
            if part in valued:
                continue
            hit = label.search(text)
            if hit is None:
                continue
            named.add(part)
            if _is_sentence(text):
                continue
            if value.search(_answer(line, hit, lines)):
                valued.add(part)
        if "occupancy" not in valued and STANDING.search(text) and not _is_sentence(text):
            valued.add("occupancy")
        if ANY_AREA.search(text) and AREA_VALUE.search(text):
            valued.add("area")
    return tuple(sorted(valued)), tuple(sorted(named | valued))


def _is_sentence(text: str) -> bool:
    return len(text.split()) > MAX_WORDS or bool(re.search(r"\b(?:SHALL|MUST|PROVIDE|COMPLY|WHERE)\b", text))


def _answer(line: Line, label: re.Match[str], lines: Sequence[Line]) -> str:
    """What stands after the label on its line, before it ("29 OCCUPANTS"), beside it and right below."""
    text = line.text.upper()
    near = [text[: label.start()], text[label.end() :]]
    em = line.size / 72
    for other in lines:
        if other is line or len(other.text) > 80:
            continue
        beside = (
            abs(other.box[3] - line.box[3]) <= 0.6 * em and -0.1 <= other.box[0] - line.box[2] <= BESIDE_IN
        )
        below = (
            0 <= other.box[1] - line.box[3] <= 1.6 * em
            and other.box[0] < line.box[2]
            and other.box[2] > line.box[0]
        )
        if beside or (below and not re.search(r":\s*$|:\s", other.text)):
            near.append(other.text.upper())
    return " | ".join(near[:12])
