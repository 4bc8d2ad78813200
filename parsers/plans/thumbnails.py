"""Small pictures of sheets for the report."""

from __future__ import annotations

import base64
import io

import numpy as np
from PIL import Image

from parsers.plans.picture import Picture

LONG_SIDE = 900
COLORS = 64


def thumbnail(picture: Picture) -> str:
    """The sheet as a PNG of at most 900 dots, base64."""
    dots = picture.dots
    rgb = np.empty((*dots.shape, 3), dtype=np.uint8)
    for channel, shift in enumerate((16, 8, 0)):
        rgb[..., channel] = (dots >> shift) & 0xFF
    image = Image.fromarray(rgb)
    step = max(1, max(image.size) // LONG_SIDE)
    small = image.reduce(step) if step > 1 else image
    small.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    small.quantize(COLORS).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")
