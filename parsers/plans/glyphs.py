"""The text of a page as pieces: what is written, where, how big, at what angle."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parsers.plans.evidence import Box
from parsers.plans.letters import GHOSTS, Flags, Letters, Measures, Numbers, letters_of

SLACK_IN = 0.1
SAME_ANGLE = 0.2
BLANK_SHARE, JOIN_SHARE, BACK_SHARE, LEVEL_SHARE = 0.18, 0.6, -0.15, 0.08
"""Shares of the letter size: gap that is a blank, widest that is joined, overlap that is kerning, same level."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns a page's own coordinates into inches on the sheet as displayed, from its top left corner."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    inches: float

    def at(self, x: Any, y: Any) -> tuple[Any, Any]:
        """(right, down) in inches; of numbers or of arrays."""
        match self.turns:
            case 1:
                across, down = y - self.bottom, x - self.left
            case 2:
                across, down = self.right - x, y - self.bottom
            case 3:
                across, down = self.top - y, self.right - x
            case _:
                across, down = x - self.left, self.top - y
        return across * self.inches, down * self.inches

    @property
    def width(self) -> float:
        """Inches, as displayed."""
        return ((self.top - self.bottom) if self.turns % 2 else (self.right - self.left)) * self.inches

    @property
    def height(self) -> float:
        """Inches, as displayed."""
        return ((self.right - self.left) if self.turns % 2 else (self.top - self.bottom)) * self.inches


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that were written one after the other: from (x, y) to (end_x, end_y) along their baseline, inches.

    `angle` in degrees, counter-clockwise as displayed; `size` is the true letter size in points, after all
    matrices. `visible` is False for an OCR layer, `black` says that the letters are filled in black. `order`
    counts the pieces as they are drawn.
    """

    text: str
    x: float
    y: float
    end_x: float
    end_y: float
    angle: float
    size: float
    visible: bool
    order: int
    black: bool = True


def frame_of(page: Any, user_unit: float) -> Frame:
    """The page's frame: CropBox within MediaBox, Rotate, UserUnit."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, (page.get_rotation() // 90) % 4, user_unit / 72)


def read_pieces(page: Any, frame: Frame, *, inked: bool = False) -> tuple[Piece, ...]:
    """The page's pieces of text in drawing order, those on the sheet only; letters set one by one are joined.

    `inked`: tell black letters from others, else all count as black.
    """
    with letters_of(page) as letters:
        return _pieces(letters, _placed(letters.measures(inked=inked), frame)) if letters.stretches else ()


def holders_within(page: Any, frame: Frame, box: Box) -> tuple[tuple[int, str], ...]:
    """(address, letters) of each text object whose first letter stands in the box (inches on the sheet)."""
    left, top, right, bottom = box
    with letters_of(page) as letters:
        placed = ((stretch, frame.at(*letters.place(stretch))) for stretch in letters.stretches)
        inside = [stretch for stretch, (x, y) in placed if left <= x <= right and top <= y <= bottom]
        return tuple((holder, letters.text[first:last]) for first, last, holder in inside)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row a stretch, on the sheet: inches, degrees, points. `along`: unit vectors of the writing, down positive."""

    start: Numbers
    end: Numbers
    along: Numbers
    angle: Numbers
    size: Numbers
    visible: Flags
    black: Flags
    kept: Flags


def _placed(measures: Measures, frame: Frame) -> _Placed:
    a, b, c, d = measures.matrix.T
    size = measures.size * np.hypot(c, d)
    length = np.hypot(a, b)
    with np.errstate(all="ignore"):
        direction = measures.matrix[:, :2] / length[:, None]
        far = measures.last_origin + direction * _advance(measures, direction)[:, None]
        start, end = _on_sheet(measures.origin, frame), _on_sheet(far, frame)
        along = _on_sheet(measures.origin + direction, frame) - start
        along /= np.hypot(along[:, 0], along[:, 1])[:, None]
        inside = (start >= -SLACK_IN) & (start <= (frame.width + SLACK_IN, frame.height + SLACK_IN))
        numbers = np.column_stack([start, end, along, size])
        kept = np.isfinite(numbers).all(axis=1) & (size > 0) & inside.all(axis=1)
        angle = np.degrees(np.arctan2(-along[:, 1], along[:, 0]))
    points = size * frame.inches * 72
    return _Placed(start, end, along, angle, points, measures.visible, measures.black, kept)


def _advance(measures: Measures, direction: Numbers) -> Numbers:
    """How far the last letter takes the baseline on, from the upright box around the aslant one.

    With the direction (c, s) turned into the first quadrant the box reaches `ascent * s` back from the letter's
    origin, `ascent * c` below it, and `advance * c + ascent * s` on; so the longer side tells the advance.
    """
    turn = np.where(direction < 0, -1.0, 1.0)
    cosine, sine = np.abs(direction).T
    left, top, right, bottom = measures.last_box.T
    x, y = measures.last_origin.T
    ahead = np.where(turn[:, 0] > 0, right - x, x - left), np.where(turn[:, 1] > 0, top - y, y - bottom)
    behind = np.where(turn[:, 0] > 0, x - left, right - x), np.where(turn[:, 1] > 0, y - bottom, top - y)
    flat = (ahead[0] - behind[1] * sine / cosine) / cosine
    steep = (ahead[1] - behind[0] * cosine / sine) / sine
    advance: Numbers = np.maximum(np.where(cosine >= sine, flat, steep), 0.0)
    return advance


def _on_sheet(points: Numbers, frame: Frame) -> Numbers:
    across, down = frame.at(points[:, 0], points[:, 1])
    placed: Numbers = np.column_stack([across, down])
    return placed


def _pieces(letters: Letters, placed: _Placed) -> tuple[Piece, ...]:
    rows = np.flatnonzero(placed.kept)
    if rows.size == 0:
        return ()
    joined, blank = _joins(placed, rows)
    texts = [
        _cleaned(letters.text[letters.stretches[row].first : letters.stretches[row].last]) for row in rows
    ]
    starts = [*np.flatnonzero(~joined).tolist(), len(texts)]
    numbers = np.column_stack([placed.start, placed.end, placed.angle, placed.size])[rows].tolist()
    visible, black = placed.visible[rows].tolist(), placed.black[rows].tolist()
    found = []
    for order, (first, last) in enumerate(pairwise(starts)):
        text = texts[first] + "".join(
            f" {texts[index]}" if blank[index] else texts[index] for index in range(first + 1, last)
        )
        x, y, _, _, angle, size = numbers[first]
        _, _, end_x, end_y, _, _ = numbers[last - 1]
        found.append(Piece(text, x, y, end_x, end_y, angle, size, visible[first], order, black[first]))
    return tuple(found)


def _cleaned(text: str) -> str:
    return text if text.isalnum() else "".join(letter for letter in text if letter not in GHOSTS)


def _joins(placed: _Placed, rows: NDArray[np.intp]) -> tuple[Flags, list[bool]]:
    """Which rows go on where the row before ended, on its baseline and in its lettering; which after a blank."""
    before, after = rows[:-1], rows[1:]
    step = placed.start[after] - placed.end[before]
    along, size = placed.along[before], placed.size[before]
    gap = (step * along).sum(axis=1) * 72 / size
    level = np.abs(step[:, 0] * along[:, 1] - step[:, 1] * along[:, 0]) * 72 / size
    turn = np.abs((placed.angle[after] - placed.angle[before] + 180) % 360 - 180)
    alike = (np.abs(placed.size[after] / size - 1) <= 0.05) & (turn <= SAME_ANGLE)
    alike &= (placed.visible[after] == placed.visible[before]) & (placed.black[after] == placed.black[before])
    joined = alike & (level <= LEVEL_SHARE) & (gap >= BACK_SHARE) & (gap <= JOIN_SHARE)
    return np.concatenate([[False], joined]), [False, *(gap > BLANK_SHARE).tolist()]
