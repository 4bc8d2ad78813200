"""What inspectors answer; what is not sure changes nothing."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.inspection.reading import InspectorUpdate
from parsers.inspection.update import read_update
from parsers.mail import Address, Mail

MONDAY = datetime(2026, 3, 2, 8, 14, tzinfo=ZoneInfo("America/Los_Angeles"))


def answer(body: str, subject: str = "Re: Inspection request FPP-26-000123") -> InspectorUpdate:
    sender = Address("raman@permits.example", "Priya Raman")
    return read_update(Mail("<1@permits.example>", subject, sender, body, body), MONDAY)


@pytest.mark.parametrize(
    ("body", "day", "at"),
    [
        ("Confirmed for 10:30", None, time(10, 30)),
        ("Confirm 10am tomorrow", date(2026, 3, 3), time(10)),
        ("I'll be there at 9", None, time(9)),
        ("10:30", None, time(10, 30)),
        ("10", None, time(10)),
        ("see you Tuesday at 9am", date(2026, 3, 3), time(9)),
        ("Works for me, 2pm", None, time(14)),
        ("Tuesday works, between 9 and 11", date(2026, 3, 3), time(9)),
        ("Confirmed 10am Wednesday March 4", date(2026, 3, 4), time(10)),
        ("Confirmed", None, None),
        ("see you at 1", None, time(13)),
    ],
)
def test_a_confirmation_is_read_with_its_day_and_time(body: str, day: date | None, at: time | None) -> None:
    update = answer(body)
    assert (update.action, update.day, update.at) == ("confirm", day, at)


@pytest.mark.parametrize(
    "body",
    [
        "on my way",
        "On my way, be there in 20 min",
        "omw",
        "Leaving now",
        "heading over",
        "I just left, there in 15 minutes",
        "en route",
    ],
)
def test_on_the_way_is_read(body: str) -> None:
    assert answer(body).action == "en_route"


@pytest.mark.parametrize(
    "body",
    [
        "can't make it",
        "I can't make it tomorrow, please reassign",
        "decline",
        "I'm out sick",
        "I won't be there",
        "Please send someone else",
    ],
)
def test_a_refusal_is_read(body: str) -> None:
    assert answer(body).action == "decline"


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ("approved", "approved"),
        ("Passed", "approved"),
        ("Approved, no corrections", "approved"),
        ("all good, approved to cover", "approved"),
        ("done, signed off", "approved"),
        ("Partial approval - north wall only", "partial"),
        ("Corrections required: missing nail plates", "correction"),
        ("failed", "correction"),
        ("Not approved. See notes.", "correction"),
        ("no access", "no_access"),
        ("Could not get in, nobody on site", "no_access"),
        ("Couldn't gain access to suite 400, locked.", "no_access"),
    ],
)
def test_a_result_is_read(body: str, result: str) -> None:
    update = answer(body)
    assert (update.action, update.result) == ("result", result)


@pytest.mark.parametrize(
    "body",
    [
        "have not left yet",
        "I have not left yet but will soon",
        "will be on my way at 3",
        "I will be en route around 1",
        "Not on my way yet",
        "Are you on the way?",
        "Contractor is on the way",
        "On the way to another site first, will see you at 2",
        "I was on my way but got a flat tire",
        "Can't make 9 but can do 11",
        "unable to make it until 2",
        "9am or 10am",
        "Will try for 10",
        "Is the contractor on site?",
        "Did they confirm 10am?",
        "if approved I'll let you know",
        "Approved rough-in. Corrections for the panel.",
        "Not sure I can make it",
        "OK",
        "Thanks",
        "Nope",
        "",
    ],
)
def test_what_is_not_surely_understood_is_no_action(body: str) -> None:
    assert answer(body).action is None


def test_a_ready_reply_in_the_subject_counts_where_the_body_is_empty() -> None:
    assert answer("", "On my way FPP-26-000123").action == "en_route"


def test_a_ready_replys_time_stands_in_the_body() -> None:
    assert answer("10:00", "Confirm FPP-26-000123").at == time(10)


def test_the_case_is_read_from_the_subject() -> None:
    assert answer("omw").cases == ("FPP-26-000123",)


@given(st.text(max_size=300))
def test_any_answer_is_read_without_a_crash(body: str) -> None:
    answer(body)
