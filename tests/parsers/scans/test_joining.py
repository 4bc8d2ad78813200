"""Words that a recogniser took apart."""

from __future__ import annotations

import pytest

from parsers.scans.joining import joined
from parsers.scans.seen import SeenWord


def row(*texts: str, gap: int) -> list[SeenWord]:
    """Words of one line in letters 40 dots high, so many dots apart."""
    words: list[SeenWord] = []
    left = 100
    for text in texts:
        words.append(SeenWord(text, (left, 100, left + 20 * len(text), 129), 95.0 - len(words), 3))
        left += 20 * len(text) + gap
    return words


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("$185,", "000"), "$185,000"),
        (("PAMP", "-0093"), "PAMP-0093"),
        (("w.", "abara@studio.example"), "w.abara@studio.example"),
        (("hoyelaran@civicform.", "example"), "hoyelaran@civicform.example"),
    ],
)
def test_a_torn_number_or_address_is_one_word(parts: tuple[str, ...], whole: str) -> None:
    assert [word.text for word in joined(row(*parts, gap=18))] == [whole]


def test_a_joined_word_is_as_sure_as_its_least_sure_part() -> None:
    (word,) = joined(row("$185,", "000", gap=18))
    assert word.sureness == 94.0


def test_numbers_a_blank_apart_stay_two() -> None:
    assert len(joined(row("1,", "250", gap=40))) == 2


def test_plain_words_stay_as_they_are() -> None:
    assert len(joined(row("Couch", "St,", "Suite", "310", gap=11))) == 4
