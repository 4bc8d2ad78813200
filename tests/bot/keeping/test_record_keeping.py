"""The records officer's commands: hold, export, redact, purge, as a user calls them."""

from __future__ import annotations

import json
import mailbox
import sqlite3
from pathlib import Path

import pytest

from tests.bot.command_line import Said, config_file, fpp_bot
from tests.bot.keeping.office_years_later import (
    CHARGED,
    CLOSED,
    KIM,
    KIMS,
    LEE,
    OPEN,
    filled_desk,
    originals_of,
)
from tests.bot.scratch_desk import ScratchDesk


class Office:
    """A filled desk and its configuration."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.desk: ScratchDesk = filled_desk(folder)
        self.folder, self._capsys = folder, capsys
        storage = {"url": f"sqlite:///{folder}/test.db", "messages_dir": str(folder / "messages")}
        self.config = config_file(folder, storage=storage, retention={"originals_days": 1})

    def call(self, *arguments: object) -> Said:
        return fpp_bot(self._capsys, *arguments, "--config", self.config)


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, capsys)


def test_a_hold_is_put_shown_and_lifted(office: Office) -> None:
    assert office.call("hold", CLOSED).code == 2
    assert office.call("hold", CLOSED, "--why", "the lawsuit of Ann").code == 0
    assert "the lawsuit of Ann" in office.call("why", CLOSED).out
    office.call("digest", "--out", office.folder / "digest.html")
    assert "Cases on legal hold" in (office.folder / "digest.html").read_text()
    assert office.call("hold", CLOSED, "--lift").code == 0
    said = office.call("why", CLOSED).out
    assert "on legal hold since" not in said
    assert "hold lifted: by" in said
    assert office.call("hold", CLOSED, "--lift").code == 1
    assert office.call("hold", "FPP-26-999999", "--why", "x").err == "There is no case FPP-26-999999.\n"


def test_purge_says_what_it_would_do_and_does_it(office: Office) -> None:
    assert office.call("purge", "--dry-run").out == "originals: 4 would be removed\n"
    assert office.call("purge").out == "originals: 4 removed\n"
    assert office.call("purge").out == "originals: 0 removed\n"


@pytest.mark.parametrize(("subject", "cases", "mails"), [(CLOSED, 1, 2), (LEE, 3, 5), (KIM.upper(), 1, 1)])
def test_an_export_holds_everything_and_is_its_owners_alone(
    office: Office, subject: str, cases: int, mails: int
) -> None:
    target = office.folder / "export"
    said = office.call("export", subject, "--out", target)
    assert (said.code, said.out.split(",")[:2]) == (0, [f"{cases} case(s)", f" {mails} mail(s)"])
    files = [file for file in target.rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {folder.stat().st_mode & 0o777 for folder in (target, target / "mails")} == {0o700}
    assert len(list((target / "mails").iterdir())) == mails
    rows = json.loads((target / "messages.json").read_text())
    assert len(rows) == mails
    assert len(list((target / "letters").iterdir())) == len(json.loads((target / "letters.json").read_text()))
    index = (target / "index.txt").read_text()
    for file in (*(target / "mails").iterdir(), *(target / "letters").iterdir()):
        assert f"{file.parent.name}/{file.name}" in index
        assert mailbox.Message(file.read_bytes())["Subject"]
    for row in json.loads((target / "cases.json").read_text()):
        assert row["reference"] in index


def test_an_export_of_a_charged_case_holds_its_ledger_lines(office: Office) -> None:
    office.call("export", CHARGED, "--out", office.folder / "export")
    (line,) = json.loads((office.folder / "export" / "charges.json").read_text())
    assert line["number"] == "C-26-00001"
    assert len(line["hash"]) == 64


def test_nothing_on_record_is_said(office: Office) -> None:
    assert office.call("export", "nobody@example.com", "--out", office.folder / "e").code == 1
    assert office.call("redact", "nobody@example.com", "--why", "x", "--yes").code == 1


def test_a_redacted_person_is_nowhere_in_the_files(office: Office) -> None:
    said = office.call("redact", KIM, "--why", "the law asks for it", "--yes")
    assert said.code == 0, said.err
    office.desk.store.close()
    for file in office.folder.glob("test.db*"):
        assert b"kim@builder" not in file.read_bytes().lower(), file
        assert b"Kim Marlowe" not in file.read_bytes(), file
    assert not any(
        b"Kim Marlowe" in file.read_bytes() for file in (office.folder / "messages").rglob("*.eml")
    )
    with office.desk.store.reading() as tx:
        case = tx.cases.case(KIMS)
        assert originals_of(office.desk, tx, KIMS) == [False]
        (message,) = [m for m in (tx.inbox.message(n) for n in tx.record.of_case(KIMS).mails) if m]
        assert [event.what for event in tx.inbox.events(case=KIMS)] == ["decided", "redacted"]
    assert case is not None
    assert (case.sender, case.state) == ("", "closed")
    assert (message.kind, message.action, message.sender) == ("question", "refer", "")
    assert message.sha256
    assert office.call("why", KIMS).code == 0


def test_a_redacted_case_leaves_the_persons_other_cases(office: Office) -> None:
    assert office.call("redact", CHARGED, "--why", "the law asks for it", "--yes").code == 0
    with office.desk.store.reading() as tx:
        assert tx.ledger.broken_at() is None
        assert tx.ledger.lines()[0].case == CHARGED
        assert originals_of(office.desk, tx, CHARGED) == [False, False]
        assert originals_of(office.desk, tx, CLOSED) == [True, True]
        other = tx.cases.case(CLOSED)
    assert other is not None
    assert other.sender == LEE


def test_a_case_on_hold_is_not_redacted_by_whatever_name(office: Office) -> None:
    office.call("hold", CLOSED, "--why", "a lawsuit")
    for subject in (CLOSED, LEE):
        said = office.call("redact", subject, "--why", "x", "--yes")
        assert said.code == 1
        assert f"on legal hold: {CLOSED} (a lawsuit)" in said.err
    with office.desk.store.reading() as tx:
        assert originals_of(office.desk, tx, CLOSED) == [True, True]


def test_a_letter_on_its_way_is_waited_for(office: Office) -> None:
    with office.desk.store.transaction() as tx:
        tx.letters.set_outcome(tx.letters.of_case(CLOSED)[0].id, "due", now=office.desk.moment)
    assert "have not left" in office.call("redact", CLOSED, "--why", "x", "--yes").err


def test_who_does_not_confirm_removes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda _question: False)
    assert office.call("redact", OPEN, "--why", "x").code == 1
    with sqlite3.connect(office.folder / "test.db") as connection:
        assert connection.execute("select count(*) from message where sender = ''").fetchone() == (0,)
    connection.close()
