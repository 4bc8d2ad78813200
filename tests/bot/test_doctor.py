"""The doctor against real servers, and against their absence: each failure says how to mend it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config.reading import load
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.doctor import Check, check
from tests.bot.bureau import INSPECTIONS, INTAKE
from tests.bot.command_line import config_file, fpp_bot
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.smtp import SmtpReceiver

SECURITY = {"trusted_authserv_id": "mx.bureau.example"}


def checks(file: Path) -> dict[str, Check]:
    return {result.subject: result for result in check(load(file))}


def test_a_whole_bureau_is_well(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path, dovecot.port, receiver.port, security=SECURITY)
    write_demo_registry(tmp_path / "tables", BASE_DAY)
    assert fpp_bot(capsys, "import", tmp_path / "tables", "--config", file).code == 0
    said = fpp_bot(capsys, "doctor", "--config", file)
    assert (said.code, said.err) == (0, "")
    assert {line.split()[0] for line in said.out.splitlines()} == {"ok"}
    for subject in ("configuration", "clock", "database", "registry", "originals", "smtp", "templates"):
        assert f"{subject}: " in said.out
    assert said.out.count("mailbox ") == 2
    assert receiver.accepted == []
    assert not any("FppBotDone" in flags for flags in dovecot.flags(INTAKE).values())


def test_servers_that_are_not_there_fail_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = fpp_bot(capsys, "doctor", "--config", config_file(tmp_path))
    assert said.code == 1
    failed = [line for line in said.out.splitlines() if line.startswith("failed")]
    assert [line.split(": ")[0].split(maxsplit=1)[1] for line in failed] == [
        "mailbox intake",
        "mailbox inspections",
        "smtp",
    ]
    assert all("check" in line for line in failed)
    assert "templates: words for" in said.out
    assert "3 check(s) failed" in said.err


def test_what_is_only_unwise_is_a_warning(dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path) -> None:
    file = config_file(tmp_path, dovecot.port, receiver.port, office={}, digest={})
    found = checks(file)
    assert {name for name, one in found.items() if one.state == "warning"} == {
        "registry",
        "security",
        "coordinators",
        "digest",
    }
    assert "trusted_authserv_id" in found["security"].words
    assert "fpp-bot import" in found["registry"].words


def test_microsoft_365_asks_for_what_it_rests_on(tmp_path: Path) -> None:
    found = checks(config_file(tmp_path, security={"trusted_authserv_id": "microsoft365"}))
    assert found["security"].state == "warning"
    assert "ALL mail" in found["security"].words


def broken_login(dovecot: Dovecot) -> dict[str, dict[str, Any]]:
    box = {"host": "127.0.0.1", "port": dovecot.port, "security": "none"}
    return {
        "mailboxes.intake": {**box, "address": INTAKE, "password": "hunter2-wrong"},
        "mailboxes.inspections": {
            **box,
            "address": INSPECTIONS,
            "password": USERS[INSPECTIONS],
            "folder": "Nowhere",
        },
    }


def test_a_wrong_password_and_a_wrong_folder_are_told_apart(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path
) -> None:
    found = checks(config_file(tmp_path, dovecot.port, receiver.port, **broken_login(dovecot)))
    assert found["mailbox intake"].state == "failed"
    assert "password" in found["mailbox intake"].words
    assert "hunter2-wrong" not in found["mailbox intake"].words
    assert found["mailbox inspections"].state == "failed"
    assert "Nowhere" in found["mailbox inspections"].words


def test_a_server_without_keywords_is_named(receiver: SmtpReceiver, tmp_path: Path) -> None:
    with Dovecot(folder_rights={"INBOX": "lrs"}) as dovecot:
        found = checks(config_file(tmp_path, dovecot.port, receiver.port))
    assert "keeps no keywords" in found["mailbox intake"].words
    assert found["mailbox intake"].state == "ok"


def test_a_database_and_a_folder_that_cannot_be_used_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "no.db").write_bytes(b"this is no database " * 100)
    storage = {"url": f"sqlite:///{tmp_path}/no.db", "messages_dir": str(tmp_path / "file" / "messages")}
    found = checks(config_file(tmp_path, storage=storage))
    assert found["database"].state == "failed"
    assert "[storage] url" in found["database"].words
    assert found["originals"].state == "failed"
    assert "mend" in found["originals"].words


@pytest.mark.parametrize("url", ["nonsense", "mysql+nothing://x/y", "sqlite:////proc/no/place.db"])
def test_a_url_that_is_none_fails_in_words(tmp_path: Path, url: str) -> None:
    found = checks(config_file(tmp_path, storage={"url": url, "messages_dir": str(tmp_path / "m")}))
    assert found["database"].state == "failed"
    assert found["originals"].state == "ok"


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://robot:hunter2@127.0.0.1:1/fpp", "postgresql+psycopg://robot:a@b:hunter2@c/fpp"],
)
def test_a_secret_in_the_database_url_is_not_shown(tmp_path: Path, url: str) -> None:
    found = checks(config_file(tmp_path, storage={"url": url, "messages_dir": str(tmp_path / "m")}))
    assert found["database"].state == "failed"
    assert "hunter2" not in found["database"].words


def test_what_other_users_can_read_is_named(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    secret.chmod(0o644)
    file = config_file(tmp_path, security={"token_secret_file": str(secret)})
    assert checks(file)["privacy"].words == f"other users can read {secret}: chmod go= them"
    secret.chmod(0o600)
    assert "privacy" not in checks(file)
    (tmp_path / "bureau.db").chmod(0o640)
    assert "bureau.db" in checks(file)["privacy"].words


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (None, "warning", "client_secret_expires"),
        (31, "ok", "good until"),
        (30, "warning", "expires in 30 days"),
        (-1, "failed", "has expired"),
    ],
)
def test_the_end_of_a_secret_is_announced(tmp_path: Path, days: int | None, state: str, words: str) -> None:
    zone = load(config_file(tmp_path)).office.timezone
    expires = "" if days is None else f"client_secret_expires = {datetime.now(zone).date() + timedelta(days)}"
    file = config_file(
        tmp_path,
        smtp={"host": "127.0.0.1", "port": 1, "security": "none", "username": "robot", "auth": "oauth2"},
        oauth2={"token_url": "http://127.0.0.1:1/token", "client_id": "i", "client_secret": "s"},
    )
    file.write_text(file.read_text().replace('client_id = "i"', f'client_id = "i"\n{expires}'))
    found = checks(file)["secret"]
    assert found.state == state
    assert words in found.words
