"""Scale notes: how many feet an inch stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.plans.lines import Line, distance

MAX_LINE = 200
WHOLE_AND_FRACTION = frozenset({Fraction(3, 2), Fraction(5, 2), Fraction(5, 4)})
"""Mixed numbers that are scales; any other whole number before a fraction is a view's bubble."""
ARCHITECT = re.compile(
    r"(?:(?P<whole>\d{1,2})[\s\-]+)?(?P<top>\d{1,2})\s*[/⁄]\s*(?P<under>\d{1,3})\s*(?:\"|''|”|″|IN(?:CH)?\.?)?"
    r"\s*(?:=|EQUALS)\s*(?P<feet>\d{1,4})\s*(?:(?:'(?!')|’|′|FT\.?|FEET|FOOT)"
    r"(?:\s*[\-–]?\s*(?P<inches>\d{1,2})\s*(?:\"|''|”|″|IN\b)?)?|\s*[\-–]\s*0\b)"
)
WHOLE_INCH = re.compile(
    r"(?<![\d/.])(?P<whole>\d{1,2})\s*(?:\"|''|”|″|IN(?:CH)?\.?)\s*(?:=|EQUALS)\s*(?P<feet>\d{1,5})"
    r"\s*(?:'(?!')|’|′|FT\.?|FEET|FOOT)(?:\s*[\-–]?\s*(?P<inches>\d{1,2})\s*(?:\"|''|”|″))?"
)
RATIO = re.compile(r"\bSCALE\W{0,4}1\s*:\s*(?P<ratio>\d{1,5})\b|^\W*1\s*:\s*(?P<alone>\d{1,5})\W*$")
NOT_TO_SCALE = re.compile(r"\bN\.?\s?T\.?\s?S\.?(?![A-Z])|NOT\s+TO\s+SCALE|SCALE\W{0,3}NONE|NO\s+SCALE")
LOCATOR = re.compile(r"\bKEY\s?(?:PLAN|MAP)|VICINITY|LOCATION\s+(?:PLAN|MAP)|AREA\s+MAP|LOCATOR|INDEX\s+MAP")
PAPER = re.compile(r"(\d{2})\s*[\"”]?\s*X\s*(\d{2})")
LOCATOR_NEAR_IN = 1.0


@dataclass(frozen=True, slots=True)
class Noted:
    """A scale note; `feet_per_inch` None: not to scale."""

    feet_per_inch: float | None
    line: Line


def scale_notes(lines: Sequence[Line], size_in: tuple[float, float]) -> tuple[Noted, ...]:
    """The scale notes of a sheet of that size; those of key plans and of another paper size left out."""
    noted = [note for line in lines if (note := _noted(line, size_in)) is not None]
    kept = [note for note in noted if not _is_locator(note.line, lines)]
    return tuple(note for note in kept if not _is_for_other_paper(note, kept, size_in))[:60]


def _noted(line: Line, size_in: tuple[float, float]) -> Noted | None:
    text = line.text.upper()
    if not 2 <= len(text) <= MAX_LINE:
        return None
    feet = _feet_in(text)
    if feet:
        return Noted(_for_this_paper(text, feet, size_in), line)
    return Noted(None, line) if NOT_TO_SCALE.search(text) and len(text) <= 60 else None


def _feet_in(text: str) -> list[tuple[int, float]]:
    """(place in the text, feet an inch) of each scale in the line."""
    found = [(hit.start(), _architect(hit)) for hit in ARCHITECT.finditer(text)]
    taken = [(hit.start(), hit.end()) for hit in ARCHITECT.finditer(text)]
    whole = [
        hit
        for hit in WHOLE_INCH.finditer(text)
        if int(hit["whole"]) and not any(start <= hit.start() < end for start, end in taken)
    ]
    found.extend((hit.start(), _feet(hit) / int(hit["whole"])) for hit in whole)
    ratios = ((hit.start(), int(hit["ratio"] or hit["alone"])) for hit in RATIO.finditer(text))
    found.extend((start, ratio / 12) for start, ratio in ratios if ratio > 1)
    return sorted((start, round(feet, 3)) for start, feet in found if 0 < feet <= 20_000)


def _architect(hit: re.Match[str]) -> float:
    if not int(hit["under"]):
        return 0.0
    part = Fraction(int(hit["top"]), int(hit["under"]))
    whole = int(hit["whole"] or 0)
    inches = whole + part if whole + part in WHOLE_AND_FRACTION else part
    return _feet(hit) / float(inches) if inches else 0.0


def _feet(hit: re.Match[str]) -> float:
    return int(hit["feet"]) + int(hit["inches"] or 0) / 12


def _for_this_paper(text: str, found: list[tuple[int, float]], size_in: tuple[float, float]) -> float:
    """One scale of the line: that whose paper size is this sheet's, else the largest drawing."""
    if len(found) > 1:
        papers = [(hit.start(), _is_this_paper(hit, size_in)) for hit in PAPER.finditer(text)]
        is_paper_first = bool(papers) and papers[0][0] < found[0][0]
        for start, _ in filter(lambda paper: paper[1], papers):
            after = [feet for place, feet in found if place > start]
            before = [feet for place, feet in found if place < start]
            if is_paper_first and after:
                return after[0]
            if not is_paper_first and before:
                return before[-1]
    return min(feet for _, feet in found)


def _is_this_paper(hit: re.Match[str], size_in: tuple[float, float]) -> bool:
    named = sorted((int(hit[1]), int(hit[2])))
    return all(abs(side - own) <= 1.0 for side, own in zip(named, sorted(size_in), strict=True))


def _is_locator(line: Line, lines: Sequence[Line]) -> bool:
    return any(
        len(other.text) <= 60
        and distance(line.box, other.box) <= LOCATOR_NEAR_IN
        and LOCATOR.search(other.text.upper())
        for other in lines
    )


def _is_for_other_paper(note: Noted, notes: Sequence[Noted], size_in: tuple[float, float]) -> bool:
    """Whether the note says of itself, in its line, that it holds for another paper size than this."""
    if note.feet_per_inch is None or len(notes) < 2:
        return False
    hits = list(PAPER.finditer(note.line.text.upper()))
    if not hits:
        return False
    return not any(_is_this_paper(hit, size_in) for hit in hits)
