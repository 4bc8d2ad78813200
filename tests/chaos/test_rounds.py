"""The first rounds of `make chaos`, and that its audit notices what it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import rounds
from tests.chaos.audit import Audit
from tests.chaos.mails import Sent
from tests.chaos.rounds import Scene, play, registry, round_of


@pytest.mark.parametrize("seed", range(1, 7))
def test_whatever_happens_in_a_round_every_promise_holds(seed: int) -> None:
    assert round_of(seed).faults == ()


def test_the_audit_notices_a_mail_that_was_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sabotage(_chance: object, scene: Scene, mails: tuple[Sent, ...]) -> None:
        for sent in mails[1:]:
            scene.dovecot.drop(sent.mailbox, sent.raw, sent.received_at)

    monkeypatch.setattr(rounds, "_make_trouble", sabotage)
    found: Audit = play(4, tmp_path, registry())
    assert any("decided 0 times" in fault for fault in found.faults)
    assert any("mails, " in fault for fault in found.faults)
    assert any("letters, expected" in fault for fault in found.faults)
