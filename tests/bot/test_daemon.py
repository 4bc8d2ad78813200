"""The real daemon on a real IMAP and SMTP server: what comes in, what goes out, what may break meanwhile."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import daemon
from bot.compose import build, only_one, open_store
from bot.config.tables import Config
from bot.demo.sheets import plan_set
from bot.desk import desk
from bot.desk.deciding import decide as decide_as_always
from bot.desk.recording import Recorded
from bot.desk.understanding import Understood
from rules.registry import Registry
from storage.inbox import Inbox
from storage.store import Store
from storage.values import StoredMessage
from tests.bot.bureau import (
    INSPECTIONS,
    INTAKE,
    bounce_mail,
    bureau_config,
    now,
    question_mail,
    request_mail,
    sample_registry,
)
from tests.bot.command_line import PROGRAM, config_file, fpp_bot
from tests.factory.mails import raw_mail
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.proxy import Proxy
from tests.servers.smtp import Accepted, SmtpReceiver

PATIENCE = 10.0


class Office:
    """A daemon at work: its record, and what it decided in order."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.order: list[str] = []
        self.later = timedelta()

    def now(self) -> datetime:
        return now() + self.later

    def note(self, message: StoredMessage, recorded: Recorded) -> None:
        self.order.append(message.message_id)

    def decided(self) -> tuple[StoredMessage, ...]:
        with self.store.reading() as tx:
            return tx.inbox.in_state("decided")

    def actions(self) -> Counter[tuple[str, str]]:
        return Counter((message.kind, message.action) for message in self.decided())

    def letters(self, *states: Any) -> list[str]:
        with self.store.reading() as tx:
            return [letter.letter_id for letter in tx.letters.in_state(*(states or ("sent",)))]

    def wait_for_decisions(self, count: int) -> None:
        wait_until(lambda: len(self.decided()) >= count, f"{count} decisions")

    def wait_for_quiet(self, decisions: int) -> None:
        """Until so many are decided, every letter has left, and every decided mail is marked."""
        self.wait_for_decisions(decisions)
        wait_until(lambda: not self.letters("due", "sending"), "the letters to leave")


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


@contextmanager
def at_work(config: Config, registry: Registry) -> Iterator[Office]:
    """The daemon in a thread; it must end when it is asked to."""
    store = open_store(config)
    with store.transaction() as tx:
        if not tx.registry.newest_version():
            tx.registry.replace(registry, now())
    office = Office(store)
    parts = build(config, store, office.now, on_decided=office.note)
    thread = threading.Thread(target=parts.daemon.run)
    thread.start()
    try:
        yield office
    finally:
        parts.daemon.stop()
        thread.join(PATIENCE)
        store.close()
    assert not thread.is_alive()


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return sample_registry(tmp_path, now().date())


def boxes(dovecot: Dovecot, **changes: Any) -> dict[str, dict[str, Any]]:
    """Both mailboxes with these keys changed."""
    box = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "start": "all", "poll_seconds": 0.2}
    return {
        name: {**box, "address": address, "password": USERS[address], **changes}
        for name, address in (("intake", INTAKE), ("inspections", INSPECTIONS))
    }


def read(accepted: Accepted) -> EmailMessage:
    return email.message_from_bytes(accepted.raw, policy=email.policy.default)


def to(receiver: SmtpReceiver, part: str) -> list[EmailMessage]:
    """The letters to addresses with this in them."""
    return [read(mail) for mail in receiver.accepted if part in mail.recipients[0]]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_both_mailboxes_are_answered_over_encrypted_lines(
    dovecot: Dovecot, tmp_path: Path, registry: Registry
) -> None:
    """Polls are a minute apart: only the server's word (IDLE) can bring the mails in this soon."""
    over_tls = {"port": dovecot.tls_port, "security": "tls", "ca_file": str(dovecot.certificates.authority)}
    with SmtpReceiver(security="starttls", users={"robot": "secret"}) as receiver:
        config = bureau_config(
            tmp_path,
            0,
            0,
            mailboxes=boxes(dovecot, **over_tls, poll_seconds=60, start="baseline"),
            smtp={
                "host": "127.0.0.1",
                "port": receiver.port,
                "security": "starttls",
                "username": "robot",
                "password": "secret",
                "ca_file": str(receiver.certificates.authority),
            },
        )
        with at_work(config, registry) as office:
            wait_until(lambda: len(polled(office)) == 2, "the first poll of both mailboxes")
            dovecot.deliver(INSPECTIONS, request_mail(registry))
            dovecot.deliver(INTAKE, question_mail())
            office.wait_for_quiet(2)
            assert office.actions() == {("inspection_request", "accept"): 1, ("question", "refer"): 1}
            assert sorted(office.letters()) == sorted(
                str(read(mail)["Message-ID"]) for mail in receiver.accepted
            )
            # What is answered is marked when the mailbox is looked at next: the same mails again are reason enough.
            dovecot.deliver(INSPECTIONS, request_mail(registry))
            dovecot.deliver(INTAKE, question_mail())
            wait_until(
                lambda: all("FppBotDone" in dovecot.flags(address)[1] for address in (INTAKE, INSPECTIONS)),
                "the marks on the server",
            )
        assert all(mail.over_tls for mail in receiver.accepted)
        (reply,), (answer,) = to(receiver, "jordan1@"), to(receiver, "robin1@")
    for letter, origin in ((reply, "<request-1@builder.example>"), (answer, "<question-1@asker.example>")):
        assert letter["In-Reply-To"] == origin
        assert origin in str(letter["References"])
        assert letter["Auto-Submitted"] == "auto-replied"
        assert text_of(letter)


def polled(office: Office) -> list[str]:
    with office.store.reading() as tx:
        return [row.mailbox for row in tx.inbox.health() if row.last_poll_at is not None]


class Dripping(Proxy):
    """A line on which an answer comes in pieces of a few bytes."""

    def _chunk_size(self) -> int:
        return 5


def test_a_word_of_the_server_that_comes_in_pieces_ends_no_connection(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    with Dripping(dovecot.port) as proxy:
        proxy.bytes_per_second = 10_000
        config = bureau_config(
            tmp_path, 0, receiver.port, mailboxes=boxes(dovecot, port=proxy.port, poll_seconds=60)
        )
        with at_work(config, registry) as office:
            wait_until(lambda: len(polled(office)) == 2, "the first poll")
            time.sleep(0.5)
            dovecot.deliver(INTAKE, question_mail(1))
            office.wait_for_quiet(1)
            assert proxy.connections == 2


def test_a_server_that_dies_and_comes_back_is_read_on(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    with at_work(config, registry) as office:
        dovecot.deliver(INTAKE, question_mail(1))
        office.wait_for_decisions(1)
        dovecot.restart()
        dovecot.deliver(INTAKE, question_mail(2))
        dovecot.deliver(INSPECTIONS, request_mail(registry))
        office.wait_for_quiet(3)
        assert office.actions() == {("inspection_request", "accept"): 1, ("question", "refer"): 2}
    assert len(to(receiver, "robin")) == 2


def test_a_line_cut_in_mid_fetch_loses_and_doubles_nothing(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    filling = b"\r\n".join([b"", b"On Monday somebody wrote:", *[b"> " + b"words " * 12] * 400])
    dovecot.drop(INTAKE, [question_mail(number) + filling for number in range(1, 21)])
    with Proxy(dovecot.port) as proxy:
        for size in (5_000, 60_000, 300_000):
            proxy.cut_after(size, "to_client")
        config = bureau_config(tmp_path, proxy.port, receiver.port)
        with at_work(config, registry) as office:
            office.wait_for_quiet(20)
            assert office.actions() == {("question", "refer"): 20}
            assert proxy.connections > 2
    assert sorted(Counter(str(read(mail)["In-Reply-To"]) for mail in receiver.accepted).items()) == sorted(
        (f"<question-{number}@asker.example>", 1) for number in range(1, 21)
    )


def test_letters_wait_while_the_sending_server_is_down(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    receiver.stop()
    dovecot.drop(INTAKE, question_mail())
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_decisions(1)

        def attempts() -> list[int]:
            with office.store.reading() as tx:
                return [letter.attempts for letter in tx.letters.in_state("due")]

        wait_until(lambda: attempts() == [1], "the first attempt")
        receiver.start()
        assert receiver.accepted == []
        office.later = timedelta(minutes=5)
        wait_until(lambda: len(receiver.accepted) == 1, "the letter")
        office.wait_for_quiet(1)
        assert len(office.letters()) == 1


def test_the_same_mail_in_both_mailboxes_is_answered_once(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    """Each copy has the headers that its own delivery added."""
    for address in (INSPECTIONS, INTAKE):
        raw = b"Received: from mx by " + address.encode() + b"; Mon, 2 Mar 2026 08:00:00 -0800\r\n"
        dovecot.drop(address, raw + request_mail(registry))
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_quiet(2)
        first, second = office.decided()
        assert {first.action, second.action} == {"accept", "record"}
        assert {first.kind, second.kind} == {"inspection_request"}
        assert first.case == second.case
        with office.store.reading() as tx:
            assert len(tx.inspections.in_state("open")) == 1
    assert len(to(receiver, "jordan1@")) == 1


def test_one_message_id_on_two_different_mails_is_two_mails(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    other = question_mail().replace(b"second floor", b"third floor")
    dovecot.drop(INTAKE, [question_mail(), other])
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_quiet(2)
        assert office.actions() == {("question", "refer"): 2}
    assert len(to(receiver, "robin1@")) == 2


def test_a_mail_that_breaks_our_code_is_shelved_and_can_be_released(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tries = []

    def decide(understood: Understood, *rest: Any) -> Any:
        if understood.mail.message_id == "<question-7@asker.example>":
            tries.append(1)
            raise LookupError("a bug of ours")
        return decide_as_always(understood, *rest)

    file = config_file(tmp_path, dovecot.port, receiver.port)
    dovecot.drop(INTAKE, [question_mail(7), question_mail(8)])
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        with monkeypatch.context() as patch:
            patch.setattr(desk, "decide", decide)
            office.wait_for_quiet(1)
            wait_until(lambda: shelved(office), "the mail to be shelved")
        assert len(tries) == 3
        listed = fpp_bot(capsys, "quarantine", "list", "--config", file)
        (row,) = shelved(office)
        assert listed.code == 0
        assert listed.out.startswith(f"{row.id} ")
        assert "<question-7@asker.example>" in listed.out
        assert "a bug of ours" in listed.out
        assert fpp_bot(capsys, "quarantine", "show", row.id, "--config", file).code == 0
        assert fpp_bot(capsys, "quarantine", "release", row.id, "--config", file).code == 0
        office.wait_for_quiet(2)
        assert fpp_bot(capsys, "quarantine", "list", "--config", file).out == "Nothing is shelved.\n"
    assert len(to(receiver, "robin7@")) == 1


def shelved(office: Office) -> tuple[StoredMessage, ...]:
    with office.store.reading() as tx:
        return tx.inbox.in_state("shelved")


def test_mail_from_before_the_first_start_is_never_answered(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    """Not at the first start, and not when the mailbox is rebuilt and shows it under a new number."""
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)], received_at=now() - timedelta(days=1))
    config = bureau_config(tmp_path, 0, receiver.port, mailboxes=boxes(dovecot, start="baseline"))
    with at_work(config, registry) as office:
        wait_until(lambda: len(polled(office)) == 2, "the first poll")
        dovecot.deliver(INTAKE, question_mail(3))
        office.wait_for_quiet(1)
        with office.store.reading() as tx:
            before = tx.inbox.position("intake")
        dovecot.kill()
        dovecot.rebuild(INTAKE)
        dovecot.start()
        dovecot.deliver(INTAKE, question_mail(4))
        wait_until(lambda: "<question-4@asker.example>" in office.order, "the mail after the rebuild")
        with office.store.reading() as tx:
            after = tx.inbox.position("intake")
        assert before is not None
        assert after is not None
        assert after.uid_validity != before.uid_validity
        office.wait_for_quiet(2)
        assert {row.message_id for row in office.decided()} == {
            "<question-3@asker.example>",
            "<question-4@asker.example>",
        }
    assert sorted(mail.recipients[0] for mail in receiver.accepted) == [
        "robin3@asker.example",
        "robin4@asker.example",
    ]


def application(number: int, *files: tuple[str, bytes]) -> bytes:
    return raw_mail(
        "Permit application",
        "Please find our application and plans attached.",
        sender=f"Kim Draftwell <kim{number}@studio.example>",
        to=INTAKE,
        attachments=files,
        message_id=f"<application-{number}@studio.example>",
        received_at=None,
        date=now(),
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnot really\n%%EOF\n", b"%PDF-1.4\n" + b"\x00" * 4000])
def test_a_pdf_that_cannot_be_read_gets_a_clear_letter(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry, content: bytes
) -> None:
    dovecot.drop(INTAKE, application(1, ("Level 4 plans.pdf", content)))
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_quiet(1)
        (row,) = office.decided()
    assert (row.kind, row.action, row.main_finding) == ("permit_application", "ask", "attachment.unreadable")
    (letter,) = to(receiver, "kim1@")
    assert "Level 4 plans.pdf" in text_of(letter)
    assert row.case in text_of(letter)


AUTOMATIC: dict[str, tuple[tuple[str, str], ...]] = {
    "an automatic reply": (("Auto-Submitted", "auto-replied"),),
    "a list": (("List-Id", "<builders.list.example>"), ("Precedence", "list")),
    "an Exchange notice": (("X-Auto-Response-Suppress", "All"),),
}


def test_machines_and_our_own_letters_are_never_answered(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    dovecot.drop(INTAKE, question_mail(1))
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_quiet(1)
        (ours,) = receiver.accepted
        dovecot.drop(INTAKE, ours.raw)
        dovecot.drop(INSPECTIONS, ours.raw)
        dovecot.drop(INTAKE, bounce_mail())
        for number, headers in enumerate(AUTOMATIC.values()):
            raw = raw_mail(
                "When is it?", "Is it today?", headers=headers, message_id=f"<robot-{number}@x.example>"
            )
            dovecot.drop(INSPECTIONS, raw)
        office.wait_for_quiet(3 + 1 + len(AUTOMATIC))
        time.sleep(0.3)
        assert office.actions()[("question", "refer")] == 1
        silent = [row for row in office.decided() if row.action != "refer"]
        assert {row.kind for row in silent} == {"automated"}
        assert {row.action for row in silent} <= {"ignore", "record"}
    assert len(receiver.accepted) == 1


def test_a_request_does_not_wait_behind_a_heavy_plan_set(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    dovecot.drop(INSPECTIONS, application(1, ("plans.pdf", plan_set(29))))
    dovecot.drop(INSPECTIONS, request_mail(registry))
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_quiet(2)
        assert office.order == ["<request-1@builder.example>", "<application-1@studio.example>"]
        taken = [row.message_id for row in office.decided()]
    assert taken == office.order[::-1]


def out_of_order() -> OperationalError:
    return OperationalError("SELECT 1", {}, Exception("database is locked"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(
    "part",
    [
        "waiting",
        "set_failed",
        "set_health",
        "set_decided",
        "unmarked",
        "set_position",
    ],
)
def test_a_database_that_fails_for_a_moment_stops_no_lane(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
) -> None:
    real = getattr(Inbox, part)
    failures: list[str] = []

    def failing(*arguments: Any, **named: Any) -> Any:
        is_failure = part != "set_health" or arguments[2] is None
        if len(failures) < 2 and is_failure:
            failures.append(part)
            raise out_of_order()
        return real(*arguments, **named)

    monkeypatch.setattr(daemon, "TROUBLE_SECONDS", 0.1)
    monkeypatch.setattr(Inbox, part, failing)
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    if part == "set_failed":
        monkeypatch.setattr(desk, "understand", _raising)
        with at_work(config, registry) as office:
            dovecot.drop(INTAKE, question_mail(1))
            wait_until(lambda: shelved(office), "the mail to be shelved")
        return
    with at_work(config, registry) as office:
        dovecot.drop(INTAKE, question_mail(1))
        if part == "set_health":
            wait_until(lambda: len(polled(office)) == 2, "the first poll")
            dovecot.kill()
            wait_until(lambda: failures, "the failure")
            dovecot.start()
            dovecot.drop(INTAKE, question_mail(2))
            dovecot.drop(INSPECTIONS, question_mail(3, to=INSPECTIONS))
            office.wait_for_decisions(3)
        office.wait_for_quiet(1)
        assert len(failures) == 2
    assert len(to(receiver, "robin1@")) == 1


def _raising(*_: object) -> None:
    raise LookupError("a bug of ours")


def test_a_second_daemon_waits_until_the_first_is_gone(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    file = config_file(tmp_path, dovecot.port, receiver.port)
    dovecot.drop(INTAKE, question_mail())
    with only_one(tmp_path / "messages", wait=False):
        once = subprocess.run(
            [*PROGRAM, "run", "--once", "--config", file], capture_output=True, text=True, check=False
        )
        assert once.returncode == 1
        assert re.match(r"another fpp-bot works with .*: stop it first", once.stderr)
        second = subprocess.Popen([*PROGRAM, "run", "--config", file], stderr=subprocess.PIPE, text=True)
        assert second.stderr is not None
        assert "takes over when it ends" in second.stderr.readline()
        assert second.poll() is None
        assert receiver.accepted == []
    try:
        wait_until(lambda: to(receiver, "robin1@"), "the second daemon to take over")
        second.terminate()
        _, said = second.communicate(timeout=PATIENCE)
        assert second.returncode == 0, said
    finally:
        second.kill()
        second.wait()
