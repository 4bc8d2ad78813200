"""What strangers wrote, made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.cleaning import clean, one_line, several_lines


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("O’Brien & José Łukasz 李", "O’Brien & José Łukasz 李"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u200bb\ufeffc\u00add\x00e\x1bf", "abcdef"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ud800x", "x"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
    ],
)
def test_hidden_characters_go_and_letters_stay(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(max_size=300))
def test_cleaned_text_holds_no_control_and_can_be_sent(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not any(
        unicodedata.category(character) == "Cc" for character in cleaned if character not in "\n\t"
    )
    assert clean(cleaned) == cleaned


@given(st.text(max_size=300))
def test_one_line_is_one_line_within_its_limit(text: str) -> None:
    line = one_line(text, 40)
    assert len(line) <= 40
    assert len(line.splitlines()) <= 1


def test_several_lines_are_cut_with_an_ellipsis() -> None:
    assert several_lines("a\n\n\n\nb\n") == "a\n\nb"
    assert several_lines("x\n" * 100, lines=3) == "x\nx\nx…"
    assert len(several_lines("y" * 10_000_000, limit=100)) == 100
