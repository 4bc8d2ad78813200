"""Where answers go that have a place of their own: a drawn box beside a label, a line with the label beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.forms.drawn import Drawn
from parsers.forms.mark import Mark
from parsers.forms.words import Box, Word, in_lines

MAX_FRAMES = 600
REACH_RIGHT = 240.0
REACH_DOWN = 13.0
LEAST_CAPTIONS = 5
LEAST_CELLS = 4
CAPTION_REACH = 14.0
LONG_REACH = 70.0
LEAST_RULE = 40.0
LONG_FIELDS = frozenset({"description", "mechanical_description"})


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an answer and the words in it; not `sure` where it may be another label's."""

    box: Box
    words: tuple[Word, ...]
    sure: bool = True


def slots_on(
    marks: Sequence[Mark], free: Sequence[Word], drawn: Drawn, also: Sequence[Word] = ()
) -> dict[Mark, Slot]:
    """The labels whose answers have a place that is drawn.

    `free`: the words that may be answers; `also`: words of labels and choices that are none and are no marks.
    """
    labels = [mark for mark in marks if not mark.is_heading and not _has_room(mark, drawn.frames)]
    printed = [*(mark.box for mark in marks), *(word.box for word in also)]
    found = _boxed(labels, _value_frames(printed, drawn.frames), free)
    rest = [mark for mark in marks if not mark.is_heading and mark not in found]
    found |= _celled(rest, printed, free, drawn)
    rest = [mark for mark in rest if mark not in found]
    return {**_over_lines(rest, marks, free, drawn), **found}


def inside(box: Box, words: Iterable[Word]) -> tuple[Word, ...]:
    """The words that begin in the box, line by line: where it is narrow the last one may run out of it."""
    held = (word for word in words if _holds(box, (word.left, word.box[1], word.left + 2, word.box[3])))
    return tuple(word for line in in_lines(held) for word in line.words)


def _holds(frame: Box, box: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return frame[0] - 1 <= across <= frame[2] + 1 and frame[1] - 1 <= down <= frame[3] + 1


def _has_room(mark: Mark, frames: Sequence[Box]) -> bool:
    """Whether the label stands in a frame of its own with room for the answer below it."""
    height = mark.box[3] - mark.box[1]
    return any(
        _holds(box, mark.box) and box[3] - mark.box[3] > height and box[3] - box[1] < 60
        for box in frames[:MAX_FRAMES]
    )


def _value_frames(printed: Sequence[Box], frames: Sequence[Box]) -> list[Box]:
    """Frames without a label in them, the inner ones of those drawn around each other."""
    empty = [box for box in frames[:MAX_FRAMES] if not any(_holds(box, label) for label in printed)]
    by_size = sorted(empty, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    kept: list[Box] = []
    for box in by_size:
        if not any(_holds(box, other) or _holds(other, box) for other in kept):
            kept.append(box)
    return kept


def _boxed(labels: Sequence[Mark], frames: Sequence[Box], free: Sequence[Word]) -> dict[Mark, Slot]:
    """Each frame with its label: the one right before it on its row, else right above, else before it in reading."""
    pairs: dict[Mark, Box] = {}
    for nearness in (_right_of, _below, _next_row(labels, frames)):
        for box in sorted(frames, key=lambda one: (one[1], one[0])):
            if box in pairs.values():
                continue
            near = [
                (gap, mark)
                for mark in labels
                if mark not in pairs and (gap := nearness(mark.box, box)) is not None
            ]
            if near:
                mark = min(near, key=lambda pair: pair[0])[1]
                if nearness is not _right_of or not _between(mark.box, box, frames, labels, free):
                    pairs[mark] = box
    rest = [box for box in frames if box not in pairs.values()]
    return {mark: _with_next_row(mark, box, rest, free) for mark, box in pairs.items()}


def _with_next_row(mark: Mark, box: Box, rest: Sequence[Box], free: Sequence[Word]) -> Slot:
    """The place of an answer that is framed line by line: it goes on in a frame that opens the next row."""
    words = inside(box, free)
    for other in sorted(rest, key=lambda one: one[1]):
        words_there = inside(other, free)
        if -4 < other[1] - box[3] < 6 and other[0] <= mark.box[0] + 4 and words_there and words:
            words, box = (
                (*words, *words_there),
                (min(other[0], box[0]), box[1], max(other[2], box[2]), other[3]),
            )
    return Slot(box, words)


def _right_of(label: Box, box: Box) -> float | None:
    middle = (label[1] + label[3]) / 2
    gap = box[0] - label[2]
    return gap if box[1] - 3 <= middle <= box[3] + 3 and -3 < gap < REACH_RIGHT else None


def _between(
    label: Box, box: Box, frames: Sequence[Box], labels: Sequence[Mark], free: Sequence[Word]
) -> bool:
    """Whether something else stands between the label and the frame on its right."""
    middle = (label[1] + label[3]) / 2
    gap = (label[2] + 1, box[0] - 1)

    def lies_there(other: Box) -> bool:
        return other[1] <= middle <= other[3] and min(other[2], gap[1]) - max(other[0], gap[0]) > 1

    others = (*frames, *(mark.box for mark in labels), *(word.box for word in free if word.text not in "$:*"))
    return any(lies_there(other) for other in others if other is not box)


def _below(label: Box, box: Box) -> float | None:
    gap = box[1] - label[3]
    starts = -12 <= label[0] - box[0] <= 16
    return abs(gap) if starts and -4 < gap < REACH_DOWN else None


def _next_row(labels: Sequence[Mark], frames: Sequence[Box]) -> Callable[[Box, Box], float | None]:
    """A web form breaks between a label and its box: the box opens the row below the label that closes its own."""

    def nearness(label: Box, box: Box) -> float | None:
        gap = box[1] - label[3]
        if not -4 < gap < REACH_DOWN or box[0] > label[0]:
            return None
        closes = not any(_right_of(label, other) is not None for other in frames)
        closes = closes and not any(_right_of(label, mark.box) is not None for mark in labels)
        opens = not any(_right_of(mark.box, box) is not None for mark in labels)
        return gap if closes and opens else None

    return nearness


def _celled(
    labels: Sequence[Mark], printed: Sequence[Box], free: Sequence[Word], drawn: Drawn
) -> dict[Mark, Slot]:
    """Labels that fill a cell of a ruled table: the answer is in the cell to the right, or below, by what most do."""
    ways: tuple[dict[Mark, Box], dict[Mark, Box]] = ({}, {})
    crowded: dict[Mark, Box] = {}
    highest: dict[tuple[float, float], float] = {}
    for mark in labels:
        row = mark.words[0].row
        highest[row] = max(highest.get(row, 0.0), mark.box[3] - mark.box[1])
    for mark in labels:
        cell = mark.words[0].cell
        if cell is None or not all(cell):
            continue
        right, below = _neighbours(cell, drawn)
        if any(word.cell == cell for word in free):
            if right is not None and inside(right, free):
                crowded[mark] = right
            continue
        # A row of labels is as high as that with the most lines, which is no room to write in.
        has_room = cell[3] - cell[2] > 2.2 * highest[mark.words[0].row] + 4
        for way, box in zip(ways, (right, None if has_room else below), strict=True):
            if box is not None and not any(_holds(box, label) for label in printed):
                way[mark] = box
    fewer, chosen = sorted(ways, key=len)
    if len(chosen) < LEAST_CELLS or len(chosen) < 3 * len(fewer):
        return {}
    if chosen is ways[0]:
        # What stands below a label whose answer has a cell of its own is small print.
        chosen |= {mark: box for mark, box in crowded.items() if not any(_holds(box, one) for one in printed)}
    return {mark: Slot(box, inside(box, free)) for mark, box in chosen.items()}


def _neighbours(cell: tuple[float, float, float, float], drawn: Drawn) -> tuple[Box | None, Box | None]:
    """The cells right of and below the cell (left, right, top, bottom), as boxes."""
    left, right, top, bottom = cell
    across, down = (left + right) / 2, (top + bottom) / 2
    walls = [edge[0] for edge in drawn.upright if edge[0] > right + 6 and edge[1] - 1 <= down <= edge[3] + 1]
    floors = [
        edge[1] for edge in drawn.level if edge[1] > bottom + 6 and edge[0] - 1 <= across <= edge[2] + 1
    ]
    beside = (right, top, min(walls), bottom) if walls else None
    under = (left, bottom, right, min(floors)) if floors else None
    return beside, under if under is not None and under[3] - bottom < 300 else None


def _over_lines(
    labels: Sequence[Mark], marks: Sequence[Mark], free: Sequence[Word], drawn: Drawn
) -> dict[Mark, Slot]:
    """Labels printed beneath the lines to write on.

    A rule above a label may as well close the row before it, with labels on top of their answers. Then the answer on
    the last rule has no label beneath; where labels are beneath, the answers on the first rules have none above.
    """
    over_it = {mark: _rule_over(mark, drawn.rules) for mark in labels}
    rules = {
        mark: rule for mark, rule in over_it.items() if rule is not None and not _is_walled(mark, rule, drawn)
    }
    if len(rules) < max(LEAST_CAPTIONS, 0.6 * len(labels)):
        return {}
    rooms = {mark: _room_on(rule, _reach_up(mark, rule, labels)) for mark, rule in rules.items()}
    over = {mark: Slot(room, _standing_on(rules[mark], inside(room, free))) for mark, room in rooms.items()}
    used = {_rule_over(mark, drawn.rules) for mark in marks}
    on_rules = [word for word in free if word.ruled]
    # A rule above others that have names may have had one that could not be read.
    unnamed = any(
        rule not in used
        and inside(_room_on(rule, CAPTION_REACH), on_rules)
        and not any(
            other[1] > rule[1] + 1 and _shared(other, rule) > 0 for other in used if other is not None
        )
        for rule in drawn.rules
    )
    written = [rule for mark, rule in rules.items() if over[mark].words]
    bare = sum(1 for rule in written if not _is_under_a_label(rule, drawn.rules, labels))
    # With the labels on top, nothing at all would stand beneath the last rule.
    all_named = used >= {rule for rule in drawn.rules if rule[2] - rule[0] > LEAST_RULE}
    if unnamed or not (bare or all_named):
        return {}
    sure = bare > 1 or all_named or all(_hugs(mark, rule, free) for mark, rule in rules.items())
    return {mark: replace(slot, sure=sure) for mark, slot in over.items()}


def _hugs(mark: Mark, rule: Box, free: Sequence[Word]) -> bool:
    """Whether the label is much nearer to the rule above it than to whatever stands below it."""
    below = (
        word.box[1] - mark.box[3]
        for word in free
        if word.box[1] > mark.box[3] - 2 and mark.box[0] - 6 < word.left < rule[2]
    )
    return min(below, default=1_000.0) > 2 * max(mark.box[1] - rule[3], 2.0)


def _standing_on(rule: Box, words: Sequence[Word]) -> tuple[Word, ...]:
    """The lines that follow each other closely up from the rule."""
    kept: list[Word] = []
    floor = rule[1]
    for line in reversed(in_lines(words)):
        if floor - line.bottom > 0.6 * (line.bottom - line.top):
            break
        kept[:0], floor = line.words, line.top
    return tuple(kept)


def _is_under_a_label(rule: Box, rules: Sequence[Box], labels: Sequence[Mark]) -> bool:
    """Whether a label stands between this rule and the one above it, so that the answer may be its own."""
    above = (other[3] for other in rules if other[3] < rule[1] - 6 and _shared(other, rule) > 10)
    top = max(above, default=0.0)
    return any(top - 2 < mark.box[1] < rule[1] and rule[0] - 4 <= mark.box[0] <= rule[2] for mark in labels)


def _shared(one: Box, other: Box) -> float:
    return min(one[2], other[2]) - max(one[0], other[0])


def _rule_over(mark: Mark, rules: Sequence[Box]) -> Box | None:
    start = mark.box[0] + 2
    near = [
        edge
        for edge in rules
        if edge[2] - edge[0] > LEAST_RULE
        and edge[0] <= start <= edge[2]
        and -2 < mark.box[1] - edge[3] < CAPTION_REACH
    ]
    return max(near, key=lambda edge: edge[3], default=None)


def _is_walled(mark: Mark, rule: Box, drawn: Drawn) -> bool:
    """Whether the line is the top of a cell that the label stands in."""
    middle = (mark.box[1] + mark.box[3]) / 2
    return any(
        edge[1] <= middle <= edge[3] and min(abs(edge[0] - rule[0]), abs(edge[0] - rule[2])) < 4
        for edge in drawn.upright
    )


def _reach_up(mark: Mark, rule: Box, labels: Sequence[Mark]) -> float:
    """How far above its line an answer may begin: one of several lines fills the room up to the labels above."""
    above = [
        rule[1] - other.box[3]
        for other in labels
        if other is not mark and other.box[3] < rule[1] - CAPTION_REACH
    ]
    return max(CAPTION_REACH, min([*above, LONG_REACH])) if mark.field in LONG_FIELDS else CAPTION_REACH


def _room_on(rule: Box, reach: float) -> Box:
    return (rule[0], rule[1] - reach, rule[2], rule[1] + 2)
