"""Mails that were labelled from the rules alone, through the real decide path, field by field."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.corpus.inspection.office_mails import judged
from tests.storage.stores import scratch_store

LEAST = 0.98


def test_every_field_is_right_in_98_of_100_and_nothing_wrong_is_acted_on(tmp_path: Path) -> None:
    verdicts = list(judged(scratch_store(tmp_path)))
    seen = Counter(verdict[1] for verdict, _, _ in verdicts)
    right = Counter(verdict[1] for verdict, is_right, _ in verdicts if is_right)
    wrong = [verdict for verdict, is_right, _ in verdicts if not is_right]
    below = {name: round(right[name] / seen[name], 4) for name in seen if right[name] < LEAST * seen[name]}
    assert not below, "\n".join(map(str, [below, *wrong]))
    assert [verdict for verdict, _, acted_on in verdicts if acted_on] == []
