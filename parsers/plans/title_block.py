"""What a title block says: candidates for the sheet number, each with the title beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from parsers.plans.evidence import NumberCandidate
from parsers.plans.glyphs import Frame
from parsers.plans.lines import Line, distance, share_box

MAX_CANDIDATES = 6
NUMBER = r"[A-Z]{1,4}\s?[.\-–]?\s?\d{1,3}(?:\s?[.\-–]\s?\d{1,3}){0,2}[A-Z]?"
ALONE = re.compile(
    rf"\W*(?:(?P<label>SHEET|SHT|DRAWING|DWG)\W*)?(?:(?:NO|NUMBER|NUM|#)\W*)?"
    rf"(?P<number>{NUMBER})(?:\s*(?:OF|/)\s*(?:{NUMBER}|\d{{1,3}}))?\W*"
)
COUNTED = re.compile(
    r"\W*(?:(?P<label>SHEET|SHT|PAGE|DRAWING|DWG)\W*)?(?:(?:NO|NUMBER|#)\W*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})?)(?:\s*(?:OF|/)\s*(?P<all>\d{1,3}))?\W*"
)
NOT_A_NUMBER = frozenset(
    re.findall(
        r"[A-Z]+",
        "REV NO NOS RM ROOM STE SW NW SE NE LVL FL OF FIG BLDG UNIT JOB PO EXT TYP DET SIM MIN MAX TYPE NOTE"
        " JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC AVE ST RD HWY PH TEL FAX PDX STOP PAGE PG V"
        " VER BID GRP",
    )
)
LABEL = re.compile(
    r"\W*(?:SHEET|SHT|DRAWING|DWG)\s*(?:NO|NUMBER|NUM|#|№)?\W*|\W*(?:SHEET|DRAWING)\s+(?:NO|NUMBER)\W*\S*"
)
TITLE_LABEL = re.compile(
    r"\W*(?:(?:SHEET|DRAWING|DWG|SHT|PAGE)\s+(?:TITLE|NAME|CONTENTS?|DESCRIPTION)\s*[:.]?|(?:TITLE|CONTENTS?)(?:\s*[:.]|\W*$))\s*(?P<rest>.*)"
)
OTHER_LABEL = re.compile(
    r"\W*(?:(?:SHEET|DRAWING|DWG|JOB|PROJECT|PLOT|FILE)\s*(?:NO|NUMBER|NAME|DATE|#)?|DATE|SCALE|DRAWN|CHECKED|DESIGNED"
    r"|APPROVED|REVISIONS?|REV|ISSUED?|PHASE|STAMP|SEAL|CLIENT|CONSULTANT|COPYRIGHT|KEY PLAN)\b(?:\s+BY)?\W.*"
    r"|\W*(?:DATE|SCALE|DRAWN|CHECKED|REVISIONS?|PROJECT|SHEET|JOB)\W*(?:BY|NO|NUMBER)?\W*"
)
OWN_TITLE = re.compile(
    r"[^:]*\b(?:(?<!KEY )PLANS?|ELEVATIONS?|SECTIONS?|DETAILS?|INDEX|LIST|NOTES|INFORMATION|DATA|COVER)\b[^:]*"
)
"""A title all the same, though it begins as a label does: "PLOT PLAN", "PHASE 2 FLOOR PLAN", "SHEET INDEX"."""
VOCABULARY = re.compile(
    r"\b(?:PLANS?|ELEVATIONS?|SECTIONS?|DETAILS?|SCHEDULES?|NOTES|COVER|INDEX|LEGENDS?|SYMBOLS|DIAGRAMS?|RISERS?"
    r"|ISOMETRICS?|SPECIFICATIONS|ABBREVIATIONS|CODE|SUMMARY|ANALYSIS|EGRESS|DEMOLITION|REFLECTED|TITLE SHEET"
    r"|INFORMATION|FINISH(?:ES)?|ACCESSIBILITY|ONE.?LINE|SINGLE.?LINE|PANEL|CALCULATIONS|ASSEMBLIES|TYPES|VIEWS|DATA"
    r"|ENLARGED|PERSPECTIVES?|CONTROLS|LIFE SAFETY)\b"
)
NEAR_LABEL_IN = 0.8
NAMED = re.compile(rf"(?:SHEET\W+)?(?P<number>{NUMBER})(?:(?:\s*[-_:–.]\s*|\s+)(?P<title>\D.{{2,100}}))?")
NAMED_SCORE = 4.0
"""Less than a number that stands where numbers stand, more than one that stands anywhere."""
MAX_NAME = 120


def number_candidates(lines: Sequence[Line], frame: Frame) -> tuple[NumberCandidate, ...]:
    """The likeliest sheet numbers of a page, best first, scored by place, size and labels."""
    labels = [line for line in lines if len(line.text) <= 24 and LABEL.fullmatch(line.text.upper())]
    scored: list[tuple[float, str, Line]] = []
    for line in lines:
        read = _number(line.text) if len(line.text) <= 32 else None
        if read is None:
            continue
        number, is_labelled, is_bare = read
        near = is_labelled or any(distance(line.box, label.box) <= NEAR_LABEL_IN for label in labels)
        if is_bare and not near:
            continue
        score = _place(line, frame) + (2.0 if near else 0.0) - (1.5 if is_bare else 0.0)
        scored.append((score, number, line))
    largest = max((line.size for score, _, line in scored if score > 2), default=1.0)
    ranked = sorted(
        ((score + 3 * min(line.size / largest, 1.0), number, line) for score, number, line in scored),
        key=lambda row: (-row[0], row[2].order),
    )[:MAX_CANDIDATES]
    return tuple(
        NumberCandidate(
            number=number,
            box=share_box(line.box, frame),
            size_pt=round(line.size, 1),
            score=round(score, 3),
            title=title_near(line, lines, frame),
        )
        for score, number, line in ranked
    )


def named_candidates(names: Sequence[str]) -> tuple[NumberCandidate, ...]:
    """Sheet numbers, with titles, out of what the file calls a page: "A-101 - FLOOR PLAN"."""
    found = []
    for name in names:
        hit = NAMED.fullmatch(name.upper().strip()[:MAX_NAME])
        if hit is None or re.match(r"[A-Z]+", hit["number"])[0] in NOT_A_NUMBER:  # type: ignore[index]
            continue
        number = re.sub(r"\s+", "", hit["number"]).replace("–", "-")
        title = (hit["title"] or "").strip(" -_:–.")
        found.append(NumberCandidate(number, (1.0, 1.0, 1.0, 1.0), 0.0, NAMED_SCORE, title))
    return tuple(found[:2])


def _number(text: str) -> tuple[str, bool, bool] | None:
    """(number as typed, labelled on its line, only digits)."""
    upper = text.upper()
    hit = ALONE.fullmatch(upper)
    if hit is not None and re.match(r"[A-Z]+", hit["number"])[0] not in NOT_A_NUMBER:  # type: ignore[index]
        number = re.sub(r"\s+", "", hit["number"]).replace("–", "-")
        return number, hit["label"] is not None, False
    hit = COUNTED.fullmatch(upper)
    if hit is None:
        return None
    return hit["number"], hit["label"] is not None or hit["all"] is not None, True


def _place(line: Line, frame: Frame) -> float:
    """Up to 5 points for the corner and the strip where numbers stand, in either reading direction."""
    across, down = line.middle[0] / (frame.width or 1), line.middle[1] / (frame.height or 1)
    corner = math.hypot(1 - across, 1 - down)
    if abs((line.angle + 180) % 360 - 180) > 45:
        corner = min(corner, _turned_corner(line.angle, across, down))
    in_strip = across >= 0.82 or down >= 0.88
    return 3.0 * max(0.0, 1 - corner / 0.6) + (2.0 if in_strip else 0.0)


def _turned_corner(angle: float, across: float, down: float) -> float:
    """Distance to the corner that is at the lower right for somebody who reads at that angle."""
    match round((angle % 360) / 90) % 4:
        case 1:
            return math.hypot(1 - across, down)
        case 2:
            return math.hypot(across, down)
        case 3:
            return math.hypot(across, 1 - down)
    return math.hypot(1 - across, 1 - down)


def title_alone(lines: Sequence[Line], frame: Frame) -> str:
    """The sheet title by its label, where no number was found."""
    block = [
        line
        for line in lines
        if line.middle[0] >= 0.78 * frame.width or line.middle[1] >= 0.82 * frame.height
    ]
    return _after_label(block, lines)


def title_near(number: Line, lines: Sequence[Line], frame: Frame) -> str:
    """The sheet title in the same title block as the number; empty where none is found."""
    block = [line for line in lines if line is not number and _shares_block(line, number, frame)]
    labelled = _after_label(block, lines)
    if labelled:
        return labelled
    reach = 0.5 * max(frame.width, frame.height)
    heads = [
        line
        for line in block
        if 4 <= len(line.text) <= 80
        and VOCABULARY.search(line.text.upper())
        and not _is_other_label(line)
        and distance(line.box, number.box) <= reach
    ]
    if not heads:
        return ""
    best = max(heads, key=lambda line: line.size / 10 - 4 * distance(line.box, number.box) / reach)
    return _joined(best, block)


def _shares_block(line: Line, number: Line, frame: Frame) -> bool:
    """In the strip of the title block that the number stands in: right edge or foot."""
    x, y = line.middle
    in_column = number.middle[0] >= 0.78 * frame.width and x >= 0.78 * frame.width
    in_foot = number.middle[1] >= 0.85 * frame.height and y >= 0.82 * frame.height
    return in_column or in_foot or distance(line.box, number.box) <= 0.12 * max(frame.width, frame.height)


def _is_other_label(line: Line) -> bool:
    text = line.text.upper()[:MAX_NAME]
    return OTHER_LABEL.fullmatch(text) is not None and OWN_TITLE.fullmatch(text) is None


def _after_label(block: Sequence[Line], lines: Sequence[Line]) -> str:
    for label in block:
        hit = TITLE_LABEL.fullmatch(label.text.upper()) if len(label.text) <= 90 else None
        if hit is None:
            continue
        rest = label.text[hit.start("rest") :].strip()
        if len(rest) >= 3:
            return _joined(label, lines, rest) if VOCABULARY.search(rest.upper()) else rest
        below = _next_line(label, block)
        if below is not None:
            return _joined(below, block)
    return ""


def _next_line(label: Line, block: Sequence[Line]) -> Line | None:
    """The first line of words after the label, in the label's own reading direction."""
    near = [
        line
        for line in block
        if line is not label
        and line.size >= 0.9 * label.size
        and abs((line.angle - label.angle + 180) % 360 - 180) <= 5
        and distance(line.box, label.box) <= max(0.6, 4 * line.size / 72)
        and _is_after(line, label)
        and re.search(r"[A-Z]{3}", line.text.upper())
        and not _is_other_label(line)
        and _number(line.text) is None
    ]
    return min(near, key=lambda line: distance(line.box, label.box), default=None)


def _is_after(line: Line, before: Line) -> bool:
    """Below, or on the same baseline to the right, as one reads."""
    turn = math.radians(before.angle)
    across = (line.middle[0] - before.middle[0], line.middle[1] - before.middle[1])
    down = across[0] * math.sin(turn) + across[1] * math.cos(turn)
    return down > -0.3 * before.size / 72


def _joined(head: Line, block: Sequence[Line], text: str | None = None) -> str:
    """The line with those that go on above and below it in the same lettering."""
    parts = [(0.0, text or head.text)]
    for direction in (1, -1):
        current = head
        for _ in range(3):
            following = _neighbour(current, block, direction)
            if following is None or (text is not None and direction < 0):
                break
            parts.append((_down(following, head), following.text))
            current = following
    return " ".join(words for _, words in sorted(parts, key=lambda part: part[0]))[:120]


def _down(line: Line, head: Line) -> float:
    """How far a line stands below another, as one reads; inches."""
    turn = math.radians(head.angle)
    return (line.middle[0] - head.middle[0]) * math.sin(turn) + (line.middle[1] - head.middle[1]) * math.cos(
        turn
    )


def _neighbour(line: Line, block: Sequence[Line], direction: int) -> Line | None:
    em = line.size / 72
    near = [
        other
        for other in block
        if other is not line
        and 0.92 <= other.size / line.size <= 1.08
        and abs((other.angle - line.angle + 180) % 360 - 180) <= 2
        and 0.6 * em <= direction * _down(other, line) <= 2.0 * em
        and distance(other.box, line.box) <= 1.3 * em
        and not _is_other_label(other)
        and not TITLE_LABEL.fullmatch(other.text.upper())
        and _number(other.text) is None
    ]
    return min(near, key=lambda other: abs(_down(other, line)), default=None)
