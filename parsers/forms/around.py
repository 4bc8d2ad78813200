"""What stands around a label on a page: behind it, below it, above it, and which of that is its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise, takewhile

from parsers.forms.cells import next_cell, shares_cell, within
from parsers.forms.downward import before_another_label, differs, in_one_run
from parsers.forms.drawn import Drawn
from parsers.forms.mark import Mark
from parsers.forms.slots import Slot
from parsers.forms.words import Box, Line, Word, in_lines

LONG_FIELDS = frozenset({"description", "mechanical_description"})
ROW = 5.0
HALF_LINE = 8.0
BELOW_REACH = 17.0
FAR_BELOW = 28.0
BOX_GAP = 6.5


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at one label: words behind it, words below it, and how far each may reach."""

    mark: Mark
    behind: tuple[Word, ...]
    below: tuple[Word, ...]
    over: tuple[Word, ...]
    limit: float
    floor: float
    in_cell: bool
    value_cell: bool = False
    slot: Box | None = None
    higher: tuple[Word, ...] = ()
    boxed: bool = False
    """Whether the words below share a drawn cell with the label, whose four sides meet."""


def look_far_below(labels: Sequence[Mark], free: Sequence[Word]) -> tuple[str, float] | None:
    """The lettering of answers that stand well below their labels, where at least four do."""
    looks = Counter(
        word.look
        for mark in labels
        for word in free
        if abs(word.left - mark.box[0]) < 4
        and BELOW_REACH <= word.box[1] - mark.box[3] < FAR_BELOW
        and word.look != mark.words[0].look
    )
    return next((look for look, count in looks.most_common(1) if count >= 4), None)


def in_slot(mark: Mark, slot: Slot) -> Found:
    return Found(
        mark, slot.words, (), (), slot.box[2], slot.box[3], in_cell=True, value_cell=True, slot=slot.box
    )


def found_at(
    mark: Mark,
    marks: Sequence[Mark],
    free: Sequence[Word],
    drawn: Drawn,
    far: tuple[str, float] | None = None,
) -> Found:
    row_end = min(
        (other.box[0] for other in marks if other is not mark and _on_row(mark, other)), default=100_000.0
    )
    walls = sorted(edge[0] for edge in drawn.upright if edge[0] > mark.box[2] - 1 and _spans(edge, mark.box))
    own_wall = walls[0] if walls else row_end
    next_wall = walls[1] if len(walls) > 1 else row_end
    behind = _behind(mark, marks, free, row_end)
    if behind and behind[0].column != mark.words[-1].column and behind[0].column[1]:
        next_wall = behind[0].column[1]
    behind = tuple(word for word in behind if word.left < next_wall - 1)
    if behind and behind[0].left < own_wall < row_end:
        behind = tuple(word for word in behind if word.left < own_wall)
        next_wall = own_wall
    floor = _floor(mark, marks, min(row_end, own_wall), drawn)
    below = _below(mark, free, min(row_end, own_wall), floor[0], far)
    limit = min(row_end, next_wall)
    cell = next_cell(mark, marks, walls, drawn) if not below or below[0].left > own_wall else None
    if cell is not None and (not behind or within(behind[0].box, cell)):
        inside = tuple(
            word for line in in_lines(word for word in free if within(word.box, cell)) for word in line.words
        )
        return Found(mark, inside, (), (), cell[2], cell[3], in_cell=True, value_cell=True)
    over = _over(mark, free, min(row_end, own_wall))
    higher = _higher(mark, marks, behind, free)
    return Found(
        mark,
        behind,
        below,
        over,
        limit,
        floor[0],
        floor[1] and bool(walls),
        higher=higher,
        boxed=shares_cell(mark, below, drawn),
    )


def _over(mark: Mark, free: Sequence[Word], limit: float) -> tuple[Word, ...]:
    """Words on the line right above the label: their place on forms with captions under the lines."""
    near = [
        word
        for word in free
        if mark.box[0] - 6 <= word.left < limit - 1 and -4 < mark.box[1] - word.box[3] < 9
    ]
    return tuple(sorted(near, key=lambda word: word.left))


def _on_row(mark: Mark, other: Mark) -> bool:
    level = _level_with(other.box, mark) or abs(other.words[0].box[3] - mark.words[0].box[3]) < ROW
    return level and other.box[0] > mark.box[0] and other.box[0] >= mark.box[2] - 3


def _level_with(box: Box, mark: Mark) -> bool:
    """On the label's line, or on one of its lines where it has two."""
    if abs(box[3] - mark.box[3]) < ROW:
        return True
    two_lines = mark.box[3] - mark.box[1] > 1.6 * max(mark.words[0].size, 6)
    return two_lines and mark.box[1] - 3 <= (box[1] + box[3]) / 2 <= mark.box[3] + 3


def _spans(edge: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return edge[1] - 1 <= middle <= edge[3] + 1


def _behind(mark: Mark, marks: Sequence[Mark], free: Sequence[Word], limit: float) -> tuple[Word, ...]:
    right = [word for word in free if mark.box[2] - 1 <= word.left < limit - 1]
    words = [word for word in right if _level_with(word.box, mark)]
    if not words:
        # An answer of two lines with its label beside their middle, or a label with small print below it.
        near = [word for word in right if abs(word.box[3] - mark.box[3]) < HALF_LINE]
        others = [
            other for other in marks if other is not mark and abs(other.box[3] - mark.box[3]) < 2 * HALF_LINE
        ]
        words = [] if any(_level_with(word.box, other) for word in near for other in others) else near
    ordered = tuple(word for line in in_lines(words) for word in line.words)
    return _in_one_place(mark, _before_label_lettering(mark, ordered))


def _before_label_lettering(mark: Mark, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words up to one that is lettered as the label is, where the first is not: a label of no table."""
    if not words or not differs(words[0], mark):
        return words
    return tuple(takewhile(lambda word: differs(word, mark), words))


def _in_one_place(mark: Mark, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words up to where their cell or their drawn line ends, if they stand in one and the label does not."""
    label = mark.words[-1]
    if not words or (label.column == words[0].column and label.ruled == words[0].ruled):
        return words
    for end, (word, following) in enumerate(pairwise(words), 1):
        runs_on = following.look == word.look and following.left - word.right < 0.5 * max(word.size, 7)
        if following.column != word.column or (following.ruled != word.ruled and not runs_on):
            return words[:end]
    return words


def _floor(mark: Mark, marks: Sequence[Mark], limit: float, drawn: Drawn) -> tuple[float, bool]:
    """How far down the value may reach: to the next label, or to the bottom of the label's cell."""
    below = [
        other.box[1]
        for other in marks
        if other.box[1] > mark.box[3] - 1 and other.box[0] < limit and other.box[2] > mark.box[0] - 4
    ]
    middle = (mark.box[0] + mark.box[2]) / 2
    level = drawn.level if mark.field not in LONG_FIELDS else _without_open_rules(drawn)
    edges = sorted(edge[1] for edge in level if edge[1] > mark.box[3] + 1 and edge[0] <= middle <= edge[2])
    floor = min(below, default=100_000.0)
    # A line close below the label is the top of the value's own box, where another closes it further down.
    opens_box = len(edges) > 1 and edges[0] - mark.box[3] < BOX_GAP and 7 < edges[1] - edges[0] < 200
    cell = edges[1:] if opens_box and edges[1] <= floor + 3 else edges
    return (min(cell), True) if cell and min(cell) <= floor + 3 else (floor, False)


def _without_open_rules(drawn: Drawn) -> list[Box]:
    """The level edges without the lines to write on, of which a long answer fills several."""
    return [edge for edge in drawn.level if edge not in drawn.rules or _meets_a_wall(edge, drawn.upright)]


def _meets_a_wall(rule: Box, upright: Sequence[Box]) -> bool:
    return any(
        min(abs(edge[0] - rule[0]), abs(edge[0] - rule[2])) < 3 and edge[1] - 3 <= rule[1] <= edge[3] + 3
        for edge in upright
    )


def _below(
    mark: Mark, free: Sequence[Word], limit: float, floor: float, far: tuple[str, float] | None
) -> tuple[Word, ...]:
    words = [
        word
        for word in free
        if mark.box[0] - 5 <= word.left < limit - 1
        and word.box[1] >= mark.box[3] - 3.5
        and word.box[3] <= floor + 3
    ]
    first = min(words, key=lambda word: (word.box[1], word.left), default=None)
    if first is not None and differs(first, mark):
        words = before_another_label(mark, words)
    is_far = first is not None and first.look == far
    return in_one_run(words, mark.box[3], FAR_BELOW if is_far else BELOW_REACH)


def value_of(one: Found, way: str, free: Sequence[Word], mid_line: Set[Word]) -> tuple[Word, ...]:
    """The answer; `mid_line`: the words with others right before them, which open no further line of one."""
    if one.value_cell:
        return one.behind
    if way == "over":
        return one.over
    if one.behind and not (way == "below" and one.below and one.in_cell):
        return _with_further_lines(one, free, mid_line)
    if one.below and (
        way != "behind" or (one.in_cell and differs(one.below[0], one.mark)) or begins_below(one)
    ):
        return one.below
    return ()


def begins_below(one: Found) -> bool:
    """Whether a long answer begins on the line below its label, though others stand behind theirs."""
    is_long = one.mark.field in LONG_FIELDS and not one.behind and bool(one.below)
    return is_long and (one.mark.text.endswith(":") or differs(one.below[0], one.mark))


def _with_further_lines(one: Found, free: Sequence[Word], mid_line: Set[Word]) -> tuple[Word, ...]:
    first = one.behind[0]
    foot = max(word.box[3] for word in one.behind)
    edge = one.mark.box[0] - 3 if one.mark.field in LONG_FIELDS else first.left - 3
    lower = [
        word
        for word in free
        if edge <= word.left < one.limit - 1
        and word.box[1] > foot - 3
        and word.box[3] <= one.floor + 3
        and word.look == first.look
    ]
    reach = 1.3 * max(first.size, 7) if one.mark.field in LONG_FIELDS else HALF_LINE
    own = takewhile(lambda line: line.words[0] not in mid_line, in_lines(lower))
    run = in_one_run((word for line in own for word in line.words), foot, reach)
    return (*one.higher, *one.behind, *run)


def _higher(
    mark: Mark, marks: Sequence[Mark], behind: Sequence[Word], free: Sequence[Word]
) -> tuple[Word, ...]:
    """Lines of an answer above the one level with its label, which stands at the answer's foot or middle."""
    if not behind:
        return ()
    ceiling = min(word.box[1] for word in behind)
    found: tuple[Word, ...] = ()
    column = [
        word for word in free if abs(word.box[3] - mark.box[3]) < 120 and word.left >= behind[0].left - 3
    ]
    for line in reversed(in_lines(word for word in column if word.box[3] <= ceiling + 2)):
        first = line.words[0]
        begins = abs(first.left - behind[0].left) < 3 and first.look == behind[0].look
        if not begins or ceiling - line.bottom > 0.6 * (line.bottom - line.top):
            break
        if _is_labelled(line, marks):
            return ()
        found, ceiling = (*line.words, *found), line.top
    return found


def _is_labelled(line: Line, marks: Sequence[Mark]) -> bool:
    """Whether a label stands before the line, on its row."""
    return any(
        abs(mark.box[3] - line.bottom) < HALF_LINE and mark.box[0] < line.words[0].left for mark in marks
    )
