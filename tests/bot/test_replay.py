"""A folder of past mail, replayed: the samples of the demo's day come out as promised, in the promised files."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.config.reading import load_for_replay
from bot.demo.messages import DemoMessage, demo_messages, write_eml_folder
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.demo.writing import ADDRESSES, COORDINATOR
from bot.registry.files import read_registry
from bot.replay import replay
from parsers.forms.reading import FIELDS
from tests.bot.command_line import Said, fpp_bot
from tests.factory.mails import raw_mail

# One worker runs them all: what they look at is made once.
pytestmark = pytest.mark.xdist_group("replay")

KEYS = [
    "file",
    "message_id",
    "mailbox",
    "received_at",
    "sender",
    "kind",
    "action",
    "case",
    "findings",
    "fields",
    "forms",
    "requests",
    "charges",
    "sent",
]
FINDING_KEYS = {"code", "severity", "file", "where", "detail", "fix"}
REQUEST_KEYS = {
    "action",
    "findings",
    "inspector_requested",
    "inspector_assigned",
    "date",
    "time",
    "permit_number",
    "address",
    "types",
    "discipline",
    "contact_name",
    "contact_phone",
    "case",
    "previous_date",
}
CHARGE_COLUMNS = (
    "charge,logged_at,appointment_start,cancelled_at,notice_minutes,hours,reason,client,responsible_party,"
    "building,permit_number,reference_number,discipline,inspector,status,needs_review,case,message_id"
)
CONFIG = f"""
[mailboxes.intake]
address = "{ADDRESSES["intake"]}"
[mailboxes.inspections]
address = "{ADDRESSES["inspections"]}"
[office]
coordinators = ["{COORDINATOR}"]
[security]
trusted_authserv_id = "mail.city.example"
[ocr]
program = ""
"""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One replay of the demo's day: the samples by file, and the folder that came out."""

    samples: tuple[DemoMessage, ...]
    lines: tuple[dict[str, Any], ...]
    out: Path
    again: Path

    def line(self, name: str) -> dict[str, Any]:
        return next(line for line in self.lines if line["file"].endswith(f"-{name}.eml"))


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    """Replayed twice, in this process, with every way to the network blocked."""
    folder = tmp_path_factory.mktemp("replay")
    write_eml_folder(folder / "mail", BASE_DAY)
    write_demo_registry(folder / "registry", BASE_DAY)
    (folder / "config.toml").write_text(CONFIG)
    settings = load_for_replay(folder / "config.toml")
    registry = read_registry(folder / "registry")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _no_network)
        patch.setattr(socket, "create_connection", _no_network)
        for name in ("out", "again"):
            for _ in replay(folder / "mail", settings, registry, folder / name):
                pass
    lines = (folder / "out" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return Replayed(demo_messages(BASE_DAY), tuple(map(json.loads, lines)), folder / "out", folder / "again")


def _no_network(*_: object) -> None:
    raise AssertionError("replay reached for the network")


def test_every_sample_is_decided_in_order_of_receipt(replayed: Replayed) -> None:
    assert [line["file"] for line in replayed.lines] == [
        f"{number:04d}-{sample.name}.eml" for number, sample in enumerate(replayed.samples, 1)
    ]
    moments = [datetime.fromisoformat(line["received_at"]) for line in replayed.lines]
    assert moments == sorted(moments)
    assert all(moment.utcoffset() == timedelta(hours=-8) for moment in moments)
    assert [line["mailbox"] for line in replayed.lines] == [sample.to_mailbox for sample in replayed.samples]


# Replies that need a letter of ours to answer, which a folder written beforehand cannot hold.
def standing_alone(samples: tuple[DemoMessage, ...]) -> Iterator[DemoMessage]:
    yield from (sample for sample in samples if not sample.answers)


@pytest.mark.parametrize("name", [sample.name for sample in standing_alone(demo_messages(BASE_DAY))], ids=str)
def test_a_sample_comes_out_as_promised(replayed: Replayed, name: str) -> None:
    sample = next(sample for sample in replayed.samples if sample.name == name)
    line = replayed.line(name)
    found = [finding["code"] for finding in line["findings"]]
    assert (line["kind"], line["action"]) == (sample.kind, str(sample.action)), found


def test_a_line_has_the_promised_keys(replayed: Replayed) -> None:
    for line in replayed.lines:
        assert list(line)[: len(KEYS)] == KEYS
        assert set(line) - set(KEYS) <= {"reason"}
        for finding in [*line["findings"], *(f for r in line["requests"] for f in r["findings"])]:
            assert set(finding) == FINDING_KEYS
            assert finding["detail"]
        for request in line["requests"]:
            assert set(request) >= REQUEST_KEYS
        for sent in line["sent"]:
            assert set(sent) == {"to", "template", "subject"}
        if line["kind"] == "permit_application" and line["fields"]:
            assert set(line["fields"]) == {*FIELDS, "signed"}
    assert any(line["fields"] for line in replayed.lines)
    assert any(line["charges"] for line in replayed.lines)


def test_an_application_without_a_form_has_fields_all_the_same(replayed: Replayed) -> None:
    applications = [line for line in replayed.lines if line["kind"] == "permit_application"]
    assert {frozenset(line["fields"]) for line in applications} <= {
        frozenset({*FIELDS, "signed"}),
        frozenset(),
    }


def test_every_letter_is_a_file_in_order(replayed: Replayed) -> None:
    files = sorted((replayed.out / "outbox").iterdir())
    promised = [sent for line in replayed.lines for sent in line["sent"]]
    assert [file.name for file in files] == [f"{n:04d}.eml" for n in range(1, len(promised) + 1)]
    for file, sent in zip(files, promised, strict=True):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        assert letter.defects == []
        assert [address.addr_spec for address in letter["To"].addresses] == sent["to"]
        assert letter["Subject"] == sent["subject"]
        body = letter.get_body(("plain",))
        assert body is not None
        assert body.get_content().strip()


def test_machines_get_no_letter(replayed: Replayed) -> None:
    silent = [line for line in replayed.lines if line["action"] in {"ignore", "record"}]
    assert silent
    assert all(line["sent"] == [] for line in silent if line["action"] == "ignore")
    assert {line["kind"] for line in silent if line["action"] == "ignore"} == {"automated"}


def test_charges_are_a_table_with_the_promised_columns(replayed: Replayed) -> None:
    text = (replayed.out / "charges.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == CHARGE_COLUMNS
    rows = list(csv.DictReader(text.splitlines()))
    logged = [charge for line in replayed.lines for charge in line["charges"]]
    assert [row["charge"] for row in rows if row["status"] == "logged"] == logged
    for row in rows:
        notice = datetime.fromisoformat(row["appointment_start"]) - datetime.fromisoformat(
            row["cancelled_at"]
        )
        assert int(row["notice_minutes"]) == notice // timedelta(minutes=1)
        assert row["needs_review"] in {"true", "false"}
        assert row["message_id"] in {line["message_id"] for line in replayed.lines}


def test_each_day_has_a_digest(replayed: Replayed) -> None:
    days = {date.fromisoformat(line["received_at"][:10]) for line in replayed.lines}
    names = {file.name for file in replayed.out.glob("digest-*.html")}
    assert names == {f"digest-{day}.html" for day in days}
    page = (replayed.out / f"digest-{BASE_DAY}.html").read_text(encoding="utf-8")
    assert all(line["case"] in page for line in replayed.lines if line["action"] == "refer" and line["case"])


@pytest.mark.parametrize("name", ["decisions.jsonl", "charges.csv", "outbox"])
def test_a_second_replay_gives_the_same_bytes(replayed: Replayed, name: str) -> None:
    assert content(replayed.out / name) == content(replayed.again / name)


def content(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


# The command.


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to replay from, with few mails."""

    path: Path

    def run(self, capsys: pytest.CaptureFixture[str]) -> Said:
        path = self.path
        arguments = ("--config", path / "c.toml", "--registry", path / "registry", "--out", path / "out")
        return fpp_bot(capsys, "replay", path / "mail", *arguments)

    def put(self, name: str, raw: bytes) -> None:
        (self.path / "mail" / name).write_bytes(raw)

    def lines(self) -> list[dict[str, Any]]:
        return list(map(json.loads, (self.path / "out" / "decisions.jsonl").read_text().splitlines()))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "mail").mkdir()
    write_demo_registry(tmp_path / "registry", BASE_DAY)
    (tmp_path / "c.toml").write_text(CONFIG)
    return Folder(tmp_path)


def question(day: int = 2, **changes: Any) -> bytes:
    moment = datetime.fromisoformat(f"2026-03-{day:02d}T09:00:00-08:00")
    return raw_mail("A question", "Is the counter open on Friday?", received_at=moment, **changes)


def test_the_command_says_what_came_of_it(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.put("b.eml", question(2, message_id="<b@x.example>"))
    folder.put("a.eml", question(4, message_id="<a@x.example>"))
    said = folder.run(capsys)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("2 messages: 2 refer.")
    assert [line["file"] for line in folder.lines()] == ["b.eml", "a.eml"]
    assert sorted(file.name for file in (folder.path / "out").glob("digest-*")) == [
        "digest-2026-03-02.html",
        "digest-2026-03-03.html",
        "digest-2026-03-04.html",
    ]


def test_nothing_of_an_earlier_replay_is_left(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.put("a.eml", question(2, message_id="<a@x.example>", sender="a@builder.example", headers=PASSED))
    folder.put("b.eml", question(4, message_id="<b@x.example>", sender="b@builder.example", headers=PASSED))
    (folder.path / "out").mkdir()
    (folder.path / "out" / "mine.txt").write_text("not theirs")
    folder.run(capsys)
    assert len(list((folder.path / "out" / "outbox").iterdir())) == 2
    (folder.path / "mail" / "b.eml").unlink()
    folder.run(capsys)
    out = folder.path / "out"
    assert sorted(str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()) == [
        "charges.csv",
        "decisions.jsonl",
        "digest-2026-03-02.html",
        "mine.txt",
        "outbox/0001.eml",
    ]


def test_a_letter_that_a_limit_holds_back_is_not_sent(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "c.toml").write_text(CONFIG + "[limits]\nletters_per_sender_per_hour = 1\n")
    for number in (1, 2):
        mail_id = f"<{number}@builder.example>"
        folder.put(f"{number}.eml", question(message_id=mail_id, sender="a@builder.example", headers=PASSED))
    assert folder.run(capsys).code == 0
    assert len(list((folder.path / "out" / "outbox").iterdir())) == 1
    first, second = folder.lines()
    assert "sender.over_limit" in {finding["code"] for finding in second["findings"]}
    assert (len(first["sent"]), len(second["sent"])) == (1, 0)


PASSED = [
    ("Authentication-Results", "mail.city.example; dmarc=pass header.from=builder.example"),
]


def test_a_folder_without_mail_says_so(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    said = folder.run(capsys)
    assert said.code == 1
    assert "holds no .eml files" in said.err


def test_what_is_no_mail_at_all_is_decided_too(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.put("a.eml", b"")
    folder.put("b.eml", b"\x00\xff\xfe" * 1000)
    folder.put("c.eml", b"From: \r\nReceived: nonsense\r\nDate: yesterday\r\n\r\n")
    said = folder.run(capsys)
    assert said.code == 0, said.err
    assert [line["file"] for line in folder.lines()] == ["a.eml", "b.eml", "c.eml"]


def test_endings_in_capitals_count(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.put("A.EML", question())
    assert folder.run(capsys).code == 0
    assert [line["file"] for line in folder.lines()] == ["A.EML"]


@pytest.mark.parametrize(
    ("headers", "mailbox"),
    [
        ([("Delivered-To", ADDRESSES["inspections"])], "inspections"),
        ([("X-Original-To", ADDRESSES["inspections"].upper())], "inspections"),
        ([("Delivered-To", ADDRESSES["intake"]), ("To", ADDRESSES["inspections"])], "intake"),
        ([("To", f"Inspections <{ADDRESSES['inspections']}>")], "inspections"),
        ([("To", "x@y.example"), ("Cc", f"z@y.example, {ADDRESSES['inspections']}")], "inspections"),
        ([("To", "x@y.example")], "intake"),
    ],
)
def test_the_mailbox_is_that_of_the_delivery(
    folder: Folder, capsys: pytest.CaptureFixture[str], headers: list[tuple[str, str]], mailbox: str
) -> None:
    folder.put("a.eml", question(headers=headers, to="x@y.example"))
    assert folder.run(capsys).code == 0
    assert folder.lines()[0]["mailbox"] == mailbox


def test_the_topmost_received_names_mailbox_and_moment(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    received = [
        ("Received", f"from a by b\n\tfor <{ADDRESSES['inspections']}>;\n\tMon, 2 Mar 2026 16:14:00 +0000"),
        ("Received", f"from c by a for <{ADDRESSES['intake']}>; Mon, 2 Mar 2026 15:00:00 +0000"),
    ]
    raw = b"".join(f"{name}: {value}\r\n".encode().replace(b"\n\t", b"\r\n\t") for name, value in received)
    folder.put("a.eml", raw + question().partition(b"\n")[2])
    assert folder.run(capsys).code == 0
    (line,) = folder.lines()
    assert (line["mailbox"], line["received_at"]) == ("inspections", "2026-03-02T08:14:00-08:00")


def test_a_registry_with_mistakes_says_where(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.put("a.eml", question())
    (folder.path / "registry" / "absences.csv").write_text("inspector,first_day,last_day\nNobody,x,y\n")
    said = folder.run(capsys)
    assert said.code == 1
    assert "absences.csv" in said.err
    assert not (folder.path / "out").exists()
