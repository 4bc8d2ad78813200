"""Pieces of ink on a picture."""

from __future__ import annotations

import numpy as np

from parsers.scans.pieces import pieces


def picture(*rows: str) -> np.ndarray:
    return np.array([[dot == "#" for dot in row] for row in rows])


def test_what_touches_also_by_a_corner_is_one_piece() -> None:
    found = pieces(picture("##...#", "..#..#", "......", "#....."))
    assert sorted(map(tuple, found.tolist())) == [(0, 0, 3, 2), (0, 3, 1, 4), (5, 0, 6, 2)]


def test_two_arms_that_meet_further_down_are_one_piece() -> None:
    assert pieces(picture("#...#", "#...#", ".###.")).tolist() == [[0, 0, 5, 3]]


def test_clean_paper_has_no_pieces() -> None:
    assert pieces(picture("....", "....")).shape == (0, 4)
