"""Skew, rules, boxes and handwriting on a picture of a page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.scans.drawn import drawing_of, unread_ink, with_boxes
from parsers.scans.seen import SeenWord
from parsers.scans.upright import Gray, level, skew_degrees

DPI = 200


def picture() -> Image.Image:
    """A white page, 8.5 x 5 in at 200 dots an inch, with eight rows of dashes as words."""
    page = Image.new("L", (1700, 1000), 245)
    draw = ImageDraw.Draw(page)
    for row in range(8):
        for word in range(9):
            draw.rectangle((150 + word * 150, 100 + row * 90, 250 + word * 150, 118 + row * 90), fill=30)
    return page


def gray(page: Image.Image) -> Gray:
    return np.asarray(page, dtype=np.uint8)


@pytest.mark.parametrize("degrees", [-3.0, -1.2, 0.0, 0.7, 2.5])
def test_a_page_scanned_askew_is_turned_level(degrees: float) -> None:
    askew = picture().rotate(degrees, fillcolor=245, resample=Image.Resampling.BICUBIC)
    assert skew_degrees(gray(askew)) == pytest.approx(-degrees, abs=0.21)
    assert skew_degrees(level(gray(askew))) == pytest.approx(0, abs=0.21)


def test_rules_are_found_across_and_down_and_words_are_none() -> None:
    page = Image.new("L", (1700, 1000), 245)
    draw = ImageDraw.Draw(page)
    draw.line((200, 300, 1200, 300), fill=20, width=2)
    draw.line((200, 300, 200, 700), fill=20, width=2)
    draw.rectangle((400, 400, 420, 425), fill=20)
    found = drawing_of(gray(page), DPI)
    assert [(round(x, -1), round(y, -1)) for x, _, y, _ in found.level] == [(200, 1200)]
    assert [(round(x, -1), round(y, -1)) for _, x, _, y in found.upright] == [(300, 700)]


@pytest.mark.parametrize(("mark", "ticked"), [("", False), ("x", True), ("dot", True)])
def test_a_box_before_a_word_is_seen_with_its_tick(mark: str, *, ticked: bool) -> None:
    page = Image.new("L", (600, 200), 245)
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 90, 124, 114), outline=20, width=2)
    draw.rectangle((140, 92, 240, 112), fill=20)
    if mark == "x":
        draw.line((103, 93, 121, 111), fill=20, width=3)
        draw.line((121, 93, 103, 111), fill=20, width=3)
    elif mark == "dot":
        draw.ellipse((107, 97, 117, 107), fill=20)
    word = SeenWord("Existing", (140, 92, 240, 112), 95.0)
    ring = SeenWord("O", (100, 90, 124, 114), 60.0)
    drawing, words = with_boxes(gray(page), drawing_of(gray(page), DPI), [ring, word], DPI)
    assert words == (word,)
    assert (len(drawing.empty_boxes), len(drawing.ticked_boxes)) == ((0, 1) if ticked else (1, 0))


def test_handwriting_is_ink_that_no_word_explains() -> None:
    page = Image.new("L", (600, 200), 245)
    draw = ImageDraw.Draw(page)
    draw.rectangle((20, 92, 120, 112), fill=20)
    draw.line([(x, 100 + 20 * np.sin(x / 9)) for x in range(200, 400, 3)], fill=20, width=4)
    ink = unread_ink(gray(page), [SeenWord("Signature", (20, 92, 120, 112), 95.0)])
    assert ink
    assert all(left >= 190 and right <= 410 for left, _, right, _ in ink)


def test_clean_paper_has_no_ink() -> None:
    noisy = np.random.default_rng(1).normal(240, 6, (800, 600)).clip(0, 255).astype(np.uint8)
    assert unread_ink(noisy, ()) == ()
