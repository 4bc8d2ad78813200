"""Boxes and rings to tick on a picture of a page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.scans.boxes import boxes_among
from parsers.scans.pieces import PixelBox, pieces

DPI = 300


def page_with(shape: str, mark: str = "", *, gap: int = 14) -> Image.Image:
    """A box or ring 40 dots wide, marked so, and two letters behind it."""
    page = Image.new("L", (600, 200), 245)
    draw = ImageDraw.Draw(page)
    outline = draw.rectangle if shape == "box" else draw.ellipse
    outline((100, 80, 140, 120), outline=20, width=4)
    if mark == "x":
        draw.line((106, 86, 134, 114), fill=20, width=4)
        draw.line((134, 86, 106, 114), fill=20, width=4)
    elif mark == "dot":
        draw.ellipse((112, 92, 128, 108), fill=20)
    elif mark == "tick":
        draw.line((108, 98, 118, 112, 148, 66), fill=20, width=5)
    for left in (140 + gap, 172 + gap):
        draw.rectangle((left, 84, left + 24, 120), fill=20)
    return page


def found_on(page: Image.Image) -> tuple[tuple[PixelBox, ...], tuple[PixelBox, ...]]:
    dark = np.asarray(page) < 170
    return boxes_among(pieces(dark), dark, DPI)


@pytest.mark.parametrize("shape", ["box", "ring"])
@pytest.mark.parametrize(("mark", "ticked"), [("", False), ("x", True), ("dot", True)])
def test_a_box_or_ring_before_a_word_is_seen_with_its_mark(shape: str, mark: str, *, ticked: bool) -> None:
    empty, marked = found_on(page_with(shape, mark))
    assert (len(empty), len(marked)) == ((0, 1) if ticked else (1, 0))


def test_a_tick_that_reaches_beyond_its_box_is_in_the_box() -> None:
    empty, (box,) = found_on(page_with("box", "tick", gap=30))
    assert empty == ()
    assert box == pytest.approx((100, 80, 141, 121), abs=3)


def test_a_round_letter_at_the_beginning_of_a_word_is_no_ring() -> None:
    assert found_on(page_with("ring", gap=4)) == ((), ())
