"""What is on a scan apart from words: ruled lines, boxes to tick, ink that is no letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.scans.pieces import Mask, PixelBox, pieces
from parsers.scans.seen import SeenWord
from parsers.scans.upright import Gray, threshold

MAX_LINES = 1500
CELL = 10
PATCH = 4
RIM = 3
REACH_PT = 3.0
LEVEL_IN = 0.35
LONG_IN = 1.5
PALE, THICK_PT = 0.88, 3.0
ASIDE, LETTERED = 5, 0.35
UPRIGHT_IN = (0.14, 0.3)
GAP = 8


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


def ruling_of(gray: Gray, dots_per_inch: int) -> ScanDrawing:
    """The ruled lines of a form: level ones, and upright ones between them, which may be as short as a row.

    The paper is evenly white, so that hairlines, which scanners make pale, are told from it.
    """
    thick = THICK_PT * dots_per_inch / 72
    dark, pale = gray < threshold(gray), gray < np.median(gray) * PALE
    flat = _rules(dark, pale, LEVEL_IN * dots_per_inch, LONG_IN * dots_per_inch, thick)
    tall = [
        _flipped(one)
        for one in _rules(dark.T, pale.T, UPRIGHT_IN[0] * dots_per_inch, LONG_IN * dots_per_inch, thick)
    ]
    near = REACH_PT * dots_per_inch / 72
    kept = [
        one
        for one in tall
        if one[3] - one[1] >= UPRIGHT_IN[1] * dots_per_inch or _ends_on_lines(one, flat, near)
    ]
    return ScanDrawing(tuple(flat), tuple(kept))


def _rules(dark: Mask, pale: Mask, least: float, long: float, thick: float) -> list[PixelBox]:
    """Level lines: long ones also where they are pale, short ones only where no letters make them up."""
    found = [one for one in _lines(pale, round(long)) if one[3] - one[1] <= thick]
    for one in _lines(dark, round(least)):
        known = any(
            other[0] <= one[0] + 3 and other[2] >= one[2] - 3 and other[1] - 3 <= one[1] <= other[3] + 3
            for other in found
        )
        if not known and one[3] - one[1] <= thick and (one[2] - one[0] > long or _stands_alone(dark, one)):
            found.append(one)
    return found


def _stands_alone(dark: Mask, line: PixelBox) -> bool:
    """Whether little is drawn along both sides of it: the feet of bold letters have the letters above them."""
    left, top, right, bottom = line
    beside = (dark[max(0, top - ASIDE), left:right], dark[min(len(dark) - 1, bottom + ASIDE), left:right])
    return all(float(row.mean()) < LETTERED for row in beside)


def _ends_on_lines(upright: PixelBox, level: Sequence[PixelBox], near: float) -> bool:
    crossing = [one for one in level if one[0] - near <= upright[0] and upright[2] <= one[2] + near]
    return all(
        any(one[1] - near <= end <= one[3] + near for one in crossing) for end in (upright[1], upright[3])
    )


def squared(drawing: ScanDrawing, dots_per_inch: int) -> ScanDrawing:
    """The lines with those that are nearly on one height (or side) set on one, and ends that nearly meet joined."""
    point = dots_per_inch / 72
    tall = tuple(_flipped(box) for box in _aligned([_flipped(box) for box in drawing.upright], 1.2 * point))
    flat = _aligned(drawing.level, 1.2 * point)
    level = tuple(_reaching(box, tall, REACH_PT * point) for box in flat)
    turned = tuple(_flipped(box) for box in level)
    upright = tuple(_flipped(_reaching(_flipped(box), turned, REACH_PT * point)) for box in tall)
    return ScanDrawing(level, upright)


def _aligned(lines: Sequence[PixelBox], near: float) -> tuple[PixelBox, ...]:
    """Level lines of nearly one height on one height."""
    found: list[PixelBox] = []
    first = middle = -1e9
    for left, top, right, bottom in sorted(lines, key=lambda line: line[1] + line[3]):
        if (top + bottom) / 2 - first > near:
            first = middle = (top + bottom) / 2
        found.append((left, round(middle), right, round(middle)))
    return tuple(found)


def _reaching(line: PixelBox, crossing: Sequence[PixelBox], near: float) -> PixelBox:
    """The level line with each end set on the crossing line that it all but reaches."""
    across = [
        (other[0] + other[2]) // 2 for other in crossing if other[1] - near <= line[1] <= other[3] + near
    ]
    ends = [
        min((x for x in across if abs(x - end) <= near), key=lambda x: abs(x - end), default=end)
        for end in (line[0], line[2])
    ]
    return (ends[0], line[1], ends[1], line[3]) if ends[0] < ends[1] else line


def cells(drawing: ScanDrawing, dots_per_inch: int) -> tuple[PixelBox, ...]:
    """The boxes and cells that lines close on all four sides; the drawing is squared."""
    near = round(REACH_PT * dots_per_inch / 72)
    found: list[PixelBox] = []
    level = sorted(drawing.level, key=lambda line: line[1])
    for top in level:
        down = sorted(
            {
                one
                for one in drawing.upright
                if top[0] - near <= one[0] <= top[2] + near and one[1] <= top[1] + near < one[3] - near
            }
        )
        for left, right in pairwise(down):
            below = (
                line[1]
                for line in level
                if line[1] > top[1] + near and line[0] <= left[0] + near and line[2] >= right[0] - near
            )
            bottom = next(below, None)
            if bottom is not None and min(left[3], right[3]) >= bottom - near:
                found.append((left[0], top[1], right[0], bottom))
    return tuple(found[:MAX_LINES])


def without_lines(gray: Gray, drawing: ScanDrawing) -> Gray:
    """The picture with rules painted over, but for what crosses them: letters are read better without."""
    clean = gray.copy()
    limit = threshold(gray)
    for level in drawing.level:
        _paint_over(clean, level, limit)
    for upright in drawing.upright:
        _paint_over(clean.T, _flipped(upright), limit)
    return clean


def _paint_over(gray: Gray, line: PixelBox, limit: int) -> None:
    """Paints over a level line; a stroke that stands on it or hangs from it stays."""
    paper = int(np.median(gray))
    left, right = max(0, line[0] - RIM), line[2] + RIM
    top, bottom = max(RIM, line[1]), line[3] + 1
    above = (gray[max(0, top - 2 * RIM) : top - RIM, left:right] < limit).any(axis=0)
    below = (gray[bottom + RIM : bottom + 2 * RIM, left:right] < limit).any(axis=0)
    band = gray[top - RIM : bottom + RIM, left:right]
    rows = np.arange(band.shape[0])[:, None]
    kept = (above & (rows < RIM)) | (below & (rows >= band.shape[0] - RIM)) | (above & below)
    band[~kept] = paper


def painted_over(gray: Gray, boxes: Sequence[PixelBox], rim: int) -> Gray:
    """The picture without what stands in these boxes."""
    clean = gray.copy()
    paper = int(np.median(gray))
    for left, top, right, bottom in boxes:
        clean[max(0, top - rim) : bottom + rim, max(0, left - rim) : right + rim] = paper
    return clean


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
    return _patches(cells & (near >= 4))


def _patches(cells: Mask) -> tuple[PixelBox, ...]:
    """Around cells that hang together over some length: no speck, no remains of a rule."""
    return tuple(
        (left * CELL, top * CELL, right * CELL, bottom * CELL)
        for left, top, right, bottom in pieces(cells).tolist()[:MAX_LINES]
        if max(right - left, bottom - top) >= PATCH and min(right - left, bottom - top) > 1
    )


def _lines(dark: Mask, least: int) -> tuple[PixelBox, ...]:
    """Level runs of ink, thin and at least so long, joined where they go on."""
    runs = _runs(_opened(dark, least), round(0.8 * least))
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
    return covered & _closed(sums, dark.shape[1])


def _closed(sums: NDArray[np.int32], width: int) -> Mask:
    """Ink, and gaps of a few dots in it: where a stroke ends and the next begins, it stays open."""
    room = np.pad(sums, ((0, 0), (GAP // 2, GAP // 2)), mode="edge")
    near: Mask = (room[:, GAP + 1 :] - room[:, : -GAP - 1])[:, :width] > 0
    return near


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
