"""Tones in pictures placed on a sheet: paper's own tint, compression noise and fringes are no ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parsers.plans.evidence import Box
from parsers.plans.objects import PlacedImage
from parsers.plans.picture import Picture

MIN_BITS = 2
SCAN_SHARE = 0.5
"""Share of the sheet from which pictures with tones are taken for a scan of the whole sheet."""
BLOCK = 72
WINDOW, WIDE_WINDOW = 9, 21
STRONG_CHROMA = 40
TINT = 14
SCAN_TINT = 24
COHERENT = 0.5
"""Share of the chroma that must be left when it is averaged with its sign: fringes cancel out."""
GRAY_FROM, GRAY_TO = 72, 225
PAPER_LEAST = 150
PAPER_CHROMA = 60
PAPER_VARIES = 40
STRIP = 360

Dots = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Tones = NDArray[np.float32]
Region = tuple[int, int, int, int, bool]
"""(top, bottom, left, right) in dots, and whether it is a scan on paper."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Coloured and gray dots of one region."""

    color: Mask
    gray: Mask


def regions(picture: Picture, images: Sequence[PlacedImage]) -> tuple[Region, ...]:
    """Where pictures with tones lie: the whole sheet if they cover half of it, else each on its own."""
    toned = [image for image in images if image.bits >= MIN_BITS]
    if not toned:
        return ()
    height, width = picture.dots.shape
    if sum(_area(image.box) for image in toned) >= SCAN_SHARE:
        return ((0, height, 0, width, True),)
    return tuple(_region(image.box, height, width) for image in toned)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _region(box: Box, height: int, width: int) -> Region:
    top, bottom = int(box[1] * height), min(height, round(box[3] * height) + 1)
    left, right = int(box[0] * width), min(width, round(box[2] * width) + 1)
    return (top, bottom, left, right, False)


def tones(dots: Dots, *, is_paper: bool) -> Seen:
    """Which dots of a picture are coloured or gray ink. `is_paper`: the tint of the paper is taken out."""
    seen = Seen(np.zeros(dots.shape, dtype=np.bool_), np.zeros(dots.shape, dtype=np.bool_))
    if dots.size == 0:
        return seen
    tints = _paper(dots) if is_paper else None
    height = dots.shape[0]
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        first, last = max(0, top - WIDE_WINDOW), min(height, bottom + WIDE_WINDOW)
        color = _channels(dots[first:last])
        if tints is not None:
            color = np.minimum(color * (255.0 / _stretched(tints, dots.shape, first, last)), 255.0)
        part = _strip(color, SCAN_TINT if is_paper else TINT)
        inner = slice(top - first, bottom - first)
        seen.color[top:bottom], seen.gray[top:bottom] = part.color[inner], part.gray[inner]
    return seen


def _strip(color: Tones, tint: float) -> Seen:
    # Plane by plane: numpy takes five times as long over a last axis of three.
    red, green, blue = color[..., 0], color[..., 1], color[..., 2]
    brightest = np.maximum(np.maximum(red, green), blue)
    weakest = np.minimum(np.minimum(red, green), blue)
    colored = _colored(color, brightest - weakest, tint)
    tone = (brightest + weakest) / 2
    return Seen(colored, (tone > GRAY_FROM) & (tone < GRAY_TO) & ~colored)


def _channels(dots: Dots) -> Tones:
    stacked: Tones = np.stack([(dots >> shift) & 0xFF for shift in (16, 8, 0)], axis=-1).astype(np.float32)
    return stacked


def _paper(dots: Dots) -> Tones:
    """The paper's tint in blocks of an inch; white where no paper can be made out."""
    rows, columns = (max(1, side // BLOCK) for side in dots.shape)
    tints = np.full((rows, columns, 3), np.nan, dtype=np.float32)
    for row, strip in enumerate(np.array_split(dots[::3, ::3], rows, axis=0)):
        for column, block in enumerate(np.array_split(strip, columns, axis=1)):
            tints[row, column] = np.percentile(_channels(block).reshape(-1, 3), 75, axis=0)
    is_paper = (tints.min(axis=-1) >= PAPER_LEAST) & (np.ptp(tints, axis=-1) <= PAPER_CHROMA)
    if is_paper.mean() < 0.5:
        return np.full((1, 1, 3), 255.0, dtype=np.float32)
    usual = np.median(tints[is_paper], axis=0)
    is_paper &= np.abs(tints - usual).max(axis=-1) <= PAPER_VARIES
    tints[~is_paper] = usual
    return tints


def _stretched(tints: Tones, shape: tuple[int, ...], first: int, last: int) -> Tones:
    """The tint at each dot of the rows from `first` to `last`."""
    down = np.minimum(np.arange(first, last) * tints.shape[0] // shape[0], tints.shape[0] - 1)
    across = np.minimum(np.arange(shape[1]) * tints.shape[1] // shape[1], tints.shape[1] - 1)
    stretched: Tones = tints[down][:, across]
    return stretched


def _colored(color: Tones, chroma: Tones, tint: float) -> Mask:
    """Coloured dots: strong ones whose neighbourhood agrees, and even tints over a window."""
    nothing = np.zeros(chroma.shape, dtype=np.bool_)
    if chroma.size == 0 or chroma.max() < tint:
        return nothing
    # Only the part that holds any chroma is averaged: most scans have none, or a stamp in a corner.
    rows, columns = np.flatnonzero((chroma >= tint).any(axis=1)), np.flatnonzero((chroma >= tint).any(axis=0))
    part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    red_green = color[part][..., 0] - color[part][..., 1]
    blue_green = color[part][..., 2] - color[part][..., 1]
    signed, unsigned = _chroma_around(red_green, blue_green, WINDOW)
    strong = (chroma[part] >= STRONG_CHROMA) & (signed >= COHERENT * unsigned)
    if strong.any():
        # Fringes that were thinned out by drawing the picture smaller cancel over a wider window only.
        wide, wide_unsigned = _chroma_around(red_green, blue_green, WIDE_WINDOW)
        strong &= wide >= COHERENT * wide_unsigned
    even = (chroma[part] >= tint) & (signed >= tint) & (signed >= 0.8 * unsigned)
    nothing[part] = strong | even
    return nothing


def _chroma_around(red_green: Tones, blue_green: Tones, window: int) -> tuple[Tones, Tones]:
    """Mean chroma around each dot: with its sign, where opposite tints cancel out, and without."""
    signed: Tones = np.hypot(_averaged(red_green, window), _averaged(blue_green, window))
    return signed, _averaged(np.hypot(red_green, blue_green), window)


def _averaged(values: Tones, window: int) -> Tones:
    """Mean over a square window of dots around each; at the rim over what there is."""
    half = window // 2
    for axis in (0, 1):
        length = values.shape[axis]
        total = np.cumsum(values, axis=axis, dtype=np.float64)
        total = np.insert(total, 0, 0.0, axis=axis)
        ends = np.minimum(np.arange(length) + half + 1, length)
        starts = np.maximum(np.arange(length) - half, 0)
        counts = (ends - starts).reshape((-1, 1) if axis == 0 else (1, -1))
        values = ((np.take(total, ends, axis) - np.take(total, starts, axis)) / counts).astype(np.float32)
    return values
