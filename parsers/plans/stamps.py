"""Seals of licensed people and the dates after "Expires" or "Renews" (D6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.plans.construction import squeezed
from parsers.plans.lines import Line, distance

NEAR_IN = 2.0
DATE_NEAR_IN = 1.2
MAX_LINE = 160
MONTHS = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
LABEL = re.compile(
    r"\b(?:EXPIRES?|EXPIRY|EXPIRATION|EXP|RENEWS?|RENEWAL)(?:(?:ON|DATE)?(?![A-Z]))\.?(?:\s+(?:ON|DATE)\b)?"
    r"[\s.:_\-–—]*"
)
DATE = re.compile(
    r"(?<![\d/.\-])(?:(?P<month>\d{1,2})\s*[/\-.–]\s*(?P<day>\d{1,2})\s*[/\-.–]\s*(?P<year>\d{4}|\d{2})(?!\d)"
    r"|(?P<name>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?\s*(?P<name_day>\d{1,2})"
    r"(?:ST|ND|RD|TH)?\s*,?\s*(?P<name_year>\d{4}|['’]\d{2})(?!\d)"
    r"|(?P<first_day>\d{1,2})[\s\-]+(?P<middle>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
    r"[\s,\-]+(?P<last_year>\d{4})(?!\d))"
)
FALSE_FRIENDS = re.compile(
    r"\bCCB\b|\bLEASE|\bESR\b|\bICC\b|EVALUATION|\bREPORT|WARRANT|\bPERMIT|CONTRACTOR|INSURANCE|\bCODE\b|\bUL\b"
    r"|LISTING|\bBID\b|OFFER|QUOTE|CONTRACT\b|\bBOND\b|\bPLOT|APPROVAL\s+EXP|CERTIFICAT|\bOPTION|AGREEMENT|TEST\b"
    r"|FILTER|BATTER|EXTINGUISHER|BUSINESS\s+LIC|PLUMBING\s+LIC|ELECTRICAL\s+LIC|PRODUCT|IAPMO|BACKFLOW|ELEVATOR"
)
FRIENDS_BESIDE = re.compile(
    r"\bCCB\b|\bLEASE|\bESR\b|ICC-ES|EVALUATION|WARRANT|INSURANCE|\bBOND\b|LISTING|FILTER|BATTER|IAPMO|QUOTE"
)
BESIDE_IN = 0.6
ENGINEER = re.compile(
    r"ENGINEER|\bP\.?\s?E\.?\b|\d{3,6}\s?PE\b|\bS\.?E\.?\b(?=\W*(?:NO|#|\d|$))|REGISTERED\s+PROFESSIONAL"
    r"|LICENSED\s+PROFESSIONAL|GEOTECHNICAL"
)
SPOKEN_OF = re.compile(
    r"\b(?:BUILDING|BLDG\.?|CITY|CHIEF) ENGINEER|\b(?:SHALL|COORDINATE|VERIFY|CONTACT|NOTIFY|SUBMIT|APPROVED|REVIEWED"
    r"|PER|REFER|SEE|WITH|CONSULT|UNLESS|BY)\b"
)
"""Words by which a note speaks of some engineer; a seal or a title block does not."""
SEAL = re.compile(
    r"REGISTEREDPROFES|PROFESIONALENGINE|LICENSEDPROFES|REGISTEREDARCHI|LICENSEDARCHI|ARCHITECTSTATEOF"
    r"|STRUCTURALENGINE?R|REGISTEREDENGINE|PROFESIONALSEAL|REGISTEREDLANDSCAPE|LANDSCAPEARCHITECT"
    r"|CERTIFIEDINTERIOR|PROFESIONALLAND"
)
STATE = re.compile(r"STATEOFOREGON|STATEOFWASHINGTON|STATEOFCALIFORNIA|STATEOFIDAHO")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date after a label; `sure`: an engineer's, and no other reading of the words is likely."""

    on: date
    line: Line
    sure: bool


def seals(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines that belong to a licence seal, also where letters follow a circle."""
    return tuple(line for line in lines if len(line.text) <= 120 and _is_seal(line))[:20]


def _is_seal(line: Line) -> bool:
    letters = squeezed(line.text)
    if len(letters) > 60:
        return False
    return bool(SEAL.search(letters)) or bool(STATE.search(letters) and len(letters) <= 24)


def expiries(lines: Sequence[Line]) -> tuple[Dated, ...]:
    """Dates of expiry on engineers' stamps; the latest where a label has several."""
    found: list[Dated] = []
    for written in lines:
        line = _closed_up(written)
        text = line.text.upper()
        label = LABEL.search(text) if len(text) <= MAX_LINE else None
        if label is None:
            continue
        near = _around(line, lines)
        read = dates_in(text[label.end() :]) or _beside(line, label.end(), lines)
        if not read:
            continue
        verdict = _is_engineers(line, label, near, max(read))
        if verdict is not None:
            is_note = _is_in_a_note(line, label, near)
            found.append(Dated(max(read), line, verdict and not is_note))
    return tuple(found[:20])


def _closed_up(line: Line) -> Line:
    """Letters along an arc or set apart stand at uneven distances: their blanks say nothing."""
    words = line.text.split()
    is_apart = line.curved or sum(len(word) == 1 for word in words) > max(3, len(words) * 2 // 3)
    return replace(line, text="".join(words)) if is_apart else line


def _is_in_a_note(line: Line, label: re.Match[str], near: Sequence[Line]) -> bool:
    """Whether the words are part of a sentence: it goes on after the date, or began on the line above."""
    text = line.text.upper()
    rest = DATE.sub("", text[label.end() :])
    if re.search(r"[A-Z]{3,}", rest):
        return True
    return any(_leads_into(other, line) for other in near)


def _leads_into(above: Line, line: Line) -> bool:
    """A row of a sentence right above: many words, in the same lettering and from the same left edge."""
    em = line.size / 72
    text = above.text.upper()
    return (
        (len(re.findall(r"[A-Z]{2,}", text)) >= 4 or FALSE_FRIENDS.search(text) is not None)
        and 0.95 <= above.size / line.size <= 1.05
        and abs(above.angle - line.angle) <= 1
        and abs(above.box[0] - line.box[0]) <= 0.3 * em
        and 0 <= line.box[1] - above.box[3] <= 1.2 * em
        and not ENGINEER.search(text)
    )


def dates_in(text: str) -> list[date]:
    """Whole dates, month first; impossible ones are left out. Two-digit years are from 1970 to 2069."""
    found = (_date(hit) for hit in DATE.finditer(text[:MAX_LINE]))
    return [day for day in found if day is not None]


def _date(hit: re.Match[str]) -> date | None:
    if hit["month"]:
        parts = hit["year"], int(hit["month"]), hit["day"]
    elif hit["name"]:
        parts = hit["name_year"].lstrip("'’"), MONTHS[hit["name"]], hit["name_day"]
    else:
        parts = hit["last_year"], MONTHS[hit["middle"]], hit["first_day"]
    year = int(parts[0])
    try:
        century = 0 if year >= 100 else 1900 if year >= 70 else 2000
        return date(year + century, parts[1], int(parts[2]))
    except ValueError:
        return None


def _around(line: Line, lines: Sequence[Line]) -> list[Line]:
    return [other for other in lines if other is not line and distance(line.box, other.box) <= NEAR_IN]


def _beside(line: Line, end: int, lines: Sequence[Line]) -> list[date]:
    """A date that stands by itself beside or below a label with nothing after it: typed or pasted in."""
    if line.text[end:].strip(" ._-:–—/"):
        return []
    found: list[date] = []
    for other in lines:
        text = other.text.upper()
        if (
            other is line
            or len(text) > 30
            or distance(line.box, other.box) > min(DATE_NEAR_IN, line.size / 18)
        ):
            continue
        hit = DATE.fullmatch(text.strip(" ._-:–—"))
        day = _date(hit) if hit else None
        if day is not None and not _is_issue_date(other, lines, line):
            found.append(day)
    return found


def _is_issue_date(other: Line, lines: Sequence[Line], label: Line) -> bool:
    """Whether another label ("DATE:", "ISSUED") is nearer to the date than ours."""
    own = distance(other.box, label.box)
    return any(
        re.match(r"\W*(?:DATE|ISSUED?|PLOT|PRINT|REV|DRAWN|SIGNED|JOB)", line.text.upper())
        and distance(other.box, line.box) < own + 0.02
        for line in lines
        if line is not other and line is not label and len(line.text) <= 40
    )


def _is_engineers(line: Line, label: re.Match[str], near: Sequence[Line], day: date) -> bool | None:
    """True: surely an engineer's expiry; False: may be; None: surely something else's."""
    text = line.text.upper()
    if FALSE_FRIENDS.search(text):
        return None
    stands_alone = not re.search(r"[A-Z]{2,}", text[: label.start()])
    engineer = 0.0 if ENGINEER.search(text) else _nearest(line, near, _names_engineer)
    friend = _nearest(line, near, lambda other: bool(FRIENDS_BESIDE.search(other.text.upper()[:MAX_LINE])))
    if friend is not None and friend <= BESIDE_IN and (engineer is None or friend <= engineer):
        return None
    # Oregon's engineers renew at the end of June or December; a stamp may hold no text but the date.
    is_usual = (day.month, day.day) in {(6, 30), (12, 31)}
    if engineer is not None:
        return stands_alone or is_usual
    if any(_is_seal(other) and "ARCHITECT" in squeezed(other.text) for other in near):
        return False
    return stands_alone and is_usual


def _nearest(line: Line, near: Sequence[Line], fits: Callable[[Line], bool]) -> float | None:
    """Inches to the nearest line that fits; None where none does."""
    return min((distance(line.box, other.box) for other in near if fits(other)), default=None)


def _names_engineer(line: Line) -> bool:
    text = line.text.upper()
    if len(text) > 80 or SPOKEN_OF.search(text):
        return False
    return bool(ENGINEER.search(text)) or bool(re.search(r"PROFESIONALENGIN|ENGINER", squeezed(text)))
