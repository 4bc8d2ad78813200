from __future__ import annotations

from bot.health.progress import Progress


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_lane_that_is_silent_for_too_long_hangs_until_it_moves() -> None:
    clock = Seconds()
    progress = Progress(clock)
    progress.watch("mailbox-intake", 60)
    progress.watch("outbox", 600)
    clock.now += 61
    assert progress.stuck() == ("mailbox-intake",)
    progress.beat("mailbox-intake")
    assert progress.stuck() == ()
    assert progress.silent_seconds() == {"mailbox-intake": 0, "outbox": 61}


def test_a_round_is_done_when_every_lane_has_moved() -> None:
    progress = Progress()
    progress.watch("a", 60)
    progress.watch("b", 60)
    progress.beat("a")
    progress.beat("a")
    assert not progress.took_a_round()
    progress.beat("b")
    assert progress.took_a_round()
    assert not progress.took_a_round()


def test_without_lanes_nothing_hangs_and_no_round_is_done() -> None:
    progress = Progress()
    assert progress.stuck() == ()
    assert not progress.took_a_round()
