from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.charges import appointment_start, free_until, is_late, late_charge, notice_minutes
from rules.inspection.facts import Appointment, ChargeLine
from rules.office import ChargeRules, Office
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    ELECTRICAL_PERMIT,
    OFFICE,
    PLUMBING_PERMIT,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    registry,
)

DAY_BEFORE = date(2026, 3, 3)


def received(hour: int, minute: int = 0, second: int = 0, day: date = DAY_BEFORE) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE)


def charge(
    *others: Appointment, when: datetime, office: Office = OFFICE, **changes: object
) -> ChargeLine | None:
    return late_charge(appointment(**changes), others, when, registry(), office)


@pytest.mark.parametrize(
    ("asked", "agreed", "expected"),
    [
        (None, None, time(8, 0)),
        ("am", None, time(8, 0)),
        ("pm", None, time(12, 0)),
        ("14:30", None, time(14, 30)),
        ("9:05", None, time(9, 5)),
        ("14:30", time(10, 15), time(10, 15)),
        ("pm", time(0, 0), time(0, 0)),
        ("sometime", None, time(8, 0)),
        ("", None, time(8, 0)),
    ],
)
def test_start_of_an_appointment(asked: str | None, agreed: time | None, expected: time) -> None:
    start = appointment_start(appointment(time=asked, agreed_time=agreed), OFFICE)
    assert start == datetime.combine(WEDNESDAY, expected, tzinfo=ZONE)
    assert start.tzinfo is not None


@pytest.mark.parametrize(
    ("when", "minutes"),
    [
        (received(8), 1440),
        (received(8, 0, 1), 1439),
        (received(7, 59, 59), 1440),
        (received(9, 15), 1365),
        (received(8, day=WEDNESDAY), 0),
        (received(8, 0, 1, day=WEDNESDAY), -1),
        (received(9, 30, day=WEDNESDAY), -90),
    ],
)
def test_notice_is_whole_minutes_rounded_down(when: datetime, minutes: int) -> None:
    assert notice_minutes(received(8, day=WEDNESDAY), when) == minutes


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25)])
def test_notice_is_elapsed_time_on_the_days_of_the_clock_change(day: date, hours: int) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    next_midnight = datetime.combine(day + timedelta(days=1), time(0), tzinfo=ZONE)
    assert notice_minutes(next_midnight, midnight) == hours * 60


def test_day_before_the_clocks_go_forward_has_an_hour_less() -> None:
    start_on_monday: dict[str, Any] = {"day": date(2026, 3, 9), "time": "01:00", "agreed_time": time(1, 0)}
    exactly_in_time = datetime.fromisoformat("2026-03-08T00:00:00-08:00")
    assert charge(when=exactly_in_time, **start_on_monday) is None
    line = charge(when=received(1, 0, day=date(2026, 3, 8)), **start_on_monday)
    assert line is not None
    assert line.notice_minutes == 23 * 60


ZONES = st.sampled_from(["America/Los_Angeles", "America/New_York", "UTC", "Europe/Berlin"])
AROUND_CHANGES = st.datetimes(
    datetime.fromisoformat("2026-03-06T00:00"), datetime.fromisoformat("2026-03-11T00:00")
) | st.datetimes(datetime.fromisoformat("2026-10-30T00:00"), datetime.fromisoformat("2026-11-04T00:00"))


@given(AROUND_CHANGES, st.integers(-200_000, 400_000), ZONES)
@example(datetime.fromisoformat("2026-03-08T02:30"), 86_400, "UTC")
@example(datetime.fromisoformat("2026-11-01T01:30"), 86_399, "America/Los_Angeles")
def test_notice_and_lateness_follow_elapsed_seconds(start: datetime, seconds: int, zone: str) -> None:
    aware = start.replace(tzinfo=ZONE)
    when = (aware.astimezone(UTC) - timedelta(seconds=seconds)).astimezone(ZoneInfo(zone))
    assert notice_minutes(aware, when) == seconds // 60
    assert is_late(aware, when, OFFICE) == (seconds < 24 * 3600)
    assert (notice_minutes(aware, when) < 24 * 60) == (seconds < 24 * 3600)
    assert is_late(aware, free_until(aware, OFFICE), OFFICE) is False
    assert (
        is_late(aware, free_until(aware, OFFICE).astimezone(UTC) + timedelta(microseconds=1), OFFICE) is True
    )


def test_late_cancellation_without_an_agreed_time_is_charged_for_review() -> None:
    line = charge(when=received(9, 15))
    assert line == ChargeLine(
        appointment_start=received(8, day=WEDNESDAY),
        cancelled_at=received(9, 15),
        notice_minutes=1365,
        hours=Decimal("0.25"),
        reason="late_cancellation",
        client="Harbor Holdings",
        responsible_party="Robin Ray",
        building="Harbor Plaza",
        permit_numbers=(BUILDING_PERMIT,),
        reference_numbers=("HP-1",),
        discipline="building",
        inspector="Dana Reyes",
        needs_review=True,
        explanation="2026-03-04T08:00-08:00 - 2026-03-03T09:15:00-08:00 = 22 h 45 min; limit 24 h; charge 0.25 h",
    )


def test_exactly_twenty_four_hours_is_in_time() -> None:
    assert charge(when=received(10), agreed_time=time(10)) is None
    line = charge(when=received(10, 0, 1), agreed_time=time(10))
    assert line is not None
    assert (line.needs_review, line.notice_minutes) == (False, 1439)


def test_cancellation_after_the_start_is_charged_for_review() -> None:
    line = charge(when=received(11, day=WEDNESDAY))
    assert line is not None
    assert (line.hours, line.needs_review, line.notice_minutes) == (Decimal("0.25"), True, -180)


def test_en_route_replaces_and_needs_no_agreed_time() -> None:
    line = charge(when=received(9, day=WEDNESDAY), en_route_at=received(7, 30, day=WEDNESDAY))
    assert line is not None
    assert (line.hours, line.reason, line.needs_review) == (Decimal("0.50"), "inspector_en_route", False)


def test_en_route_adds_where_the_office_says_so() -> None:
    office = Office(charges=ChargeRules(en_route_adds=True))
    line = charge(when=received(9, day=WEDNESDAY), en_route_at=received(7, 30, day=WEDNESDAY), office=office)
    assert line is not None
    assert line.hours == Decimal("0.75")


def test_on_the_way_said_after_the_cancellation_was_received_does_not_count() -> None:
    line = charge(when=received(7, day=WEDNESDAY), en_route_at=received(7, 30, day=WEDNESDAY))
    assert line is not None
    assert line.reason == "late_cancellation"


def other(**changes: object) -> Appointment:
    return appointment(**{"id": 2, "case": "FPP-26-000002", "permit_number": SECOND_PERMIT, **changes})


@pytest.mark.parametrize("state", ["open", "done"])
def test_nothing_is_charged_while_a_part_of_the_visit_stays(state: str) -> None:
    assert charge(other(state=state), when=received(12)) is None


def test_a_visit_is_charged_once() -> None:
    assert charge(other(state="cancelled", charged=True), when=received(12)) is None


def test_the_line_names_all_permits_and_starts_with_the_earliest_part() -> None:
    gone = other(state="cancelled", cancelled_at=received(12), agreed_time=time(9))
    line = charge(gone, when=received(12), agreed_time=time(14))
    assert line is not None
    assert line.permit_numbers == (SECOND_PERMIT, BUILDING_PERMIT)
    assert line.reference_numbers == ("HP-1",)
    assert line.appointment_start == received(9, day=WEDNESDAY)
    assert line.needs_review is False


def test_late_only_for_a_part_given_up_by_an_earlier_mail_is_for_review() -> None:
    gone = other(state="cancelled", cancelled_at=received(8), agreed_time=time(9))
    line = charge(gone, when=received(12), agreed_time=time(14))
    assert line is not None
    assert line.needs_review is True


def test_different_reference_numbers_are_for_review() -> None:
    gone = other(
        state="cancelled", cancelled_at=received(12), permit_number=ELECTRICAL_PERMIT, agreed_time=time(9)
    )
    line = charge(gone, when=received(12), agreed_time=time(9))
    assert line is not None
    assert (line.reference_numbers, line.needs_review) == (("HP-2", "HP-1"), True)


def test_a_moved_part_belongs_to_the_visit_no_more() -> None:
    moved = other(state="moved", permit_number=PLUMBING_PERMIT, agreed_time=time(7))
    line = charge(moved, when=received(12), agreed_time=time(9))
    assert line is not None
    assert (line.permit_numbers, line.appointment_start.hour) == ((BUILDING_PERMIT,), 9)


def test_nobodys_building_is_for_review() -> None:
    line = charge(when=received(12), agreed_time=time(9), building="")
    assert line is not None
    assert (line.client, line.needs_review) == ("", True)
