"""Reads fillable fields: by the label beside each, by its name, by its tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.forms.labels import Labels
from parsers.forms.mark import Mark
from parsers.forms.reading import FIELDS, FieldReading, Source
from parsers.forms.widgets import Widget
from parsers.forms.words import Box, Word

LEFT_REACH = 220.0
ABOVE_REACH = 15.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A field that a widget stands for, as far as can be told; "" = one that is not read."""

    widget: Widget
    field: str
    source: Source
    sure: bool
    label: str | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page as the readers of forms want it."""

    number: int
    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    widgets: tuple[Widget, ...]


def claims_on(page: FormPage, table: Labels) -> tuple[Claim, ...]:
    """What each text or list field of the page stands for; those that cannot be told are left out."""
    fillable = [one for one in page.widgets if one.kind in {"text", "choice"} and not one.hidden]
    way = _common_way(fillable, page)
    found = []
    for widget in fillable:
        claim = _claim(widget, page, table, way)
        if claim is not None:
            found.append(claim)
    return tuple(_own_value(claim, found) for claim in found)


def field_of(label: Mark, page: FormPage) -> Widget | None:
    """The text field that this label names: the nearest, where others follow under labels of no table."""
    fillable = [one for one in page.widgets if one.kind in {"text", "choice"} and not one.hidden]
    way = _common_way(fillable, page)
    named = [one for one in fillable if one.kind == "text" and _label_of(one, page, way)[0] is label]
    return min(named, key=lambda one: abs(one.box[0] - label.box[2]), default=None)


def _own_value(claim: Claim, others: Sequence[Claim]) -> Claim:
    """The claim without a value lent by a field of the same name in another section (both called "Name")."""
    if not claim.widget.lent:
        return claim
    lenders = [one for one in others if one.widget.name == claim.widget.name and not one.widget.lent]
    if any(one.field == claim.field for one in lenders) or not lenders:
        return claim
    return replace(claim, widget=replace(claim.widget, value=None))


def readings(claims: Sequence[Claim], table: Labels) -> dict[str, FieldReading]:
    """The fields that the claims give; the better label wins, two unlike values make a field unsure."""
    best: dict[str, list[Claim]] = {}
    for claim in claims:
        is_status = claim.field == "tenant_name" and table.option(claim.widget.value or "") is not None
        if is_status:
            best.setdefault("tenant_status", []).append(replace(claim, field="tenant_status", rank=0))
        elif claim.field:
            best.setdefault(claim.field, []).append(claim)
    return {name: _reading(name, rivals, table) for name, rivals in best.items()}


def _reading(name: str, rivals: list[Claim], table: Labels) -> FieldReading:
    rivals = sorted(rivals, key=lambda claim: (not claim.sure, claim.rank))
    first = rivals[0]
    peers = [claim for claim in rivals if claim.rank == first.rank and claim.sure == first.sure]
    if name == "suite" and len(rivals) > 1:
        return _joined(first, rivals)
    values = {claim.widget.value for claim in peers if claim.widget.value}
    if not first.widget.value and values:
        first = next(claim for claim in peers if claim.widget.value)
    value = first.widget.value
    rest = {claim.widget.value for claim in rivals if claim.widget.value} - {value}
    sure = first.sure and not first.widget.doubtful and len(values) < 2 and (bool(value) or not rest)
    if name == "tenant_status" and value is not None:
        status = table.option(value)
        value, sure = status, sure and status is not None
    return FieldReading(value, first.source, sure, first.widget.page, first.widget.box, first.label)


def _joined(first: Claim, rivals: Sequence[Claim]) -> FieldReading:
    """Floor and suite in two fields of their own are one."""
    in_order = sorted(
        rivals, key=lambda claim: (claim.widget.page, claim.widget.box[1] // 8, claim.widget.box[0])
    )
    parts = [(claim.label or "", claim.widget.value) for claim in in_order if claim.widget.value]
    named = [_with_word(label, value) for label, value in parts]
    sure = first.sure and all(claim.sure for claim in rivals)
    return FieldReading(
        ", ".join(named) or None, first.source, sure, first.widget.page, first.widget.box, first.label
    )


def _with_word(label: str, value: str) -> str:
    word = next((word for word in ("Floor", "Suite") if label.lower().strip(" :#") == word.lower()), "")
    return f"{word} {value}" if word and word.lower() not in value.lower() else value


def _claim(widget: Widget, page: FormPage, table: Labels, way: str) -> Claim | None:
    named = table.named(widget.name)
    told = table.meaning(widget.tooltip) if widget.tooltip else None
    mark, clear = _label_of(widget, page, way)
    by_label = mark.field if mark is not None else None
    by_name = next((one.plain for one in (told, named) if one is not None and one.plain is not None), None)
    if by_label is not None and mark is not None:
        sure = clear or by_name == by_label
        return Claim(widget, by_label, "field_label", sure, mark.text, mark.meaning.rank)
    rank = next((one.rank for one in (told, named) if one is not None and one.plain is not None), 0)
    if by_name:
        return Claim(widget, by_name, "field_name", mark is None, widget.name, rank)
    bare = widget.name.rsplit(".", 1)[-1].lower()
    if mark is None and bare in FIELDS:
        return Claim(widget, bare, "field_name", False, widget.name, 90)
    return None


def _common_way(widgets: Sequence[Widget], page: FormPage) -> str:
    """Whether labels of this page stand left of, above or below their fields; "" where it is a toss-up."""
    counts = {"left": 0, "above": 0, "below": 0}
    nearer = {"above": 0, "below": 0}
    for widget in widgets:
        if _left_of(widget, page) is not None:
            counts["left"] += 1
            continue
        above, below = _near(widget, page, above=True), _near(widget, page, above=False)
        counts["above"] += above is not None
        counts["below"] += below is not None
        if above is not None and below is not None:
            up, down = widget.box[1] - above.box[3], below.box[1] - widget.box[3]
            nearer["above"] += up + 1.5 < down
            nearer["below"] += down + 1.5 < up
    for way, other in (("above", "below"), ("below", "above")):
        if nearer[way] >= 3 and nearer[way] > 3 * nearer[other]:
            return way
    if (counts["above"] and counts["above"] >= counts["below"] + 2) or (
        counts["above"] and not counts["below"]
    ):
        return "above"
    if counts["below"] >= counts["above"] + 2:
        return "below"
    return "left" if counts["left"] and not counts["above"] + counts["below"] else ""


def _label_of(widget: Widget, page: FormPage, way: str) -> tuple[Mark | None, bool]:
    """The label of the field, and whether it clearly is its label."""
    left = _left_of(widget, page)
    if left is not None:
        return left, widget.box[0] - left.box[2] < 120
    if _words_at_left(widget, page):
        return None, False
    above, below = _near(widget, page, above=True), _near(widget, page, above=False)
    if way == "below":
        return below, below is not None and above is None
    if above is not None:
        return above, bool(way) and abs(above.box[0] - widget.box[0]) < 15
    return (below, False) if way == "" else (None, False)


def _left_of(widget: Widget, page: FormPage) -> Mark | None:
    marks = [
        mark
        for mark in page.marks
        if not mark.is_heading
        and _same_row(mark.box, widget.box)
        and -6 < widget.box[0] - mark.box[2] < LEFT_REACH
    ]
    if not marks:
        return None
    nearest = max(marks, key=lambda mark: mark.box[2])
    between = (nearest.box[2] - 1, nearest.box[1], widget.box[0] + 1, nearest.box[3])
    if any(other is not widget and _overlap(other.box, between, 2) for other in page.widgets):
        return None
    strangers = [
        word
        for word in page.words
        if not word.leader
        and word not in nearest.words
        and word.text not in "$:"
        and _overlap(word.box, between, 2)
    ]
    return None if strangers else nearest


def _words_at_left(widget: Widget, page: FormPage) -> bool:
    """Whether unknown words stand right before the field, so that the label above is not its own."""
    before = (widget.box[0] - 25, widget.box[1] + 2, widget.box[0] + 1, widget.box[3] - 2)
    return any(
        _overlap(word.box, before, 1) and not word.leader and word.text not in "$:" for word in page.words
    )


def _near(widget: Widget, page: FormPage, *, above: bool) -> Mark | None:
    """The label right above (or below) the field, starting where it starts."""
    marks = []
    for mark in page.marks:
        gap = widget.box[1] - mark.box[3] if above else mark.box[1] - widget.box[3]
        inside = widget.box[0] - 10 <= mark.box[0] <= max(widget.box[0] + 15, widget.box[2] - 10)
        if not mark.is_heading and -8 < gap < ABOVE_REACH and inside:
            marks.append((abs(mark.box[0] - widget.box[0]) + abs(gap), mark))
    if not marks:
        return None
    mark = min(marks, key=lambda pair: pair[0])[1]
    between = (
        mark.box[0],
        min(mark.box[3], widget.box[3]),
        mark.box[0] + 30,
        max(mark.box[1], widget.box[1]),
    )
    if any(other is not widget and _overlap(other.box, between, 3) for other in page.widgets):
        return None
    return mark


def _same_row(label: Box, field: Box) -> bool:
    middle = (label[1] + label[3]) / 2
    return field[1] - 4 <= middle <= field[3] + 4


def _overlap(one: Box, other: Box, by: float) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > by and down > by
