"""The first of the mutations that `make fuzz` goes on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.inspection import messages
from tests.fuzz.mutations import mutated
from tests.fuzz.papers import verdict_on
from tests.fuzz.reading import read_everything


@pytest.mark.parametrize("start", range(1, 400, 40))
def test_a_damaged_mail_is_read_without_an_exception(start: int) -> None:
    originals = [one.raw for one in messages()]
    for number in range(start, start + 40):
        read_everything(mutated(originals, number))


@pytest.mark.parametrize("number", range(1, 21))
def test_a_damaged_pdf_ends_in_a_verdict(number: int, tmp_path: Path) -> None:
    seen = verdict_on(number, tmp_path)
    assert seen.problem in {None, "not_pdf", "unreadable", "encrypted", "timed_out"}
