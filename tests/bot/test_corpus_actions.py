"""The labelled corpus through the real decide path: what is done about each mail, and whom it is routed to."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.inspection import messages
from tests.corpus.inspection.decided import decided
from tests.storage.stores import scratch_store

LEAST = 0.99


def test_the_right_thing_is_done_about_99_of_100_mails_and_none_is_misrouted(tmp_path: Path) -> None:
    found = list(decided(list(messages()), scratch_store(tmp_path)))
    wrong = [(one.name, one.expected, one.action, one.codes) for one in found if one.action != one.expected]
    assert len(wrong) <= len(found) * (1 - LEAST), wrong
    assert [one.misrouted for one in found if one.misrouted] == []
