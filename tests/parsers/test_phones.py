"""Telephone numbers, whole and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.phones import read_phones


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("503-555-0142", "+15035550142"),
        ("(503) 555-0142", "+15035550142"),
        ("503.555.0142", "+15035550142"),
        ("5035550142", "+15035550142"),
        ("+1 503 555 0142", "+15035550142"),
        ("1-503-555-0142", "+15035550142"),
        ("503-555-0142 x12", "+15035550142"),
        ("+1 (971) 555-0133, ext. 44", "+19715550133"),
        ("971/555-0101", "+19715550101"),
        ("+44 20 7946 0958", "+442079460958"),
        ("503\u2011555\u20110142", "+15035550142"),
        ("503-555-014", None),
        ("555-0142", None),
        ("503-5555-0142", None),
        ("503555014", None),
    ],
)
def test_a_number_is_read_or_known_to_be_broken(text: str, number: str | None) -> None:
    assert [found for found, _ in read_phones(text)] == [number]


def test_the_number_as_written_stays() -> None:
    assert read_phones("call 503.555.0199 x12 please") == (("+15035550199", "503.555.0199 x12"),)


@pytest.mark.parametrize("text", ["24-012345-000-00-FA", "CCB 123456", "3/4/2026", "1220 SW 5th", ""])
def test_other_numbers_are_no_phones(text: str) -> None:
    assert read_phones(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_phones(text)
