"""Reads which of the answers printed on a page is ticked, circled or written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parsers.forms.choices import BRACKETS, EMPTY, EMPTY_BRACKETS, TICKS, Option
from parsers.forms.drawn import Drawn
from parsers.forms.reading import FieldReading
from parsers.forms.words import Box, Line, Word, joined_box


def from_paper(
    lines: Sequence[Line], options: Sequence[Option], drawn: Drawn, page: int
) -> FieldReading | None:
    """The tenant's status by ticks before (or behind) the answers printed on the page."""
    if not options:
        return None
    before = [_mark_beside(option, lines, drawn, before=True) for option in options]
    behind = [_mark_beside(option, lines, drawn, before=False) for option in options]
    marks = (
        before
        if sum(mark is not None for mark in before) >= sum(mark is not None for mark in behind)
        else behind
    )
    if not any(mark is not None for mark in marks):
        under = [_is_ticked_under(option, lines) for option in options]
        circled = [_is_circled(option, lines, drawn) for option in options]
        marks = [True if mark else None for mark in (circled if sum(circled) == 1 else under)]
    ticked = {option.status for option, mark in zip(options, marks, strict=True) if mark}
    seen = sum(mark is not None for mark in marks)
    box = joined_box(option.box for option in options)
    if not seen:
        ticked = _lettered_otherwise(options)
    if len(ticked) == 1:
        return FieldReading(next(iter(ticked)), "printed", True, page, box, "Tenant")
    return FieldReading(None, "printed", not ticked and seen == len(options), page, box, "Tenant")


def ticks_on(lines: Sequence[Line], options: Sequence[Option]) -> frozenset[Word]:
    """The ticks and empty boxes beside the answers: they are nobody's value."""
    rows = {option.line for option in options}
    return frozenset(word for row in rows for word in lines[row].words if _is_tick(word))


def _is_tick(word: Word) -> bool:
    text = word.text.strip("_").lower()
    return text in (*BRACKETS, *EMPTY_BRACKETS, "[", "]", "(", ")") or (
        len(text) == 1 and text in {*TICKS, *EMPTY}
    )


def _mark_beside(option: Option, lines: Sequence[Line], drawn: Drawn, *, before: bool) -> bool | None:
    """True ticked, False an empty box, None neither."""
    left, top, right, bottom = option.box
    area = (
        (left - 20, top - 3, left + 1, bottom + 3) if before else (right - 1, top - 3, right + 20, bottom + 3)
    )
    near = [
        word
        for word in lines[option.line].words
        if word not in option.words
        and area[0] <= (word.left + word.right) / 2 <= area[2]
        and (_is_tick(word) or not word.text.endswith(":"))
    ]
    text = "".join(word.text for word in near).strip("_").lower()
    if not text and near:
        return False
    if text in BRACKETS or (text and len(text) <= 2 and text[0] in {tick.lower() for tick in TICKS}):
        return True
    if text in EMPTY_BRACKETS or (text and text[0] in EMPTY):
        return False
    boxes = [
        box
        for box in drawn.boxes
        if area[0] <= (box[0] + box[2]) / 2 <= area[2] and box[1] < bottom + 2 and box[3] > top - 2
    ]
    if not boxes or text:
        return None
    return any(_is_dot(one, other) for one in boxes for other in boxes) or any(
        _crosses(stroke, box) for stroke in drawn.ticks for box in boxes
    )


def _lettered_otherwise(options: Sequence[Option]) -> set[str]:
    """The answer in bold, or the one written behind the list of all."""
    looks = Counter(option.words[0].look for option in options)
    alone = {option.status for option in options if looks[option.words[0].look] == 1}
    return alone if len(looks) == 2 and len(options) > 2 else set()


def _is_ticked_under(option: Option, lines: Sequence[Line]) -> bool:
    """Whether the answer stands in a cell of a table, and a tick alone in the cell below it."""
    cell = option.words[0].cell
    if cell is None:
        return False
    left, right, _, floor = cell
    under = [
        word
        for line in lines[option.line + 1 : option.line + 4]
        for word in line.words
        if left <= (word.left + word.right) / 2 <= right and 0 <= word.row[0] - floor < 3
    ]
    return len(under) == 1 and _is_tick(under[0]) and under[0].text not in EMPTY


def _is_circled(option: Option, lines: Sequence[Line], drawn: Drawn) -> bool:
    """Whether a round or square frame is drawn around this answer and nothing else."""
    words = [word for line in lines for word in line.words]
    return any(set(option.words) == _framed(frame, words) for frame in (*drawn.frames, *drawn.strokes))


def _framed(frame: Box, words: Sequence[Word]) -> set[Word]:
    left, top, right, bottom = frame[0] - 1, frame[1] - 3, frame[2] + 1, frame[3] + 3
    return {
        word
        for word in words
        if left <= word.left and word.right <= right and top <= word.box[1] and word.box[3] <= bottom
    }


def _crosses(stroke: Box, box: Box) -> bool:
    """A slanted line or a curve through the box, or a shorter one well inside it: no piece of its rim."""
    width, height = box[2] - box[0], box[3] - box[1]
    within = all(stroke[side] >= box[side] - 2 for side in (0, 1))
    within = within and all(stroke[side] <= box[side] + 2 for side in (2, 3))
    is_long = stroke[2] - stroke[0] > 0.5 * width and stroke[3] - stroke[1] > 0.5 * height
    inner = (box[0] + width / 8, box[1] + height / 8, box[2] - width / 8, box[3] - height / 8)
    is_inner = stroke[0] > inner[0] and stroke[1] > inner[1] and stroke[2] < inner[2] and stroke[3] < inner[3]
    return within and (is_long or is_inner)


def _is_dot(inner: Box, outer: Box) -> bool:
    """A shape well inside the circle or box: its dot, or its tick."""
    within = all(inner[side] >= outer[side] - 0.3 for side in (0, 1))
    within = within and all(inner[side] <= outer[side] + 0.3 for side in (2, 3))
    return within and 1 < inner[2] - inner[0] < 0.75 * (outer[2] - outer[0])
