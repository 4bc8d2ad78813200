"""What a mail names without meaning it: asides of replies, and what is to be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsers.inspection.read import read_inspection
from parsers.inspection.reading import RequestReading, ShiftReading
from parsers.inspection.shifts import find_shift
from parsers.mail import Address, Mail

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
ONE, TWO, THREE = "26-100001-000-00-FA", "26-100002-000-00-FA", "26-100003-000-00-FA"


def requests(body: str, *, is_reply: bool = True) -> tuple[RequestReading, ...]:
    mail = Mail("<1@lund.example>", "Thursday", Address("casey@lund.example", "Casey Lund"), body, body)
    if is_reply:
        mail = replace(mail, subject="Re: Inspection [FPP-26-000125]", in_reply_to="<ours>")
    return read_inspection(mail, TUESDAY, ()).requests


@pytest.mark.parametrize(
    "body",
    [
        "FYI we pour concrete on Friday 3/6.",
        "The elevator is down until 3/10, please use the stairs.",
        "I am on vacation 3/9-3/13, call Ben with questions.",
        "Our permit expires 4/1/2026.",
        "Drywall goes up on 3/6 so it matters to us.",
        "We may need to cancel, I will let you know tomorrow.",
        "What happens if we cancel on Wednesday?",
        "We had to cancel our drywall delivery, but the inspection is still on.",
    ],
)
def test_a_day_told_of_something_else_is_no_wish(body: str) -> None:
    assert all(
        (one.intent, one.date, one.time, one.types) == ("request", None, None, ()) for one in requests(body)
    )


@pytest.mark.parametrize(
    "body",
    [
        "Friday 3/6 please.",
        "3/6 works for us",
        "Actually Friday March 6",
        "Sorry, I meant 3/6",
        "Could Ruth come on Friday?",
        "Friday the 6th then",
        "We pour on Thursday, so the inspection has to move to Friday 3/6.",
    ],
)
def test_a_wished_day_is_read(body: str) -> None:
    (one,) = requests(body)
    assert one.date is not None
    assert [day.isoformat() for day in one.date.days] == ["2026-03-06"]


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (f"Cancel {ONE} but keep {TWO}.", [ONE]),
        (f"Cancel {ONE}, but keep {TWO} and {THREE}.", [ONE]),
        (f"Cancel {TWO}, not {ONE}.", [TWO]),
        (f"Keep {TWO}. Cancel {ONE}.", [ONE]),
        (f"Please cancel {THREE}, {ONE} and {TWO} stay on for Thursday.", [THREE]),
        (f"Cancel {ONE} and {TWO}.", [ONE, TWO]),
    ],
)
def test_what_is_kept_is_not_cancelled(body: str, meant: list[str]) -> None:
    found = requests(body, is_reply=False)
    assert [(one.intent, one.permit.number) for one in found if one.permit] == [
        ("cancel", each) for each in meant
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Please move the inspection on 3/5 to 3/10.",
        "Please cancel the framing inspection on 3/5, we would like 3/10 instead.",
        "Reschedule the inspection for 3/5 to 3/10",
    ],
)
def test_the_day_behind_the_visit_is_the_old_one(body: str) -> None:
    (one,) = requests(body)
    assert one.intent == "reschedule"
    assert one.date is not None and one.previous_date is not None
    assert (one.date.text, one.previous_date.text) == ("3/10", "3/5")


@pytest.mark.parametrize(
    ("body", "shift"),
    [
        ("Can you bump this one day later?", ShiftReading(1, "day")),
        ("Could you come one day earlier?", ShiftReading(-1, "day")),
        ("Please push it back two days.", ShiftReading(2, "day")),
        ("Can we push this out one week?", ShiftReading(1, "week")),
        ("Please push to next week, same time.", ShiftReading(1, "week")),
        ("Please delay the inspection by 2 business days", ShiftReading(2, "working_day")),
        ("Move it to the day after.", ShiftReading(1, "day")),
    ],
)
def test_a_new_day_told_from_the_old_one(body: str, shift: ShiftReading) -> None:
    (one,) = requests(body)
    assert (one.intent, one.shift, one.date) == ("reschedule", shift, None)


@pytest.mark.parametrize(
    "body", ["Move it a day.", "one day later or two days later", "Please push to next week."]
)
def test_a_shift_that_may_be_either_way_is_none(body: str) -> None:
    assert find_shift(body) is None


def test_what_was_done_earlier_moves_nothing() -> None:
    assert requests("We finished one week earlier.") == ()


@pytest.mark.parametrize(
    ("body", "types"),
    [
        ("Please cancel for now, I will reschedule once the drywall is done.", ()),
        ("Cancel please, because the framing is not ready", ()),
        ("Please cancel the mechanical", ("mechanical",)),
        ("Cancel the electrical as well as the plumbing inspection", ("electrical", "plumbing")),
    ],
)
def test_the_trade_of_a_reason_points_at_no_appointment(body: str, types: tuple[str, ...]) -> None:
    assert tuple(one.text for each in requests(body) for one in each.types) == types
