"""Pictures on a sheet: photographs, and pictures that may be a seal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parsers.plans.evidence import Box
from parsers.plans.objects import PlacedImage
from parsers.plans.picture import Picture

MIN_BITS = 8
MIN_SQUARE_IN = 1.5
MAX_SAMPLES = 120
LEVELS = 32
MIDDLE_SHARE = 0.45
"""Share of a photograph that is neither paper white nor black."""
MIN_BITS_OF_TONE = 2.4
SEAL_IN = (0.9, 3.2)
STAMP_SQUARE_IN = (0.4, 80.0)
STAMP_LONG_IN = 1.5
MAX_STAMPS = 6


def photographs(picture: Picture, images: Sequence[PlacedImage]) -> tuple[Box, ...]:
    """Boxes of pictures with the tones of a photograph, at least 1.5 sq in each; scans of drawings are none."""
    wide = [image for image in images if image.bits >= MIN_BITS]
    return tuple(image.box for image in wide[:400] if _is_photograph(picture, image))[:20]


def _is_photograph(picture: Picture, image: PlacedImage) -> bool:
    across = (image.box[2] - image.box[0]) * picture.width_in
    down = (image.box[3] - image.box[1]) * picture.height_in
    if across * down < MIN_SQUARE_IN or min(image.width_dots, image.height_dots) < 40:
        return False
    part = picture.part(image.box)
    sample = part[:: max(1, part.shape[0] // MAX_SAMPLES), :: max(1, part.shape[1] // MAX_SAMPLES)]
    if sample.size < 400:
        return False
    tone = (((sample >> 16) & 0xFF) + 2 * ((sample >> 8) & 0xFF) + (sample & 0xFF)) // 4
    middle = float(((tone > 30) & (tone < 232)).mean())
    return middle >= MIDDLE_SHARE and _bits(
        np.bincount((tone * LEVELS // 256).ravel(), minlength=LEVELS)
    ) >= (MIN_BITS_OF_TONE)


def _bits(counts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> float:
    """How many bits the tones carry: flat areas of a few tones carry little."""
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def seal_pictures(picture: Picture, images: Sequence[PlacedImage]) -> tuple[Box, ...]:
    """Boxes of pictures of a seal's size and shape; only hints that a stamp may be there."""
    found = []
    for image in images[:400]:
        across = (image.box[2] - image.box[0]) * picture.width_in
        down = (image.box[3] - image.box[1]) * picture.height_in
        is_sized = SEAL_IN[0] <= min(across, down) and max(across, down) <= SEAL_IN[1]
        if is_sized and max(across, down) <= 1.6 * min(across, down):
            found.append(image.box)
    return tuple(found)[:10]


def stamp_pictures(picture: Picture, images: Sequence[PlacedImage]) -> tuple[Box, ...]:
    """Boxes of pictures that may hold the words of a stamp, the largest first: no photographs, no whole sheets."""
    found = []
    for image in images[:400]:
        across = (image.box[2] - image.box[0]) * picture.width_in
        down = (image.box[3] - image.box[1]) * picture.height_in
        if (
            STAMP_SQUARE_IN[0] <= across * down <= STAMP_SQUARE_IN[1]
            and max(across, down) >= STAMP_LONG_IN
            and not _is_photograph(picture, image)
        ):
            found.append((across * down, image.box))
    return tuple(box for _, box in sorted(found, reverse=True)[:MAX_STAMPS])
