"""From a real mailbox to our record: nothing missed, nothing twice, whatever breaks between two steps."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from bot.mailbox import Mailbox, MailboxSettings
from bot.originals import Originals
from bot.receiving import Receiver
from storage.inbox import Inbox
from storage.store import Store
from tests.bot.bureau import INTAKE, now, question_mail
from tests.servers.dovecot import USERS, Dovecot
from tests.storage.stores import scratch_store


class Box:
    """A mailbox of Dovecot, our record, and the receiver between them."""

    def __init__(
        self, dovecot: Dovecot, folder: Path, start: Literal["baseline", "all"] = "all", **wire: Any
    ) -> None:
        self.settings = MailboxSettings(
            INTAKE, "127.0.0.1", dovecot.port, INTAKE, security="none", password=USERS[INTAKE], **wire
        )
        self.store: Store = scratch_store(folder)
        self.originals = Originals(folder / "messages")
        self.start = start

    def take(self) -> int:
        """One poll on a connection of its own."""
        with Mailbox(self.settings) as mailbox:
            receiver = Receiver("intake", mailbox, self.store, self.originals, start=self.start, now=now)
            return receiver.take_new()

    def known(self) -> list[str]:
        with self.store.reading() as tx:
            return [message.message_id for message in tx.inbox.waiting()]


def question(number: int) -> str:
    return f"<question-{number}@asker.example>"


def test_every_mail_is_taken_once_and_in_order(dovecot: Dovecot, tmp_path: Path) -> None:
    box = Box(dovecot, tmp_path)
    dovecot.drop(INTAKE, [question_mail(number) for number in range(1, 121)])
    assert box.take() == 120
    assert box.take() == 0
    dovecot.drop(INTAKE, question_mail(121))
    assert box.take() == 1
    with box.store.reading() as tx:
        taken = [message.message_id for message in tx.inbox.in_state("received")]
    assert taken == [question(number) for number in range(1, 122)]


def test_an_original_is_kept_byte_by_byte(dovecot: Dovecot, tmp_path: Path) -> None:
    box = Box(dovecot, tmp_path)
    raw = question_mail() + bytes(range(128, 256)) + b"\r\n"
    dovecot.drop(INTAKE, raw)
    box.take()
    with box.store.reading() as tx:
        (message,) = tx.inbox.waiting()
    assert box.originals.read(message.sha256) == raw
    assert message.size == len(raw)


@pytest.mark.parametrize("step", ["add", "set_position", "set_health"])
def test_a_failure_between_two_steps_is_made_good(
    dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    box = Box(dovecot, tmp_path)
    box.take()
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)])
    with monkeypatch.context() as patch:
        patch.setattr(Inbox, step, _dies)
        with pytest.raises(RuntimeError):
            box.take()
    assert box.known() == []
    assert box.take() == 2
    assert box.known() == [question(1), question(2)]


def _dies(*_: object) -> None:
    raise RuntimeError("power cut")


def test_baseline_begins_with_the_first_start(dovecot: Dovecot, tmp_path: Path) -> None:
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)])
    box = Box(dovecot, tmp_path, "baseline")
    assert box.take() == 0
    dovecot.drop(INTAKE, question_mail(3))
    assert box.take() == 1
    assert box.known() == [question(3)]


def test_a_rebuilt_mailbox_brings_back_what_is_not_baseline(dovecot: Dovecot, tmp_path: Path) -> None:
    """The second time under new numbers; its content tells the desk that it was decided before."""
    dovecot.drop(INTAKE, question_mail(1), received_at=now() - timedelta(hours=1))
    box = Box(dovecot, tmp_path, "baseline")
    box.take()
    dovecot.drop(INTAKE, question_mail(2), received_at=now() + timedelta(seconds=2))
    assert box.take() == 1
    dovecot.kill()
    dovecot.rebuild(INTAKE)
    dovecot.start()
    assert box.take() == 1
    with box.store.reading() as tx:
        first, second = tx.inbox.waiting()
    assert (first.message_id, second.message_id) == (question(2), question(2))
    assert first.content_key == second.content_key
    assert box.take() == 0


@pytest.mark.parametrize("limit", [4_100_000, 5_000])
def test_a_mail_too_long_to_fetch_is_shelved_and_the_others_go_on(
    dovecot: Dovecot, tmp_path: Path, limit: int
) -> None:
    box = Box(dovecot, tmp_path, max_bytes=limit)
    lines = (b"x" * 70 + b"\r\n") * (limit // 72 + 20)
    dovecot.drop(INTAKE, [question_mail(1) + lines, question_mail(2)])
    assert box.take() == 2
    assert box.known() == [question(2)]
    with box.store.reading() as tx:
        (shelved,) = tx.inbox.in_state("shelved")
    assert f"longer than {limit} bytes" in shelved.last_error
    assert shelved.message_id == question(1)


def test_a_mail_that_somebody_deletes_meanwhile_is_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    box = Box(dovecot, tmp_path)
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2), question_mail(3)])
    with Mailbox(box.settings) as mailbox:
        uids = mailbox.uids_after(0)
        dovecot.expunge(INTAKE, uids[1])
    assert box.take() == 2
    assert box.known() == [question(1), question(3)]
