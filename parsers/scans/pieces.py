"""The pieces of ink on a picture: what hangs together, each with the box around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
PixelBox = tuple[int, int, int, int]
MAX_RUNS = 400_000


def pieces(dark: Mask) -> NDArray[np.int64]:
    """(left, top, right, bottom) of every piece, a row each; none where the picture is a mess of specks."""
    rows, starts, ends = _runs(dark)
    if not len(rows) or len(rows) > MAX_RUNS:
        return np.empty((0, 4), dtype=np.int64)
    roots = _joined(len(rows), *_touching(rows, starts, ends, dark.shape))
    order = np.argsort(roots, kind="stable")
    first = np.flatnonzero(np.diff(roots[order], prepend=-1))
    return np.stack(
        [
            np.minimum.reduceat(starts[order], first),
            np.minimum.reduceat(rows[order], first),
            np.maximum.reduceat(ends[order], first),
            np.maximum.reduceat(rows[order], first) + 1,
        ],
        axis=1,
    )


def _runs(dark: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, start and end of each level run of ink, in reading order."""
    edges = np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    return rows.astype(np.int64), starts.astype(np.int64), np.nonzero(edges == -1)[1].astype(np.int64)


def _touching(
    rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], shape: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of runs that touch: each run of a row with those of the row above that share a column with it."""
    wide = shape[1] + 2
    above = (rows - 1) * wide
    begins = np.searchsorted(rows * wide + ends, above + starts, side="left")
    stops = np.searchsorted(rows * wide + starts, above + ends, side="right")
    count = np.maximum(stops - begins, 0)
    lower = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(lower)) - np.repeat(np.cumsum(count) - count, count)
    return lower, np.repeat(begins, count) + within


def _joined(count: int, lower: NDArray[np.int64], upper: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each run the first run of its piece."""
    roots = np.arange(count)
    while True:
        one, other = roots[lower], roots[upper]
        least = np.minimum(one, other)
        before = roots.copy()
        np.minimum.at(roots, one, least)
        np.minimum.at(roots, other, least)
        roots = roots[roots]
        if np.array_equal(before, roots):
            return roots
