"""Cuts the runs of letters out of a picture and sets them one below the other, for a second look at each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from parsers.scans.pieces import PixelBox, pieces
from parsers.scans.seen import SeenWord
from parsers.scans.upright import Gray, threshold

CELL = 5
GAP_IN = 0.11
HEIGHT_IN = (0.04, 0.8)
RIM_IN = 0.05
MAX_STRIPS = 250
SCALE = 0.75
"""A second look at another size errs elsewhere."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A run of letters: where it is on the page, and where it was set."""

    left: int
    top: int
    right: int
    bottom: int
    set_at: int


def strips_of(clean: Gray, dots_per_inch: int) -> tuple[Gray, tuple[Strip, ...]]:
    """The picture of all strips, and the strips; a small blank picture where there are none."""
    boxes = _runs_of_letters(clean, dots_per_inch)
    rim = round(RIM_IN * dots_per_inch)
    strips: list[Strip] = []
    down = 2 * rim
    for left, top, right, bottom in boxes:
        strip = Strip(max(0, left - rim), max(0, top - CELL), right + rim, bottom + CELL, down)
        strips.append(strip)
        down += strip.bottom - strip.top + rim
    width = max((strip.right - strip.left for strip in strips), default=0) + 4 * rim
    picture = np.full((down + 2 * rim, width), int(np.median(clean)), dtype=np.uint8)
    for strip in strips:
        cut = clean[strip.top : strip.bottom, strip.left : strip.right]
        picture[strip.set_at : strip.set_at + cut.shape[0], 2 * rim : 2 * rim + cut.shape[1]] = cut
    size = (round(picture.shape[1] * SCALE), round(picture.shape[0] * SCALE))
    small = Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(small, dtype=np.uint8), tuple(strips)


def _runs_of_letters(clean: Gray, dots_per_inch: int) -> list[PixelBox]:
    dark = clean < threshold(clean)
    rows, columns = dark.shape[0] // CELL, dark.shape[1] // CELL
    inked = dark[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).sum(axis=(1, 3)) > 2
    reach = round(GAP_IN * dots_per_inch / CELL)
    sums = np.cumsum(np.pad(inked, ((0, 0), (reach + 1, reach))), axis=1)
    smeared = sums[:, 2 * reach :] - sums[:, : -2 * reach] > 0
    smeared = smeared[:, : inked.shape[1]]
    least, most = (round(side * dots_per_inch) for side in HEIGHT_IN)
    found = [
        ((left + reach // 2) * CELL, top * CELL, (right - reach // 2) * CELL, bottom * CELL)
        for left, top, right, bottom in pieces(smeared).tolist()
        if least <= (bottom - top) * CELL <= most
    ]
    return sorted(found, key=lambda box: (box[1], box[0]))[:MAX_STRIPS]


def put_back(words: Sequence[SeenWord], strips: Sequence[Strip], dots_per_inch: int) -> tuple[SeenWord, ...]:
    """The words seen on the picture of strips, where they are on the page."""
    rim = round(RIM_IN * dots_per_inch)
    found = []
    lines: dict[tuple[int, int], int] = {}
    for word in words:
        left, top, right, bottom = (round(side / SCALE) for side in word.box)
        middle = (top + bottom) / 2
        own = [one for one in strips if one.set_at <= middle < one.set_at + one.bottom - one.top]
        if own:
            east, south = own[0].left - 2 * rim, own[0].top - own[0].set_at
            box = (left + east, top + south, right + east, bottom + south)
            line = lines.setdefault((own[0].set_at, word.line), len(lines))
            found.append(SeenWord(word.text, box, word.sureness, line))
    return tuple(found)
