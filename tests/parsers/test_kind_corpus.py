"""How many mails of the labelled corpus are taken for what they are."""

from __future__ import annotations

from tests.corpus.kinds import labelled_kinds

LEAST = 0.98


def test_the_kinds_of_the_corpus_are_told_apart() -> None:
    mails = list(labelled_kinds())
    wrong = [f"{one.name}: {one.found}, not {one.kinds[0]}" for one in mails if not one.is_right]
    assert 1 - len(wrong) / len(mails) >= LEAST, wrong
