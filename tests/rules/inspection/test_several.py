""" "Both" and "all": several appointments given up or moved by one request."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from parsers.inspection.reading import PermitReading, RequestReading
from rules.finding import Action
from rules.inspection.facts import Appointment
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    FRIDAY,
    MILL_PERMIT,
    MONDAY,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    cancel,
    codes,
    decided,
    decided_one,
    facts,
    on,
    reschedule,
)

TUESDAY_NOON = datetime(2026, 3, 3, 12, 0, tzinfo=ZONE)
FIRST = appointment()
SECOND = appointment(id=2, case="FPP-26-000002", day=FRIDAY)
COLLEAGUES = replace(SECOND, requester="colleague@builder.example")
STRANGERS = appointment(id=3, case="FPP-26-000003", day=MONDAY.replace(day=9), requester="x@gmail.com")
BOTH = cancel(all_of_them=True, how_many=2)
ALL = cancel(all_of_them=True)


def cases(reading: RequestReading, *rows: Appointment, **changes: object) -> list[str]:
    """The cases that are cancelled or moved by that reading."""
    made = decided(reading, known=facts(*rows, **changes))
    return [row.appointment.case for row in made if row.appointment and row.state in ("cancelled", "moved")]


@pytest.mark.parametrize("reading", [BOTH, ALL])
@pytest.mark.parametrize("other", [SECOND, COLLEAGUES, replace(SECOND, state="waiting")])
def test_all_of_a_permits_inspections_are_cancelled(reading: RequestReading, other: Appointment) -> None:
    assert cases(reading, FIRST, other) == ["FPP-26-000001", "FPP-26-000002"]


def test_a_strangers_inspection_is_not_among_all() -> None:
    assert cases(ALL, FIRST, SECOND, STRANGERS) == ["FPP-26-000001", "FPP-26-000002"]


def test_without_the_word_it_is_asked_which() -> None:
    assert codes(decided_one(cancel(), facts(FIRST, SECOND))) == {"cancellation.ambiguous": "ask"}


def test_both_of_three_is_asked_about() -> None:
    third = appointment(id=3, case="FPP-26-000003", day=MONDAY.replace(day=9))
    decision = decided_one(BOTH, facts(FIRST, SECOND, third))
    assert codes(decision) == {"cancellation.ambiguous": "ask"}
    assert len(decision.candidates) == 3


def test_a_day_narrows_all_down() -> None:
    there = replace(SECOND, day=WEDNESDAY, types=("drywall",))
    later = appointment(id=3, case="FPP-26-000003", day=FRIDAY)
    reading = cancel(all_of_them=True, date=on(WEDNESDAY))
    assert cases(reading, FIRST, there, later) == ["FPP-26-000001", "FPP-26-000002"]


def test_both_in_a_reply_about_one_still_means_the_permits_two() -> None:
    assert cases(BOTH, FIRST, SECOND, thread_cases=("FPP-26-000001",)) == ["FPP-26-000001", "FPP-26-000002"]


def test_all_without_a_permit_are_the_senders_own() -> None:
    elsewhere = replace(SECOND, permit_number=SECOND_PERMIT)
    reading = RequestReading("cancel", all_of_them=True)
    assert cases(reading, FIRST, elsewhere, STRANGERS) == ["FPP-26-000001", "FPP-26-000002"]


@pytest.mark.parametrize("how_many", [0, 2])
def test_all_of_several_buildings_is_asked_about(how_many: int) -> None:
    elsewhere = replace(
        SECOND, permit_number=MILL_PERMIT, building="Mill Tower", address="0715 SW Bancroft St"
    )
    reading = RequestReading("cancel", all_of_them=True, how_many=how_many)
    assert codes(decided_one(reading, facts(FIRST, elsewhere))) == {"cancellation.ambiguous": "ask"}


def test_all_of_a_permit_that_cannot_be_read_is_asked_about() -> None:
    reading = cancel(permit=PermitReading("24-0123", looks_like="other"), all_of_them=True)
    assert codes(decided_one(reading, facts(FIRST, SECOND))) == {"cancellation.ambiguous": "ask"}


def test_parts_of_one_visit_are_charged_once() -> None:
    part = replace(SECOND, day=WEDNESDAY, types=("drywall",), permit_number=BUILDING_PERMIT)
    agreed = replace(FIRST, agreed_time=time(9))
    made = decided(ALL, known=facts(agreed, part, received_at=TUESDAY_NOON))
    assert [row.state for row in made] == ["cancelled", "cancelled"]
    assert [row.charge is not None for row in made] == [False, True]


def test_all_of_a_doubtful_origin_wait_for_a_coordinator() -> None:
    made = decided(ALL, known=facts(FIRST, SECOND, sender_is_authenticated=False))
    assert [(row.action, row.state, row.charge) for row in made] == [(Action.REFER, None, None)] * 2


def test_both_are_moved_to_one_day() -> None:
    later = on(MONDAY.replace(day=9), text="3/9")
    reading = reschedule(date=later, all_of_them=True, how_many=2)
    made = decided(reading, known=facts(FIRST, SECOND))
    assert [(row.state, row.day) for row in made] == [("moved", MONDAY.replace(day=9))] * 2


@pytest.mark.parametrize("agreed", [time(10, 30), None])
def test_a_cancellation_is_at_the_time_that_stands(agreed: time | None) -> None:
    known = appointment(time="09:00", agreed_time=agreed)
    assert decided_one(cancel(), facts(known)).time == ("10:30" if agreed else "09:00")
