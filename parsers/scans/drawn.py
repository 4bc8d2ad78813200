"""What is on a scan apart from words: ruled lines, boxes to tick, ink that is no letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from parsers.scans.seen import SeenWord
from parsers.scans.upright import Gray, threshold

Mask = NDArray[np.bool_]
PixelBox = tuple[int, int, int, int]
MAX_LINES = 1500
CELL = 10
GAP = 8
RINGS = frozenset("OoQCce0xX©®@°") | {
    "()",
    "(e)",
    "(®)",
    "(o)",
    "[]",
    "[x]",
    "[X]",
    "[|",
    "|]",
    "LI",
    "L]",
    "[J",
}
"""What recognisers take boxes and rings for."""


@dataclass(frozen=True, slots=True)
class ScanDrawing:
    """Boxes are (left, top, right, bottom) in picture points; the last two are boxes and rings to tick."""

    level: tuple[PixelBox, ...] = ()
    upright: tuple[PixelBox, ...] = ()
    empty_boxes: tuple[PixelBox, ...] = ()
    ticked_boxes: tuple[PixelBox, ...] = ()


def drawing_of(gray: Gray, dots_per_inch: int, least_in: float = 0.22) -> ScanDrawing:
    """The ruled lines that are at least so long."""
    dark = gray < threshold(gray)
    least = round(least_in * dots_per_inch)
    flat, tall = _lines(dark, least), tuple(_flipped(one) for one in _lines(dark.T, least))
    return ScanDrawing(flat, tall)


def without_lines(gray: Gray, drawing: ScanDrawing) -> Gray:
    """The picture with rules painted over: letters that touch a rule are read better without it."""
    clean = gray.copy()
    paper = int(np.median(gray))
    for left, top, right, bottom in (*drawing.level, *drawing.upright):
        clean[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = paper
    return clean


def with_boxes(
    gray: Gray, drawing: ScanDrawing, words: Sequence[SeenWord], dots_per_inch: int
) -> tuple[ScanDrawing, tuple[SeenWord, ...]]:
    """The boxes and rings to tick, each right before a word; and the words that are words."""
    dark = gray < threshold(gray)
    worded = [word for word in words if word.text not in RINGS]
    empty: list[PixelBox] = []
    ticked: list[PixelBox] = []
    for word in worded:
        box = _box_before(dark, word, worded, dots_per_inch)
        if box is not None:
            (ticked if _is_ticked(dark, box) else empty).append(box)
    kept = tuple(word for word in words if not any(_lies_on(word, box) for box in (*empty, *ticked)))
    return replace(drawing, empty_boxes=tuple(empty[:200]), ticked_boxes=tuple(ticked[:200])), kept


def _box_before(dark: Mask, word: SeenWord, words: Sequence[SeenWord], dots_per_inch: int) -> PixelBox | None:
    """About square ink that stands alone right before the word."""
    point = dots_per_inch / 72
    left, top, _, bottom = word.box
    near = (left - 22 * point, top - 4 * point, left - 1.5 * point, bottom + 4 * point)
    if near[0] < 0 or any(_meets(other.box, near) for other in words if other is not word):
        return None
    area = tuple(max(0, round(side)) for side in near)
    spots = np.argwhere(dark[area[1] : area[3], area[0] : area[2]])
    if len(spots) < 12:
        return None
    (up, west), (down, east) = spots.min(axis=0), spots.max(axis=0)
    width, height = (int(east - west) + 1) / point, (int(down - up) + 1) / point
    if not (4 <= width <= 17 and 4 <= height <= 17 and 0.7 <= width / height <= 1.5):
        return None
    return (area[0] + int(west), area[1] + int(up), area[0] + int(east) + 1, area[1] + int(down) + 1)


def _is_ticked(dark: Mask, box: PixelBox) -> bool:
    left, top, right, bottom = box
    inset = max(3, round((right - left) * 0.28))
    inside = dark[top + inset : bottom - inset, left + inset : right - inset]
    return bool(inside.size) and float(inside.mean()) > 0.1


def _lies_on(word: SeenWord, box: PixelBox) -> bool:
    return len(word.text) <= 3 and _meets(word.box, box)


def _meets(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def unread_ink(clean: Gray, words: Sequence[SeenWord]) -> tuple[PixelBox, ...]:
    """Spots with ink on them that no word explains: handwriting, stamps, signatures."""
    dark = clean < threshold(clean)
    for word in words:
        left, top, right, bottom = word.box
        dark[max(0, top - 4) : bottom + 5, max(0, left - 4) : right + 5] = False
    rows, columns = dark.shape[0] // CELL, dark.shape[1] // CELL
    cells = dark[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3)) > 0.06
    padded = np.pad(cells, 1)
    near = sum(padded[down : down + rows, right : right + columns] for down in range(3) for right in range(3))
    found = np.argwhere(cells & (near >= 4))[:MAX_LINES]
    return tuple((int(x) * CELL, int(y) * CELL, int(x) * CELL + CELL, int(y) * CELL + CELL) for y, x in found)


def _lines(dark: Mask, least: int) -> tuple[PixelBox, ...]:
    """Level runs of ink, thin and at least so long, joined where they go on."""
    runs = _runs(_opened(dark, least), least)
    lines: list[list[int]] = []
    for row, start, end in runs:
        for line in reversed(lines[-60:]):
            if row - line[3] <= 2 and start <= line[2] + GAP and end >= line[0] - GAP:
                line[0], line[2], line[3] = min(line[0], start), max(line[2], end), max(line[3], row)
                break
        else:
            lines.append([start, row, end, row])
    thin = (line for line in lines if line[3] - line[1] <= max(7, (line[2] - line[0]) // 40))
    return tuple((left, top, right, bottom) for left, top, right, bottom in thin)[:MAX_LINES]


def _opened(dark: Mask, length: int) -> Mask:
    """Only what belongs to a level stroke of that length; a tenth of it may be missing."""
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    if sums.shape[1] <= length:
        return np.zeros_like(dark)
    full = (sums[:, length:] - sums[:, :-length]) >= 0.9 * length
    starts = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    starts[:, : full.shape[1]] += full
    starts[:, length : length + full.shape[1]] -= full
    covered: Mask = np.cumsum(starts, axis=1)[:, : dark.shape[1]] > 0
    return covered


def _runs(mask: Mask, least: int) -> list[tuple[int, int, int]]:
    """(row, start, end) of each run, from the top."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    return [
        (int(row), int(start), int(end))
        for (row, start), (_, end) in zip(starts, ends, strict=True)
        if end - start >= least
    ][: 20 * MAX_LINES]


def _flipped(box: PixelBox) -> PixelBox:
    return (box[1], box[0], box[3], box[2])
