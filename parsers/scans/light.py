"""Evens out the light on a picture of a page, and turns white letters on dark bars into dark ones on white."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from parsers.scans.pieces import pieces
from parsers.scans.upright import Gray, threshold

PATCH = 16
CELL = 8
BAR_IN = (0.6, 0.09)


def evened(gray: Gray) -> Gray:
    """The picture as if its paper were equally white everywhere: tinted paper, shaded cells, shadows on photos."""
    rows, columns = gray.shape
    small = Image.fromarray(gray).resize(
        (max(1, columns // PATCH), max(1, rows // PATCH)), Image.Resampling.BOX
    )
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    white = np.asarray(paper.resize((columns, rows), Image.Resampling.BILINEAR), dtype=np.float32)
    # What is dark for a wide stretch is printed dark, not badly lit.
    even = gray * (250 / np.maximum(white, 90))
    return np.asarray(np.clip(even, 0, 255), dtype=np.uint8)


def without_bars(gray: Gray, dots_per_inch: int) -> Gray:
    """The picture with dark bars (headings, the rim of a scan) turned light, and what is white on them dark."""
    rows, columns = gray.shape[0] // CELL, gray.shape[1] // CELL
    dark = gray < threshold(gray)
    share = dark[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    full = share > 0.6
    plain = gray.copy()
    cell_in = CELL / dots_per_inch
    for left, top, right, bottom in pieces(full).tolist():
        long, short = sorted(((right - left) * cell_in, (bottom - top) * cell_in), reverse=True)
        filled = full[top:bottom, left:right].mean() > 0.5
        if long < BAR_IN[0] or short < BAR_IN[1] or not filled:
            continue
        area = np.s_[
            max(0, top - 1) * CELL : (bottom + 1) * CELL, max(0, left - 1) * CELL : (right + 1) * CELL
        ]
        plain[area] = _turned(plain[area], share[top:bottom, left:right].mean() > 0.97)
    return plain


def _turned(bar: Gray, is_empty: bool) -> Gray:
    """The bar in reverse; its rim, which lies in light already, and a bar with nothing on it turn white."""
    if is_empty:
        return np.full_like(bar, 255)
    lit = bar > 128
    turned = np.asarray(255 - bar, dtype=np.uint8)
    rim = np.logical_or.reduce(
        [
            np.logical_and.accumulate(lit, axis=0),
            np.logical_and.accumulate(lit[::-1], axis=0)[::-1],
            np.logical_and.accumulate(lit, axis=1),
            np.logical_and.accumulate(lit[:, ::-1], axis=1)[:, ::-1],
        ]
    )
    turned[rim] = 255
    return turned
