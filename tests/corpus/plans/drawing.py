"""A neutral drawing of one sheet: what is drawn, not how a program writes it into a PDF."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth

Rgb = tuple[float, float, float]
BLACK: Rgb = (0.0, 0.0, 0.0)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Path:
    """Straight segments through points; filled, stroked or both."""

    points: tuple[Point, ...]
    width: float = 0.7
    stroke: Rgb | None = BLACK
    fill: Rgb | None = None
    closed: bool = False
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words from a baseline's start; `angle` counter-clockwise in degrees, `size` in points."""

    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0
    rgb: Rgb = BLACK
    bold: bool = False
    anchor: str = "start"


def shift_of(item: Text) -> float:
    """How far the words begin from their anchor along the baseline, in points."""
    return {"start": 0.0, "middle": -0.5, "end": -1.0}[item.anchor] * stringWidth(
        item.text, "Helvetica", item.size
    )


@dataclass(slots=True)
class Drawing:
    """One sheet, in points from the lower left corner."""

    width: float
    height: float
    items: list[Path | Text] = field(default_factory=list)

    def line(
        self, *points: Point, width: float = 0.7, rgb: Rgb = BLACK, dash: tuple[float, ...] = ()
    ) -> None:
        self.items.append(Path(points, width, rgb, dash=dash))

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        width: float = 0.7,
        fill: Rgb | None = None,
        stroke: Rgb | None = BLACK,
    ) -> None:
        points = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        self.items.append(Path(points, width, stroke, fill, closed=True))

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        width: float = 0.7,
        rgb: Rgb = BLACK,
        fill: Rgb | None = None,
        first: float = 0,
        last: float = 360,
    ) -> None:
        steps = max(8, int(abs(last - first) / 10))
        turn = [math.radians(first + (last - first) * i / steps) for i in range(steps + 1)]
        points = tuple((x + radius * math.cos(t), y + radius * math.sin(t)) for t in turn)
        self.items.append(Path(points, width, rgb, fill))

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        angle: float = 0,
        *,
        rgb: Rgb = BLACK,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        self.items.append(Text(text, x, y, size, angle, rgb, bold, anchor))

    def arc_text(
        self, text: str, x: float, y: float, radius: float, size: float, first: float = 200, last: float = -20
    ) -> None:
        """Letters one by one along a circle, clockwise from `first` to `last` degrees."""
        for index, letter in enumerate(text):
            turn = first + (last - first) * (index + 0.5) / len(text)
            t = math.radians(turn)
            if letter != " ":
                self.text(
                    letter,
                    x + radius * math.cos(t),
                    y + radius * math.sin(t),
                    size,
                    turn - 90 if last < first else turn + 90,
                )

    def hatch(
        self, x: float, y: float, w: float, h: float, gap: float, *, width: float = 0.25, rgb: Rgb = BLACK
    ) -> None:
        """Lines at 45 degrees, cut to the box."""
        for step in range(1, int((w + h) / gap)):
            s = step * gap
            start = (x + max(0, s - h), y + min(s, h))
            end = (x + min(s, w), y + max(0, s - w))
            self.items.append(Path((start, end), width, rgb))
