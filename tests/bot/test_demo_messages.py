"""The sample mails: complete, the same every time, and fit for the sample registry."""

from __future__ import annotations

import email
import email.policy
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import get_args

import pytest

from bot.demo.messages import DemoMessage, demo_day, demo_messages, letter_answered, write_eml_folder
from bot.demo.sample_registry import FOLDER, write_demo_registry
from bot.demo.writing import CALENDAR
from bot.registry.files import read_registry
from rules.decision import Kind
from rules.finding import Action
from rules.registry import PermitStatus

TODAY = date(2026, 3, 3)
MESSAGES = {message.name: message for message in demo_messages(TODAY)}


def parsed(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def letter(**headers: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Your request FPP-26-000007 was passed on.\n\nTo cancel, reply CANCEL.\n")
    return message.as_bytes()


def test_every_kind_and_every_action_is_there() -> None:
    assert {message.kind for message in MESSAGES.values()} == set(get_args(Kind))
    assert {message.action for message in MESSAGES.values()} == set(Action)
    assert len(MESSAGES) >= 30


def test_same_day_gives_the_same_bytes() -> None:
    assert [message.raw for message in demo_messages(TODAY)] == [message.raw for message in MESSAGES.values()]


def test_messages_come_in_order_and_after_what_they_depend_on() -> None:
    seen: set[str] = set()
    times = [message.sent_at for message in MESSAGES.values()]
    for message in MESSAGES.values():
        assert seen.issuperset(message.after), message.name
        seen.add(message.name)
    assert times == sorted(times)


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES.keys())
def test_message_is_sound_mail(message: DemoMessage) -> None:
    mail = parsed(message.raw)
    assert mail.defects == []
    assert mail["Message-ID"] == message.draft.message_id
    assert max(map(len, message.raw.split(b"\r\n"))) < 998


def test_message_ids_are_unique_except_for_the_copy() -> None:
    ids = [message.draft.message_id for message in MESSAGES.values()]
    assert len(set(ids)) == len(ids) - 1
    assert MESSAGES["request_html_table_copy"].raw == MESSAGES["request_html_table"].raw


@pytest.mark.parametrize(
    "start", [date(2026, 11, 22), date(2026, 12, 24), date(2027, 1, 1), date(2028, 2, 29)]
)
def test_demo_day_is_a_working_day_before_a_working_day(start: date) -> None:
    day = demo_day(start)
    assert day >= start
    assert CALENDAR.is_open(day)
    assert CALENDAR.next_open(day) == day + timedelta(days=1)


@pytest.mark.parametrize(
    "start", [date(2026, 1, 1) + timedelta(days=offset) for offset in range(0, 800, 131)]
)
def test_samples_can_be_made_for_any_day(start: date) -> None:
    assert len(demo_messages(demo_day(start))) == len(MESSAGES)


def test_reply_joins_the_thread_of_the_letter_and_quotes_it() -> None:
    message = MESSAGES["cancel_late"]
    ours = letter(
        From="fpp-inspections@city.example",
        Reply_To="fpp-inspections+t0k3n@city.example",
        To="lee@fernhill.example",
        Subject="Your inspection request",
        Message_ID="<abc@bot.example>",
        In_Reply_To=MESSAGES["request_good"].draft.message_id,
        References=MESSAGES["request_good"].draft.message_id,
    )
    mail = parsed(message.raw_answering(ours))
    assert mail["In-Reply-To"] == "<abc@bot.example>"
    assert mail["References"] == f"{MESSAGES['request_good'].draft.message_id} <abc@bot.example>"
    assert mail["To"] == "fpp-inspections+t0k3n@city.example"
    assert mail["Subject"] == "Re: Your inspection request"
    assert "> To cancel, reply CANCEL." in mail.get_content()
    assert mail.get_content().startswith("Hi, we have to cancel")


def test_reply_without_a_letter_still_names_the_mail_that_began_the_thread() -> None:
    message = MESSAGES["request_completed"]
    first = MESSAGES["request_incomplete"].draft.message_id
    assert message.raw_answering(None) == message.raw
    assert parsed(message.raw)["References"] == first


def test_letter_answered_is_the_newest_to_that_sender_in_that_thread() -> None:
    message, earlier = MESSAGES["cancel_late"], MESSAGES["request_good"]
    thread = earlier.draft.message_id
    to_others = letter(To="someone@example.com", References=thread)
    other_thread = letter(To="lee@fernhill.example", References="<x@y>")
    first = letter(To="lee@fernhill.example", In_Reply_To=thread, Subject="received")
    second = letter(To="Lee <LEE@fernhill.example>", References=thread, Subject="time agreed")
    letters = (to_others, first, second, other_thread)
    assert letter_answered(message, earlier, letters) == second
    assert letter_answered(message, earlier, (to_others,)) is None


def test_inspectors_answer_the_letter_that_names_their_permit() -> None:
    message, earlier = MESSAGES["inspector_confirms"], MESSAGES["request_good"]
    routed = letter(To="alex.thornquill@city.example", Subject=f"Inspection {message.about}")
    other = letter(To="alex.thornquill@city.example", Subject="Inspection 26-104214-000-00-FA")
    assert letter_answered(message, earlier, (routed, other)) == routed


def test_eml_folder_holds_what_lies_in_the_mailboxes(tmp_path: Path) -> None:
    paths = write_eml_folder(tmp_path / "mail", TODAY)
    assert len(paths) == len(MESSAGES)
    assert [path.name for path in paths] == sorted(path.name for path in paths)
    forged = parsed(next(path for path in paths if "forged_inspector" in path.name).read_bytes())
    (result,) = map(str, forged.get_all("Authentication-Results", []))
    assert "dmarc=fail" in result
    good = parsed(paths[0].read_bytes())
    assert "dmarc=pass" in str(good["Authentication-Results"])
    assert str(good["Delivered-To"]) == "fpp-inspections@city.example"


def test_forged_samples_are_those_whose_envelope_differs() -> None:
    for message in MESSAGES.values():
        domain = str(parsed(message.raw)["From"].addresses[0].domain)
        assert message.authenticated is (message.helo == domain), message.name


def test_sample_registry_is_sound_and_holds_every_status() -> None:
    registry = read_registry(FOLDER)
    assert {permit.status for permit in registry.permits.values()} == set(get_args(PermitStatus))
    assert {permit.discipline for permit in registry.permits.values()} == {
        "building",
        "mechanical",
        "electrical",
        "plumbing",
        "fire",
    }


@pytest.mark.parametrize("today", [TODAY, date(2027, 12, 30), date(2028, 2, 29)])
def test_sample_registry_moves_with_the_day(tmp_path: Path, today: date) -> None:
    write_demo_registry(tmp_path, today)
    registry = read_registry(tmp_path)
    assert registry.is_absent("Drew Marshbank", CALENDAR.add_open_days(today, 2))
    assert registry.holds_on("Tamarack Research Hall", "", today)
    assert not registry.holds_on("Larkspur Annex", "", today)
    until = {name: building.registered_until for name, building in registry.buildings.items()}
    assert [name for name, day in until.items() if day is not None and day < today] == [
        "Marigold Court Offices"
    ]


def test_senders_that_must_belong_to_their_permit_do() -> None:
    registry = read_registry(FOLDER)
    for name in ("cancel_late", "cancel_en_route", "move", "status"):
        message = MESSAGES[name]
        contacts = {contact for permit in registry.permits.values() for contact in permit.contacts}
        assert message.envelope_sender in contacts
