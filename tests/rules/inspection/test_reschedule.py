from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from parsers.inspection.reading import (
    ContactReading,
    DateReading,
    PermitReading,
    RequestReading,
    ShiftReading,
    ShiftUnit,
)
from rules.finding import Action
from rules.inspection.facts import Appointment
from rules.office import Office
from rules.registry import Hold, Permit
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    FRIDAY,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    at,
    away,
    codes,
    decided,
    decided_one,
    facts,
    named,
    on,
    registry,
    request,
    reschedule,
    typed,
)

TUESDAY_NOON = datetime(2026, 3, 3, 12, 0, tzinfo=ZONE)
COUNTS = Office(reschedule_counts_as_cancellation=True)


def second(**changes: object) -> Appointment:
    return appointment(**{"id": 2, "case": "FPP-26-000002", "permit_number": SECOND_PERMIT, **changes})


def test_moved_in_time() -> None:
    known = appointment(time="10:00")
    decision = decided_one(reschedule(time=at("13:00")), facts(known))
    assert (decision.action, decision.state, decision.findings) == (Action.ACCEPT, "moved", ())
    assert (decision.previous_day, decision.previous_time) == (WEDNESDAY, "10:00")
    assert (decision.day, decision.time) == (FRIDAY, "13:00")
    assert (decision.inspector_assigned, decision.appointment) == ("Dana Reyes", known)
    assert decision.types == ("framing",)
    assert decision.free_until == datetime(2026, 3, 5, 13, 0, tzinfo=ZONE)


def test_a_time_alone_is_a_new_date_too() -> None:
    reading = reschedule(date=None, time=at("14:00"), previous_time=at("09:00"))
    decision = decided_one(reading, facts(appointment(time="09:00")))
    assert (decision.state, decision.day, decision.time) == ("moved", WEDNESDAY, "14:00")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (None, "date.missing"),
        (on(date(2026, 3, 7)), "date.closed_day"),
        (on(date(2026, 2, 27)), "date.past"),
        (on(problem="impossible"), "date.impossible"),
        (on(FRIDAY, WEDNESDAY), "date.ambiguous"),
        (on(date(2027, 3, 5)), "date.too_far"),
    ],
)
def test_the_old_appointment_stands_while_the_new_date_is_asked(new: DateReading | None, code: str) -> None:
    decision = decided_one(reschedule(date=new), facts(appointment(), received_at=TUESDAY_NOON))
    assert codes(decision) == {code: "ask"}
    assert (decision.action, decision.state, decision.charge) == (Action.ASK, None, None)
    assert decision.previous_day == WEDNESDAY
    assert decision.free_until is None


def test_moved_late_is_shown_and_not_charged() -> None:
    decision = decided_one(reschedule(), facts(appointment(), received_at=TUESDAY_NOON))
    assert codes(decision) == {"reschedule.late": "review"}
    assert (decision.state, decision.charge) == ("moved", None)
    assert decision.findings[0].values["charged"] is False


def test_exactly_twenty_four_hours_is_not_late() -> None:
    known = facts(appointment(agreed_time=time(12)), received_at=TUESDAY_NOON)
    assert decided_one(reschedule(), known).findings == ()


def test_moved_late_is_charged_where_it_counts_as_cancelled() -> None:
    decision = decided_one(reschedule(), facts(appointment(), received_at=TUESDAY_NOON), COUNTS)
    assert codes(decision) == {"reschedule.late": "review"}
    assert decision.charge is not None
    assert decision.findings[0].values["hours"] == "0.25"


def test_a_visit_that_only_gets_another_time_is_not_given_up() -> None:
    reading = reschedule(date=None, time=at("14:00"))
    assert decided_one(reading, facts(appointment(), received_at=TUESDAY_NOON), COUNTS).charge is None


def test_part_of_a_visit_moved_while_another_stays_is_not_charged() -> None:
    known = facts(appointment(), second(), received_at=TUESDAY_NOON)
    assert decided_one(reschedule(), known, COUNTS).charge is None


def test_last_part_moved_after_another_was_cancelled_is_review_and_no_charge() -> None:
    gone = second(state="cancelled", cancelled_at=TUESDAY_NOON)
    decision = decided_one(reschedule(), facts(appointment(), gone, received_at=TUESDAY_NOON))
    assert codes(decision) == {"reschedule.late": "review"}
    assert decision.charge is None


def test_old_date_points_at_one_of_two() -> None:
    known = facts(appointment(), second(permit_number=BUILDING_PERMIT, day=date(2026, 3, 5)))
    reading = reschedule(previous_date=on(date(2026, 3, 5)))
    decision = decided_one(reading, known)
    assert decision.appointment is not None
    assert decision.appointment.id == 2


def test_two_that_fit_are_asked() -> None:
    known = facts(appointment(), second(permit_number=BUILDING_PERMIT, day=date(2026, 3, 5)))
    decision = decided_one(reschedule(), known)
    assert codes(decision) == {"cancellation.ambiguous": "ask"}
    assert decision.day == FRIDAY


def test_nothing_to_move_is_asked() -> None:
    assert codes(decided_one(reschedule())) == {"cancellation.no_match": "ask"}


def test_stranger_moves_nothing() -> None:
    decision = decided_one(reschedule(), facts(appointment(), sender="x@elsewhere.example"))
    assert codes(decision) == {"sender.unknown": "refer"}
    assert decision.state is None


def test_inspector_away_on_the_new_day_is_backed_up() -> None:
    known = facts(appointment(), registry=registry(absences=(away("Dana Reyes", FRIDAY),)))
    decision = decided_one(reschedule(), known)
    assert decision.inspector_assigned == "Mo Chen"
    assert codes(decision) == {"inspector.unavailable": "note"}


def test_nobody_left_on_the_new_day_leaves_the_old_one_standing() -> None:
    absences = tuple(away(name, FRIDAY) for name in ("Dana Reyes", "Mo Chen", "Kim Vale"))
    decision = decided_one(reschedule(), facts(appointment(), registry=registry(absences=absences)))
    assert (decision.action, decision.state) == (Action.REFER, None)


def test_stand_in_gives_the_moved_appointment_back() -> None:
    known = appointment(inspector="Mo Chen", reading=request())
    decision = decided_one(reschedule(), facts(known, registry=registry(absences=(away("Dana Reyes"),))))
    assert decision.inspector_assigned == "Dana Reyes"


def test_inspector_who_took_over_keeps_the_moved_appointment() -> None:
    known = appointment(inspector="Mo Chen", declined=("Dana Reyes",), reading=request())
    assert decided_one(reschedule(), facts(known)).inspector_assigned == "Mo Chen"


def test_another_inspector_named_with_the_new_date() -> None:
    decision = decided_one(reschedule(inspector=named("Kim Vale")), facts(appointment()))
    assert (decision.inspector_requested, decision.inspector_assigned) == ("Kim Vale", "Kim Vale")


def test_permit_closed_meanwhile_refuses_the_new_date() -> None:
    closed = Permit(BUILDING_PERMIT, "Harbor Plaza", status="final")
    decision = decided_one(reschedule(), facts(appointment(), registry=registry(permits=(closed,))))
    assert (decision.action, decision.state) == (Action.REJECT, None)


def test_stop_work_order_leaves_the_old_one_standing() -> None:
    hold = Hold("Harbor Plaza", "stop_work_order", date(2026, 3, 1))
    decision = decided_one(reschedule(), facts(appointment(), registry=registry(holds=(hold,))))
    assert (decision.action, decision.state) == (Action.REFER, None)


def test_request_that_waits_simply_gets_its_new_date() -> None:
    waiting = appointment(state="waiting", day=None, reading=request(date=on(date(2026, 3, 7))))
    decision = decided_one(reschedule(), facts(waiting, received_at=TUESDAY_NOON))
    assert (decision.intent, decision.state, decision.day) == ("reschedule", "open", FRIDAY)
    assert decision.appointment == waiting
    assert decision.charge is None


def test_date_on_record_asked_for_again_changes_nothing() -> None:
    decision = decided_one(reschedule(date=on(WEDNESDAY)), facts(appointment(time="10:00")))
    assert codes(decision) == {"request.duplicate": "note"}
    assert decision.state is None


def test_new_date_for_what_is_cancelled_books_it_again() -> None:
    gone = appointment(state="cancelled", cancelled_at=TUESDAY_NOON, charged=True, reading=request())
    decision = decided_one(reschedule(), facts(gone, received_at=TUESDAY_NOON))
    assert (decision.state, decision.day, decision.appointment) == ("open", FRIDAY, None)


# --- replies in the thread of an open appointment -----------------------------------------------------------


def reply(**changes: object) -> RequestReading:
    return RequestReading("request", **changes)  # type: ignore[arg-type]


THREAD = ("FPP-26-000001",)


def test_reply_with_only_a_date_is_a_move() -> None:
    decision = decided_one(reply(date=on(FRIDAY)), facts(appointment(), thread_cases=THREAD))
    assert (decision.intent, decision.state, decision.day) == ("reschedule", "moved", FRIDAY)


def test_reply_with_the_same_permit_and_types_on_another_day_is_a_move() -> None:
    decision = decided_one(request(date=on(FRIDAY)), facts(appointment(), thread_cases=THREAD))
    assert (decision.intent, decision.state, decision.day) == ("reschedule", "moved", FRIDAY)


def test_reply_with_another_contact_corrects_the_appointment() -> None:
    contact = ContactReading("Max Roe", "+15035550199", "503-555-0199")
    decision = decided_one(reply(contact=contact), facts(appointment(), thread_cases=THREAD))
    assert (decision.action, decision.state, decision.day) == (Action.ACCEPT, "open", WEDNESDAY)
    assert (decision.contact_name, decision.contact_phone) == ("Max Roe", "+15035550199")


def test_reply_with_another_type_is_one_more_request_that_shares_the_rest() -> None:
    reading = reply(types=typed("insulation", discipline="building"))
    decision = decided_one(reading, facts(appointment(reading=request()), thread_cases=THREAD))
    assert (decision.state, decision.types, decision.day) == ("open", ("insulation",), WEDNESDAY)
    assert decision.permit_number == BUILDING_PERMIT
    assert decision.appointment is None


def test_reply_with_another_trade_does_not_borrow_the_permit() -> None:
    reading = reply(types=typed("top-out", discipline="plumbing"))
    decision = decided_one(reading, facts(appointment(reading=request()), thread_cases=THREAD))
    assert "permit.missing" in codes(decision)


def test_reply_with_another_inspector_moves_it_on_the_same_day() -> None:
    decision = decided_one(reply(inspector=named("Kim Vale")), facts(appointment(), thread_cases=THREAD))
    assert (decision.state, decision.day, decision.inspector_assigned) == ("moved", WEDNESDAY, "Kim Vale")


def test_reply_in_which_nothing_was_understood_changes_nothing_and_a_person_looks() -> None:
    for readings in ((), (reply(),), (reply(permit=PermitReading("x", BUILDING_PERMIT)),)):
        (decision,) = decided(*readings, known=facts(appointment(), thread_cases=THREAD))
        assert (decision.action, decision.state, decision.day) == (Action.REFER, None, WEDNESDAY)


def test_reply_about_another_permit_is_a_request_of_its_own() -> None:
    reading = request(permit=PermitReading("x", SECOND_PERMIT))
    decision = decided_one(reading, facts(appointment(), thread_cases=THREAD))
    assert (decision.state, decision.appointment) == ("open", None)


def test_stranger_in_the_thread_changes_nothing() -> None:
    known = facts(appointment(), thread_cases=THREAD, sender="x@elsewhere.example")
    decision = decided_one(reply(date=on(FRIDAY)), known)
    assert (decision.action, decision.appointment) == (Action.REFER, None)


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_new_date_in_the_thread_of_one_that_is_over_books_it_again(state: str) -> None:
    over = appointment(state=state, reading=request())
    decision = decided_one(reply(date=on(FRIDAY)), facts(over, thread_cases=THREAD))
    assert (decision.intent, decision.state, decision.day) == ("request", "open", FRIDAY)
    assert decision.appointment is None


@pytest.mark.parametrize(
    ("count", "unit", "day"),
    [(1, "day", date(2026, 3, 5)), (1, "week", date(2026, 3, 11)), (3, "working_day", date(2026, 3, 9))],
)
def test_a_move_by_some_days_counts_from_the_old_day_and_keeps_the_hour(
    count: int, unit: ShiftUnit, day: date
) -> None:
    later = replace(reschedule(), date=None, shift=ShiftReading(count, unit))
    decision = decided_one(later, facts(appointment(time="10:00")))
    assert (decision.action, decision.day, decision.time) == (Action.ACCEPT, day, "10:00")


def test_a_move_by_some_days_onto_a_closed_day_is_asked_back() -> None:
    later = replace(reschedule(), date=None, shift=ShiftReading(3, "day"))
    decision = decided_one(later, facts(appointment(time="10:00")))
    assert (decision.action, codes(decision)) == (Action.ASK, {"date.closed_day": "ask"})


def test_the_same_hour_is_kept_on_another_day() -> None:
    decision = decided_one(replace(reschedule(), keeps_time=True), facts(appointment(time="10:00")))
    assert (decision.day, decision.time) == (FRIDAY, "10:00")
