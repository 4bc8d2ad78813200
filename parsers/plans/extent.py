"""How far ink reaches over a sheet: area, spots of 3 x 3 in, places (D13)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parsers.plans.evidence import Box, Ink

Indices = NDArray[np.intp]

SPOT_IN = 3.0
SPECK_SQUARE_IN = 0.02
FINE_CELL_IN = 0.25
COARSE_CELL_IN = 0.5
MAX_BOXES = 8


def ink_of(flat: Indices, shape: tuple[int, int], dpi: float) -> Ink:
    """The extent of these dots (flat indices into a picture of that shape)."""
    if flat.size == 0:
        return Ink()
    y, x = flat // shape[1], flat % shape[1]
    return Ink(
        square_inches=round(flat.size / dpi**2, 4),
        spots=_spots(x, y, dpi),
        share=round(_share(x, y, shape, dpi), 4),
        boxes=_boxes(x, y, shape, dpi),
    )


def _spots(x: Indices, y: Indices, dpi: float) -> int:
    """How many squares of 3 x 3 in hold all dots but specks; 3 = more than two.

    Two squares suffice exactly if one of them can sit in an upper corner of the bounding box and the other
    holds the rest: each of the four sides must be touched by one of the two.
    """
    kept = _without_specks(x, y, dpi)
    x, y = x[kept], y[kept]
    side = SPOT_IN * dpi
    if _fits(x, y, side):
        return 1
    below = y - y.min() >= side
    for beyond in (x - x.min() >= side, x.max() - x >= side):
        rest = below | beyond
        if _fits(x[rest], y[rest], side):
            return 2
    return 3


def _fits(x: Indices, y: Indices, side: float) -> bool:
    return x.size == 0 or bool(np.ptp(x) < side and np.ptp(y) < side)


def _without_specks(x: Indices, y: Indices, dpi: float) -> NDArray[np.bool_]:
    """Leaves out the emptiest quarter-inch cells, together at most a speck's area; never all of them."""
    cell = max(1.0, FINE_CELL_IN * dpi)
    columns = int(x.max() // cell) + 1
    cells = ((y // cell) * columns + x // cell).astype(np.intp)
    counts = np.bincount(cells)
    used = np.flatnonzero(counts)
    order = used[np.argsort(counts[used], kind="stable")]
    room = min(SPECK_SQUARE_IN * dpi**2, x.size - 1)
    dropped = order[np.cumsum(counts[order]) <= room]
    keep = np.ones(counts.size, dtype=np.bool_)
    keep[dropped] = False
    return keep[cells]


def _share(x: Indices, y: Indices, shape: tuple[int, int], dpi: float) -> float:
    columns, rows = (int(side // dpi) + 1 for side in (shape[1], shape[0]))
    cells = ((y // dpi) * columns + x // dpi).astype(np.intp)
    return np.unique(cells).size / (columns * rows)


def _boxes(x: Indices, y: Indices, shape: tuple[int, int], dpi: float) -> tuple[Box, ...]:
    """Boxes around the dots that lie together (half-inch cells that touch), the fullest first."""
    cell = max(1.0, COARSE_CELL_IN * dpi)
    columns = int(shape[1] // cell) + 2
    cells = ((y // cell) * columns + x // cell).astype(np.intp)
    counts = np.bincount(cells)
    group_of = _groups(np.flatnonzero(counts), columns)
    groups = group_of[cells]
    full = np.bincount(groups)
    largest = np.argsort(-full, kind="stable")[:MAX_BOXES]
    return tuple(_box(x[groups == group], y[groups == group], shape) for group in largest)


def _groups(used: Indices, columns: int) -> Indices:
    """A group number for each used cell, the same for cells that touch."""
    numbers = np.zeros(int(used.max()) + 1, dtype=np.intp)
    left = set(used.tolist())
    steps = [row * columns + column for row in (-1, 0, 1) for column in (-1, 0, 1)]
    group = 0
    while left:
        waiting = [left.pop()]
        while waiting:
            cell = waiting.pop()
            numbers[cell] = group
            near = [cell + step for step in steps if cell + step in left]
            left.difference_update(near)
            waiting.extend(near)
        group += 1
    return numbers


def _box(x: Indices, y: Indices, shape: tuple[int, int]) -> Box:
    height, width = shape
    sides = (x.min() / width, y.min() / height, (x.max() + 1) / width, (y.max() + 1) / height)
    left, top, right, bottom = (round(float(side), 4) for side in sides)
    return (left, top, right, bottom)
