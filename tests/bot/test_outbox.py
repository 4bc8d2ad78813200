from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.outbox import Outbox, Pace, Throttle
from bot.smtp import Outcome, SmtpLane, SmtpSettings
from storage.store import Store
from storage.switches import LETTERS_PAUSED
from storage.values import NewLetter
from tests.servers.smtp import SmtpReceiver, Step
from tests.storage.stores import scratch_store

START = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


def outbox(
    store: Store, receiver: SmtpReceiver, clock: HandClock, *, per_minute: int = 0, per_day: int = 0
) -> Outbox:
    settings = SmtpSettings("127.0.0.1", receiver.port, security="none", timeout_seconds=5, final_seconds=2)
    lanes = [SmtpLane(settings) for _ in range(2)]
    return Outbox(
        store,
        lanes,
        sender="intake@bureau.example",
        per_minute=per_minute,
        recipients_per_day=per_day,
        now=clock,
    )


def put(store: Store, count: int = 1) -> None:
    with store.transaction() as tx:
        for number in range(count):
            raw = f"From: intake@bureau.example\r\nMessage-ID: <l{number}@bureau.example>\r\n\r\nHello\r\n".encode()
            letter = NewLetter(
                letter_id=f"<l{number}@bureau.example>",
                purpose="reply",
                template="t",
                recipients=(f"r{number}@out.example",),
                subject="s",
                raw=raw,
            )
            tx.letters.put(letter, START)


def send(box: Outbox) -> int:
    async def work() -> int:
        try:
            return await box.send_due()
        finally:
            await box.close()

    return asyncio.run(work())


def states(store: Store) -> list[str]:
    with store.reading() as tx:
        every = tx.letters.in_state("due", "sending", "sent", "refused", "held", "undecidable")
    return [letter.state for letter in every]


def arrived(receiver: SmtpReceiver) -> list[str]:
    return sorted(str(message_from_bytes(mail.raw)["Message-ID"]) for mail in receiver.accepted)


def test_every_due_letter_leaves_once(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    put(store, 5)
    with SmtpReceiver() as receiver:
        assert send(outbox(store, receiver, HandClock())) == 5
        assert send(outbox(store, receiver, HandClock())) == 0
        assert arrived(receiver) == [f"<l{number}@bureau.example>" for number in range(5)]
    assert states(store) == ["sent"] * 5


def test_a_refused_letter_is_shown_and_the_others_leave(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    put(store, 2)
    with SmtpReceiver() as receiver:
        receiver.fail("RCPT", "550 5.1.1 no such person")
        assert send(outbox(store, receiver, HandClock())) == 1
    assert sorted(states(store)) == ["refused", "sent"]


def test_a_deferred_letter_waits_and_leaves_later(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock()
    put(store)
    with SmtpReceiver() as receiver:
        receiver.fail("RCPT", "451 4.3.0 later")
        assert send(outbox(store, receiver, clock)) == 0
        assert states(store) == ["due"]
        assert send(outbox(store, receiver, clock)) == 0
        clock.moment += timedelta(minutes=2)
        assert send(outbox(store, receiver, clock)) == 1


def test_a_line_cut_after_the_content_is_tried_once_more_and_then_shown(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    put(store)
    with SmtpReceiver() as receiver:
        receiver.fail("REPLY", "drop", times=2)
        send(outbox(store, receiver, HandClock()))
    assert states(store) == ["undecidable"]


def test_nothing_leaves_while_letters_are_paused(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    put(store)
    with store.transaction() as tx:
        tx.switches.set(LETTERS_PAUSED, "yes", by="pat", now=START)
    with SmtpReceiver() as receiver:
        assert send(outbox(store, receiver, HandClock())) == 0
        with store.transaction() as tx:
            tx.switches.set(LETTERS_PAUSED, "no", by="pat", now=START)
        assert send(outbox(store, receiver, HandClock())) == 1


def test_the_pace_holds_in_any_sixty_seconds() -> None:
    pace = Pace(3)
    pace.took(0.0, pace.free(0.0, 5))
    assert pace.free(59.9, 1) == 0
    assert round(pace.wait(59.0), 3) == 1.0
    assert pace.free(60.0, 5) == 3
    assert Pace(0).free(0.0, 9) == 9


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("MAIL", "432 4.3.2 Concurrent connections limit exceeded"),
        ("MAIL", "451 4.7.500 Server busy. Please try again later"),
        (
            "RCPT",
            "550 5.1.90 Your message can't be sent because you've reached your daily limit for recipients",
        ),
        ("END", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"),
    ],
)
def test_too_many_stills_the_whole_outbox_and_keeps_the_order(
    tmp_path: Path, step: Step, answer: str
) -> None:
    store, clock = scratch_store(tmp_path), HandClock()
    put(store, 5)
    with SmtpReceiver() as receiver:
        box = outbox(store, receiver, clock)
        receiver.fail(step, answer, times=3)
        assert send(box) <= 1
        tried = len([command for command in receiver.commands if command.startswith("MAIL")])
        assert tried == 2
        clock.moment += timedelta(seconds=59)
        assert send(box) == 0
        clock.moment += timedelta(seconds=2)
        # One letter tries whether the server has calmed down; it has not, and the silence grows.
        assert send(box) == 0
        clock.moment += timedelta(seconds=61)
        assert send(box) == 0
        clock.moment += timedelta(seconds=61)
        send(box)
        ids = [str(message_from_bytes(mail.raw)["Message-ID"]) for mail in receiver.accepted]
    assert ids == [f"<l{number}@bureau.example>" for number in range(5)]
    assert states(store) == ["sent"] * 5


def test_too_many_never_gives_a_letter_up(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock()
    put(store)
    with SmtpReceiver() as receiver:
        receiver.fail("MAIL", "451 4.7.500 Server busy", times=60)
        box = outbox(store, receiver, clock)
        for _ in range(60):
            assert send(box) == 0
            clock.moment += timedelta(minutes=61)
        assert send(box) == 1


def test_a_clock_that_was_ahead_does_not_still_the_outbox_for_ever() -> None:
    throttle = Throttle()
    throttle.note([Outcome("deferred", "451 4.7.500 Server busy", 451)], START + timedelta(days=3))
    assert not throttle.is_quiet(START)


def test_the_recipients_of_a_day_are_counted_over_a_restart(tmp_path: Path) -> None:
    store, clock = scratch_store(tmp_path), HandClock()
    put(store, 5)
    with SmtpReceiver() as receiver:
        assert send(outbox(store, receiver, clock, per_day=3)) == 3
        clock.moment += timedelta(hours=23)
        assert send(outbox(store, receiver, clock, per_day=3)) == 0
        clock.moment += timedelta(hours=1, seconds=1)
        assert send(outbox(store, receiver, clock, per_day=3)) == 2
    assert states(store) == ["sent"] * 5


def test_a_long_wait_for_the_pace_ends_with_the_daemon(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    put(store, 3)
    with SmtpReceiver() as receiver:
        box = outbox(store, receiver, HandClock(), per_minute=1)
        ends = iter([False] * 8)
        assert asyncio.run(_sent_and_closed(box, lambda: next(ends, True))) == 1


async def _sent_and_closed(box: Outbox, stop: Callable[[], bool]) -> int:
    try:
        return await box.send_due(stop)
    finally:
        await box.close()
