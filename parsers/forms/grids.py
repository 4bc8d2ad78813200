"""Fields in a table of people: a heading over each column, a role before each row."""

from __future__ import annotations

from collections.abc import Sequence, Set

from parsers.forms.mark import Mark
from parsers.forms.widgets import Widget
from parsers.forms.words import Box

COLUMN_REACH = 160.0
SLACK = 6.0


def label_in_table(
    widget: Widget, marks: Sequence[Mark], widgets: Sequence[Widget], before_fields: Set[int]
) -> Mark | None:
    """The heading of the field's column, put into the section of its row; None where it is in no such table.

    `before_fields`: labels (by id) that a field stands right behind; they head no column.
    """
    row = [one for one in widgets if one is not widget and _level(one.box, widget.box)]
    column = [one for one in widgets if one is not widget and abs(one.box[0] - widget.box[0]) < 4]
    if not row or not column:
        return None
    role = _role(widget, marks, row)
    header = _header(widget, [mark for mark in marks if id(mark) not in before_fields], column)
    if role is None or header is None or role.meaning.section is None:
        return None
    return Mark(
        f"{role.text} {header.text}",
        header.box,
        header.words,
        header.meaning,
        header.line,
        True,
        role.meaning.section,
    )


def _role(widget: Widget, marks: Sequence[Mark], row: Sequence[Widget]) -> Mark | None:
    before = [mark for mark in marks if mark.box[2] <= widget.box[0] + 2 and _level(mark.box, widget.box)]
    if len(before) != 1:
        return None
    left_of_all = all(before[0].box[2] <= one.box[0] + 2 for one in row)
    return before[0] if left_of_all else None


def _header(widget: Widget, marks: Sequence[Mark], column: Sequence[Widget]) -> Mark | None:
    """The nearest label above, with nothing but fields of the same column between, in a row of at least two."""
    over = [
        mark
        for mark in marks
        if widget.box[0] - SLACK <= mark.box[0] <= widget.box[2] - SLACK
        and -SLACK < widget.box[1] - mark.box[3] < COLUMN_REACH
    ]
    if not over:
        return None
    header = max(over, key=lambda mark: mark.box[3])
    fields_between = sum(1 for one in column if header.box[3] - SLACK < one.box[1] < widget.box[1])
    room = widget.box[1] - header.box[3] - fields_between * (widget.box[3] - widget.box[1])
    fellows = sum(1 for mark in marks if mark is not header and abs(mark.box[3] - header.box[3]) < 3)
    return header if fellows >= 1 and room < 20 + 6 * fields_between else None


def _level(one: Box, other: Box) -> bool:
    middle = (one[1] + one[3]) / 2
    return other[1] - 2 <= middle <= other[3] + 2
