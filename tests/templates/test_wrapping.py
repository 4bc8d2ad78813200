"""Plain text at a readable width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from templates.wrapping import compact, labelled, quoted, tidy, wrapped

WORDS = st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=12), min_size=1, max_size=80)


@given(WORDS)
def test_wrapping_keeps_every_word_and_the_width(words: list[str]) -> None:
    lines = wrapped(" ".join(words), "- ")
    assert lines.split()[1:] == words
    assert all(len(line) <= 72 for line in lines.split("\n"))


def test_a_longer_word_keeps_a_line_of_its_own() -> None:
    link = "https://example.org/" + "x" * 100
    assert wrapped(f"see {link} there") == f"see\n{link}\nthere"


def test_further_lines_hang_below_the_first() -> None:
    assert wrapped("aa bb cc", "- ", width=7) == "- aa bb\n  cc"
    assert labelled("value", "Date") == "Date:              value"


def test_a_quotation_keeps_its_lines() -> None:
    assert quoted("one\n\ntwo") == "> one\n>\n> two"


def test_tidy_text_has_single_empty_lines_and_no_blanks_at_ends() -> None:
    assert tidy("\n\na  \n\n\n \nb\n\n") == "a\n\nb\n"
    assert compact("a\n\n \nb") == "a\nb"
