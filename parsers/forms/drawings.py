"""What is drawn on a page of a form, apart from its words."""

from __future__ import annotations

from typing import Any

from parsers.forms.printed import Drawn
from parsers.forms.words import Box

MAX_SHAPES = 3000
FULL_PAGE = 0.6


def drawn_on(page: Any, by_hand: tuple[Box, ...]) -> Drawn:
    """Edges, strokes and tick boxes of a pdfplumber page; `by_hand` are strokes that lie on it as comments."""
    lines = [_box(one) for one in page.lines[:MAX_SHAPES]]
    rects = [_box(one) for one in page.rects[:MAX_SHAPES]]
    edges = [*lines, *(edge for rect in rects for edge in _edges(rect))]
    images = [box for box in (_box(one) for one in page.images[:200]) if not _fills(box, page)]
    curves = [_box(one) for one in page.curves[:MAX_SHAPES] if not _is_frame(one)]
    slanted = [box for box in lines if box[2] - box[0] > 1.5 and box[3] - box[1] > 1.5]
    return Drawn(
        upright=tuple(edge for edge in edges if edge[2] - edge[0] < 1.5 and edge[3] - edge[1] >= 7),
        level=tuple(edge for edge in edges if edge[3] - edge[1] < 1.5 and edge[2] - edge[0] >= 12),
        strokes=(*by_hand, *images, *curves, *slanted),
        boxes=tuple(
            box
            for box in (*rects, *map(_box, page.curves[:MAX_SHAPES]))
            if 5 <= box[2] - box[0] <= 16 and 5 <= box[3] - box[1] <= 16
        ),
    )


def is_a_picture(page: Any) -> bool:
    """Whether one picture covers most of the page: a scan, with or without words read into it."""
    return any(_fills(_box(one), page) for one in page.images[:200])


def _is_frame(curve: dict[str, Any]) -> bool:
    """A box with round corners: every point of it lies on its rim."""
    left, top, right, bottom = _box(curve)
    if right - left < 5 or bottom - top < 5:
        return False
    rims = (
        min(abs(x - left), abs(x - right), abs(y - top), abs(y - bottom))
        for x, y in curve.get("pts", ())[:400]
    )
    on_rim = all(distance < 2.5 for distance in rims)
    return on_rim and right - left > 5 and (bottom - top) > 5


def _fills(box: Box, page: Any) -> bool:
    area = (box[2] - box[0]) * (box[3] - box[1])
    return area > FULL_PAGE * float(page.width) * float(page.height)


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
