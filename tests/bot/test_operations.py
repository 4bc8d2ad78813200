"""The administrator's commands: letters, health, migrate, deploy, sbom."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from datetime import timedelta
from importlib.metadata import distribution
from pathlib import Path

import pytest

from bot.config.reading import load
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.sbom import bill_of_materials
from storage.schema import newest_version
from storage.store import Store
from storage.switches import LETTERS_PAUSED
from storage.values import NewLetter, Position
from tests.audit import report
from tests.bot.bureau import now
from tests.bot.command_line import config_file, fpp_bot


def store_of(file: Path) -> Store:
    return Store.open(load(file, secrets=False).storage.url)


def put(file: Path, *, held: str = "") -> None:
    letter = NewLetter(
        letter_id="<l@bureau.example>",
        purpose="reply",
        template="t",
        recipients=("robin@asker.example",),
        subject="Re: a question",
        raw=b"",
        held_because=held,
    )
    with store_of(file).transaction() as tx:
        tx.letters.put(letter, now())


def letter_states(file: Path) -> list[str]:
    with store_of(file).reading() as tx:
        return [letter.state for letter in tx.letters.in_state("due", "held", "sent")]


def test_letters_are_paused_and_resumed_by_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path)
    for order, value in (("pause", "yes"), ("resume", "no")):
        assert fpp_bot(capsys, "letters", order, "--config", file).code == 0
        with store_of(file).reading() as tx:
            assert tx.switches.value(LETTERS_PAUSED) == value
    with store_of(file).reading() as tx:
        history = [(event.what, event.words) for event in tx.inbox.events()]
    assert [what for what, _ in history] == ["letters paused", "letters resumed"]
    assert all(words.endswith(" at the command line") for _, words in history)


def test_held_letters_are_shown_and_released(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config_file(tmp_path)
    put(file, held="more than 30 letters an hour to this address")
    listed = fpp_bot(capsys, "letters", "list", "--config", file)
    assert "held" in listed.out
    assert "robin@asker.example  Re: a question  more than 30 letters an hour" in listed.out
    said = fpp_bot(capsys, "letters", "release", "--config", file)
    assert said.out == "1 letter(s) released\n"
    assert letter_states(file) == ["due"]
    assert fpp_bot(capsys, "letters", "release", "--config", file).out == "0 letter(s) released\n"


def test_letters_that_came_back_are_shown_until_somebody_has_seen_to_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path)
    put(file)
    with store_of(file).transaction() as tx:
        (letter,) = tx.letters.claim(1, now())
        tx.letters.set_outcome(letter.id, "sent", now=now())
        tx.letters.note_report(letter.id, "the mailbox is full", is_lost=True, message=None, now=now())
    assert "bounced" in fpp_bot(capsys, "letters", "list", "--config", file).out
    assert fpp_bot(capsys, "letters", "settle", "--config", file).out == "1 letter(s) settled\n"
    assert fpp_bot(capsys, "letters", "list", "--config", file).out == "Every letter has left.\n"
    with store_of(file).reading() as tx:
        assert [event.what for event in tx.inbox.events()][:2] == ["letter bounced", "letter settled"]


def polled(file: Path, ago: timedelta) -> None:
    """As if a daemon had read both mailboxes so long ago and written today's digest."""
    with store_of(file).transaction() as tx:
        for name in ("intake", "inspections"):
            tx.inbox.set_position(name, Position(1, 0, now()))
        for name in ("intake", "inspections"):
            tx.inbox.set_health(name, now() - ago, "")
        zone = load(file, secrets=False).office.timezone
        today = now().astimezone(zone).date()
        if tx.days.digest(today) is None:
            tx.days.add_digest(today, now(), now())


def test_health_is_an_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config_file(tmp_path)
    never = fpp_bot(capsys, "health", "--config", file)
    assert never.code == 1
    assert "failing  The mailbox intake was never read" in never.err
    polled(file, timedelta(seconds=5))
    assert fpp_bot(capsys, "health", "--config", file).out == "All is well.\n"
    polled(file, timedelta(minutes=2))
    silent = fpp_bot(capsys, "health", "--config", file)
    assert silent.code == 1
    assert "failing  The mailbox inspections was not read for 2 minutes" in silent.err


def test_a_migration_says_what_it_did_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path)
    newest = newest_version()
    assert fpp_bot(capsys, "migrate", "--config", file).out == f"The schema was empty and is {newest} now.\n"
    back = fpp_bot(capsys, "migrate", "--to", "0001", "--config", file)
    assert back.out.startswith(f"The schema was {newest} and is 0001 now.\nA copy from before: {tmp_path}")
    assert f"is {newest} now" in fpp_bot(capsys, "migrate", "--config", file).out
    assert fpp_bot(capsys, "migrate", "--config", file).out == f"The schema is {newest} already.\n"
    unknown = fpp_bot(capsys, "migrate", "--to", "12", "--config", file)
    assert (unknown.code, unknown.err) == (1, f"there is no schema 12; known are 0001, {newest}\n")


def test_a_newer_database_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config_file(tmp_path)
    store_of(file).close()
    connection = sqlite3.connect(tmp_path / "bureau.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.close()
    for command in (("health",), ("run", "--once"), ("migrate",), ("letters", "pause")):
        said = fpp_bot(capsys, *command, "--config", file)
        assert said.code == 1
        assert said.err.startswith("The database was written by a newer fpp-bot: its schema is 0099")


def test_what_a_command_writes_is_its_owners_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.umask(0o022)
    os.umask(before)
    file = config_file(tmp_path)
    (tmp_path / "past").mkdir()
    (tmp_path / "past" / "1.eml").write_bytes(
        b"From: a@b.example\r\nTo: <intake@bureau.example>\r\nDate: Mon, 2 Mar 2026 08:00:00 -0800\r\n"
        b"Subject: When do you open?\r\n\r\nWhen do you open?\r\n"
    )
    tables, out = tmp_path / "tables", tmp_path / "out"
    write_demo_registry(tables, BASE_DAY)
    arguments = ("replay", tmp_path / "past", "--config", file, "--registry", tables, "--out", out)
    assert fpp_bot(capsys, *arguments).code == 0
    assert fpp_bot(capsys, "digest", "--config", file, "--out", tmp_path / "digest.html").code == 0
    written = [tmp_path / "digest.html", tmp_path / "bureau.db", out, *out.rglob("*")]
    assert len(written) > 5
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
    after = os.umask(before)
    assert after == before


def test_a_deployment_is_written_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limits = {"pdf_memory_mb": 1000}
    file = config_file(tmp_path, limits=limits)
    said = fpp_bot(capsys, "deploy", "--out", tmp_path / "deploy", "--config", file)
    names = {Path(line).name for line in said.out.splitlines()}
    assert names == {
        "Containerfile",
        "UPGRADE.md",
        "fpp-bot.service",
        "fpp-bot.sysusers",
        "journald-fpp-bot.conf",
    }
    unit = (tmp_path / "deploy" / "fpp-bot.service").read_text()
    assert "$" not in unit
    for line in (
        "Type=notify",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "MemoryMax=4072M",
    ):
        assert line in unit.splitlines()
    # Without these the child that reads PDFs could not leave the network, or would take the robot with it.
    assert "RestrictNamespaces=user net" in unit.splitlines()
    assert "OOMPolicy=continue" in unit.splitlines()


def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fpp_bot(capsys, "deploy", "--out", tmp_path)
    unit = tmp_path / "fpp-bot.service"
    # What is looked at is the unit, not whether this machine has the program installed.
    unit.write_text(unit.read_text().replace("/opt/fpp-bot/bin/fpp-bot", "/bin/true"))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_bill_of_materials_names_everything_that_we_need() -> None:
    bill = bill_of_materials()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "fpp-bot"
    found = {component["name"].lower(): component["version"] for component in bill["components"]}
    # Ours, one that only another one needs, and one that an extra (PyJWT[crypto] of msal) brings.
    for name in ("sqlmodel", "sqlalchemy", "cryptography"):
        assert found[name] == distribution(name).version
    assert "pytest" not in found
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(references) == len(set(references))
    known = {*references, bill["metadata"]["component"]["bom-ref"]}
    assert {edge["ref"] for edge in bill["dependencies"]} == known
    assert all(set(edge["dependsOn"]) <= known for edge in bill["dependencies"])
    assert bill == bill_of_materials()


def test_the_bill_of_materials_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(fpp_bot(capsys, "sbom").out)["components"]


def test_an_audit_fails_only_for_a_known_weakness(capsys: pytest.CaptureFixture[str]) -> None:
    sound = {"name": "a", "version": "1", "vulns": []}
    unknown = {"name": "b", "skip_reason": "not found"}
    weak = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
    assert report("x.lock", [sound, unknown]) == 0
    assert "1 of 2 packages looked up, 0 with" in capsys.readouterr().out
    assert report("x.lock", [sound, weak]) == 1
    assert "c 2: CVE-1, mended in 3" in capsys.readouterr().out
