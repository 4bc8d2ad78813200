"""Pieces of text put together to lines, at any angle, doubled letters and curved words seen to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.plans.evidence import Box, Words
from parsers.plans.glyphs import Frame, Piece

ANGLE_STEP = 3.0
BASELINE_SHARE = 0.35
GAP_SHARE = 1.3
BLANK_SHARE = 0.18
MIN_CURVED = 5
POINT = 1 / 72
CAP = 0.72
"""Height of capitals as a share of the letter size."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline. Inches from the sheet's top left corner; `size` in points; `angle` in degrees.

    `box`: (left, top, right, bottom) in inches. `curved`: glyph by glyph along an arc. `order`: of its first
    piece among all pieces.
    """

    text: str
    box: Box
    angle: float
    size: float
    visible: bool = True
    curved: bool = False
    order: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def words(self, frame: Frame) -> Words:
        """The same as evidence, with its place as shares of the sheet."""
        return Words(self.text[:200], share_box(self.box, frame), round(self.size, 1))


def share_box(box: Box, frame: Frame) -> Box:
    """A box in inches as shares of the sheet, cut to it."""
    width, height = frame.width or 1.0, frame.height or 1.0
    sides = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
    left, top, right, bottom = (round(min(max(side, 0.0), 1.0), 4) for side in sides)
    return (left, top, right, bottom)


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def distance(one: Box, other: Box) -> float:
    """Inches between two boxes; 0 where they touch."""
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    down = max(one[1] - other[3], other[1] - one[3], 0.0)
    return math.hypot(across, down)


def box_of_piece(piece: Piece) -> Box:
    """The box around a piece's capitals, in inches."""
    turn = math.radians(piece.angle)
    height = piece.size * POINT * CAP
    rise = (-math.sin(turn) * height, -math.cos(turn) * height)
    points = [(piece.x, piece.y), (piece.end_x, piece.end_y)]
    points += [(x + rise[0], y + rise[1]) for x, y in points]
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def lines_of(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """All lines of the page, from top to bottom within an angle; words on an arc as lines of their own."""
    chains, straight = _curved(pieces)
    by_angle: dict[int, list[Piece]] = defaultdict(list)
    for piece in straight:
        by_angle[round((piece.angle % 360) / ANGLE_STEP) % round(360 / ANGLE_STEP)].append(piece)
    lines = [_line(chain, curved=True) for chain in chains]
    for step in sorted(by_angle):
        group = by_angle[step]
        lines.extend(_straight(group, sorted(piece.angle for piece in group)[len(group) // 2]))
    return tuple(lines)


def _curved(pieces: Sequence[Piece]) -> tuple[list[list[Piece]], list[Piece]]:
    """Runs of single letters whose angle turns from one to the next, and all other pieces."""
    chains: list[list[Piece]] = []
    straight: list[Piece] = []
    chain: list[Piece] = []
    for piece in pieces:
        if chain and not piece.text.strip():
            # A blank between two words along an arc turns like them, and says nothing.
            continue
        if chain and not _turns(chain[-1], piece):
            (chains.append if len(chain) >= MIN_CURVED else straight.extend)(chain)
            chain = []
        if len(piece.text.strip()) == 1:
            chain.append(piece)
        else:
            straight.append(piece)
    (chains.append if len(chain) >= MIN_CURVED else straight.extend)(chain)
    return chains, straight


def _turns(before: Piece, piece: Piece) -> bool:
    if len(piece.text.strip()) != 1 or not 0.8 <= piece.size / before.size <= 1.25:
        return False
    turn = abs((piece.angle - before.angle + 180) % 360 - 180)
    reach = math.hypot(piece.x - before.end_x, piece.y - before.end_y)
    return 0.4 <= turn <= 60 and reach <= 2.5 * piece.size * POINT


def _straight(pieces: list[Piece], angle: float) -> list[Line]:
    """Lines of pieces that share a direction of writing."""
    turn = math.radians(angle)
    along, across = (math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))
    placed = sorted(
        (
            (piece.x * across[0] + piece.y * across[1], piece.x * along[0] + piece.y * along[1], piece)
            for piece in pieces
        ),
        key=lambda row: (row[0], row[1]),
    )
    lines: list[Line] = []
    level: list[tuple[float, Piece]] = []
    baseline = -math.inf
    for down, start, piece in placed:
        if level and down - baseline > BASELINE_SHARE * min(piece.size, level[-1][1].size) * POINT:
            lines.extend(_split(level, along))
            level = []
        if not level:
            baseline = down
        level.append((start, piece))
    lines.extend(_split(level, along))
    return lines


def _split(level: list[tuple[float, Piece]], along: tuple[float, float]) -> list[Line]:
    """Cuts the pieces of one baseline at wide gaps and changes of size; a piece painted twice counts once."""
    lines: list[Line] = []
    run: list[Piece] = []
    end = -math.inf
    for start, piece in sorted(level, key=lambda row: row[0]):
        em = piece.size * POINT
        stop = piece.end_x * along[0] + piece.end_y * along[1]
        if run and _is_repeat(run[-1], piece):
            continue
        if run and (start - end > GAP_SHARE * em or not 0.6 <= piece.size / run[-1].size <= 1.67):
            lines.append(_line(run, curved=False))
            run = []
        run.append(piece)
        end = max(end, stop) if len(run) > 1 else stop
    if run:
        lines.append(_line(run, curved=False))
    return lines


def _is_repeat(before: Piece, piece: Piece) -> bool:
    """Painted twice at nearly the same place, as bold or shadowed letters are."""
    reach = 0.2 * piece.size * POINT
    return before.text == piece.text and math.hypot(piece.x - before.x, piece.y - before.y) <= reach


def _line(run: list[Piece], *, curved: bool) -> Line:
    text = run[0].text
    for before, piece in pairwise(run):
        gap = math.hypot(piece.x - before.end_x, piece.y - before.end_y)
        is_apart = gap > (0.9 if curved else BLANK_SHARE) * piece.size * POINT
        text += (" " if is_apart and not text.endswith(" ") else "") + piece.text
    return Line(
        text=" ".join(text.split()),
        box=around(box_of_piece(piece) for piece in run),
        angle=run[0].angle,
        size=max(piece.size for piece in run),
        visible=run[0].visible,
        curved=curved,
        order=run[0].order,
    )
