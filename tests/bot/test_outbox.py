from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from bot.outbox import Outbox, Pace
from bot.smtp import SmtpLane, SmtpSettings
from storage.store import Store
from storage.switches import LETTERS_PAUSED
from storage.values import NewLetter
from tests.servers.smtp import SmtpReceiver
from tests.storage.stores import scratch_store

START = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


def outbox(store: Store, receiver: SmtpReceiver, clock: HandClock, *, per_minute: int = 0) -> Outbox:
    settings = SmtpSettings("127.0.0.1", receiver.port, security="none", timeout_seconds=5, final_seconds=2)
    lanes = [SmtpLane(settings) for _ in range(2)]
    return Outbox(store, lanes, sender="intake@bureau.example", per_minute=per_minute, now=clock)


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
