"""Words that say a sheet is not final: "not for construction" and its weaker kin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.plans.glyphs import Piece
from parsers.plans.lines import Line, around, box_of_piece, distance

BIG_PT = 20.0
TITLE_PT = 14.0
MAX_LINE = 300
SHORTEST = len("NOT FOR CONST")
PHRASE = "NOTFORCONSTRUCTION"
SAID = re.compile(r"NOT\W{0,4}FOR\W{0,4}CONST(?:RUCTION)?\b\W?")
TALK_BEFORE = re.compile(
    r"(?:MARKED|STAMPED|LABELL?ED|NOTED|DESIGNATED|IDENTIFIED|TITLED|ENTITLED|BEARING|READING|SAYING|INDICATED"
    r"|ISSUED|DRAWINGS|SHEETS|PLANS|DOCUMENTS|THE WORDS?|THE PHRASE|THAT|WHICH|ANY|IF|OR|AND|WITH)"
    r"(?:\s+AS|\s+ARE|\s+IS)?\W*$"
)
TALK_AFTER = re.compile(
    r"^\W*(?:SHALL|MUST|MAY|CAN|CANNOT|WILL|SHOULD|ARE|IS|STAMPS?|NOTES?|LABELS?|MARKS?|BY|IN|ON|AND|OR)\b"
)
UNTIL_AFTER = re.compile(r"^\W*(?:UNTIL|UNLESS|WITHOUT|PRIOR|BEFORE|EXCEPT|IF|WHEN)\b")
OTHER_SENSE = re.compile(
    r"^\W*(?:STAKING|STAGING|LAYOUT|TRAFFIC|ACCESS|EQUIPMENT|LOADS?|LOADING|JOINTS?|WORKERS?|OFFICES?|PARKING|WASTE"
    r"|DEBRIS|ENTRANCE|POWER|WATER|MATERIALS?|DIMENSIONS|TOLERANCES?)\b"
)
STAMP_WORDS = frozenset(
    re.findall(
        r"[A-Z]+",
        "PRELIMINARY DRAFT PROGRESS REVIEW FOR ONLY PERMIT SET SETS PRINT PRINTS ISSUED ISSUE BID BIDDING"
        " PRICING DD SD CD DRAWING DRAWINGS DOCUMENT DOCUMENTS PLAN PLANS THIS THESE IS ARE SHEET SHEETS"
        " REFERENCE INFORMATION CONCEPT CONCEPTUAL SCHEMATIC DESIGN DEVELOPMENT STUDY INTERIM CHECK PLOT COPY"
        " USE PURPOSES PURPOSE STATUS DATE NOT CONSTRUCTION CONST INTERNAL COORDINATION REVIEWS CLIENT OWNER"
        " LANDLORD PLANNING SUBMITTAL REV REVISION PHASE JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC"
        " JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER NFC AND OR TO BE"
        " SCALE DO AN A THE",
    )
)
KIN = re.compile(
    r"\W*(?:(?:ISSUED\s+|ISSUE\s+)?FOR\s+(?:DESIGN\s+|CLIENT\s+|OWNER\s+|INTERNAL\s+|LANDLORD\s+)?"
    r"(?:REVIEW|BID|BIDDING|PRICING|COORDINATION|INFORMATION|REFERENCE|COMMENT)(?:\s+ONLY)?"
    r"|(?:BID|PROGRESS|PRICING|CHECK|REVIEW|INTERIM|COORDINATION|PRELIMINARY|DRAFT|DD|SD)\s+(?:SET|PRINT|PLOT"
    r"|DRAWINGS?|DOCUMENTS?|PLANS?|COPY)|\d{1,3}\s*%\s*(?:(?:DD|SD|CDS?)\s+)?(?:DD|SD|CD|CDS|SET|REVIEW|PROGRESS|DRAFT|SUBMITTAL|PLANS"
    r"|DESIGN(?:\s+DEVELOPMENT)?|SCHEMATIC(?:\s+DESIGN)?|CONSTRUCTION\s+DOCUMENTS?)(?:\s+SET)?"
    r"|PRELIMINARY|DRAFT|SCHEMATIC\s+DESIGN(?:\s+SET)?|DESIGN\s+DEVELOPMENT(?:\s+SET)?|CONCEPT(?:UAL)?\s+DESIGN"
    r"|WORK\s+IN\s+PROGRESS|(?:DO\s+NOT\s+USE|NOT\s+(?:TO\s+BE\s+USED|INTENDED|ISSUED|RELEASED|APPROVED|VALID))"
    r"\s+FOR\s+CONSTRUCTION(?:\s+PURPOSES?)?|NOT\s+FOR\s+(?:PERMIT|BUILDING))"
    r"(?:\s+(?:SET|ONLY))?[\W\d]*"
)
STRONG_KIN = re.compile(r"NOT|DO NOT")
LATER_ISSUE = re.compile(
    r"[\W\d]*(?:REV(?:ISION)?\W*\d*\W+)?(?:ISSUED?\s+)?(?:FOR\s+)?(?:BUILDING\s+|CITY\s+|100\s*%\s*CDS?\s+)?"
    r"(?:PERMIT(?:\s+(?:SET|REVIEW|SUBMITTAL|RESUBMITTAL|APPLICATION|ISSUE|CORRECTIONS?|RESPONSE|DRAWINGS|DOCUMENTS"
    r"|REVISIONS?|INTAKE))?|CONSTRUCTION(?:\s+(?:SET|DOCUMENTS|ISSUE))?|IFC|100\s*%\s*CDS?)[\W\d]*"
)
LIST_ROWS = 14
DAY = re.compile(r"\d[/.\-]\d")
DATE_REACH_IN = 3.0
Seen = Callable[[Line], bool]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Lines that are a stamp "not for construction", and lines of which a person has to say."""

    stamps: tuple[Line, ...] = ()
    doubtful: tuple[Line, ...] = ()


def unfinished(lines: Sequence[Line], pieces: Sequence[Piece], is_seen: Seen) -> Unfinished:
    """What says that the sheet is not final; `is_seen`: whether a line is really visible on the sheet."""
    stamps: list[Line] = []
    doubtful: list[Line] = []
    for line in (*lines, *_stacked(lines), *_in_drawing_order(pieces)):
        if any(distance(line.box, known.box) == 0 for known in (*stamps, *doubtful)):
            continue
        verdict = _phrase_verdict(line, lines)
        if verdict is not None and is_seen(line):
            (stamps if verdict == "stamp" else doubtful).append(line)
    doubtful.extend(line for line in _kin(lines) if is_seen(line))
    return Unfinished(tuple(stamps[:20]), tuple(doubtful[:20]))


def squeezed(text: str) -> str:
    """Capitals alone, letters that follow themselves once: "N N O O T" and "NOT" become the same."""
    letters = re.sub(r"[^A-Z]", "", text.upper())
    return re.sub(r"(.)\1+", r"\1", letters)


def is_stamp_name(name: str) -> bool:
    """Whether a stamp annotation is called "not for construction"."""
    return PHRASE in squeezed(name[:MAX_LINE])


def is_kin_name(name: str) -> bool:
    """Whether a stamp annotation is called a draft, preliminary or the like."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:MAX_LINE])
    return not is_stamp_name(name) and bool(
        re.search(r"\b(?:DRAFT|PRELIMINARY|FOR COMMENT|NOT APPROVED)\b", words.upper())
    )


def _phrase_verdict(line: Line, lines: Sequence[Line]) -> str | None:
    """`stamp`, `doubtful`, or None where the phrase is not said of this sheet."""
    if len(line.text) < SHORTEST:
        return None
    if len(line.text) > MAX_LINE or PHRASE not in squeezed(line.text):
        return _abbreviated(line)
    text = line.text.upper()
    said = SAID.search(text)
    if said is None:
        # Letters set apart, doubled or along an arc: no note is written like that.
        return "stamp" if len(squeezed(text)) <= 3 * len(PHRASE) else "doubtful"
    before, after = text[: said.start()], text[said.end() :]
    if OTHER_SENSE.match(after):
        return None
    if line.size >= BIG_PT:
        return "stamp"
    if TALK_AFTER.match(after) or (before.strip() and TALK_BEFORE.search(before) and not _is_claim(before)):
        return None
    if UNTIL_AFTER.match(after):
        return "doubtful"
    words = re.findall(r"[A-Z]+", before + " " + after)
    if not all(word in STAMP_WORDS for word in words):
        return "doubtful"
    if _continues_a_note(line, lines):
        return None
    return "doubtful" if _is_dated(line, lines) and _is_earlier_issue(line, lines) else "stamp"


def _is_claim(before: str) -> bool:
    """ "These drawings are ..." speaks of this very sheet."""
    return bool(re.match(r"^\W*(?:THIS|THESE)\s+\w+\s+(?:IS|ARE)\W*$", before)) or not re.search(
        r"MARKED|STAMPED|LABEL|NOTED|DESIGN?ATED|IDENTIFIED|TITLED|BEARING|READING|SAYING|WORD|PHRASE|THAT|WHICH|ANY\b"
        r"|\bIF\b|\bWITH\b",
        before,
    )


def _is_dated(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a date stands in the line or beside it, as in the rows of a list of issues."""
    return DAY.search(line.text) is not None or any(
        DAY.search(other.text) is not None
        and len(other.text) <= 14
        and abs(other.box[3] - line.box[3]) <= 0.3 * line.size / 72
        and distance(other.box, line.box) <= DATE_REACH_IN
        for other in lines
    )


def _is_earlier_issue(line: Line, lines: Sequence[Line]) -> bool:
    """A row of the list of issues, small, above or below one for a permit in the same lettering."""
    reach = LIST_ROWS * line.size / 72
    return line.size < TITLE_PT and any(
        0.9 <= other.size / line.size <= 1.1
        and distance(line.box, other.box) <= reach
        and abs(other.angle - line.angle) <= 1
        for other in _later_issues(lines)
    )


def _later_issues(lines: Sequence[Line]) -> list[Line]:
    """What says that the sheet was issued for a permit or for construction."""
    short = ((line, line.text.upper()) for line in lines if len(line.text) <= 60)
    return [line for line, text in short if LATER_ISSUE.fullmatch(text) and not KIN.fullmatch(text)]


def _abbreviated(line: Line) -> str | None:
    said = re.fullmatch(r"\W*NOT FOR CONST\W*", line.text.upper()) if len(line.text) <= 40 else None
    return "stamp" if said else None


def _continues_a_note(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the line above, in the same lettering, leads into this one as a sentence does."""
    em = line.size / 72
    for other in lines:
        if other is line or not 0.9 <= other.size / line.size <= 1.1 or abs(other.angle - line.angle) > 1:
            continue
        gap = line.box[1] - other.box[3]
        if 0 <= gap <= 1.2 * em and abs(other.box[0] - line.box[0]) <= 2 * em:
            above = other.text.upper()
            if TALK_BEFORE.search(above[-120:]) or re.search(r"[,;]\W*$", above):
                return True
    return False


def _stacked(lines: Sequence[Line]) -> list[Line]:
    """Two or three short lines under each other that hold the phrase together."""
    parts = [
        line for line in lines if len(line.text) <= 60 and re.search(r"NOT|FOR|CONSTR", line.text.upper())
    ][:200]
    heads = [line for line in parts if re.search(r"NOTF?O?R?$", squeezed(line.text))]
    found: list[Line] = []
    for head in heads:
        near = [
            line
            for line in parts
            if line is not head
            and 0.6 <= line.size / head.size <= 1.67
            and abs(line.angle - head.angle) <= 2
            and distance(line.box, head.box) <= 3 * head.size / 72
        ][:6]
        for tail in [(one,) for one in near] + [(one, two) for one in near for two in near if one is not two]:
            text = " ".join(line.text for line in (head, *tail))
            if squeezed(text).find(PHRASE) >= 0:
                box = around(line.box for line in (head, *tail))
                found.append(Line(text, box, head.angle, head.size, head.visible, False, head.order))
                break
    return found


def _in_drawing_order(pieces: Sequence[Piece]) -> list[Line]:
    """The phrase in letters that were written one after the other, however they are laid out."""
    if PHRASE not in squeezed("".join(piece.text for piece in pieces)):
        return []
    letters: list[tuple[str, Piece]] = [
        (letter, piece) for piece in pieces for letter in piece.text.upper() if "A" <= letter <= "Z"
    ]
    singles = [pair for index, pair in enumerate(letters) if not index or letters[index - 1][0] != pair[0]]
    text = "".join(letter for letter, _ in singles)
    found: list[Line] = []
    for hit in re.finditer(PHRASE, text):
        run = [piece for _, piece in singles[hit.start() : hit.end()]]
        members = sorted(set(run), key=lambda piece: piece.order)
        largest = max(piece.size for piece in members)
        if len(members) < 2 or min(piece.size for piece in members) < 0.6 * largest:
            continue
        boxes = [box_of_piece(piece) for piece in members]
        if any(distance(a, b) > 4 * largest / 72 for a, b in pairwise(boxes)):
            continue
        words = " ".join(piece.text.strip() for piece in members)
        if len(squeezed(words)) <= len(PHRASE) + 4:
            found.append(Line(words, around(boxes), members[0].angle, largest, True, True, members[0].order))
    return found


def _kin(lines: Sequence[Line]) -> list[Line]:
    """Status words that stand alone on their line; a list of earlier issues that ends in a permit set is none."""
    hits = [line for line in lines if len(line.text) <= 80 and KIN.fullmatch(line.text.upper())]
    return [
        line
        for line in hits
        if line.size >= TITLE_PT or STRONG_KIN.match(line.text.upper()) or not _is_earlier_issue(line, lines)
    ]
