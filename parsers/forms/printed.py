"""Reads what is printed (or typed, or flattened) beside the labels of a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.forms.labels import Labels
from parsers.forms.places import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.words import Box, Word, in_lines, joined_box

LONG_FIELDS = frozenset({"description", "mechanical_description"})
ROW = 5.0
BELOW_REACH = 17.0
BOX_GAP = 6.5
MAX_VALUE_LINES = 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on the page: upright and level edges, pictures, pen strokes, boxes to tick."""

    upright: tuple[Box, ...] = ()
    level: tuple[Box, ...] = ()
    strokes: tuple[Box, ...] = ()
    boxes: tuple[Box, ...] = ()


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


def printed_readings(
    page: int, words: Sequence[Word], marks: Sequence[Mark], drawn: Drawn, table: Labels
) -> dict[str, FieldReading]:
    """The fields that are printed on the page."""
    taken = {word for mark in marks for word in mark.words}
    free = [word for word in words if word not in taken and not word.leader]
    labels_only = [mark for mark in marks if not mark.is_heading]
    found = [_at(mark, marks, free, drawn) for mark in labels_only]
    way = _common_way(found)
    values = [(one, _value(one, way, free)) for one in found]
    written = {word for _, value in values for word in value}
    looks = _value_looks(values, labels_only)
    unclear = not looks or way in {"", "over"}
    # Where it is not clear on which side of labels values stand, only a form without any has sure blanks.
    is_unclear = way in {"", "over"} and any(
        one.behind or one.below or _nearer(one) == "over" for one in found
    )
    left_over = [word for word in free if word not in written and (unclear or word.look in looks)]
    readings: dict[str, list[tuple[int, FieldReading]]] = {}
    for one, value in values:
        name = one.mark.field
        if not name:
            continue
        reading = _reading(page, one, value, way, left_over, drawn)
        if value and name not in LONG_FIELDS and _holds_a_label(value, table):
            reading = replace(reading, sure=False)
        if not value and (any(word not in written for word in (*one.below, *one.over)) or is_unclear):
            reading = replace(reading, sure=False)
        is_status = name == "tenant_name" and table.option(reading.value or "") is not None
        asked = ("tenant_status", 0) if is_status else (name, one.mark.meaning.rank)
        readings.setdefault(asked[0], []).append((asked[1], reading))
    return {name: best_of(name, rivals, table) for name, rivals in readings.items()}


def best_of(name: str, rivals: Sequence[tuple[int, FieldReading]], table: Labels) -> FieldReading:
    """The reading under the best label; one that is blank beside a filled one of equal rank is not sure."""
    in_order = sorted(rivals, key=lambda pair: pair[0])
    peers = [reading for rank, reading in in_order if rank == in_order[0][0]]
    filled = [reading for reading in peers if reading.value]
    first = filled[0] if filled else peers[0]
    if name == "suite" and len(in_order) > 1:
        first = _suite(first, [reading for _, reading in in_order])
    elsewhere = any(reading.value for _, reading in in_order)
    sure = (
        first.sure and len({reading.value for reading in filled}) < 2 and (bool(first.value) or not elsewhere)
    )
    value = first.value
    if name == "tenant_status" and value is not None:
        value = table.option(value)
        sure = sure and value is not None
    return FieldReading(value, first.source, sure, first.page, first.box, first.label)


def _suite(first: FieldReading, rivals: Sequence[FieldReading]) -> FieldReading:
    filled = [one for one in rivals if one.value]
    named = [
        f"{(one.label or '').strip(' :#')} {one.value}"
        if (one.label or "").strip(" :#").lower() in {"floor", "suite"} and len(filled) > 1
        else str(one.value)
        for one in filled
    ]
    sure = all(one.sure for one in rivals)
    return FieldReading(", ".join(named) or None, first.source, sure, first.page, first.box, first.label)


def _at(mark: Mark, marks: Sequence[Mark], free: Sequence[Word], drawn: Drawn) -> Found:
    row_end = min(
        (other.box[0] for other in marks if other is not mark and _on_row(mark, other)), default=100_000.0
    )
    walls = sorted(edge[0] for edge in drawn.upright if edge[0] > mark.box[2] - 1 and _spans(edge, mark.box))
    own_wall = walls[0] if walls else row_end
    next_wall = walls[1] if len(walls) > 1 else row_end
    behind = _behind(mark, free, min(row_end, next_wall))
    if behind and behind[0].left < own_wall < row_end:
        behind = tuple(word for word in behind if word.left < own_wall)
        next_wall = own_wall
    floor = _floor(mark, marks, min(row_end, own_wall), drawn)
    below = _below(mark, free, min(row_end, own_wall), floor[0])
    limit = min(row_end, next_wall)
    cell = _next_cell(mark, marks, walls, drawn) if not below or below[0].left > own_wall else None
    if cell is not None:
        inside = tuple(
            word for line in in_lines(word for word in free if _within(word.box, cell)) for word in line.words
        )
        return Found(mark, inside, (), (), cell[2], cell[3], in_cell=True, value_cell=True)
    over = _over(mark, free, min(row_end, own_wall))
    return Found(mark, behind, below, over, limit, floor[0], floor[1] and bool(walls))


def _next_cell(mark: Mark, marks: Sequence[Mark], walls: Sequence[float], drawn: Drawn) -> Box | None:
    """The cell to the right of the label's own, where it holds no label itself."""
    distinct = [wall for place, wall in enumerate(walls) if place == 0 or wall - walls[place - 1] > 6]
    if len(distinct) < 2:
        return None
    middle = (mark.box[0] + mark.box[2]) / 2
    level = [edge for edge in drawn.level if edge[0] - 1 <= middle <= edge[2] + 1]
    top = max((edge[3] for edge in level if edge[3] <= mark.box[1] + 2), default=None)
    bottom = min((edge[1] for edge in level if edge[1] >= mark.box[3] - 2), default=None)
    if top is None or bottom is None or bottom - top > 300:
        return None
    cell = (distinct[0] - 1.5, top - 2, distinct[1] + 1.5, bottom + 2)
    return None if any(_within(other.box, cell) for other in marks if other is not mark) else cell


def _within(box: Box, cell: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= across <= cell[2] and cell[1] <= down <= cell[3]


def _over(mark: Mark, free: Sequence[Word], limit: float) -> tuple[Word, ...]:
    """Words on the line right above the label: their place on forms with captions under the lines."""
    near = [
        word
        for word in free
        if mark.box[0] - 6 <= word.left < limit - 1 and -4 < mark.box[1] - word.box[3] < 9
    ]
    return tuple(sorted(near, key=lambda word: word.left))


def _on_row(mark: Mark, other: Mark) -> bool:
    return _level_with(other.box, mark) and other.box[0] > mark.box[0] and other.box[0] >= mark.box[2] - 3


def _level_with(box: Box, mark: Mark) -> bool:
    """On the label's line, or on one of its lines where it has two."""
    if abs(box[3] - mark.box[3]) < ROW:
        return True
    two_lines = mark.box[3] - mark.box[1] > 1.6 * max(mark.words[0].size, 6)
    return two_lines and mark.box[1] - 3 <= (box[1] + box[3]) / 2 <= mark.box[3] + 3


def _spans(edge: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return edge[1] - 1 <= middle <= edge[3] + 1


def _behind(mark: Mark, free: Sequence[Word], limit: float) -> tuple[Word, ...]:
    words = [
        word for word in free if _level_with(word.box, mark) and mark.box[2] - 1 <= word.left < limit - 1
    ]
    return tuple(word for line in in_lines(words) for word in line.words)


def _floor(mark: Mark, marks: Sequence[Mark], limit: float, drawn: Drawn) -> tuple[float, bool]:
    """How far down the value may reach: to the next label, or to the bottom of the label's cell."""
    below = [
        other.box[1]
        for other in marks
        if other.box[1] > mark.box[3] - 1 and other.box[0] < limit and other.box[2] > mark.box[0] - 4
    ]
    middle = (mark.box[0] + mark.box[2]) / 2
    edges = sorted(
        edge[1] for edge in drawn.level if edge[1] > mark.box[3] + 1 and edge[0] <= middle <= edge[2]
    )
    floor = min(below, default=100_000.0)
    # A line close below the label is the top of the value's own box, where another closes it further down.
    opens_box = len(edges) > 1 and edges[0] - mark.box[3] < BOX_GAP and 7 < edges[1] - edges[0] < 200
    cell = edges[1:] if opens_box and edges[1] <= floor + 3 else edges
    return (min(cell), True) if cell and min(cell) <= floor + 3 else (floor, False)


def _below(mark: Mark, free: Sequence[Word], limit: float, floor: float) -> tuple[Word, ...]:
    words = [
        word
        for word in free
        if mark.box[0] - 5 <= word.left < limit - 1
        and word.box[1] >= mark.box[3] - 3.5
        and word.box[3] <= floor + 3
    ]
    return _in_one_run(words, mark.box[3], BELOW_REACH)


def _in_one_run(words: Iterable[Word], start: float, reach: float) -> tuple[Word, ...]:
    """Lines that follow each other closely, beginning within reach of the start."""
    run: list[Word] = []
    last = start
    for line in in_lines(words)[:MAX_VALUE_LINES]:
        height = line.bottom - line.top
        if line.top - last > (reach if not run else max(0.9 * height, 6)):
            break
        run.extend(line.words)
        last = line.bottom
    return tuple(run)


def _common_way(found: Sequence[Found]) -> str:
    """Whether values stand behind or below their labels on this page."""
    behind = sum(1 for one in found if one.behind)
    alone = [one for one in found if not one.behind]
    over = sum(1 for one in alone if _nearer(one) == "over")
    below = sum(1 for one in alone if _nearer(one) == "below")
    if behind >= 2 * max(over, below):
        return "behind" if behind else ""
    if over > below:
        return "over" if over > max(2 * below, 2 * behind, 0.3 * len(found)) else ""
    return "below" if below >= 2 * behind and below > 3 * over else ""


def _nearer(one: Found) -> str:
    """On which side of the label the nearer words stand; "" where that is a toss-up."""
    if not one.over or not one.below:
        return "over" if one.over else "below" if one.below else ""
    up = one.mark.box[1] - max(word.box[3] for word in one.over)
    down = one.below[0].box[1] - one.mark.box[3]
    if abs(up - down) < 2:
        return ""
    return "over" if up < down else "below"


def _differs(word: Word, mark: Mark) -> bool:
    return word.look != mark.words[0].look


def _value(one: Found, way: str, free: Sequence[Word]) -> tuple[Word, ...]:
    if one.value_cell:
        return one.behind
    if way == "over":
        return one.over
    if one.behind and not (way == "below" and one.below and one.in_cell):
        return _with_further_lines(one, free)
    if one.below and (way != "behind" or (one.in_cell and _differs(one.below[0], one.mark))):
        return one.below
    return ()


def _with_further_lines(one: Found, free: Sequence[Word]) -> tuple[Word, ...]:
    first = one.behind[0]
    edge = one.mark.box[0] - 3 if one.mark.field in LONG_FIELDS else first.left - 3
    lower = [
        word
        for word in free
        if edge <= word.left < one.limit - 1
        and word.box[1] > one.mark.box[3] - 2
        and word.box[3] <= one.floor + 3
        and word.look == first.look
    ]
    run = _in_one_run(lower, max(word.box[3] for word in one.behind), 8.0)
    return (*one.behind, *run)


def _value_looks(
    values: Sequence[tuple[Found, tuple[Word, ...]]], marks: Sequence[Mark]
) -> frozenset[tuple[str, float]]:
    """Lettering that only values have; empty where values are lettered as labels are."""
    label_looks = Counter(word.look for mark in marks for word in mark.words)
    value_looks = Counter(word.look for _, value in values for word in value)
    if any(look in label_looks for look in value_looks):
        return frozenset()
    return frozenset(value_looks)


def _reading(
    page: int, one: Found, value: Sequence[Word], way: str, left_over: Sequence[Word], drawn: Drawn
) -> FieldReading:
    text = " ".join(word.text for word in value).strip(" |") or None
    box = joined_box(word.box for word in value) if value else _room(one)
    sure = _is_sure(one, value, way) if text else _is_surely_blank(one, way, left_over, drawn)
    return FieldReading(text, "printed", sure, page, box, one.mark.text)


def _is_sure(one: Found, value: Sequence[Word], way: str) -> bool:
    looks = {word.look for word in value}
    if way == "over" or len(looks) > 2 or len(value) > 400 or _run_into_each_other(value):
        return False
    if one.value_cell:
        return True
    behind = bool(one.behind) and value[0] is one.behind[0]
    if behind:
        return one.mark.ended or _differs(value[0], one.mark)
    return way == "below" and (one.in_cell or _differs(value[0], one.mark))


def _holds_a_label(value: Sequence[Word], table: Labels) -> bool:
    """Whether another field's label is in it: then the value runs into its neighbour."""
    words = table.plain_words(" ".join(word.text for word in value))[:40]
    found = (
        table.meanings.get(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, min(start + 6, len(words)) + 1)
    )
    return any(meaning is not None and bool(meaning.plain) for meaning in found)


def _run_into_each_other(words: Sequence[Word]) -> bool:
    """Whether words of unlike fields are printed over one another."""
    return any(
        other.left < word.right - 2 and other.right > word.left + 2 and abs(word.box[3] - other.box[3]) < ROW
        for word, other in pairwise(words)
    )


def _is_surely_blank(one: Found, way: str, left_over: Sequence[Word], drawn: Drawn) -> bool:
    if way == "over":
        return False
    room = _room(one)
    wide = (room[0] - 4, room[1] - 8, room[2] + 4, room[3] + 8)
    if any(_touch(stroke, wide) for stroke in drawn.strokes):
        return False
    return not any(_touch(word.box, wide) for word in left_over)


def _room(one: Found) -> Box:
    """Where the value would stand."""
    left, top, right, bottom = one.mark.box
    far = one.limit if one.limit < 5_000 else right + 200
    floor = one.floor if one.floor < bottom + 60 else bottom + 14
    return (left, top, max(far, right), max(floor, bottom))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def joined(pages: Sequence[Mapping[str, FieldReading]]) -> dict[str, FieldReading]:
    """The fields of several pages: filled beats blank, the first beats later ones, two unlike are unsure."""
    whole: dict[str, FieldReading] = {}
    for fields in pages:
        for name, reading in fields.items():
            known = whole.get(name)
            if known is None or (reading.value and not known.value):
                whole[name] = reading
    return whole
