"""When a day sheet is due, and what counts as a change since the last one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from rules.day_sheet import ListedVisit, Sheet, VisitChange, changes_since, listed, sheet_is_due
from rules.inspection.facts import Appointment
from rules.office import Office
from tests.storage.stores import appointment

DANA = "Dana Quill"
TODAY, TOMORROW = date(2026, 3, 4), date(2026, 3, 5)
MONDAY_MORNING = datetime(2026, 3, 2, 14, 45, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)


def visit(number: int = 1, **changes: object) -> Appointment:
    return appointment(id=number, **changes)


def sheet(*visits: Appointment) -> Sheet:
    return Sheet(MONDAY_MORNING, tuple(map(listed, visits)))


def changes(*records: Appointment, last: Sheet | None, **held_by: str) -> list[tuple[str, str]]:
    found = changes_since(
        records, DANA, TODAY, last, {key.replace("_", "-"): who for key, who in held_by.items()}
    )
    return [(change.what, change.other) for change in found]


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-03T06:44:59", False),
        ("2026-03-03T06:45:00", True),
        ("2026-03-03T16:59:59", True),
        ("2026-03-03T17:00:00", False),
        ("2026-03-07T09:00:00", False),
        ("2026-01-19T09:00:00", False),
    ],
)
def test_sheets_are_due_on_working_days_from_their_hour_to_the_days_end(moment: str, due: bool) -> None:
    office = Office()
    local = datetime.fromisoformat(moment).replace(tzinfo=office.timezone)
    assert sheet_is_due(local, time(6, 45), office) is due


def test_a_visit_that_stands_as_it_stood_is_no_change() -> None:
    assert changes(visit(), last=sheet(visit())) == []


def test_a_visit_that_came_since_is_new() -> None:
    assert changes(visit(), last=sheet()) == [("new", "")]


def test_on_a_first_sheet_nothing_is_called_new() -> None:
    assert changes(visit(), last=None) == []


def test_an_hour_that_was_agreed_as_it_was_asked_for_is_no_change() -> None:
    asked = visit(time="09:00")
    assert changes(visit(time="09:00", agreed_time=time(9)), last=sheet(asked)) == []
    assert changes(visit(time="09:00", agreed_time=time(10)), last=sheet(asked)) == [("moved", "")]


def test_a_visit_moved_here_tells_where_it_was() -> None:
    old, new = visit(1, state="moved", day=TOMORROW), visit(2, received_at=LATER)
    (change,) = changes_since((old, new), DANA, TODAY, sheet(), {})
    assert change == VisitChange("moved", listed(new), listed(old))


def test_a_visit_moved_to_another_inspector_has_gone_over_with_its_new_day() -> None:
    old, new = visit(1, state="moved"), visit(2, day=TOMORROW, inspector="Sam Orr", received_at=LATER)
    (change,) = changes_since((old, new), DANA, TODAY, sheet(old), {})
    assert change == VisitChange("passed_on", listed(new), listed(old), "Sam Orr")


def test_a_visit_of_somebody_who_declined_is_taken_over() -> None:
    assert changes(visit(declined=("Sam Orr",)), last=sheet()) == [("taken_over", "Sam Orr")]


def test_a_visit_that_stood_on_another_inspectors_sheet_is_taken_over() -> None:
    assert changes(visit(), last=sheet(), FPP_26_000001="Sam Orr") == [("taken_over", "Sam Orr")]


def test_a_visit_given_to_somebody_else_is_with_that_one_now() -> None:
    assert changes(visit(inspector="Sam Orr"), last=sheet(visit())) == [("passed_on", "Sam Orr")]


def test_a_visit_asked_for_and_cancelled_between_two_sheets_is_told() -> None:
    gone = visit(state="cancelled", cancelled_at=LATER)
    assert changes(gone, last=sheet()) == [("cancelled", "")]


def test_a_visit_cancelled_before_the_last_sheet_is_not_told() -> None:
    gone = visit(state="cancelled", cancelled_at=datetime(2026, 2, 27, 20, 0, tzinfo=UTC))
    assert changes(gone, last=sheet()) == []


def test_what_became_of_a_past_day_is_not_told() -> None:
    yesterday = visit(day=date(2026, 3, 3))
    for state in ("done", "cancelled"):
        now = visit(day=date(2026, 3, 3), state=state, cancelled_at=LATER)
        assert changes(now, last=sheet(yesterday)) == []


def test_a_visit_without_a_day_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="no day"):
        listed(visit(day=None))


def test_a_change_concerns_the_day_that_a_visit_left_and_the_day_that_it_came_to() -> None:
    change = VisitChange("moved", ListedVisit("c", TOMORROW), ListedVisit("c", TODAY))
    assert change.concerns(TODAY)
    assert change.concerns(TOMORROW)
    assert not change.concerns(date(2026, 3, 6))
