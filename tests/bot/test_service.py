"""The daemon as a process of its own, seen from outside: systemd, monitoring, and who reads its output."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.bot.bureau import INSPECTIONS, INTAKE, question_mail
from tests.bot.command_line import PROGRAM, config_file, fpp_bot
from tests.bot.health.test_watch import Systemd
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.programs import free_port
from tests.servers.smtp import SmtpReceiver
from tests.servers.token_issuer import TokenIssuer

PATIENCE = 60.0


def wait_until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.05)


@contextmanager
def daemon(file: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`fpp-bot run` until the block ends; then it must end well. What it said is in `said` beside the file."""
    with (file.parent / "said").open("w") as said:
        process = subprocess.Popen(
            [*PROGRAM, "run", "--config", file],
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **environment},
        )
        try:
            yield process
            process.terminate()
            assert process.wait(PATIENCE) == 0, (file.parent / "said").read_text()
        finally:
            process.kill()
            process.wait()


def health_at(port: int) -> tuple[int, dict[str, Any]]:
    """Status and answer; status 0 where nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
    except OSError:
        return 0, {}


def numbers_at(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        return str(answer.read().decode())


@pytest.fixture
def systemd() -> Iterator[tuple[Systemd, str]]:
    with tempfile.TemporaryDirectory(prefix="sd-") as folder:
        listening = Systemd(f"{folder}/notify")
        yield listening, f"{folder}/notify"
        listening.close()


def test_systemd_and_monitoring_see_the_daemon_work(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, systemd: tuple[Systemd, str]
) -> None:
    """A mail server that goes down makes it unwell and does not starve its watchdog; it comes back by itself."""
    listening, address = systemd
    port = free_port()
    alive = tmp_path / "alive"
    health = {"listen": f"127.0.0.1:{port}", "alive_file": str(alive)}
    file = config_file(tmp_path, dovecot.port, receiver.port, health=health)
    dovecot.drop(INTAKE, question_mail())
    heard: list[str] = []

    def hears(line: str) -> bool:
        heard.extend(listening.heard())
        return line in heard

    with daemon(file, NOTIFY_SOCKET=address, WATCHDOG_USEC="600000"):
        wait_until(lambda: hears("READY=1"), "READY")
        wait_until(lambda: health_at(port)[0] == 200, "good health")
        wait_until(lambda: hears("STATUS=All is well"), "the status line")
        wait_until(lambda: receiver.accepted, "the answer")
        decided = 'fpp_messages_total{action="refer",kind="question"} 1.0'
        wait_until(lambda: decided in numbers_at(port), "the number of decisions")
        assert 'fpp_lane_silent_seconds{lane="mailbox-intake"}' in numbers_at(port)
        wait_until(alive.exists, "the alive file")
        dovecot.kill()
        alive.unlink()
        # Nobody need be woken within a minute; the record is made to look as if it were over.
        age_polls(tmp_path / "bureau.db")
        wait_until(lambda: health_at(port)[0] == 503, "bad health")
        wait_until(
            lambda: any("was not read for" in words for words in health_at(port)[1]["failing"]), "the reason"
        )
        listening.heard()
        heard.clear()
        wait_until(lambda: hears("WATCHDOG=1"), "the watchdog to be fed all the same")
        wait_until(lambda: alive.exists() or hears("(nothing)"), "a new alive file")
        dovecot.start()
        wait_until(lambda: health_at(port)[0] == 200 or hears("(nothing)"), "good health again")
        listening.heard()
    assert hears("STOPPING=1")


def age_polls(database: Path) -> None:
    from sqlalchemy import text

    from storage.engine import open_engine

    engine = open_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE mailbox SET last_poll_at = '2026-01-01 00:00:00.000000'"))
    engine.dispose()


def test_a_daemon_that_waits_for_another_feeds_its_watchdog(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, systemd: tuple[Systemd, str]
) -> None:
    from bot.compose import only_one

    listening, address = systemd
    file = config_file(tmp_path, dovecot.port, receiver.port, health={"listen": ""})
    heard: list[str] = []

    def fed_twice() -> bool:
        heard.extend(listening.heard())
        return "READY=1" in heard and heard.count("WATCHDOG=1") >= 2

    with (
        only_one(tmp_path / "messages", wait=False),
        subprocess.Popen(
            [*PROGRAM, "run", "--config", file],
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NOTIFY_SOCKET": address, "WATCHDOG_USEC": "600000"},
        ) as waiting,
    ):
        wait_until(fed_twice, "a daemon that stands by")
        waiting.kill()
    assert "STATUS=Waiting: another fpp-bot works with these messages" in heard


def test_a_taken_port_stops_no_mail(dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path) -> None:
    dovecot.drop(INTAKE, question_mail())
    health = {"listen": f"127.0.0.1:{receiver.port}"}
    with daemon(config_file(tmp_path, dovecot.port, receiver.port, health=health)):
        wait_until(lambda: receiver.accepted, "the answer")
    assert "set [health] listen" in (tmp_path / "said").read_text()


def test_paused_letters_wait_while_mail_is_decided(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path, dovecot.port, receiver.port, health={"listen": ""})
    assert fpp_bot(capsys, "letters", "pause", "--config", file).code == 0
    with daemon(file):
        dovecot.drop(INTAKE, question_mail())
        wait_until(lambda: "kind=question" in (tmp_path / "said").read_text(), "the decision")
        assert "due" in fpp_bot(capsys, "letters", "list", "--config", file).out
        assert receiver.accepted == []
        assert fpp_bot(capsys, "letters", "resume", "--config", file).code == 0
        wait_until(lambda: receiver.accepted, "the answer")


SECRETS = ("hunter2-imap", "hunter2-smtp", "hunter2-token")


def test_wrong_passwords_are_nowhere_to_be_read(
    dovecot: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not in the log, not in the database, not in the process list, not in what the doctor says."""
    box: dict[str, Any] = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "poll_seconds": 0.2}
    boxes: dict[str, dict[str, Any]] = {
        "mailboxes.intake": {**box, "address": INTAKE, "password": SECRETS[0]},
        "mailboxes.inspections": {
            **box,
            "address": INSPECTIONS,
            "password": USERS[INSPECTIONS],
            "start": "all",
        },
    }
    with SmtpReceiver(users={"robot": "right"}) as receiver:
        file = config_file(
            tmp_path,
            dovecot.port,
            receiver.port,
            health={"listen": "", "alive_file": str(tmp_path / "alive")},
            security={"token_secret": SECRETS[2]},
            smtp={
                "host": "127.0.0.1",
                "port": receiver.port,
                "security": "none",
                "username": "robot",
                "password": SECRETS[1],
            },
            **boxes,
        )
        dovecot.drop(INSPECTIONS, question_mail(to=INSPECTIONS))
        with daemon(file) as process:
            said = tmp_path / "said"
            wait_until(lambda: "was refused" in said.read_text(), "the refused login")
            wait_until(lambda: "Login of robot at" in said.read_text(), "the refused sending")
            wait_until(lambda: "kind=question" in said.read_text(), "the decision")
            command_line = Path(f"/proc/{process.pid}/cmdline").read_bytes()
            doctor = fpp_bot(capsys, "doctor", "--config", file)
            listed = fpp_bot(capsys, "letters", "list", "--config", file)
        everything = [command_line, (doctor.out + doctor.err + listed.out).encode()]
        everything += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != file]
    assert b"was refused" in b"".join(everything)
    for secret in SECRETS:
        assert not any(secret.encode() in content for content in everything), secret


def test_a_bureau_works_with_tokens_that_come_end_and_are_refused(dovecot: Dovecot, tmp_path: Path) -> None:
    """XOAUTH2 from end to end: the endpoint is down at first, and its first token is refused."""
    box: dict[str, Any] = {"host": "127.0.0.1", "port": dovecot.port, "security": "none", "poll_seconds": 0.2}
    box |= {"start": "all", "auth": "oauth2", "username": INTAKE}
    # The issuer's tokens are for one user, so both addresses are read from that user's mailbox.
    boxes: dict[str, dict[str, Any]] = {
        "mailboxes.intake": {**box, "address": INTAKE},
        "mailboxes.inspections": {**box, "address": INSPECTIONS},
    }
    given = iter([dovecot.token(INTAKE, key=b"f" * 32)])
    with (
        SmtpReceiver(tokens=lambda user, token: user == INTAKE and token.count(".") == 2) as receiver,
        TokenIssuer(lambda: next(given, None) or dovecot.token(INTAKE)) as issuer,
    ):
        issuer.stop()
        file = config_file(
            tmp_path,
            dovecot.port,
            receiver.port,
            oauth2={"token_url": issuer.url, "client_id": issuer.client_id, "client_secret_env": "ENTRA"},
            health={"listen": ""},
            smtp={
                "host": "127.0.0.1",
                "port": receiver.port,
                "security": "none",
                "auth": "oauth2",
                "username": INTAKE,
            },
            **boxes,
        )
        dovecot.drop(INTAKE, question_mail())
        with daemon(file, ENTRA=issuer.client_secret):
            said = tmp_path / "said"
            wait_until(lambda: "cannot be reached" in said.read_text(), "the endpoint that is down")
            issuer.start()
            wait_until(lambda: receiver.accepted, "the answer")
        words = said.read_text()
    assert issuer.client_secret not in words
    assert "secret is wrong" not in words
    assert receiver.accepted[0].authenticated_as == INTAKE
