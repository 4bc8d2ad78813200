"""Watchdog, status and alive file, against a real datagram socket as systemd opens it."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.health.progress import Progress
from bot.health.systemd import notify, watchdog_seconds
from bot.health.vitals import Health
from bot.health.watch import Watch
from tests.bot.health.test_progress import Seconds

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class Systemd:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(address)
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        lines: list[str] = []
        while True:
            try:
                lines += self._socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return lines

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Systemd]:
    # The path of a UNIX socket is at most 107 bytes long; a test's own folder may be deeper.
    with tempfile.TemporaryDirectory(prefix="sd-") as folder:
        listening = Systemd(f"{folder}/notify")
        monkeypatch.setenv("NOTIFY_SOCKET", f"{folder}/notify")
        yield listening
        listening.close()


def test_lines_arrive_as_one_datagram(systemd: Systemd) -> None:
    assert notify("READY=1", "STATUS=All is well")
    assert systemd.heard() == ["READY=1", "STATUS=All is well"]


def test_an_abstract_socket_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    listening = Systemd("\0fpp-bot-test-notify")
    monkeypatch.setenv("NOTIFY_SOCKET", "@fpp-bot-test-notify")
    assert notify("READY=1")
    assert listening.heard() == ["READY=1"]
    listening.close()


def test_nobody_who_listens_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", "/no/such/socket")
    assert not notify("READY=1")


def test_one_who_does_not_listen_holds_nobody_up(systemd: Systemd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health.systemd.PATIENCE_SECONDS", 0.01)
    sent = 0
    while notify("WATCHDOG=1"):
        sent += 1
    assert len(systemd.heard()) == sent
    assert notify("WATCHDOG=1")


def test_a_watchdog_of_another_process_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "120000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    assert watchdog_seconds() == 120
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_seconds() == 0


def watched(clock: Seconds, alive_file: Path | None, *failing: str) -> tuple[Watch, Progress]:
    progress = Progress(clock)
    progress.watch("mailbox-intake", 60)
    progress.watch("outbox", 60)
    watch = Watch(alive_file=alive_file)
    watch.attend(progress, lambda: Health(NOW, failing))
    return watch, progress


def test_a_lane_that_hangs_starves_the_watchdog(systemd: Systemd) -> None:
    clock = Seconds()
    watch, progress = watched(clock, None)
    watch.look()
    assert "WATCHDOG=1" in systemd.heard()
    clock.now += 50
    progress.beat("outbox")
    clock.now += 20
    watch.look()
    assert "WATCHDOG=1" not in systemd.heard()
    progress.beat("mailbox-intake")
    watch.look()
    assert "WATCHDOG=1" in systemd.heard()


def test_a_mail_server_that_is_down_is_said_and_kills_nobody(systemd: Systemd, tmp_path: Path) -> None:
    watch, progress = watched(Seconds(), tmp_path / "alive", "The mailbox intake was not read for 9 minutes")
    progress.beat("mailbox-intake")
    progress.beat("outbox")
    watch.look()
    heard = systemd.heard()
    assert "WATCHDOG=1" in heard
    assert "STATUS=The mailbox intake was not read for 9 minutes" in heard
    written = json.loads((tmp_path / "alive").read_text())
    assert written["healthy"] is False


def test_the_alive_file_grows_old_where_one_lane_stands_still(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    watch, progress = watched(Seconds(), file)
    progress.beat("outbox")
    watch.look()
    assert not file.exists()
    progress.beat("mailbox-intake")
    watch.look()
    assert json.loads(file.read_text())["healthy"] is True
    file.unlink()
    progress.beat("mailbox-intake")
    watch.look()
    assert not file.exists()


def test_a_record_that_cannot_be_read_ends_no_watch(systemd: Systemd, tmp_path: Path) -> None:
    def broken() -> Health:
        raise LookupError("no such table")

    watch = Watch(alive_file=tmp_path / "alive")
    watch.attend(Progress(), broken)
    watch.look()
    assert systemd.heard() == ["WATCHDOG=1", "STATUS=The health cannot be told, see the log"]
