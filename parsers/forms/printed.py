"""Reads what is printed (or typed, or flattened) beside the labels of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.forms.around import (
    FAR_BELOW,
    LONG_FIELDS,
    ROW,
    Found,
    begins_below,
    found_at,
    in_slot,
    look_far_below,
    value_of,
)
from parsers.forms.downward import differs
from parsers.forms.drawn import Drawn
from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.rivals import best_of, rank_of
from parsers.forms.runs import mid_line
from parsers.forms.slots import slots_on
from parsers.forms.sorts import sort_of_title
from parsers.forms.ways import common_way
from parsers.forms.words import Box, Word, in_lines, joined_box

SIGNATURE = "signature"
CUT_MARGIN = 3.0
TYPED_BLANK = 0.61
"""More than a blank of typewriter lettering, the widest, in letter heights."""


def printed_readings(
    page: int,
    words: Sequence[Word],
    marks: Sequence[Mark],
    drawn: Drawn,
    table: Labels,
    also: Sequence[Word] = (),
) -> dict[str, FieldReading]:
    """The fields that are printed on the page; `also`: words of labels and choices that are not among the others."""
    taken = {word for mark in marks for word in mark.words}
    labels_only = [mark for mark in marks if not mark.is_heading]
    titles = _titles(words, labels_only, table)
    free = [word for word in words if word not in taken and word not in titles and not word.leader]
    slots = slots_on(marks, free, drawn, also)
    in_slots = {word for slot in slots.values() for word in slot.words}
    others = [word for word in free if word not in in_slots]
    far = look_far_below(labels_only, others)
    found = [
        in_slot(mark, slots[mark]) if mark in slots else found_at(mark, marks, others, drawn, far)
        for mark in labels_only
    ]
    way = common_way(found)
    usual = frozenset(word.look for one in found for word in one.behind)
    within = mid_line(words)
    values = [(one, value_of(one, way, free, within)) for one in found]
    written = {word for _, value in values for word in value}
    notes = _notes(values)
    looks = _value_looks(values, labels_only)
    unclear = not looks or way in {"", "over"}
    # Where it is not clear on which side of labels values stand, only a form without any has sure blanks.
    is_unclear = way in {"", "over"} and any(one.behind or one.below or one.over for one in found)
    left_over = [word for word in free if word not in written and (unclear or word.look in looks)]
    readings: dict[str, list[tuple[int, FieldReading]]] = {}
    for one, value in values:
        name = one.mark.field or (SIGNATURE if one.mark.meaning.signature else None)
        if not name:
            continue
        reading = _reading(page, one, value, way, left_over, drawn, usual)
        if value and name not in LONG_FIELDS and _holds_a_label(value, table):
            reading = replace(reading, sure=False)
        if name != "reference_number" and reading.value and not _is_worded(reading.value):
            reading = replace(reading, value=None)
        if _offers_choices(reading.value):
            reading = replace(reading, value=None, sure=False)
        if one.mark in slots and not slots[one.mark].sure:
            reading = replace(reading, sure=False)
        lone = (
            word
            for word in free
            if word not in written
            and word.look not in notes
            and (_hangs_below(word, one.mark, marks) or _opens_next_line(word, one.mark, marks))
        )
        if not value and (
            any(word not in written and word.look not in notes for word in (*one.below, *one.over))
            or (one.slot is None and (is_unclear or any(lone) or _may_go_on_overleaf(one.mark, way, words)))
        ):
            reading = replace(reading, sure=False)
        is_status = name == "tenant_name" and table.option(reading.value or "") is not None
        asked = ("tenant_status", 0) if is_status else (name, rank_of(one.mark, table))
        readings.setdefault(asked[0], []).append((asked[1], reading))
    return {name: best_of(name, rivals, table) for name, rivals in readings.items()}


def _titles(words: Sequence[Word], labels_only: Sequence[Mark], table: Labels) -> frozenset[Word]:
    """The words above all labels in the lines that name the form: they are nobody's answer."""
    top = min((mark.box[1] for mark in labels_only), default=0.0)
    lines = in_lines(word for word in words if word.box[3] <= top + ROW)
    return frozenset(word for line in lines if sort_of_title(line.text, table) for word in line.words)


def _notes(values: Sequence[tuple[Found, tuple[Word, ...]]]) -> frozenset[tuple[str, float]]:
    """The lettering of small print: it stands below at least three labels whose answers stand elsewhere."""
    below = Counter(
        one.below[0].look for one, value in values if value and one.below and one.below[0] not in value
    )
    answers = {word.look for _, value in values for word in value}
    return frozenset(look for look, count in below.items() if count >= 3 and look not in answers)


def _hangs_below(word: Word, mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether the word, which no label has claimed, stands below the label a little further than an answer does."""
    if not (-6 < word.left - mark.box[0] < 40 and 0 < word.box[1] - mark.box[3] < FAR_BELOW):
        return False
    between = (
        other.box
        for other in marks
        if other is not mark
        and mark.box[3] - 3 < other.box[3] <= word.box[3] + ROW
        and other.box[0] <= word.left + 40
    )
    return not any(box[2] > mark.box[0] for box in between)


def _opens_next_line(word: Word, mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether the last label of a row may have its answer at the left end of the next line, where it did not fit."""
    if not (0 < word.box[1] - mark.box[3] + ROW < FAR_BELOW and word.left < mark.box[0]):
        return False
    level = [other for other in marks if other is not mark and abs(other.box[3] - mark.box[3]) < ROW]
    before = [other for other in marks if abs(other.box[3] - word.box[3]) < ROW and other.box[0] < word.left]
    return bool(level) and not before and all(other.box[0] < mark.box[0] for other in level)


def _may_go_on_overleaf(mark: Mark, way: str, words: Sequence[Word]) -> bool:
    """Whether nothing stands below the label, so that its answer may stand on top of the next page."""
    return way == "below" and not any(word.box[1] > mark.box[3] for word in words)


def _is_worded(text: str) -> bool:
    """Whether it says anything: a dash says that nothing is to be said."""
    return any(letter.isalnum() for letter in text)


def _offers_choices(text: str | None) -> bool:
    """Whether it is "Yes / No" as it was printed, with nothing but a pen's stroke to tell which."""
    words = set(re.findall(r"\w+", (text or "").lower()))
    return {"yes", "no"} <= words <= {"yes", "no", "or", "x", "circle", "one"}


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
    page: int,
    one: Found,
    value: Sequence[Word],
    way: str,
    left_over: Sequence[Word],
    drawn: Drawn,
    usual: frozenset[tuple[str, float]],
) -> FieldReading:
    text = " ".join(word.text for word in value).strip(" |") or None
    box = joined_box(word.box for word in value) if value else _room(one)
    sure = _is_sure(one, value, way, usual) if text else _is_surely_blank(one, way, left_over, drawn)
    return FieldReading(text, "printed", sure, page, box, one.mark.text)


def _is_sure(one: Found, value: Sequence[Word], way: str, usual: frozenset[tuple[str, float]]) -> bool:
    """`usual`: the lettering of what stands behind labels on this page."""
    looks = {word.look for word in value}
    if (
        (way == "over" and one.slot is None)
        or len(looks) > 2
        or len(value) > 400
        or _run_into_each_other(value)
    ):
        return False
    if one.slot is not None and _may_be_cut(value, one.slot):
        return False
    if one.value_cell:
        return True
    behind = bool(one.behind) and one.behind[0] in value
    if behind:
        return (one.mark.ended and not _falls_apart(value, one.mark)) or differs(value[0], one.mark)
    if way == "behind" and begins_below(one):
        return value[0].look in usual
    return way == "below" and (one.in_cell or differs(value[0], one.mark))


def _may_be_cut(value: Sequence[Word], box: Box) -> bool:
    """Whether a single line reaches the end of its box, where a narrow field cuts what was typed."""
    one_line = len(in_lines(value)) == 1
    return one_line and max(word.right for word in value) > box[2] - CUT_MARGIN


def _holds_a_label(value: Sequence[Word], table: Labels) -> bool:
    """Whether another field's label is in it: then the value runs into its neighbour."""
    words = table.plain_words(" ".join(word.text for word in value))[:40]
    found = (
        table.meanings.get(words[start:end])
        for start in range(len(words))
        for end in range(start + 2, min(start + 6, len(words)) + 1)
    )
    return any(meaning is not None and bool(meaning.plain or meaning.within) for meaning in found)


def _falls_apart(words: Sequence[Word], mark: Mark) -> bool:
    """Whether a short answer lettered as the labels has a gap in it: its second half may be the next label."""
    return mark.field not in LONG_FIELDS and any(
        other.left - word.right > TYPED_BLANK * max(word.size, 7) and abs(word.box[3] - other.box[3]) < ROW
        for word, other in pairwise(words)
        if word.text != "$"
    )


def _run_into_each_other(words: Sequence[Word]) -> bool:
    """Whether words of unlike fields are printed over one another."""
    return any(
        other.left < word.right - 2 and other.right > word.left + 2 and abs(word.box[3] - other.box[3]) < ROW
        for word, other in pairwise(words)
    )


def _is_surely_blank(one: Found, way: str, left_over: Sequence[Word], drawn: Drawn) -> bool:
    if way == "over" and one.slot is None:
        return False
    room = _room(one)
    wide = (room[0] - 4, room[1] - 8, room[2] + 4, room[3] + 8) if one.slot is None else room
    if any(_touch(stroke, wide) and not _is_grip(stroke, room) for stroke in drawn.strokes):
        return False
    return not any(_touch(word.box, wide) for word in left_over)


def _is_grip(stroke: Box, room: Box) -> bool:
    """The small slanted lines in the lower right corner of a text box of a web page."""
    return (
        stroke[0] > room[2] - 12
        and stroke[1] > room[3] - 12
        and max(stroke[2] - stroke[0], stroke[3] - stroke[1]) < 8
    )


def _room(one: Found) -> Box:
    """Where the value would stand."""
    if one.slot is not None:
        return one.slot
    left, top, right, bottom = one.mark.box
    far = one.limit if one.limit < 5_000 else right + 200
    floor = one.floor if one.floor < bottom + 60 else bottom + 14
    return (left, top, max(far, right), max(floor, bottom))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
