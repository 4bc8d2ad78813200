"""Cells of tables that are drawn around labels and their answers."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.forms.drawn import Drawn
from parsers.forms.mark import Mark
from parsers.forms.words import Box, Word

TOUCH = 3.0


def shares_cell(mark: Mark, words: Sequence[Word], drawn: Drawn) -> bool:
    """Whether the words begin in the label's own drawn cell, whose four sides meet."""
    cell = mark.words[0].cell
    if cell is None or not words or words[0].cell != cell:
        return False
    left, right, top, bottom = cell
    return all(
        any(
            abs(edge[1] - side) < 1 and edge[0] < left + TOUCH and edge[2] > right - TOUCH
            for edge in drawn.level
        )
        for side in (top, bottom)
    ) and all(
        any(
            abs(edge[0] - side) < 1 and edge[1] < top + TOUCH and edge[3] > bottom - TOUCH
            for edge in drawn.upright
        )
        for side in (left, right)
    )


def next_cell(mark: Mark, marks: Sequence[Mark], walls: Sequence[float], drawn: Drawn) -> Box | None:
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
    return None if any(within(other.box, cell) for other in marks if other is not mark) else cell


def within(box: Box, cell: Box) -> bool:
    """Whether the middle of the box lies in the cell."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= across <= cell[2] and cell[1] <= down <= cell[3]
