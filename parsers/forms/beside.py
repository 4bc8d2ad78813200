"""The label that belongs to a fillable field: before it, above it, below it, or over its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.forms.grids import label_in_table
from parsers.forms.mark import Mark
from parsers.forms.widgets import Widget
from parsers.forms.words import Box, Word

LEFT_REACH = 220.0
CLEAR_REACH = 120.0
ABOVE_REACH = 15.0
CLEARLY_BEFORE = 60.0


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page as the readers of forms want it."""

    number: int
    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    widgets: tuple[Widget, ...]

    @property
    def fillable(self) -> tuple[Widget, ...]:
        """The fields to write into or to choose from a list."""
        return tuple(one for one in self.widgets if one.kind in {"text", "choice"} and not one.hidden)


@dataclass(frozen=True, slots=True)
class Labelling:
    """How fields are labelled. `way`: "left", "above", "below", "" a toss-up.

    `before_fields`: the labels (by id) that a field stands right behind.
    """

    way: str
    before_fields: frozenset[int]


def labelling_of(page: FormPage) -> Labelling:
    """How the fields of the page are labelled."""
    lefts = (_left_of(widget, page) for widget in page.fillable)
    taken = frozenset(id(mark) for mark in lefts if mark is not None)
    return Labelling(_common_way(page.fillable, page), taken)


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
    covered = max(3, len(widgets) // 5)
    for way, other in (("above", "below"), ("below", "above")):
        if counts[way] >= counts[other] + covered:
            return way
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


def label_of(widget: Widget, page: FormPage, labelling: Labelling) -> tuple[Mark | None, bool]:
    """The label of the field, and whether it clearly is its label."""
    in_table = label_in_table(widget, page.marks, page.widgets, labelling.before_fields)
    if in_table is not None:
        return in_table, True
    left = _left_of(widget, page)
    if left is not None:
        return left, widget.box[0] - left.box[2] < CLEAR_REACH or not _is_stacked(widget, page)
    if _words_at_left(widget, page):
        return None, False
    way = labelling.way
    near = (_near(widget, page, above=True), _near(widget, page, above=False))
    above, below = (mark if id(mark) not in labelling.before_fields else None for mark in near)
    if way == "below":
        return below, below is not None
    if above is not None:
        return above, bool(way) and abs(above.box[0] - widget.box[0]) < 15
    return (below, False) if way == "" else (None, False)


def _is_stacked(widget: Widget, page: FormPage) -> bool:
    return _near(widget, page, above=True) is not None or _near(widget, page, above=False) is not None


def _left_of(widget: Widget, page: FormPage) -> Mark | None:
    marks = [
        mark
        for mark in page.marks
        if not mark.is_heading
        and _same_row(mark.box, widget.box)
        and (-6 < widget.box[0] - mark.box[2] < LEFT_REACH or _runs_under(mark.box, widget.box))
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


def _runs_under(label: Box, field: Box) -> bool:
    """Whether the label begins well before the field and is too long to end there."""
    return label[0] < field[0] - CLEARLY_BEFORE and field[0] < label[2] < field[2]


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
    return field[1] - 2 <= middle <= field[3] + 3


def _overlap(one: Box, other: Box, by: float) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > by and down > by
