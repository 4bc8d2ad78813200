"""A disk without room, a database locked, damaged or put back, a clock that jumps: nothing lost, nothing doubled."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import daemon
from bot.config.tables import Config
from bot.originals import Originals
from rules.registry import Registry
from storage import engine
from storage.values import Position
from tests.bot.bureau import (
    INSPECTIONS,
    INTAKE,
    bureau_config,
    now,
    open_bureau,
    question_mail,
    request_mail,
    sample_registry,
)
from tests.bot.command_line import config_file, fpp_bot
from tests.bot.scratch_desk import ScratchDesk
from tests.bot.test_daemon import Office, at_work, to, wait_until
from tests.bot.test_receiving import Box, question
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpReceiver

DONE = "FppBotDone"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return sample_registry(tmp_path, now().date())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"only root can make a small disk: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill_up(disk: Path) -> Path:
    """Takes all room; remove the file to give it back."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def run_once(config: Config, registry: Registry, before_sending: Callable[[], object] = lambda: None) -> None:
    store, parts = open_bureau(config, registry)
    try:
        parts.daemon.run_once(before_sending)
    finally:
        store.close()


def answers(receiver: SmtpReceiver, count: int) -> list[int]:
    """How many letters each asker has got."""
    return [len(to(receiver, f"robin{number}@")) for number in range(1, count + 1)]


def test_a_disk_without_room_for_originals_is_said_and_waited_for(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(daemon, "TROUBLE_SECONDS", 0.1)
    storage = {"url": f"sqlite:///{tmp_path}/bureau.db", "messages_dir": str(small_disk / "messages")}
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port, storage=storage), registry) as office:
        dovecot.drop(INTAKE, question_mail(1))
        office.wait_for_quiet(1)
        filler = fill_up(small_disk)
        for number in (2, 3):
            dovecot.drop(INTAKE, question_mail(number) + b"x" * 70_000)
        wait_until(lambda: "No space left" in trouble(office), "the trouble to be said")
        assert len(office.decided()) == 1
        filler.unlink()
        office.wait_for_quiet(3)
        wait_until(lambda: not trouble(office), "the trouble to be over")
    assert answers(receiver, 3) == [1, 1, 1]
    assert not list(small_disk.rglob("*.part"))


def trouble(office: Office) -> str:
    with office.store.reading() as tx:
        return "".join(row.last_error for row in tx.inbox.health())


def test_a_disk_without_room_for_the_database_is_waited_for(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    small_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(daemon, "TROUBLE_SECONDS", 0.1)
    storage = {"url": f"sqlite:///{small_disk}/bureau.db", "messages_dir": str(tmp_path / "messages")}
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port, storage=storage), registry) as office:
        dovecot.drop(INTAKE, question_mail(1))
        office.wait_for_quiet(1)
        filler = fill_up(small_disk)
        dovecot.drop(INTAKE, [question_mail(number) for number in range(2, 12)])
        wait_until(lambda: "database or disk is full" in caplog.text, "the trouble to be said")
        filler.unlink()
        office.wait_for_quiet(11)
        with office.store.reading() as tx:
            assert tx.inbox.in_state("shelved") == ()
    assert answers(receiver, 11) == [1] * 11


def test_a_database_locked_from_outside_is_waited_for(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Longer than a writer waits for its turn, which is 30 seconds and a fifth of one here."""
    monkeypatch.setattr(daemon, "TROUBLE_SECONDS", 0.1)
    monkeypatch.setattr(engine, "BUSY_MS", 200)
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        dovecot.drop(INTAKE, question_mail(1))
        office.wait_for_quiet(1)
        outside = sqlite3.connect(tmp_path / "bureau.db", isolation_level=None)
        outside.execute("BEGIN IMMEDIATE")
        dovecot.drop(INTAKE, [question_mail(2), question_mail(3)])
        wait_until(lambda: "database is locked" in caplog.text, "the lock to be met")
        outside.execute("ROLLBACK")
        outside.close()
        office.wait_for_quiet(3)
        with office.store.reading() as tx:
            assert tx.inbox.in_state("shelved") == ()
    assert answers(receiver, 3) == [1, 1, 1]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def spoil(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[8192 : len(raw) - 8192] = b"\xa5" * (len(raw) - 16384)
    file.write_bytes(raw)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, spoil, empty])
def test_a_damaged_database_is_refused_in_words_and_restored_without_doubled_replies(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    registry: Registry,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], None],
) -> None:
    file = tmp_path / "bureau.db"
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)])
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    run_once(config, registry)
    backup = file.read_bytes()
    dovecot.drop(INTAKE, question_mail(3))
    run_once(config, registry)
    damage(file)
    dovecot.drop(INTAKE, question_mail(4))
    told = fpp_bot(capsys, "run", "--once", "--config", config_file(tmp_path, dovecot.port, receiver.port))
    assert told.code == 1
    assert "Put the newest backup of the database in its place" in told.err
    assert [DONE in flags for flags in dovecot.flags(INTAKE).values()] == [True, True, True, False]
    assert answers(receiver, 4) == [1, 1, 1, 0]
    for beside in tmp_path.glob("bureau.db-*"):
        beside.unlink()
    file.write_bytes(backup)
    run_once(config, registry)
    assert answers(receiver, 4) == [1, 1, 1, 1]


def test_after_an_older_backup_the_record_is_whole_again_and_nobody_is_answered_twice(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    file = tmp_path / "bureau.db"
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    run_once(config, registry)
    backup = file.read_bytes()
    dovecot.drop(INSPECTIONS, request_mail(registry))
    dovecot.drop(INTAKE, question_mail(1))
    run_once(config, registry)
    accepted = [mail.raw for mail in receiver.accepted]
    assert len(accepted) == 3
    file.write_bytes(backup)
    dovecot.drop(INTAKE, question_mail(2))
    run_once(config, registry)
    store, _ = open_bureau(config, registry)
    with store.reading() as tx:
        assert tx.inbox.waiting() == ()
        assert tx.inbox.count("decided") == 3
        assert len(tx.inspections.in_state("open")) == 1
        dropped = tx.letters.in_state("dropped")
    store.close()
    assert {letter.last_error for letter in dropped} == {
        "not sent again: the mail is marked as answered on the server"
    }
    assert len(dropped) == 3
    assert [mail.raw for mail in receiver.accepted][:3] == accepted
    assert answers(receiver, 2) == [1, 1]
    assert len(receiver.accepted) == 4


def test_a_mail_is_not_marked_before_its_letter_has_left(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    """Else a letter that waits would be lost with the record: the mark says that it was answered."""
    file = tmp_path / "bureau.db"
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    run_once(config, registry)
    backup = file.read_bytes()
    receiver.stop()
    dovecot.drop(INTAKE, question_mail(1))
    run_once(config, registry)
    assert [DONE in flags for flags in dovecot.flags(INTAKE).values()] == [False]
    file.write_bytes(backup)
    receiver.start()
    run_once(config, registry)
    assert answers(receiver, 1) == [1]
    assert [DONE in flags for flags in dovecot.flags(INTAKE).values()] == [True]


def test_a_mail_that_a_person_removes_before_it_is_decided_is_answered_all_the_same(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)])
    config = bureau_config(tmp_path, dovecot.port, receiver.port)
    run_once(config, registry, before_sending=lambda: dovecot.expunge(INTAKE, 1))
    assert answers(receiver, 2) == [1, 1]
    assert [DONE in flags for flags in dovecot.flags(INTAKE).values()] == [True]
    run_once(config, registry)
    assert answers(receiver, 2) == [1, 1]


def test_numbers_that_go_back_lose_and_double_nothing(dovecot: Dovecot, tmp_path: Path) -> None:
    """Some servers hand out lower UIDs after a repair, under the same UIDVALIDITY."""
    box = Box(dovecot, tmp_path)
    dovecot.drop(INTAKE, [question_mail(1), question_mail(2)])
    assert box.take() == 2
    with box.store.transaction() as tx:
        known = tx.inbox.position("intake")
        assert known is not None
        tx.inbox.set_position("intake", Position(known.uid_validity, 5_000, known.started_at))
    dovecot.drop(INTAKE, question_mail(3))
    assert box.take() == 1
    assert box.known() == [question(1), question(2), question(3)]
    assert box.take() == 0


def test_a_clock_that_goes_back_a_day_holds_up_no_mail_and_no_letter(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, registry: Registry
) -> None:
    receiver.stop()
    dovecot.drop(INTAKE, question_mail(1))
    with at_work(bureau_config(tmp_path, dovecot.port, receiver.port), registry) as office:
        office.wait_for_decisions(1)

        def attempts() -> list[int]:
            with office.store.reading() as tx:
                return [letter.attempts for letter in tx.letters.in_state("due")]

        wait_until(lambda: attempts() == [1], "the first attempt")
        receiver.start()
        office.later = -timedelta(days=1)
        dovecot.drop(INTAKE, question_mail(2))
        office.wait_for_quiet(2)
        office.later = timedelta(days=1)
        dovecot.drop(INTAKE, question_mail(3))
        office.wait_for_quiet(3)
    assert answers(receiver, 3) == [1, 1, 1]


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)])
def test_a_charge_goes_by_receipt_whatever_our_clock_says(tmp_path: Path, jump: timedelta) -> None:
    from tests.bot.keeping.office_years_later import LEE, REQUEST

    desk = ScratchDesk(tmp_path)
    desk.take("Alex Thornquill - March 3, 2026", REQUEST, sender=LEE)
    received = desk.moment
    raw = (
        f"From: {LEE}\r\nTo: fpp-inspections@city.example\r\nSubject: Cancel FPP-26-000001\r\n"
        "Message-ID: <late@fernhill.example>\r\n"
        "Authentication-Results: mail.city.example; dmarc=pass header.from=fernhill.example\r\n\r\n"
        "Please cancel the inspection of March 3.\r\n"
    ).encode()
    message = desk.store_only(raw)
    desk.moment += jump
    opened = desk.desk.open(message)
    assert opened is not None
    assert desk.desk.settle(opened) is not None
    with desk.store.reading() as tx:
        (line,) = tx.ledger.lines()
    assert line.cancelled_at == received
    assert line.notice_minutes == (line.appointment_start - received).total_seconds() // 60


def test_an_original_removed_while_the_same_mail_comes_again_is_kept(
    tmp_path: Path, dovecot: Dovecot
) -> None:
    """The night's removal between the file and the row: the row's transaction looks again."""
    box = Box(dovecot, tmp_path)
    dovecot.drop(INTAKE, question_mail(1))

    class Removing(Originals):
        def keep(self, raws: object) -> tuple[str, ...]:
            names = super().keep(raws)  # type: ignore[arg-type]
            if not self.is_done:
                self.is_done = True
                self.remove(names)
            return names

        is_done = False

    box.originals = Removing(tmp_path / "messages")
    assert box.take() == 1
    with box.store.reading() as tx:
        (message,) = tx.inbox.waiting()
    assert box.originals.read(message.sha256) == question_mail(1)
