"""Reads what is printed (or typed, or flattened) beside the labels of a form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.forms.around import (
    FAR_BELOW,
    LONG_FIELDS,
    ROW,
    Found,
    common_way,
    differs,
    found_at,
    in_slot,
    look_far_below,
    nearer,
    value_of,
)
from parsers.forms.drawn import Drawn
from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FieldReading
from parsers.forms.slots import slots_on
from parsers.forms.words import Box, Word, in_lines, joined_box

SIGNATURE = "signature"
CUT_MARGIN = 3.0


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
    free = [word for word in words if word not in taken and not word.leader]
    labels_only = [mark for mark in marks if not mark.is_heading]
    slots = slots_on(marks, free, drawn, also)
    in_slots = {word for slot in slots.values() for word in slot.words}
    others = [word for word in free if word not in in_slots]
    far = look_far_below(labels_only, others)
    found = [
        in_slot(mark, slots[mark]) if mark in slots else found_at(mark, marks, others, drawn, far)
        for mark in labels_only
    ]
    way = common_way(found)
    values = [(one, value_of(one, way, free)) for one in found]
    written = {word for _, value in values for word in value}
    looks = _value_looks(values, labels_only)
    unclear = not looks or way in {"", "over"}
    # Where it is not clear on which side of labels values stand, only a form without any has sure blanks.
    is_unclear = way in {"", "over"} and any(
        one.behind or one.below or nearer(one) == "over" for one in found
    )
    left_over = [word for word in free if word not in written and (unclear or word.look in looks)]
    readings: dict[str, list[tuple[int, FieldReading]]] = {}
    for one, value in values:
        name = one.mark.field or (SIGNATURE if one.mark.meaning.signature else None)
        if not name:
            continue
        reading = _reading(page, one, value, way, left_over, drawn)
        if value and name not in LONG_FIELDS and _holds_a_label(value, table):
            reading = replace(reading, sure=False)
        if one.mark in slots and not slots[one.mark].sure:
            reading = replace(reading, sure=False)
        lone = (word for word in free if word not in written and _hangs_below(word, one.mark, marks))
        if not value and (
            any(word not in written for word in (*one.below, *one.over))
            or (one.slot is None and (is_unclear or any(lone) or _may_go_on_overleaf(one.mark, way, words)))
        ):
            reading = replace(reading, sure=False)
        is_status = name == "tenant_name" and table.option(reading.value or "") is not None
        asked = ("tenant_status", 0) if is_status else (name, _rank(one.mark, table))
        readings.setdefault(asked[0], []).append((asked[1], reading))
    return {name: best_of(name, rivals, table) for name, rivals in readings.items()}


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


def _may_go_on_overleaf(mark: Mark, way: str, words: Sequence[Word]) -> bool:
    """Whether nothing stands below the label, so that its answer may stand on top of the next page."""
    return way == "below" and not any(word.box[1] > mark.box[3] for word in words)


def _rank(mark: Mark, table: Labels) -> int:
    """How good a label it is, 0 the best; the responsible party's line comes before anybody else's."""
    if mark.meaning.signature and not mark.field:
        return 0 if table.best_signatures & set(table.plain_words(mark.text)) else 1
    return mark.meaning.rank


def best_of(name: str, rivals: Sequence[tuple[int, FieldReading]], table: Labels) -> FieldReading:
    """The reading under the best label; one that is blank beside a filled one of equal rank is not sure."""
    in_order = sorted(rivals, key=lambda pair: pair[0])
    peers = [reading for rank, reading in in_order if rank == in_order[0][0]]
    filled = [reading for reading in peers if reading.value]
    others = [reading for _, reading in in_order if reading.value]
    if not filled and len(others) == 1 and all(_is_section(reading.label, table) for reading in peers):
        # A heading that names the field ("Scope of Work") has nothing beside it; the label below it has.
        filled = others
    first = filled[0] if filled else peers[0]
    if name == "suite" and len(in_order) > 1:
        first = _suite(first, [reading for _, reading in in_order])
    sure = first.sure and len({reading.value for reading in filled}) < 2 and (bool(first.value) or not others)
    value = first.value
    if name == "tenant_status" and value is not None:
        value = table.option(value)
        sure = sure and value is not None
    return FieldReading(value, first.source, sure, first.page, first.box, first.label)


def _is_section(label: str | None, table: Labels) -> bool:
    meaning = table.meaning(label or "")
    return meaning is not None and meaning.section is not None


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
        other.left - word.right > 0.6 * max(word.size, 7) and abs(word.box[3] - other.box[3]) < ROW
        for word, other in pairwise(words)
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


def joined(pages: Sequence[Mapping[str, FieldReading]]) -> dict[str, FieldReading]:
    """The fields of several pages: filled beats blank, the first beats later ones, two unlike are unsure."""
    whole: dict[str, FieldReading] = {}
    for fields in pages:
        for name, reading in fields.items():
            known = whole.get(name)
            if known is None or (reading.value and not known.value):
                whole[name] = reading
    return whole
