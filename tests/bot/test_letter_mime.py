"""Messages read back with the standard library, and nothing that a stranger wrote becomes a header."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.letters.letter import Letter, LetterFile, LetterPicture, Purpose
from bot.letters.mime import message_bytes
from parsers.mail import Address
from templates.cleaning import one_line
from tests.factory.letters import HOSTILE, every_letter

SENDER = Address("inspections@fpp.example", "Facility Permit Program")
DATE = datetime(2026, 3, 3, 9, 15, tzinfo=ZoneInfo("America/Los_Angeles"))
ENTRY = LetterFile(
    "FPP-26-000123.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
)


def a_letter(**changes: object) -> Letter:
    fields: dict[str, object] = {
        "to": ("maria@acme.example",),
        "template": "inspection_answer",
        "subject": "Inspection request received [FPP-26-000123]",
        "text": "Hello Maria,\n\nThank you.\n",
        "html": "<!DOCTYPE html><p>Hello Maria,</p>",
        "in_reply_to": "<m1@acme.example>",
        "references": ("<m0@acme.example>", "<m1@acme.example>"),
    }
    return Letter(**(fields | changes))  # type: ignore[arg-type]


def raw(letter: Letter, sender: Address = SENDER) -> bytes:
    return message_bytes(letter, message_id="<out1@fpp.example>", sender=sender, date=DATE)


def parsed(letter: Letter, sender: Address = SENDER) -> EmailMessage:
    return message_from_bytes(raw(letter, sender), policy=policy.default)


def bodies(message: EmailMessage) -> dict[str, str]:
    return {
        part.get_content_type(): part.get_content().replace("\r\n", "\n")
        for part in message.walk()
        if part.get_content_maintype() == "text" and not part.get_filename()
    }


def test_a_letter_reads_back_as_it_was_written() -> None:
    message = parsed(a_letter(text="Zoë, 8½″ × 11″ = fits.\n.\nFrom here on\n" + "x" * 200 + " \n"))
    assert message.get_content_type() == "multipart/alternative"
    assert bodies(message)["text/plain"] == "Zoë, 8½″ × 11″ = fits.\n.\nFrom here on\n" + "x" * 200 + " \n"
    assert bodies(message)["text/html"] == "<!DOCTYPE html><p>Hello Maria,</p>"
    assert str(message["From"]) == "Facility Permit Program <inspections@fpp.example>"
    assert str(message["To"]) == "maria@acme.example"
    assert message["Message-ID"] == "<out1@fpp.example>"
    assert message["In-Reply-To"] == "<m1@acme.example>"
    assert str(message["References"]).split() == ["<m0@acme.example>", "<m1@acme.example>"]
    assert message["Date"].datetime == DATE
    assert message["MIME-Version"] == "1.0"
    assert message["Precedence"] is None


@pytest.mark.parametrize(
    ("purpose", "word"),
    [
        ("reply", "auto-replied"),
        ("routed", "auto-generated"),
        ("notice", "auto-generated"),
        ("digest", "auto-generated"),
    ],
)
def test_every_letter_is_marked_as_automatic(purpose: Purpose, word: str) -> None:
    message = parsed(a_letter(purpose=purpose))
    assert message["Auto-Submitted"] == word
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"


def test_a_single_entry_is_an_alternative_and_a_file() -> None:
    message = parsed(a_letter(files=(ENTRY,)))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "text/calendar",
    ]
    entries = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in entries] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in entries] == [None, "FPP-26-000123.ics"]
    assert {part.get_payload(decode=True) for part in entries} == {ENTRY.content}


def test_several_entries_are_files_only() -> None:
    message = parsed(
        a_letter(files=(ENTRY, ENTRY, LetterFile("page.png", "image/png", bytes(range(256)) * 30)))
    )
    files = list(message.iter_attachments())
    assert [part.get_content_type() for part in files] == ["text/calendar", "text/calendar", "image/png"]
    assert files[2].get_content() == bytes(range(256)) * 30


def a_picture(name: str = "form-page-1-marked.png") -> LetterPicture:
    content = bytes(range(256)) * 30
    return LetterPicture(name, "image/png", content, "a1b2@pictures.fpp-bot", "form.pdf", 1, 9, 9, {})


def test_a_picture_is_beside_the_alternatives_and_has_a_plain_name() -> None:
    message = parsed(a_letter(pictures=(a_picture(),)))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/related",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "image/png",
    ]
    (picture,) = message.iter_attachments()
    assert picture["Content-ID"] == "<a1b2@pictures.fpp-bot>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_filename() == "form-page-1-marked.png"
    assert picture.get_content() == a_picture().content
    assert "text/plain" in bodies(message)


def test_files_stand_beside_what_is_shown() -> None:
    paper = LetterFile("plan-check-plans.pdf", "application/pdf", b"%PDF")
    message = parsed(a_letter(pictures=(a_picture(),), files=(paper,)))
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in message.iter_attachments()] == ["plan-check-plans.pdf"]
    assert message.get_body(("html",)) is not None


@pytest.mark.parametrize("name", ["plän 一.pdf", 'a"b\\c/d.pdf', "x\r\nBcc: a@b.example", "..", "é" * 400])
def test_a_file_name_survives_or_is_made_safe(name: str) -> None:
    message = parsed(a_letter(files=(LetterFile(name, "application/pdf", b"%PDF"),)))
    (file,) = message.iter_attachments()
    assert message["Bcc"] is None
    assert file.get_filename()
    assert not set("/\\\r\n") & set(file.get_filename() or "")
    assert file.get_content() == b"%PDF"


SUBJECTS = [
    "Inspection request received [FPP-26-000123] Re: " + "long words " * 14,
    "Zoë’s inspection — 李 " * 8,
    "=?utf-8?q?fake?= word",
    "x" * 180,
    "Hi\r\nBcc: victim@b.example\r\n\r\n<p>body",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_reads_back_and_adds_no_header(subject: str) -> None:
    message = parsed(a_letter(subject=subject))
    assert str(message["Subject"]) == one_line(subject)
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"


@given(st.text(max_size=200))
def test_any_subject_stays_in_its_header(subject: str) -> None:
    content = raw(a_letter(subject=subject))
    head = content.split(b"\r\n\r\n", 1)[0]
    assert max(map(len, head.split(b"\r\n"))) <= 250
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert names == [
        b"From", b"To", b"Subject", b"Date", b"Message-ID", b"In-Reply-To", b"References",
        b"Auto-Submitted", b"X-Auto-Response-Suppress", b"MIME-Version", b"Content-Type",
    ]  # fmt: skip


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_body_reads_back(text: str, html: str) -> None:
    plain = text.encode("utf-8", "replace").decode().replace("\r", "")
    message = parsed(a_letter(text=plain, html=html.encode("utf-8", "replace").decode().replace("\r", "")))
    part = message.get_body(("plain",))
    assert part is not None
    assert part.get_payload(decode=True).decode().replace("\r\n", "\n") == plain  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ['O"Brien \\ Co', "Büro für Genehmigungen", "a, b <x@y.example>", "", "\r\nBcc: x"]
)
def test_a_display_name_stands_for_nobody_else(name: str) -> None:
    message = parsed(a_letter(), Address("inspections@fpp.example", name))
    (author,) = message["From"].addresses
    assert author.addr_spec == "inspections@fpp.example"
    assert author.display_name == one_line(name)


def test_odd_message_ids_are_left_out_and_long_threads_are_cut() -> None:
    references = (
        "not one",
        "<a b@c>",
        "<x@y>\r\nBcc: z",
        *(f"<{number}@acme.example>" for number in range(100)),
    )
    message = parsed(a_letter(in_reply_to="<bad id>", references=references))
    assert message["In-Reply-To"] is None
    assert str(message["References"]).split() == [f"<{number}@acme.example>" for number in range(80, 100)]


@pytest.mark.parametrize("to", [(), ("nobody",), ("a@b.example\r\nBcc: c@d.example",), ("a@b, c@d.example",)])
def test_a_letter_to_nobody_is_refused(to: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no address"):
        raw(a_letter(to=to))


def test_several_recipients_stand_in_one_header() -> None:
    people = tuple(f"coordinator{number}@city.example" for number in range(9))
    message = parsed(a_letter(to=people))
    assert [address.addr_spec for address in message["To"].addresses] == list(people)


@pytest.mark.parametrize("hostile", ["", HOSTILE])
def test_every_letter_is_a_valid_message(hostile: str) -> None:
    for letter in every_letter(hostile).values():
        content = raw(letter)
        message = parsed(letter)
        assert all(part.defects == [] for part in message.walk())
        assert str(message["Subject"]) == letter.subject
        assert bodies(message)["text/plain"] == letter.text
        assert bodies(message)["text/html"] == letter.html
        assert content.isascii()
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 998
