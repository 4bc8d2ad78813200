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
        ("Copy, 10am", None, time(10)),
        ("Running late, 10:30", None, time(10, 30)),
        ("10:15 tomorrow. Priya", date(2026, 3, 3), time(10, 15)),
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


@pytest.mark.parametrize(
    ("body", "day", "at"),
    [
        ("Can't do Thursday, but Friday 3/6 at 10:00 works for me.", date(2026, 3, 6), time(10)),
        ("I'm off Thursday, but could do it Friday 3/6 at 8:30.", date(2026, 3, 6), time(8, 30)),
        ("I can't make it at 9 but 10:30 works", None, time(10, 30)),
        ("I can't make Thursday. Friday at 10 works.", date(2026, 3, 6), time(10)),
        ("No, 1 pm works better for me", None, time(13)),
    ],
)
def test_another_time_offered_with_a_refusal_is_a_confirmation(body: str, day: date | None, at: time) -> None:
    update = answer(body)
    assert (update.action, update.day, update.at) == ("confirm", day, at)


@pytest.mark.parametrize(
    "body",
    [
        "Can't make it, Glen can do 9:30",
        "Can't make it, how about 10?",
        "Can't do 9, maybe 10",
        "I can't, call me at 10",
    ],
)
def test_a_refusal_with_no_sure_offer_confirms_nothing(body: str) -> None:
    assert answer(body).action != "confirm"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("Sorry, make that 1:30.", time(13, 30)),
        ("Change of plan, 1:30 pm instead.", time(13, 30)),
        ("Let's say 2pm", time(14)),
        ("I have you down for 3:15 on Thursday", time(15, 15)),
        ("Will come by 3/5 around 9", time(9)),
        ("Moving you to Friday at 9", time(9)),
        ("8am sharp", time(8)),
        ("Confirming Thursday, 3/5, 0930", time(9, 30)),
    ],
)
def test_an_hour_said_in_passing_words_is_agreed(body: str, at: time) -> None:
    update = answer(body)
    assert (update.action, update.at) == ("confirm", at)


@pytest.mark.parametrize(
    "body",
    ["I have a meeting until 9", "Can you do 10 instead", "Call me after 9", "Permit of 2026", "Not at 9"],
)
def test_an_hour_of_something_else_is_not_agreed(body: str) -> None:
    assert answer(body).action != "confirm" or answer(body).at is None


@pytest.mark.parametrize(
    "body",
    [
        "Coming over now.",
        "I am on the road to the site",
        "Just pulling out of the lot, coming to you now",
        "Started driving to the job, ETA 9:15",
        "Yes, on my way.",
        "We're on our way",
    ],
)
def test_more_ways_of_being_on_the_way(body: str) -> None:
    assert answer(body).action == "en_route"


@pytest.mark.parametrize("body", ["Turned around, had been on the way", "I will be on the road at 10"])
def test_having_been_on_the_way_is_not_being_on_it(body: str) -> None:
    assert answer(body).action != "en_route"


@pytest.mark.parametrize(
    "body",
    [
        "No can do, I'm in training all day",
        "I will be on vacation that day.",
        "Not me on Thursday, jury duty",
    ],
)
def test_more_ways_of_refusing(body: str) -> None:
    assert answer(body).action == "decline"


def test_a_refusal_to_refuse_is_none() -> None:
    assert answer("I can't decline this one").action is None


def test_a_ready_reply_in_the_subject_counts_where_the_body_is_empty() -> None:
    assert answer("", "On my way FPP-26-000123").action == "en_route"


def test_a_ready_replys_time_stands_in_the_body() -> None:
    assert answer("10:00", "Confirm FPP-26-000123").at == time(10)


def test_the_case_is_read_from_the_subject() -> None:
    assert answer("omw").cases == ("FPP-26-000123",)


@given(st.text(max_size=300))
def test_any_answer_is_read_without_a_crash(body: str) -> None:
    answer(body)


@pytest.mark.parametrize(
    "body",
    [
        "I will figure it out this morning",
        "Hmm, let me see what I can do.",
        "I'll see what I can do",
        "Let me check, I can do most days",
    ],
)
def test_what_is_only_looked_into_confirms_nothing(body: str) -> None:
    assert answer(body).action is None


@pytest.mark.parametrize("body", ["Out that day, sorry", "Swamped. Someone else please"])
def test_short_words_of_refusal_are_read(body: str) -> None:
    assert answer(body).action == "decline"
