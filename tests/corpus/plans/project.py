"""What an invented project consists of: an office's habits, its sheets, the room left for a view."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

IN = 72.0


@dataclass(frozen=True)
class Style:
    """Habits of one office."""

    size_in: tuple[float, float] = (36, 24)
    block: str = "right"  # right, bottom, corner, turned
    label: str = "SHEET NO."
    note_pt: float = 12.5
    bold: bool = True
    code: str = "table"  # table, lines, beside
    seal: str = "architect"  # architect, engineer, none
    expires: str = "EXPIRES: 12/31/2026"
    office: str = "ALDER & PINE ARCHITECTS"
    issue: str = "PERMIT SET"


@dataclass(frozen=True)
class Sheet:
    """What one sheet is."""

    number: str
    title: str
    kinds: frozenset[str]
    draw: str = "plan"
    scale: str = '1/4" = 1\'-0"'


@dataclass
class Room:
    """Where a view may be drawn."""

    x: float
    y: float
    w: float
    h: float
    chance: random.Random = field(default_factory=lambda: random.Random(1))


def wrapped(title: str, most: int) -> list[str]:
    """The title in rows of at most so many letters."""
    rows = [""]
    for word in title.split():
        if len(rows[-1]) + len(word) > most and rows[-1]:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows
