"""The command line as users and scripts rely on it: exit codes, what is said where, files that come out."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.compose import open_store
from bot.config.reading import load
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.demo.sheets import plan_set
from rules.registry import Registry
from storage.store import Store
from tests.bot.bureau import INSPECTIONS, INTAKE, now, question_mail
from tests.bot.command_line import config_file, fpp_bot
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.smtp import SmtpReceiver
from tests.storage.stores import charge_line


def store_of(file: Path) -> Store:
    return open_store(load(file, secrets=False))


def registry_of(file: Path) -> Registry:
    store = store_of(file)
    with store.reading() as tx:
        registry = tx.registry.load(tx.registry.newest_version())
    store.close()
    return registry


COMMANDS = ("run", "replay", "check-plans", "import", "digest", "statement", "why", "doctor", "demo")


def test_every_promised_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    said = fpp_bot(capsys, "--help")
    assert said.code == 0
    assert all(command in said.out for command in (*COMMANDS, "quarantine"))
    for command in COMMANDS:
        assert fpp_bot(capsys, command, "--help").code == 0
    for command in ("list", "show", "release", "drop"):
        assert fpp_bot(capsys, "quarantine", command, "--help").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("run",),
        ("run", "--config", "c.toml", "--twice"),
        ("doctor", "--config", "/no/such/file.toml"),
        ("replay", "/no/such/folder", "--config", "c", "--registry", "r", "--out", "o"),
        ("import", "/no/such/folder", "--config", "c"),
        ("digest", "--config", "c.toml", "--date", "yesterday"),
        ("statement", "--config", "c.toml", "--month", "March", "--out", "o"),
        ("check-plans",),
        ("check-plans", "/no/such/plans.pdf"),
        ("quarantine", "release", "seven", "--config", "c.toml"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_two(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    said = fpp_bot(capsys, *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("run", "--once"),
        ("doctor",),
        ("digest",),
        ("why", "FPP-26-000001"),
        ("quarantine", "list"),
        ("quarantine", "show", "1"),
        ("quarantine", "release", "1"),
        ("quarantine", "drop", "1"),
        ("statement", "--month", "2026-03", "--out", "out"),
    ],
    ids=" ".join,
)
def test_all_mistakes_of_a_configuration_come_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    file = config_file(
        tmp_path, smtp={"host": "h", "per_minut": 3}, office={"day_start": "25:00"}, digest={"at": "soon"}
    )
    said = fpp_bot(capsys, *arguments, "--config", file)
    assert (said.code, said.out) == (2, "")
    for words in ("smtp.per_minut", "`per_minute`", "office.day_start", "digest.at", str(file)):
        assert words in said.err
    assert "Traceback" not in said.err


def test_a_secret_that_cannot_be_read_stops_only_what_needs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path, security={"token_secret_file": str(tmp_path / "gone")})
    assert fpp_bot(capsys, "run", "--once", "--config", file).code == 2
    assert fpp_bot(capsys, "digest", "--config", file).code == 0


def test_a_database_that_cannot_be_opened_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storage = {"url": "sqlite:////proc/no/such/place.db", "messages_dir": str(tmp_path / "messages")}
    file = config_file(tmp_path, storage=storage)
    for arguments in (("digest",), ("run", "--once"), ("why", "FPP-26-000001"), ("quarantine", "list")):
        said = fpp_bot(capsys, *arguments, "--config", file)
        assert said.code == 1, arguments
        assert "database" in said.err
        assert "Traceback" not in said.err


def test_a_file_that_cannot_be_written_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = config_file(tmp_path)
    (tmp_path / "in-the-way").write_text("a file")
    said = fpp_bot(capsys, "digest", "--config", file, "--out", tmp_path / "in-the-way" / "digest.html")
    assert said.code == 1
    assert "in-the-way" in said.err


def test_a_run_against_nothing_fails_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = fpp_bot(capsys, "run", "--once", "--config", config_file(tmp_path))
    assert said.code == 1
    assert "127.0.0.1:1" in said.err
    assert "Traceback" not in said.err


def test_one_mailbox_that_fails_does_not_stop_the_other(
    dovecot: Dovecot, receiver: SmtpReceiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = {"host": "127.0.0.1", "security": "none", "start": "all"}
    boxes = {
        "mailboxes.intake": {**box, "port": 1, "address": INTAKE, "password": "x"},
        "mailboxes.inspections": {
            **box,
            "port": dovecot.port,
            "address": INSPECTIONS,
            "password": USERS[INSPECTIONS],
        },
    }
    dovecot.drop(INSPECTIONS, question_mail(to=INSPECTIONS))
    file = config_file(tmp_path, dovecot.port, receiver.port, digest={}, **boxes)
    said = fpp_bot(capsys, "run", "--once", "--config", file)
    assert said.code == 1
    assert "127.0.0.1:1" in said.err
    assert [mail.recipients for mail in receiver.accepted] == [("robin1@asker.example",)]


def test_a_digest_that_fails_stops_no_mail(
    dovecot: Dovecot,
    receiver: SmtpReceiver,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from bot.digest.mail import DigestMail

    def fails(_: DigestMail) -> bool:
        raise LookupError("a bug of ours")

    monkeypatch.setattr(DigestMail, "make_due", fails)
    dovecot.drop(INTAKE, question_mail())
    file = config_file(tmp_path, dovecot.port, receiver.port)
    assert fpp_bot(capsys, "run", "--once", "--config", file).code == 0
    assert [mail.recipients for mail in receiver.accepted] == [("robin1@asker.example",)]


# The registry.


def as_workbook(source: Path, target: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    book.save(target)
    source.unlink()


def test_an_import_takes_csv_and_workbooks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, tables = config_file(tmp_path), tmp_path / "tables"
    write_demo_registry(tables, BASE_DAY)
    as_workbook(tables / "permits.csv", tables / "permits.xlsx")
    said = fpp_bot(capsys, "import", tables, "--config", file)
    assert (said.code, said.err) == (0, "")
    registry = registry_of(file)
    assert f"{len(registry.permits)} permits" in said.out
    assert registry.permits["26-104211-000-00-FA"].building == "Larkspur Tower"


def test_a_faulty_import_names_every_place_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, tables = config_file(tmp_path), tmp_path / "tables"
    write_demo_registry(tables, BASE_DAY)
    assert fpp_bot(capsys, "import", tables, "--config", file).code == 0
    before = registry_of(file)
    (tables / "absences.csv").write_text(
        "inspector,first_day,last_day,reason\nAlex Thornquill,2026-03-02,2026-03-03,away\n"
        "Alex Thornquill,2026-13-40,2026-03-03,away\nNobody Known,2026-03-02,2026-03-03,away\n"
    )
    (tables / "clients.csv").write_text("client,responsible_party\nOne Client,Somebody\n")
    said = fpp_bot(capsys, "import", tables, "--config", file)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Nothing was imported;")
    assert 'absences.csv, row 3, column first_day: "2026-13-40"' in said.err
    assert 'absences.csv, row 4, column inspector: "Nobody Known"' in said.err
    assert "clients.csv" in said.err
    assert registry_of(file) == before


# Digest, statement, plans.


def test_the_digest_is_shown_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config_file(tmp_path)
    shown = fpp_bot(capsys, "digest", "--config", file, "--date", "2026-03-02")
    assert shown.code == 0
    assert "Monday, March 2, 2026" in shown.out
    page = tmp_path / "new" / "digest.html"
    assert fpp_bot(capsys, "digest", "--config", file, "--out", page).code == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def test_a_statement_is_written_for_each_client(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = config_file(tmp_path), tmp_path / "statements"
    store = store_of(file)
    with store.transaction() as tx:
        tx.ledger.log(
            charge_line(), case="FPP-26-000001", message=None, message_id="<a@b.example>", now=now()
        )
    store.close()
    month = f"{now():%Y-%m}"
    said = fpp_bot(capsys, "statement", "--config", file, "--month", month, "--out", out)
    assert said.code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        f"{month}-lantern-holdings.csv",
        f"{month}-lantern-holdings.pdf",
    ]
    nobody = fpp_bot(
        capsys, "statement", "--config", file, "--month", month, "--client", "Nobody", "--out", out
    )
    assert nobody.code == 1
    assert "No charges" in nobody.err
    assert fpp_bot(capsys, "statement", "--config", file, "--month", "2020-01", "--out", out).code == 1


SHEET_KEYS = {"page", "number", "title", "width_in", "height_in", "color", "grayscale"}


def test_checked_plans_are_a_json_object_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, faulty, broken = (tmp_path / name for name in ("good.pdf", "faulty.pdf", "broken.pdf"))
    good.write_bytes(plan_set(2))
    faulty.write_bytes(plan_set(2, color=True, stamp_expires=date(2026, 1, 31)))
    broken.write_bytes(b"no PDF at all")
    said = fpp_bot(
        capsys, "check-plans", good, faulty, broken, "--json", "--received", "2026-03-02", "--exterior"
    )
    assert said.code == 0
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [Path(one["file"]).name for one in found] == ["good.pdf", "faulty.pdf", "broken.pdf"]
    for one in found:
        assert {"file", "pages", "findings", "sheets", "seconds"} <= set(one)
        for sheet in one["sheets"]:
            assert set(sheet) >= SHEET_KEYS
            assert isinstance(sheet["color"], bool)
    codes = {finding["code"] for finding in found[1]["findings"]}
    assert {"plans.color", "plans.stamp_expired"} <= codes
    assert [sheet["color"] for sheet in found[0]["sheets"]] == [False, False]
    assert found[2]["findings"]


def test_a_plan_report_is_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans, page = tmp_path / "plans.pdf", tmp_path / "report.html"
    plans.write_bytes(plan_set(2))
    assert fpp_bot(capsys, "check-plans", plans, "--report", page).code == 0
    assert "plans.pdf" in page.read_text(encoding="utf-8")
