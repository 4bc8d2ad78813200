"""The worst that strangers can write, from the raw mail to letters, digest and tables, through `replay`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

from bot.config.reading import load_for_replay
from bot.demo.papers import intake_form, values
from bot.demo.sample_registry import BASE_DAY, write_demo_registry
from bot.registry.files import read_registry
from bot.replay import replay
from tests.factory.mails import File, raw_mail

PACIFIC = timezone(timedelta(hours=-8))
INTAKE, INSPECTIONS = "fpp-intake@city.example", "fpp-inspections@city.example"
COORDINATOR = "pat.coordinator@city.example"
LEE = "lee@fernhill.example"
CONFIG = f"""
[mailboxes.intake]
address = "{INTAKE}"
[mailboxes.inspections]
address = "{INSPECTIONS}"
[office]
coordinators = ["{COORDINATOR}"]
[security]
unauthenticated = "accept"
[limits]
letters_per_sender_per_hour = 0
letters_per_sender_per_day = 0
[ocr]
program = ""
"""
MARKUP = "<script>alert(7)</script><img src=x onerror=alert(7)>{{7*7}}{% raw %}${7*7}#{7*7}</td></table>"
BREAK = "=0D=0ABcc:_victim=40evil.test=0D=0AX-Evil:_yes=0D=0A=0D=0A<script>"
BIDI = "\u202eelpmaxe\u202c\u200b\u2066\ufeff\u00ad"
REQUEST = """Permit number: 26-104211-000-00-FA
Site address: 1200 SW Larkspur Ave, Suite 410
Type of inspection: {what}
Contact: {who}, 503-555-0131
"""
OUR_HEADERS = {
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references", "auto-submitted"),
    *("x-auto-response-suppress", "mime-version", "content-type"),
}
FORBIDDEN = {"script", "iframe", "object", "embed", "form", "link", "base", "svg", "input", "video"}
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
FORMULA = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")
WRITTEN_BY_US = frozenset({"notice_minutes", "hours"})


def inspection(
    number: int, *, subject: str, what: str = "framing", who: str = "Lee", sender: str = LEE
) -> bytes:
    return mail(number, subject, REQUEST.format(what=what, who=who), sender=sender)


def mail(number: int, subject: str, body: str, **how: Any) -> bytes:
    how = {"to": INSPECTIONS, "sender": LEE, **how}
    received = datetime(2026, 3, 2, 8, 0, tzinfo=PACIFIC) + timedelta(minutes=5 * number)
    return raw_mail(subject, body, message_id=f"<h{number}@fernhill.example>", received_at=received, **how)


def with_line(raw: bytes, name: str, value: str) -> bytes:
    """The mail with that header line as it stands, in place of what it had."""
    kept = re.sub(rb"(?im)^%s:.*\r?\n(?:[ \t].*\r?\n)*" % name.encode(), b"", raw, count=1)
    return f"{name}: {value}\n".encode("utf-8", "surrogateescape") + kept


def received(number: int) -> bytes:
    return f"Received: from a by b for <{INTAKE}>; Mon, 2 Mar 2026 12:{number:02d}:00 -0800\r\n".encode()


def submittal(number: int, *files: File) -> bytes:
    return mail(number, "Permit application", "The form is attached.", to=INTAKE, attachments=files)


def a_form(**changes: str) -> bytes:
    return intake_form(values(**changes), style="acroform", signed="typed")


BAD_NAMES = ("../../../etc/cron.d/x.pdf", "C:\\Windows\\CON.pdf", "a\u202efdp.exe")


def mails() -> Iterator[tuple[str, bytes]]:
    yield "first", inspection(1, subject="Inspection March 3, 2026 at 10")
    yield (
        "cancelled late",
        mail(30, "Cancel", "Please cancel the inspection for permit 26-104211-000-00-FA on March 3."),
    )
    plain = inspection(3, subject="x", who=MARKUP[:60], what=f"framing {MARKUP}")
    yield "markup", with_line(plain, "Subject", f"Inspection March 4, 2026 {MARKUP}")
    yield (
        "line break in subject",
        with_line(inspection(4, subject="x"), "Subject", f"=?utf-8?q?Inspection_March_5,_2026{BREAK}?="),
    )
    yield (
        "line break in name",
        with_line(
            inspection(5, subject="Inspection March 6, 2026"), "From", f"=?utf-8?q?Lee{BREAK}?= <{LEE}>"
        ),
    )
    yield (
        "line break in Message-ID",
        with_line(
            mail(6, "A question", "Who looks after it?"),
            "Message-ID",
            "<a\x0bBcc:victim@evil.test\x85@x.example>",
        ),
    )
    yield (
        "markup in name",
        with_line(mail(7, MARKUP, f"Who looks after {MARKUP}?"), "From", f'"{MARKUP[:60]}" <{LEE}>'),
    )
    yield (
        "bidi",
        with_line(
            inspection(
                8, subject=f"Inspection March 9, 2026 {BIDI}", who=f"Lee {BIDI}", what=f"framing {BIDI}"
            ),
            "From",
            f"Lee {BIDI} <{LEE}>",
        ),
    )
    yield (
        "bidi in address",
        with_line(
            mail(9, "A question", "Who looks after it?"), "From", "Lee <l\u200bee\u202e@fernhill.example>"
        ),
    )
    yield (
        "markup in references",
        with_line(mail(10, "Question", "Who?"), "References", '<a"><script>@x> <b@x>\r\n <{{7*7}}@x>'),
    )
    yield (
        "form",
        submittal(
            11,
            (
                "form.pdf",
                a_form(
                    **{
                        name: f"{name} {MARKUP[:70]}"
                        for name in ("applicant_name", "description", "building")
                    }
                ),
            ),
        ),
    )
    yield (
        "form of formulas",
        submittal(
            12,
            (
                "form.pdf",
                a_form(applicant_name="=cmd|' /C calc'!A0", reference_number="=1+1", valuation="=2"),
            ),
        ),
    )
    for number, name in enumerate(BAD_NAMES, start=13):
        yield f"file {number}", submittal(number, (name, a_form()))
    named = submittal(20, ("form.pdf", a_form()))
    yield "file with a NUL", named.replace(b'"form.pdf"', b'"x\x00.pdf"')
    yield (
        "file with line breaks",
        named.replace(b"<h20@", b"<h21@").replace(b'"form.pdf"', f'"=?utf-8?q?x{BREAK}.pdf?="'.encode()),
    )
    yield (
        "deep",
        received(1)
        + b"From: a@deep.example\r\n"
        + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth)
            for depth in range(1000)
        )
        + b"\r\nWho looks after it?\r\n",
    )
    yield (
        "deep messages",
        received(2)
        + b"From: a@deep2.example\r\n"
        + (b"Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n" * 1000)
        + b"\r\nWho?\r\n",
    )
    part = b"--b\r\nContent-Type: text/plain\r\n\r\nWho?\r\n"
    yield (
        "many parts",
        received(3)
        + (
            b'From: a@parts.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
            + part * 10_000
            + b"--b--\r\n"
        ),
    )
    yield (
        "many headers",
        received(4)
        + b"From: a@headers.example\r\n"
        + (b"X-Filler: 1\r\n" * 100_000 + b"Subject: late\r\n\r\nWho?\r\n"),
    )
    yield (
        "long subject",
        received(5) + b"From: a@long.example\r\nSubject: " + b"A " * 1_000_000 + b"\r\n\r\nWho?\r\n",
    )
    yield (
        "long folded subject",
        received(6)
        + b"From: a@fold.example\r\nSubject: x"
        + (b"\r\n " + b"y" * 70) * 30_000
        + b"\r\n\r\nWho?\r\n",
    )
    yield (
        "long encoded subject",
        received(7)
        + b"From: a@code.example\r\nSubject: "
        + (b"=?utf-8?q?a?= " * 100_000)
        + b"\r\n\r\nWho?\r\n",
    )
    yield "long name", received(8) + b'From: "' + b"N" * 1_000_000 + b'" <a@name.example>\r\n\r\nWho?\r\n'
    yield (
        "many receivers",
        received(9) + b"From: a@to.example\r\nTo: " + b"<a@b.example>, " * 100_000 + b"\r\n\r\nWho?\r\n",
    )
    yield (
        "report bomb",
        received(10)
        + (
            b"From: MAILER-DAEMON@r.example\r\nContent-Type: multipart/report; report-type=delivery-status; "
            b'boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n'
            + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 50_000
            + b"--b--\r\n"
        ),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a replay of all of them left."""

    lines: Mapping[str, Mapping[str, Any]]
    out: Path
    left_elsewhere: frozenset[str]

    def letters(self) -> list[EmailMessage]:
        found = []
        for file in sorted((self.out / "outbox").iterdir()):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            assert isinstance(message, EmailMessage)
            found.append(message)
        return found

    def pages(self) -> Iterator[str]:
        for letter in self.letters():
            body = letter.get_body(("html",))
            assert body is not None
            yield str(body.get_content())
        yield from (file.read_text(encoding="utf-8") for file in self.out.glob("digest-*.html"))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("hostile")
    write_demo_registry(folder / "registry", BASE_DAY)
    for name in ("buildings", "permits", "clients", "reference_numbers"):
        table = folder / "registry" / f"{name}.csv"
        words = table.read_text(encoding="utf-8")
        words = words.replace("Larkspur Tower", "=1+1 Larkspur Tower <script>{{7*7}}")
        words = words.replace("Larkspur Holdings", "@Larkspur <img src=x>{% raw %}").replace(
            "Dana Whitlock", "+Dana"
        )
        table.write_text(words, encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG)
    (folder / "mail").mkdir()
    for number, (name, raw) in enumerate(mails()):
        (folder / "mail" / f"{number:02d} {name}.eml").write_bytes(raw)
    before = tree(folder)
    registry = read_registry(folder / "registry")
    for _ in replay(folder / "mail", load_for_replay(folder / "config.toml"), registry, folder / "out"):
        pass
    written = (folder / "out" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    lines = {line["file"][3:-4]: line for line in map(json.loads, written)}
    elsewhere = {name for name in tree(folder) - before if not name.startswith("out")}
    return Outcome(lines, folder / "out", frozenset(elsewhere))


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_every_one_is_decided_and_none_shelved(outcome: Outcome) -> None:
    assert outcome.lines.keys() == {name for name, _ in mails()}
    assert [
        name for name, line in outcome.lines.items() if (line.get("reason") or "").startswith("shelved")
    ] == []


def test_what_should_be_taken_is_taken(outcome: Outcome) -> None:
    taken = ("first", "line break in subject", "line break in name", "bidi")
    assert {name: outcome.lines[name]["action"] for name in taken} == dict.fromkeys(taken, "accept")


def test_headers_of_letters_are_ours_alone(outcome: Outcome) -> None:
    letters = outcome.letters()
    assert len(letters) > 25
    for letter in letters:
        names = [name.lower() for name in letter]
        assert set(names) <= OUR_HEADERS
        assert len(names) == len(set(names))
        assert len(letter["To"].addresses) == 1
        assert letter["To"].addresses[0].addr_spec != "victim@evil.test"
        assert not UNSEEN.search(f"{letter['Subject']}{letter['From']}{letter['To']}")
        assert len(str(letter["Subject"])) < 1000


def test_lines_of_letters_are_not_too_long(outcome: Outcome) -> None:
    for file in (outcome.out / "outbox").iterdir():
        assert max(map(len, file.read_bytes().split(b"\r\n"))) <= 998


def test_pages_hold_no_markup_of_strangers(outcome: Outcome) -> None:
    for page in outcome.pages():
        for element in html.fromstring(page).iter():
            if not isinstance(element.tag, str):
                continue
            assert element.tag not in FORBIDDEN
            # A picture of a marked page goes with the letter; nothing is fetched.
            assert element.tag != "img" or element.get("src", "").startswith("cid:")
            assert not any(name.startswith("on") for name in element.attrib)
            for name in ("href", "src", "action"):
                assert not re.match(r"\s*(?:javascript|data|vbscript|https?):", element.get(name, ""))
        assert not UNSEEN.search(page)


def test_no_template_code_runs(outcome: Outcome) -> None:
    shown = 0
    for page in outcome.pages():
        words = html.fromstring(page).text_content()
        shown += "{{7*7}}" in words
        assert "Tower <script>49" not in words
        assert "alert(7)>49" not in words
    assert shown > 5


def test_no_cell_is_a_formula(outcome: Outcome) -> None:
    with (outcome.out / "charges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1
    assert rows[0]["building"].startswith("'=1+1 Larkspur Tower")
    assert rows[0]["client"].startswith("'@Larkspur")
    for row in rows:
        assert not any(FORMULA.match(cell) for name, cell in row.items() if name not in WRITTEN_BY_US)


def test_no_file_is_written_elsewhere(outcome: Outcome) -> None:
    assert outcome.left_elsewhere == set()
    assert all(re.fullmatch(r"\d{4}\.eml", file.name) for file in (outcome.out / "outbox").iterdir())


@pytest.mark.parametrize("number", range(13, 13 + len(BAD_NAMES)))
def test_a_file_with_a_bad_name_is_read_all_the_same(outcome: Outcome, number: int) -> None:
    line = outcome.lines[f"file {number}"]
    assert line["kind"] == "permit_application"
    assert line["fields"]["applicant_name"] == "Robin Vance"
