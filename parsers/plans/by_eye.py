"""Reads sheets without readable text by a recogniser of letters: title block, the whole sheet, large lettering."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2

from parsers.plans import code_summary, construction, kinds, scales, stamps, title_block
from parsers.plans.evidence import Box, Expiry, NumberCandidate, Scale, SheetEvidence, Words
from parsers.plans.glyphs import Frame, Piece
from parsers.plans.large_lettering import phrases
from parsers.plans.lines import Line, around, lines_of
from parsers.plans.opening import Opened
from parsers.scans.lettering import Lettered, Look, clear_words, part, words_on
from parsers.scans.seen import Recognise
from parsers.scans.upright import level

FINE, USUAL, CORNER = 150.0, 100.0, 80.0
"""Dots an inch: title block, whole sheet, the number in its corner."""
MAX_DOTS = 22_000_000
FEW_WORDS = 12
COLUMN: Box = (0.84, 0.0, 1.0, 1.0)
FOOT: Box = (0.0, 0.84, 0.84, 1.0)
LOWER_RIGHT: Box = (0.78, 0.78, 1.0, 1.0)
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
NUMBER_PT = 13.0
NUMBER_SEEN = re.compile(
    r"(?P<head>[A-Z]{1,3}?[.\-]?)(?P<rest>[\dlIL|tiOoQ@SsBZz]{1,3}(?:[.\-][\dlIL|tiOoQ@SsBZz]{1,2})?)\.?"
)
DIGITS = str.maketrans("lIL|tiOoQ@SsBZz", "111111000055822")
"""What is seen for digits in the number of a sheet."""
NOT_NUMBERS = frozenset({"IS", "AS", "AT", "BL", "NO", "SO", "TO"})
UNREADABLE = frozenset({"scanned", "stroked", "partly", "garbled"})


FRUITLESS = 2
"""A picture at the same place of so many sheets without the words of a stamp is a logo."""


def read_by_eye(
    opened: Opened, sheets: Sequence[SheetEvidence], recognise: Recognise
) -> Iterator[SheetEvidence]:
    """Those of the sheets that need it, read by eye, one by one; a sheet where that fails comes as it was."""
    empty: Counter[tuple[Box, ...]] = Counter()
    for sheet in sheets:
        if sheet.readability not in UNREADABLE and empty[sheet.pictures] >= FRUITLESS:
            yield sheet
            continue
        try:
            seen = seen_sheet(opened.drawing[sheet.page - 1], sheet, recognise)
        except (pypdfium2.PdfiumError, ValueError, ArithmeticError, RuntimeError, TypeError, IndexError):
            seen = sheet
        if not seen.not_for_construction and not seen.not_for_construction_seen:
            empty[sheet.pictures] += 1
        yield seen


def needs_eyes(sheet: SheetEvidence) -> bool:
    """Whether there is lettering on the sheet that is no text: all of it, or pictures that may be stamps."""
    return sheet.checked and (sheet.readability in UNREADABLE or bool(sheet.pictures))


def seen_sheet(page: Any, sheet: SheetEvidence, recognise: Recognise) -> SheetEvidence:
    """The sheet with what a recogniser of letters saw on it, and `by_eye` set; nothing of it counts as surely read.

    Only "not for construction" in large lettering, every word of it seen clearly, is taken for read
    (rules/README.md, Plans). Raises what the drawing library raises for a broken page.
    """
    whole = _drawn(page, sheet)
    if whole is None:
        return sheet
    if sheet.readability not in UNREADABLE:
        stamps_seen = [phrases(part(whole, box, FINE), recognise) for box in sheet.pictures]
        return _with_phrases(sheet, [found for each in stamps_seen for found in each], _frame(whole))
    if sheet.readability == "scanned":
        whole = replace(whole, gray=level(whole.gray))
    turned, turns, usual = _upright(whole, recognise)
    words = _all_words(turned, usual, recognise)
    frame = _frame(turned)
    found = _with_words(sheet, _pieces(words), frame)
    found = _with_phrases(found, phrases(turned, recognise, among=words), frame)
    return _turned_back(found, turns)


def _drawn(page: Any, sheet: SheetEvidence) -> Look | None:
    """The sheet in gray as displayed."""
    square = sheet.width_in * sheet.height_in
    if square <= 0:
        return None
    inch = min(FINE, math.sqrt(MAX_DOTS / square))
    gray = page.render(scale=inch * sheet.width_in / page.get_width(), grayscale=True).to_numpy()
    return Look(np.ascontiguousarray(gray.reshape(gray.shape[:2])), inch)


def _frame(whole: Look) -> Frame:
    rows, columns = whole.gray.shape
    return Frame(0.0, 0.0, columns / whole.dots_per_inch, rows / whole.dots_per_inch, 0, 1.0)


def _upright(whole: Look, recognise: Recognise) -> tuple[Look, int, tuple[Lettered, ...]]:
    """The sheet turned so that most is read, by how many quarters, and the words; as it lies where that will do."""
    best = whole, 0, words_on(part(whole, WHOLE, USUAL), recognise)
    for turns in (1, 3, 2):
        if clear_words(best[2]) >= FEW_WORDS:
            return best
        turned = replace(whole, gray=np.rot90(whole.gray, turns))
        words = words_on(part(turned, WHOLE, CORNER), recognise)
        if clear_words(words) > clear_words(best[2]):
            best = turned, turns, words
    return best


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word on the sheet, `upward` where it reads from the foot up."""

    word: Lettered
    upward: bool = False


def _all_words(whole: Look, usual: Sequence[Lettered], recognise: Recognise) -> tuple[_Placed, ...]:
    """The title block read finely, its corner as large letters are read best, the rest as it was read before."""
    column = words_on(part(whole, COLUMN, FINE), recognise)
    is_block = clear_words(column) >= FEW_WORDS
    fine = column if is_block else (*column, *words_on(part(whole, FOOT, FINE), recognise))
    sideways = () if is_block else _upward(whole, recognise)
    return (*(_Placed(word) for word in _once((*_number_seen(whole, recognise), *fine, *usual))), *sideways)


def _number_seen(whole: Look, recognise: Recognise) -> list[Lettered]:
    """The number of the sheet in its corner: large, alone on its line, and often seen with letters for digits."""
    lines: dict[float, list[Lettered]] = defaultdict(list)
    for word in words_on(part(whole, LOWER_RIGHT, CORNER), recognise, least=0):
        if word.size_pt >= NUMBER_PT:
            lines[round(word.base, 1)].append(word)
    found = []
    for words in lines.values():
        number = _as_number("".join(word.text for word in sorted(words, key=lambda word: word.box[0])))
        if number is not None:
            box = around(word.box for word in words)
            found.append(Lettered(number, box, words[0].base, max(word.size_pt for word in words), 100.0))
    return found


def _as_number(text: str) -> str | None:
    """ "Al.1" and "A@.1" are numbers of sheets; words of letters alone are not, unless they are as short as "Al"."""
    hit = NUMBER_SEEN.fullmatch(text.replace(",", "."))
    if hit is None or (text.isalpha() and len(text) > 2) or text in NOT_NUMBERS:
        return None
    return hit["head"] + hit["rest"].translate(DIGITS)


def _once(words: Sequence[Lettered]) -> list[Lettered]:
    """Each word once, as it was seen most clearly."""
    kept: list[Lettered] = []
    for word in sorted(words, key=lambda word: -word.sureness):
        if not any(_covers(other.box, word.box) for other in kept):
            kept.append(word)
    return kept


def _covers(one: Box, other: Box) -> bool:
    """Whether a third of the smaller of the two lies on the larger."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across > 0 and down > 0 and across * down > smaller / 3


def _upward(whole: Look, recognise: Recognise) -> list[_Placed]:
    """Words in the right column that read from the foot up, in the sheet's own inches."""
    column = part(whole, COLUMN, FINE)
    words = words_on(Look(np.rot90(column.gray, 3), column.dots_per_inch), recognise)
    height = column.gray.shape[0] / column.dots_per_inch
    found = []
    for word in words:
        left, top, right, bottom = word.box
        box = (
            column.left + top,
            column.top + height - right,
            column.left + bottom,
            column.top + height - left,
        )
        found.append(_Placed(replace(word, box=box, base=column.left + word.base), upward=True))
    return found


def _pieces(words: Sequence[_Placed]) -> tuple[Piece, ...]:
    pieces = []
    for order, placed in enumerate(words):
        word = placed.word
        left, top, right, bottom = word.box
        ends = (word.base, bottom, word.base, top) if placed.upward else (left, word.base, right, word.base)
        angle = 90.0 if placed.upward else 0.0
        pieces.append(Piece(word.text, *ends, angle, word.size_pt, visible=True, order=order))
    return tuple(pieces)


def _with_words(sheet: SheetEvidence, pieces: Sequence[Piece], frame: Frame) -> SheetEvidence:
    """What the words say, by the same readers as text is read by; a date is never surely read."""
    lines = lines_of(pieces)
    noted = scales.scale_notes(lines, (frame.width, frame.height))
    head = code_summary.heading(lines)
    valued, named = code_summary.parts(lines)
    candidates = title_block.number_candidates(lines, frame)
    title = candidates[0].title if candidates else title_block.title_alone(lines, frame)
    unfinished = construction.unfinished(lines, pieces, lambda _: True)
    return replace(
        sheet,
        by_eye=True,
        title=sheet.title or title or None,
        number_candidates=(*sheet.number_candidates, *candidates),
        listed_numbers=sheet.listed_numbers or kinds.listed_numbers(lines),
        kinds=tuple(
            dict.fromkeys((*sheet.kinds, *kinds.kinds_of_views(lines, [n.line for n in noted], 9.0)))
        ),
        preliminary=(*sheet.preliminary, *_kin(unfinished.doubtful, frame)),
        expiries=(
            *sheet.expiries,
            *(Expiry(day.on, day.line.words(frame), sure=False) for day in stamps.expiries(lines)),
        ),
        seals=(*sheet.seals, *(line.words(frame) for line in stamps.seals(lines)))[:20],
        scales=(
            *sheet.scales,
            *(Scale(note.feet_per_inch, note.line.words(frame)) for note in noted),
        ),
        code_heading=sheet.code_heading or (head.words(frame) if head is not None else None),
        code_parts=tuple(sorted({*sheet.code_parts, *valued})),
        code_named=tuple(sorted({*sheet.code_named, *named})),
    )


def _kin(lines: Sequence[Line], frame: Frame) -> tuple[Words, ...]:
    """Weaker words; the phrase itself is looked for apart."""
    return tuple(
        line.words(frame) for line in lines if construction.PHRASE not in construction.squeezed(line.text)
    )


def _with_phrases(sheet: SheetEvidence, found: Sequence[tuple[Line, bool]], frame: Frame) -> SheetEvidence:
    sure = tuple(line.words(frame) for line, is_sure in found if is_sure)
    doubtful = tuple(line.words(frame) for line, is_sure in found if not is_sure)
    return replace(
        sheet,
        not_for_construction=(*sheet.not_for_construction, *sure),
        not_for_construction_seen=doubtful,
    )


def _turned_back(sheet: SheetEvidence, turns: int) -> SheetEvidence:
    """The places on the sheet as it is displayed, where it was read turned."""
    if not turns:
        return sheet

    def words(group: Sequence[Words]) -> tuple[Words, ...]:
        return tuple(replace(one, box=_back(one.box, turns)) for one in group)

    def numbers(group: Sequence[NumberCandidate]) -> tuple[NumberCandidate, ...]:
        return tuple(replace(one, box=_back(one.box, turns)) for one in group)

    return replace(
        sheet,
        number_candidates=numbers(sheet.number_candidates),
        not_for_construction=words(sheet.not_for_construction),
        not_for_construction_seen=words(sheet.not_for_construction_seen),
        preliminary=words(sheet.preliminary),
        expiries=tuple(
            replace(one, words=replace(one.words, box=_back(one.words.box, turns))) for one in sheet.expiries
        ),
    )


def _back(box: Box, turns: int) -> Box:
    """A box on the sheet turned by so many quarters counterclockwise, as it lies on the sheet itself."""
    left, top, right, bottom = box
    match turns:
        case 1:
            sides = (1 - bottom, left, 1 - top, right)
        case 2:
            sides = (1 - right, 1 - bottom, 1 - left, 1 - top)
        case _:
            sides = (top, 1 - right, bottom, 1 - left)
    first, second, third, fourth = (round(side, 4) for side in sides)
    return (first, second, third, fourth)
