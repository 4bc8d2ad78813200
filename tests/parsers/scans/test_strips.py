"""Runs of letters set one below the other, and their words put back."""

from __future__ import annotations

import numpy as np

from parsers.scans.seen import SeenWord
from parsers.scans.strips import SCALE, put_back, strips_of
from parsers.scans.upright import Gray

DPI = 300


def page(*words: tuple[int, int]) -> Gray:
    """A page with bars of 40 x 200 dots as words, their upper left corners at these places."""
    clean = np.full((900, 1200), 245, dtype=np.uint8)
    for left, top in words:
        clean[top : top + 40, left : left + 200] = 20
    return clean


def test_words_far_apart_are_strips_of_their_own_in_reading_order() -> None:
    _, strips = strips_of(page((700, 100), (100, 100), (100, 400)), DPI)
    assert [(round(strip.left, -2), round(strip.top, -2)) for strip in strips] == [
        (100, 100),
        (700, 100),
        (100, 400),
    ]


def test_a_word_seen_on_the_strips_is_put_back_where_it_is_on_the_page() -> None:
    picture, strips = strips_of(page((700, 100), (100, 400)), DPI)
    rows, columns = np.nonzero(picture < 100)
    second = rows > strips[1].set_at * SCALE
    box = (columns[second].min(), rows[second].min(), columns[second].max(), rows[second].max())
    seen = SeenWord("Tower", (int(box[0]), int(box[1]), int(box[2]), int(box[3])), 96.0, 4)
    (word,) = put_back([seen], strips, DPI)
    assert np.abs(np.array(word.box) - (100, 400, 300, 440)).max() <= 4


def test_clean_paper_gives_no_strips() -> None:
    assert strips_of(page(), DPI)[1] == ()
