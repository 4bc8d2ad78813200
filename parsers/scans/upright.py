"""Turns a scan that lies a little askew so that its lines are level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Gray = NDArray[np.uint8]
MOST_DEGREES = 4.0
LOOKED_AT = 900


def level(gray: Gray) -> Gray:
    """The picture, turned by as much as makes its lines of letters sharpest; at most 4 degrees."""
    degrees = skew_degrees(gray)
    if abs(degrees) < 0.05:
        return gray
    paper = int(np.median(gray))
    turned = Image.fromarray(gray).rotate(degrees, resample=Image.Resampling.BILINEAR, fillcolor=paper)
    return np.asarray(turned, dtype=np.uint8)


def skew_degrees(gray: Gray) -> float:
    """By how many degrees, counterclockwise, the picture has to be turned to lie level."""
    dark = _small_ink(gray)
    rough = _sharpest(dark, np.arange(-MOST_DEGREES, MOST_DEGREES + 0.01, 0.5))
    return _sharpest(dark, np.arange(rough - 0.4, rough + 0.41, 0.1))


def lies_on_its_side(gray: Gray) -> bool:
    """Whether its rows of letters run up and down."""
    dark = _small_ink(gray)
    skew = skew_degrees(gray)
    return _sharpness(dark.transpose(Image.Transpose.ROTATE_90), skew) > _sharpness(dark, skew)


def _small_ink(gray: Gray) -> Image.Image:
    """The ink on the picture, white on black, small enough to be turned often."""
    small = Image.fromarray(gray)
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BILINEAR)
    return Image.fromarray(np.where(np.asarray(small) < threshold(gray), np.uint8(255), np.uint8(0)))


def threshold(gray: Gray) -> int:
    """What counts as ink: clearly darker than the paper."""
    return int(np.median(gray) * 0.72)


def _sharpest(dark: Image.Image, angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda degrees: _sharpness(dark, float(degrees))))


def _sharpness(dark: Image.Image, degrees: float) -> float:
    """How unlike neighbouring rows are: greatest where rows of letters and gaps between them alternate."""
    turned = np.asarray(dark.rotate(degrees), dtype=np.float32)
    rows = turned.sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
