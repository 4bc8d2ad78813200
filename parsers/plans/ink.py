"""Colour and gray as drawn on a sheet, told apart from paper, pixels' edges and fringes (D13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parsers.plans import scans
from parsers.plans.evidence import Box, Ink
from parsers.plans.extent import ink_of
from parsers.plans.objects import PlacedImage
from parsers.plans.picture import Picture, is_mixed

DARK = 72
"""Brightest channel that still counts as black ink, where the tone is not plainly coloured."""
DARK_CHROMA = 48
DEEP = 40
LIGHT = 250
CHROMA = 14
"""Largest less smallest channel from which a drawn tone is a colour; grays of printing inks reach 8."""

INSIDE = 5
"""Gray neighbours, itself counted, beyond which a dot lies inside a gray area."""
LEAST_OF_TONE, TONE_SHARE = 12, 0.05

Dots = NDArray[np.uint32]
Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Inks:
    """All colour; without highlighter; without red either; red alone; gray."""

    all_color: Ink = field(default_factory=Ink)
    color: Ink = field(default_factory=Ink)
    beside_red: Ink = field(default_factory=Ink)
    red: Ink = field(default_factory=Ink)
    gray: Ink = field(default_factory=Ink)


def inks_of(
    picture: Picture,
    images: Sequence[PlacedImage],
    highlighter: Sequence[Box],
    smoothed: Sequence[Box] = (),
) -> Inks:
    """The inks of one sheet. `images`: pictures placed on it; `highlighter`: boxes of marker strokes.

    `smoothed`: boxes of black letters that the renderer smooths all the same (bitmap fonts).
    """
    if picture.is_plain:
        return Inks()
    shape = picture.dots.shape
    in_images = _toned_area(picture, images)
    colored, gray = _drawn(picture.dots, in_images)
    for top, bottom, left, right, paper in scans.regions(picture, images):
        seen = scans.tones(picture.dots[top:bottom, left:right], is_paper=paper)
        colored.append(_moved(seen.color, left, top, shape[1]))
        gray.append(_moved(seen.gray, left, top, shape[1]))
    color_dots, gray_dots = np.unique(np.concatenate(colored)), np.unique(np.concatenate(gray))
    smooth = [*smoothed, *(image.box for image in images if _is_slanted(image))]
    gray_dots = gray_dots[~_under(gray_dots, shape, smooth)]
    red = _is_red(picture.dots.reshape(-1)[color_dots])
    marked = _under(color_dots, shape, highlighter)
    return Inks(
        all_color=ink_of(color_dots, shape, picture.dpi),
        color=ink_of(color_dots[~marked], shape, picture.dpi),
        beside_red=ink_of(color_dots[~red & ~marked], shape, picture.dpi),
        red=ink_of(color_dots[red & ~marked], shape, picture.dpi),
        gray=ink_of(gray_dots, shape, picture.dpi),
    )


def _is_slanted(image: PlacedImage) -> bool:
    """A bilevel scan laid down at an angle: the renderer smooths it, the scan itself has no gray."""
    return image.bits == 1 and not image.upright


def _toned_area(picture: Picture, images: Sequence[PlacedImage]) -> Mask | None:
    """Where pictures with tones lie; those dots are judged as scans are."""
    regions = scans.regions(picture, images)
    if not regions:
        return None
    covered = np.zeros(picture.dots.shape, dtype=np.bool_)
    for top, bottom, left, right, _ in regions:
        covered[top:bottom, left:right] = True
    return covered


def _drawn(dots: Dots, in_images: Mask | None) -> tuple[list[Indices], list[Indices]]:
    """Coloured and gray dots outside of pictures."""
    mixed = is_mixed(dots)
    if in_images is not None:
        mixed &= ~in_images
    flat = np.flatnonzero(mixed)
    brightest, weakest = extremes(dots.reshape(-1)[flat])
    chroma = brightest - weakest
    dark = (brightest <= DEEP) | ((brightest <= DARK) & (chroma <= DARK_CHROMA))
    colored = flat[~dark & (chroma >= CHROMA)]
    gray = flat[~dark & (chroma < CHROMA) & (weakest < LIGHT)]
    gray = gray[~_on_edges(gray, dots)]
    return [colored], [gray[_is_tone(gray, dots)]]


def extremes(values: Dots) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """(brightest, weakest) channel of each dot."""
    red, green, blue = channels(values)
    return np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)


def channels(values: Dots) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]:
    """(red, green, blue) of each dot, 0 to 255."""
    red, green = (values >> 16).astype(np.int16), ((values >> 8) & 0xFF).astype(np.int16)
    return red, green, (values & 0xFF).astype(np.int16)


def _on_edges(gray: Indices, dots: Dots) -> Mask:
    """Which gray dots touch both black and white: the smoothed rim of a clipping path, not a gray tone."""
    touches_black = np.zeros(gray.size, dtype=np.bool_)
    touches_white = np.zeros(gray.size, dtype=np.bool_)
    height, width = dots.shape
    y, x = gray // width, gray % width
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            near = dots[np.clip(y + down, 0, height - 1), np.clip(x + across, 0, width - 1)]
            brightest, weakest = extremes(near)
            touches_black |= brightest <= DARK
            touches_white |= weakest >= LIGHT
    return touches_black & touches_white


def _is_tone(gray: Indices, dots: Dots) -> Mask:
    """Which gray dots belong to a gray that was drawn: within an area, or of a tone that many dots share.

    What is left over where hatches end at a clipping path is scattered, and of every tone alike.
    """
    if gray.size == 0:
        return np.zeros(0, dtype=np.bool_)
    height, width = dots.shape
    is_gray = np.zeros(dots.shape, dtype=np.bool_)
    is_gray.reshape(-1)[gray] = True
    y, x = gray // width, gray % width
    around = np.zeros(gray.size, dtype=np.int8)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            around += is_gray[np.clip(y + down, 0, height - 1), np.clip(x + across, 0, width - 1)]
    _, tone, counts = np.unique(dots.reshape(-1)[gray], return_inverse=True, return_counts=True)
    least = max(LEAST_OF_TONE, TONE_SHARE * gray.size)
    is_tone: Mask = (around > INSIDE) | (counts >= least)[tone]
    return is_tone


def _moved(mask: Mask, left: int, top: int, width: int) -> Indices:
    """Flat indices in the sheet of a region's mask."""
    y, x = np.nonzero(mask)
    moved: Indices = (y + top) * width + (x + left)
    return moved


def _under(flat: Indices, shape: tuple[int, int], boxes: Sequence[Box]) -> Mask:
    """Which dots lie under one of the boxes, two dots' rim included."""
    under = np.zeros(flat.size, dtype=np.bool_)
    y, x = flat // shape[1], flat % shape[1]
    for left, top, right, bottom in boxes:
        across = (x >= left * shape[1] - 2) & (x <= right * shape[1] + 2)
        under |= across & (y >= top * shape[0] - 2) & (y <= bottom * shape[0] + 2)
    return under


def _is_red(values: Dots) -> Mask:
    """Which coloured dots are red or a tint of it: within 20 degrees of pure red."""
    red, green, blue = channels(values)
    weakest = np.minimum(green, blue)
    reach = np.maximum(red - weakest, 1)
    is_red: Mask = (red > green) & (red > blue) & (np.maximum(green, blue) - weakest <= reach / 3 + 2)
    return is_red
