"""Finds the boxes and rings to tick on a picture of a page, and which of them are ticked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parsers.scans.pieces import Mask, PixelBox

SIDE_PT = (6.2, 17.0)
LARGEST_PT = 28.0
COVERED = 0.86
CORNER = 0.08
TOUCHING = {"box": (0.7, 0.0), "ring": (1.0, 0.13)}
"""How near a letter may stand: points, and shares of the side."""
WORD_GAP = 0.27
INKED = 0.07
MAX_BOXES = 300
TURNS = 16


def boxes_among(
    found: NDArray[np.int64], dark: Mask, dots_per_inch: int
) -> tuple[tuple[PixelBox, ...], tuple[PixelBox, ...]]:
    """The empty and the ticked ones among these pieces of ink."""
    point = dots_per_inch / 72
    sides = found[:, 2:] - found[:, :2]
    fitting = (sides >= SIDE_PT[0] * point).all(axis=1) & (sides <= LARGEST_PT * point).all(axis=1)
    empty: list[PixelBox] = []
    ticked: list[PixelBox] = []
    for left, top, right, bottom in found[fitting][:5000].tolist():
        mask = dark[top:bottom, left:right]
        box = _square(mask, point)
        kind = "ring" if box is None else "box"
        if box is None and _is_ring(mask, point):
            box = (0, 0, right - left, bottom - top)
        if box is None or not _is_alone((left, top, right, bottom), found, kind, point):
            continue
        inside = _inside(mask, box)
        (ticked if inside.size and float(inside.mean()) > INKED else empty).append(
            (left + box[0], top + box[1], left + box[2], top + box[3])
        )
    return tuple(empty[:MAX_BOXES]), tuple(ticked[:MAX_BOXES])


def _square(mask: Mask, point: float) -> PixelBox | None:
    """The box in this piece of ink, which a tick may reach beyond."""
    down, across = mask.sum(axis=0), mask.sum(axis=1)
    columns, rows = np.flatnonzero(down >= 0.75 * down.max()), np.flatnonzero(across >= 0.75 * across.max())
    left, right, top, bottom = int(columns[0]), int(columns[-1]) + 1, int(rows[0]), int(rows[-1]) + 1
    width, height = (right - left) / point, (bottom - top) / point
    if not (
        all(SIDE_PT[0] <= side <= SIDE_PT[1] for side in (width, height)) and 0.75 <= width / height <= 1.33
    ):
        return None
    own = mask[top:bottom, left:right]
    rim = max(2, round(0.1 * (right - left)))
    sides = (
        own[:rim].any(axis=0),
        own[-rim:].any(axis=0),
        own[:, :rim].any(axis=1),
        own[:, -rim:].any(axis=1),
    )
    closed = all(float(side.mean()) >= COVERED for side in sides)
    corners = (own, own[::-1], own[:, ::-1], own[::-1, ::-1])
    return (left, top, right, bottom) if closed and all(map(_has_corner, corners)) else None


def _has_corner(mask: Mask) -> bool:
    """Whether ink reaches into the upper left corner: round letters keep away from theirs."""
    reach = max(2, round(CORNER * len(mask)))
    near = np.add.outer(np.arange(mask.shape[0]), np.arange(mask.shape[1])) < 2 * reach
    return bool((mask & near)[:reach, :reach].any())


def _is_ring(mask: Mask, point: float) -> bool:
    height, width = mask.shape
    if max(width, height) > SIDE_PT[1] * point or not 0.85 <= width / height <= 1.18:
        return False
    down, across = np.nonzero(mask)
    x, y = (across + 0.5) / width * 2 - 1, (down + 0.5) / height * 2 - 1
    reach = np.hypot(x, y)
    rim = (reach > 0.78) & (reach < 1.12)
    turns = np.unique(((np.arctan2(y[rim], x[rim]) + np.pi) / (2 * np.pi) * TURNS).astype(int) % TURNS)
    between = ((reach > 0.55) & (reach < 0.7)).sum() / max(1, len(reach))
    return len(turns) == TURNS and between < 0.2


def _is_alone(box: PixelBox, found: NDArray[np.int64], kind: str, point: float) -> bool:
    """Whether it is no letter of a word: those have others close behind them, or on both sides."""
    side = box[2] - box[0]
    level = (found[:, 1] < box[3]) & (found[:, 3] > box[1]) & (found[:, 3] - found[:, 1] > 3 * point)
    inside = (found[:, 0] >= box[0]) & (found[:, 2] <= box[2])
    around = (found[:, 0] <= box[0]) & (found[:, 2] >= box[2])
    beside = found[level & ~inside & ~around]
    least = max(TOUCHING[kind][0] * point, TOUCHING[kind][1] * side)
    gaps = [beside[:, 0] - box[2], box[0] - beside[:, 2]]
    nearest = [min((gap for gap in side_gaps.tolist() if gap > -side), default=1e9) for side_gaps in gaps]
    return min(nearest) >= least and max(nearest) >= WORD_GAP * side


def _inside(mask: Mask, box: PixelBox) -> Mask:
    left, top, right, bottom = box
    inset = max(3, round((right - left) * 0.24))
    return mask[top + inset : bottom - inset, left + inset : right - inset]
