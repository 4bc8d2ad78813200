"""What is drawn on a page of a form, apart from its words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Any

from parsers.forms.drawn import Drawn
from parsers.forms.words import Box

MAX_SHAPES = 3000
FULL_PAGE = 0.6
HALF_PAGE = 0.5
TICK = 20
RIM = 3.0
RIM_WIDTH, CORNER = 0.7, 10.0


def drawn_on(page: Any, by_hand: tuple[Box, ...]) -> Drawn:
    """Edges, strokes and tick boxes of a pdfplumber page; `by_hand` are strokes that lie on it as comments."""
    lines = [_box(one) for one in page.lines[:MAX_SHAPES]]
    rects = [
        box for box in (_box(one) for one in page.rects[:MAX_SHAPES]) if not _fills(box, page, HALF_PAGE)
    ]
    frames = [_box(one) for one in page.curves[:MAX_SHAPES] if _is_frame(one)]
    closed = [
        box
        for box in (*rects, *frames, *_of_four_lines(lines))
        if box[2] - box[0] > 24 and 8 < box[3] - box[1] < 260
    ]
    bevels = [
        box for box in map(_box, page.curves[:MAX_SHAPES]) if min(box[2] - box[0], box[3] - box[1]) < 1.5
    ]
    edges = [*lines, *bevels, *(edge for rect in (*rects, *frames) for edge in _edges(rect))]
    images = [box for box in (_box(one) for one in page.images[:200]) if not _fills(box, page)]
    curves = [_box(one) for one in page.curves[:MAX_SHAPES] if not _is_frame(one) and _box(one) not in bevels]
    slanted = [box for box in lines if box[2] - box[0] > 1.5 and box[3] - box[1] > 1.5]
    inked = [_box(one) for one in page.rects[:MAX_SHAPES] if _is_inked(one)]
    crooked = [_box(one) for one in page.curves[:MAX_SHAPES] if not _is_frame(one) and not _is_round(one)]
    return Drawn(
        ticks=tuple(
            box for box in (*slanted, *crooked, *inked) if max(box[2] - box[0], box[3] - box[1]) < TICK
        ),
        upright=tuple(edge for edge in edges if edge[2] - edge[0] < 1.5 and edge[3] - edge[1] >= 7),
        level=tuple(edge for edge in edges if edge[3] - edge[1] < 1.5 and edge[2] - edge[0] >= 12),
        rules=tuple(box for box in (*lines, *rects) if box[3] - box[1] < 1.5 and box[2] - box[0] >= 12),
        frames=tuple(closed),
        strokes=(*by_hand, *images, *curves, *slanted),
        boxes=tuple(
            box
            for box in (*rects, *map(_box, page.curves[:MAX_SHAPES]))
            if 1.5 <= box[2] - box[0] <= 16 and 1.5 <= box[3] - box[1] <= 16
        ),
    )


def without_rims(drawn: Drawn, fields: Sequence[Box]) -> Drawn:
    """Without the lines drawn around fields to fill in: no word stands on them."""
    if not fields:
        return drawn
    return replace(
        drawn,
        level=tuple(edge for edge in drawn.level if not any(_is_rim(edge, box) for box in fields)),
        rules=tuple(edge for edge in drawn.rules if not any(_is_rim(edge, box) for box in fields)),
    )


def _is_rim(edge: Box, field: Box) -> bool:
    """Whether the level line is the field's upper or lower edge, as long as the field is."""
    near = min(abs(edge[1] - field[1]), abs(edge[1] - field[3])) < RIM
    return near and abs(edge[0] - field[0]) < 2 * RIM and abs(edge[2] - field[2]) < 2 * RIM


def _of_four_lines(lines: Sequence[Box]) -> list[Box]:
    """Boxes that are drawn line by line: two level lines of one length, an upright at each of their ends."""
    level = sorted(
        (one for one in lines if one[3] - one[1] < 1.5 and one[2] - one[0] >= 12), key=lambda one: one[1]
    )
    upright = {(round(one[0]), round(one[1])) for one in lines if one[2] - one[0] < 1.5}
    lowest: dict[tuple[int, int], Box] = {}
    found = []
    for one in level:
        ends = (round(one[0]), round(one[2]))
        top = lowest.get(ends)
        lowest[ends] = one
        if top is not None and all(_meets(upright, end, round(top[1])) for end in ends):
            found.append((top[0], top[1], top[2], one[3]))
    return found


def _meets(upright: Set[tuple[int, int]], across: int, top: int) -> bool:
    return any((across + right, top + down) in upright for right in (-1, 0, 1) for down in (-1, 0, 1))


def is_a_picture(page: Any) -> bool:
    """Whether one picture covers most of the page: a scan, with or without words read into it."""
    return any(_fills(_box(one), page) for one in page.images[:200])


def _is_inked(rect: dict[str, Any]) -> bool:
    """A square filled with a dark colour, as wide as it is high: a ticked box."""
    left, top, right, bottom = _box(rect)
    color = rect.get("non_stroking_color")
    shades = color if isinstance(color, (tuple, list)) else (color,)
    is_dark = all(isinstance(shade, (int, float)) for shade in shades) and (
        max(shades) < 0.4 if len(shades) in {1, 3} else len(shades) == 4 and shades[3] > 0.6
    )
    return bool(rect.get("fill")) and is_dark and right - left > 3 and abs(right - left - bottom + top) < 2


def _is_frame(curve: dict[str, Any]) -> bool:
    """A box with round corners: every point of it, and of what bends it, lies on its rim or at a corner."""
    left, top, right, bottom = _box(curve)
    if right - left < 5 or bottom - top < 5:
        return False
    offs = (
        (min(abs(x - left), abs(x - right)), min(abs(y - top), abs(y - bottom)))
        for x, y in _bending_points(curve)
    )
    return all(min(off) < RIM_WIDTH or (min(off) < CORNER / 4 and max(off) < CORNER) for off in offs)


def _bending_points(curve: dict[str, Any]) -> list[tuple[float, float]]:
    steps = curve.get("path") or [("", *curve.get("pts", ()))]
    return [point for _, *points in steps[:200] for point in points]


def _is_round(curve: dict[str, Any]) -> bool:
    """A circle: every point of it (those that bend it lie further out) is about as far from the middle."""
    left, top, right, bottom = _box(curve)
    across, down = max((right - left) / 2, 0.1), max((bottom - top) / 2, 0.1)
    middle = (left + across, top + down)
    reaches = [
        ((x - middle[0]) / across) ** 2 + ((y - middle[1]) / down) ** 2 for x, y in curve.get("pts", ())[:400]
    ]
    return bool(reaches) and min(reaches) > 0.8


def _fills(box: Box, page: Any, part: float = FULL_PAGE) -> bool:
    area = (box[2] - box[0]) * (box[3] - box[1])
    return area > part * float(page.width) * float(page.height)


def _box(shape: dict[str, Any]) -> Box:
    return (float(shape["x0"]), float(shape["top"]), float(shape["x1"]), float(shape["bottom"]))


def _edges(rect: Box) -> tuple[Box, ...]:
    left, top, right, bottom = rect
    if right - left < 1.5 or bottom - top < 1.5:
        return (rect,)
    return (
        (left, top, left, bottom),
        (right, top, right, bottom),
        (left, top, right, top),
        (left, bottom, right, bottom),
    )
