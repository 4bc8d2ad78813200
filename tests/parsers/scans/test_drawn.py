"""Skew, rules, boxes and handwriting on a picture of a page."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsers.scans.drawn import cells, drawing_of, ruling_of, squared, unread_ink, without_lines
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


def ruled(*lines: tuple[int, int, int, int]) -> Gray:
    page = Image.new("L", (900, 400), 245)
    draw = ImageDraw.Draw(page)
    for line in lines:
        draw.line(line, fill=20, width=3)
    return gray(page)


def test_lines_of_a_box_that_a_scanner_left_a_little_off_close_it() -> None:
    page = ruled((100, 100, 700, 101), (104, 160, 703, 160), (100, 103, 100, 158), (701, 98, 701, 161))
    drawing = squared(ruling_of(page, DPI), DPI)
    (found,) = cells(drawing, DPI)
    assert found == pytest.approx((100, 100, 701, 160), abs=3)


def test_a_table_has_a_cell_for_each_column() -> None:
    page = ruled(
        (100, 100, 700, 100),
        (100, 160, 700, 160),
        (100, 100, 100, 160),
        (400, 100, 400, 160),
        (700, 100, 700, 160),
    )
    found = cells(squared(ruling_of(page, DPI), DPI), DPI)
    assert [(round(left, -1), round(right, -1)) for left, _, right, _ in found] == [(100, 400), (400, 700)]


def test_short_upright_strokes_that_end_on_no_line_are_letters() -> None:
    assert ruling_of(ruled((100, 100, 700, 100), (300, 200, 300, 235)), DPI).upright == ()


def test_a_stroke_across_a_rule_stays_when_the_rule_is_painted_over() -> None:
    page = ruled((100, 200, 700, 200), (400, 186, 400, 214))
    clean = without_lines(page, drawing_of(page, DPI))
    assert (clean[186:215, 400] < 100).all()
    assert (clean[195:206, 150:390] > 200).all()


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
