"""Which kinds of drawings a sheet holds, by its title and the titles under its views."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.plans.evidence import SheetKind
from parsers.plans.lines import Line, distance

MAX_WORDS = 9
SCALE_NEAR_IN = 0.8
INDEX = re.compile(
    r"(?:SHEET|DRAWING)\s+(?:INDEX|LIST|SCHEDULE)|(?:INDEX|LIST|TABLE)\s+OF\s+(?:DRAWINGS|SHEETS)|INDEX"
)
NUMBER_HEAD = re.compile(r"\W*[A-Z]{1,4}[\s.\-–]?\d{1,3}(?:[.\-–]\d{1,3}){0,2}[A-Z]?\b")
SENTENCE = re.compile(
    r"\b(?:SEE|REFER|REFERENCE|SHALL|PROVIDE|VERIFY|COORDINATE|UNLESS|PER|THIS|THESE|ARE|IS|BE|WILL|MUST|SHOWN|INDICATED"
    r"|INSTALL|MATCH|CONTRACTOR|REQUIRED|ALL OTHER|COMPLY|ACCORDANCE|CODE SECTION|OSSC|IBC|ASTM|ANSI)\b"
)
ORDINAL = (
    r"(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH|\d{1,2}(?:ST|ND|RD|TH)|GROUND|MAIN|UPPER|LOWER"
    r"|BASEMENT|MEZZANINE|PENTHOUSE|TYPICAL)"
)
FLOOR_WORDS = (
    r"CONSTRUCTION|PARTITION|DIMENSION(?:ED|ING)?|PROPOSED|TENANT|OFFICE|SUITE|OVERALL|PARTIAL|ENLARGED|KEYNOTE[SD]?"
    r"|IMPROVEMENTS?|ARCHITECTURAL|NEW|EXISTING|AS.BUILT|DEMO(?:LITION)?|FURNITURE|FF&?E|FINISH(?:ES)?|SPACE|WALL|LAYOUT"
    r"|CODE|EGRESS|EXIT(?:ING)?|LIFE.SAFETY|UNIT|REMODEL|RENOVATION|T\.?I\.?|ACCESSIBILITY|EQUIPMENT|RESTROOM|KITCHEN"
    r"|LOBBY|BUILDING|OCCUPANCY|FLOORING|ROOM|STAIR|TOILET|REFERENCE|COMPOSITE|SLAB|ANNOTATION|WORK"
)
TRADES: tuple[tuple[SheetKind, str], ...] = (
    ("mechanical_plan", r"\b(?:MECHANICAL|HVAC|DUCT\w*|HEATING|COOLING|VENTILATION)\b"),
    ("electrical_plan", r"\b(?:ELECTRICAL|POWER|LIGHTING|TELECOM\w*|DATA|LOW VOLTAGE|FIRE ALARM|SIGNAL)\b"),
    ("plumbing_plan", r"\b(?:PLUMBING|SANITARY|DOMESTIC WATER|WASTE|VENT|PIPING|GAS)\b"),
    ("fire_plan", r"\b(?:SPRINKLER|FIRE PROTECTION|FIRE SUPPRESSION|STANDPIPE)\b"),
    ("structural_plan", r"\b(?:FRAMING|FOUNDATION|STRUCTURAL|SHEAR WALL|ANCHORAGE|FOOTING)\b"),
)
INDOORS = r"INTERIOR|INT\.?|CASEWORK|MILLWORK|CABINET\w*|RESTROOM|TOILET|KITCHEN|ROOM|FINISH|RECEPTION|LOBBY"
PLAIN: tuple[tuple[SheetKind, str], ...] = (
    ("cover", r"\bCOVER\b|\bTITLE (?:SHEET|PAGE)\b"),
    ("site_plan", r"\b(?:SITE|PLOT)\b.{0,40}\bPLANS?\b"),
    ("roof_plan", r"\bROOF(?:ING|TOP)?\b(?!.{0,30}\bFRAMING).{0,40}\bPLANS?\b|\bPLAN\b.{0,6}\bROOF\b"),
    ("ceiling_plan", r"\bCEILING\b.{0,30}\bPLANS?\b|\bR\.?C\.?P\.?\b"),
    ("interior_elevation", rf"\b(?:{INDOORS})\b.{{0,40}}\bELEV(?:ATION)?S?\b"),
    ("section", r"\b(?:CROSS.?)?SECTIONS?\b(?!\s*\d{2,})"),
    ("detail", r"\bDETAILS?\b|\bASSEMBL(?:Y|IES)\b"),
    ("schedule", r"\bSCHEDULES?\b"),
    ("notes", r"\bNOTES\b|\bSPECIFICATIONS?\b|\bABBREVIATIONS\b|\bLEGENDS?\b"),
    ("diagram", r"\bDIAGRAMS?\b|\bRISERS?\b|\bONE.?LINE\b|\bSINGLE.?LINE\b|\bISOMETRICS?\b"),
)
ELEVATION = re.compile(r"\bELEV(?:ATION)?S?\b(?!\W*[+\-]?\d)")
NO_ELEVATION = re.compile(
    r"INTERIOR|\bINT\b|CASEWORK|MILLWORK|CABINET|RESTROOM|TOILET|KITCHEN|\bROOM|\bDOOR|\bFRAME|WINDOW|STOREFRONT"
    r"|FLOOR ELEV|SLAB|DATUM|SPOT|FINISH|BENCHMARK|GRADE ELEV|TOP OF|T\.O\.|SIGN\b|LOBBY|RECEPTION|PARTITION|STAIR"
)
FLOOR = re.compile(
    r"\bFLOOR\s*PLANS?\b|\b(?:LEVEL|LVL|FLOOR)\b.{0,40}\bPLANS?\b"
    r"|\bPLANS?\b\W{0,4}(?:AT )?(?:LEVEL|FLOOR|SUITE)\b"
    rf"|\b{ORDINAL}\b.{{0,30}}\bPLANS?\b|\b(?:{FLOOR_WORDS})\W{{1,4}}(?:\w+\W{{1,3}}){{0,2}}PLANS?\b|^\W*PLANS?\W*$"
)


def kinds_of_title(title: str) -> tuple[SheetKind, ...]:
    """The kinds that a title names; a trade's floor plan is both."""
    text = " ".join(title.upper().split())[:200]
    found: list[SheetKind] = [kind for kind, pattern in PLAIN if re.search(pattern, text)]
    if ELEVATION.search(text) and not NO_ELEVATION.search(text):
        found.append("elevation")
    if not re.search(r"\bPLANS?\b", text):
        return tuple(found)
    found.extend(kind for kind, pattern in TRADES if re.search(pattern, text))
    placed = {"site_plan", "roof_plan", "ceiling_plan"} & set(found)
    if "FLOOR PLAN" in text or (FLOOR.search(text) and not placed and not _is_trade(found)):
        found.append("floor_plan")
    return tuple(dict.fromkeys(found))


def _is_trade(found: Sequence[SheetKind]) -> bool:
    return any(kind in found for kind, _ in TRADES)


def has_index(lines: Sequence[Line]) -> bool:
    """Whether a list of sheets stands here."""
    return any(len(line.text) <= 40 and INDEX.fullmatch(line.text.upper().strip(" :.-")) for line in lines)


def listed_numbers(lines: Sequence[Line]) -> tuple[str, ...]:
    """The sheet numbers of the list of sheets; none where there is no such list."""
    if not has_index(lines):
        return ()
    heads = (NUMBER_HEAD.match(line.text.upper()) for line in lines if len(line.text) <= 90)
    numbers = (re.sub(r"\s+", "", head.group().strip()).replace("–", "-") for head in heads if head)
    return tuple(dict.fromkeys(numbers))[:200]


def kinds_of_views(lines: Sequence[Line], scales: Sequence[Line], usual_pt: float) -> tuple[SheetKind, ...]:
    """The kinds named by the titles under views: short, beside a scale or in letters larger than usual."""
    listed = has_index(lines)
    found: list[SheetKind] = []
    for line in lines:
        if not _is_view_title(line, scales, usual_pt) or (listed and _is_listed(line, lines)):
            continue
        kinds = kinds_of_title(NUMBER_HEAD.sub("", line.text.upper()) or line.text)
        found.extend(kind for kind in kinds if kind not in {"notes", "cover", "schedule"})
    return tuple(dict.fromkeys(found))


def _is_view_title(line: Line, scales: Sequence[Line], usual_pt: float) -> bool:
    text = line.text.upper()
    if not 4 <= len(text) <= 70 or len(text.split()) > MAX_WORDS or SENTENCE.search(text):
        return False
    if not re.search(r"PLAN|ELEV|SECTION|DETAIL|DIAGRAM|RCP", text):
        return False
    if any(distance(line.box, scale.box) <= SCALE_NEAR_IN for scale in scales):
        return True
    # "PLAN" alone may be the second row of another title.
    return line.size >= max(1.15 * usual_pt, 9.0) and len(text.split()) > 1


def _is_listed(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the line is a row of a list of sheets: a sheet number leads it or stands to its left."""
    if NUMBER_HEAD.match(line.text.upper()):
        return True
    return any(
        NUMBER_HEAD.fullmatch(other.text.upper())
        and abs(other.box[3] - line.box[3]) <= 0.5 * line.size / 72
        and 0 < line.box[0] - other.box[0] <= 4
        for other in lines
    )
