"""What is drawn on a page of a form, as the readers want it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.forms.words import Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """Upright and level edges, closed frames, pictures and pen strokes, boxes to tick and what may tick them.

    `rules`: the level edges that are lines of their own and no side of a frame.
    """

    upright: tuple[Box, ...] = ()
    level: tuple[Box, ...] = ()
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    strokes: tuple[Box, ...] = ()
    boxes: tuple[Box, ...] = ()
    ticks: tuple[Box, ...] = ()
