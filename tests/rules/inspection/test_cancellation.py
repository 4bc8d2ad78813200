from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from parsers.inspection.reading import PermitReading, RequestReading
from rules.finding import Action
from rules.inspection.facts import Appointment
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    ELECTRICAL_PERMIT,
    FRIDAY,
    REQUESTER,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    at,
    cancel,
    codes,
    decided,
    decided_one,
    facts,
    named,
    numbered,
    on,
    place,
    request,
    typed,
)

TUESDAY_NOON = datetime(2026, 3, 3, 12, 0, tzinfo=ZONE)
NOTHING = RequestReading("cancel")


def second(**changes: object) -> Appointment:
    return appointment(**{"id": 2, "case": "FPP-26-000002", "permit_number": SECOND_PERMIT, **changes})


def test_cancelled_in_time_costs_nothing() -> None:
    known = appointment(agreed_time=time(10))
    decision = decided_one(cancel(), facts(known))
    assert (decision.action, decision.state) == (Action.ACCEPT, "cancelled")
    assert (decision.appointment, decision.charge) == (known, None)
    assert decision.findings == ()
    assert (decision.day, decision.inspector_assigned) == (WEDNESDAY, "Dana Reyes")
    assert decision.permit_number == BUILDING_PERMIT


def test_cancelled_late_shows_its_arithmetic() -> None:
    decision = decided_one(cancel(), facts(appointment(agreed_time=time(10)), received_at=TUESDAY_NOON))
    assert codes(decision) == {"cancellation.late": "note"}
    assert decision.charge is not None
    assert decision.charge.hours == Decimal("0.25")
    values = decision.findings[0].values
    assert values["appointment"] == "2026-03-04T10:00:00-08:00"
    assert values["received"] == "2026-03-03T12:00:00-08:00"
    assert (values["notice_minutes"], values["notice"], values["rule_hours"]) == (1320, "22 h 0 min", "24")
    assert (values["hours"], values["reference_numbers"]) == ("0.25", ("HP-1",))


def test_cancelled_with_the_inspector_on_the_way() -> None:
    known = appointment(en_route_at=datetime(2026, 3, 4, 7, 40, tzinfo=ZONE))
    decision = decided_one(cancel(), facts(known, received_at=datetime(2026, 3, 4, 7, 50, tzinfo=ZONE)))
    assert codes(decision) == {"cancellation.en_route": "note"}
    assert decision.charge is not None
    assert decision.charge.hours == Decimal("0.50")
    assert decision.findings[0].values["en_route_at"] == "2026-03-04T07:40:00-08:00"


@pytest.mark.parametrize("state", ["waiting", "referred"])
def test_a_request_that_waits_is_cancelled_free(state: str) -> None:
    decision = decided_one(cancel(), facts(appointment(state=state), received_at=TUESDAY_NOON))
    assert (decision.state, decision.charge) == ("cancelled", None)


# --- which one ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "thread", "meant"),
    [
        (cancel(), (), 1),
        (cancel(permit=PermitReading("24-012345", short="24-012345")), (), 1),
        (NOTHING, ("FPP-26-000001",), 1),
        (NOTHING, ("FPP-26-000002",), 2),
        (RequestReading("cancel", date=on(FRIDAY)), (), 2),
        (RequestReading("cancel", date=on(date(2026, 3, 2), FRIDAY, problem="ambiguous")), (), 2),
        (RequestReading("cancel", types=typed("drywall")), (), 2),
        (RequestReading("cancel", time=at("14:00")), (), 2),
        (RequestReading("cancel", inspector=named("Mo Chen")), (), 2),
        (RequestReading("cancel", address=place("1120 NW Couch"), date=on(WEDNESDAY)), (), 1),
        (cancel(permit=numbered(SECOND_PERMIT)), ("FPP-26-000001",), 2),
        (cancel(date=on(problem="impossible", text="13/4")), (), 1),
    ],
)
def test_what_fits_exactly_one_is_that_one(
    reading: RequestReading, thread: tuple[str, ...], meant: int
) -> None:
    later = second(day=FRIDAY, types=("drywall",), time="14:00", inspector="Mo Chen")
    decision = decided_one(reading, facts(appointment(), later, thread_cases=thread))
    assert decision.state == "cancelled"
    assert decision.appointment is not None
    assert decision.appointment.id == meant
    assert not any(code.startswith("date.") for code in codes(decision))


def test_thread_about_something_else_does_not_hide_the_senders_only_inspection() -> None:
    decision = decided_one(NOTHING, facts(appointment(), thread_cases=("FPP-26-000777",)))
    assert decision.state == "cancelled"


def test_colleagues_inspection_has_to_be_pointed_at() -> None:
    known = facts(appointment(), sender="colleague@builder.example")
    assert codes(decided_one(NOTHING, known)) == {"cancellation.no_match": "ask"}
    assert decided_one(replace(NOTHING, date=on(WEDNESDAY)), known).state == "cancelled"


def test_case_in_the_senders_words_says_which() -> None:
    decision = decided_one(NOTHING, facts(appointment(), second()), cases=("FPP-26-000002",))
    assert decision.appointment is not None
    assert decision.appointment.id == 2


def test_several_that_fit_are_asked_with_all_of_them() -> None:
    known = (appointment(), second())
    decision = decided_one(NOTHING, facts(*known))
    assert codes(decision) == {"cancellation.ambiguous": "ask"}
    assert (decision.candidates, decision.state, decision.charge) == (known, None, None)


def test_two_days_of_one_permit_are_asked() -> None:
    decision = decided_one(cancel(), facts(appointment(), second(permit_number=BUILDING_PERMIT, day=FRIDAY)))
    assert codes(decision) == {"cancellation.ambiguous": "ask"}


@pytest.mark.parametrize(
    "reading",
    [
        cancel(permit=numbered("24-077777-000-00-FA")),
        cancel(date=on(FRIDAY)),
        cancel(types=typed("rough-in", discipline="electrical")),
        RequestReading("cancel", address=place("99 SE Elm St")),
    ],
)
def test_what_points_elsewhere_cancels_nothing(reading: RequestReading) -> None:
    decision = decided_one(reading, facts(appointment()))
    assert codes(decision) == {"cancellation.no_match": "ask"}
    assert decision.state is None


def test_nothing_on_record_is_no_match() -> None:
    assert codes(decided_one(cancel())) == {"cancellation.no_match": "ask"}


def test_already_cancelled_is_a_note_and_costs_nothing_more() -> None:
    gone = appointment(state="cancelled", cancelled_at=TUESDAY_NOON, charged=True)
    later = datetime(2026, 3, 3, 13, 0, tzinfo=ZONE)
    decision = decided_one(cancel(), facts(gone, received_at=later))
    assert codes(decision) == {"cancellation.already_cancelled": "note"}
    assert (decision.action, decision.state, decision.charge) == (Action.ACCEPT, None, None)


@pytest.mark.parametrize(
    ("reading", "thread"),
    [
        (cancel(date=on(WEDNESDAY)), ()),
        (cancel(types=typed("framing")), ()),
        (cancel(), ("FPP-26-000001",)),
        (NOTHING, ("FPP-26-000001",)),
    ],
)
def test_a_cancellation_that_arrives_twice_never_hits_another_appointment(
    reading: RequestReading, thread: tuple[str, ...]
) -> None:
    gone = appointment(state="cancelled", cancelled_at=TUESDAY_NOON)
    still = second(permit_number=BUILDING_PERMIT, day=FRIDAY, types=("drywall",))
    decision = decided_one(reading, facts(gone, still, received_at=TUESDAY_NOON, thread_cases=thread))
    assert codes(decision) == {"cancellation.already_cancelled": "note"}


def test_a_cancellation_taken_up_late_does_not_hit_what_was_asked_for_after_it() -> None:
    later = appointment(received_at=TUESDAY_NOON)
    assert codes(decided_one(cancel(), facts(later))) == {"cancellation.no_match": "ask"}


def test_people_may_still_write_the_day_that_the_inspector_has_moved() -> None:
    moved = appointment(day=FRIDAY, reading=request())
    assert decided_one(cancel(date=on(WEDNESDAY)), facts(moved)).state == "cancelled"


def test_another_programs_permit_is_redirected() -> None:
    reading = cancel(permit=PermitReading("24-012345-000-00-RS", suffix="RS"))
    assert codes(decided_one(reading, facts(appointment()))) == {"program.other": "reject"}


# --- by whom ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "allowed"),
    [
        (REQUESTER, True),
        ("colleague@builder.example", True),
        ("foreman@gmail.com", True),  # the permit's contact
        ("site@contact.example", True),  # the contact given in the request
        ("robin@harbor.example", True),
        ("x@leasing.harbor.example", True),
        ("x@notharbor.example", False),
        ("x@mill.example", False),
        ("somebody@elsewhere.example", False),
        ("", False),
    ],
)
def test_who_may_cancel(sender: str, allowed: bool) -> None:
    known = appointment(contact_email="site@contact.example")
    decision = decided_one(cancel(), facts(known, sender=sender))
    assert decision.action is (Action.ACCEPT if allowed else Action.REFER)
    assert decision.state == ("cancelled" if allowed else None)
    assert ("sender.unknown" in codes(decision)) is not allowed


def test_a_public_mail_domain_is_nobodys_own() -> None:
    known = appointment(requester="pat@gmail.com")
    assert codes(decided_one(cancel(), facts(known, sender="other@gmail.com"))) == {"sender.unknown": "refer"}


def test_a_stranger_learns_of_no_candidates() -> None:
    known = (appointment(), second(permit_number=BUILDING_PERMIT, day=FRIDAY))
    decision = decided_one(cancel(), facts(*known, sender="x@elsewhere.example"))
    assert codes(decision) == {"sender.unknown": "refer"}
    assert decision.candidates == ()


def test_a_released_cancellation_counts_from_its_receipt() -> None:
    known = facts(
        appointment(agreed_time=time(10)),
        sender="x@elsewhere.example",
        received_at=TUESDAY_NOON,
        released=True,
    )
    decision = decided_one(cancel(), known)
    assert decision.state == "cancelled"
    assert decision.charge is not None
    assert decision.charge.notice_minutes == 1320


def test_mail_of_doubtful_origin_cancels_nothing() -> None:
    decision = decided_one(
        cancel(), facts(appointment(), received_at=TUESDAY_NOON, sender_is_authenticated=False)
    )
    assert (decision.action, decision.state, decision.charge) == (Action.REFER, None, None)


# --- visits -------------------------------------------------------------------------------------------------


def test_parts_cancelled_by_one_mail_are_one_charge() -> None:
    known = facts(appointment(time="14:00"), second(time="09:00"), received_at=TUESDAY_NOON)
    decisions = decided(cancel(), cancel(permit=numbered(SECOND_PERMIT)), known=known)
    assert [row.state for row in decisions] == ["cancelled", "cancelled"]
    charges = [row.charge for row in decisions if row.charge]
    assert len(charges) == 1
    assert set(charges[0].permit_numbers) == {BUILDING_PERMIT, SECOND_PERMIT}
    assert charges[0].appointment_start == datetime(2026, 3, 4, 9, 0, tzinfo=ZONE)


def test_one_part_cancelled_while_another_stays_costs_nothing() -> None:
    decision = decided_one(cancel(), facts(appointment(), second(), received_at=TUESDAY_NOON))
    assert (decision.state, decision.charge, decision.findings) == ("cancelled", None, ())


@pytest.mark.parametrize("different", [{"inspector": "Mo Chen"}, {"building": "Mill Tower"}, {"day": FRIDAY}])
def test_another_inspector_building_or_day_is_another_visit(different: dict[str, object]) -> None:
    decision = decided_one(cancel(), facts(appointment(), second(**different), received_at=TUESDAY_NOON))
    assert decision.charge is not None


def test_a_new_request_of_the_same_mail_keeps_the_visit() -> None:
    known = facts(appointment(), received_at=TUESDAY_NOON)
    wanted = request(permit=numbered(SECOND_PERMIT), types=typed("drywall", discipline="building"))
    dropped, booked = decided(cancel(), wanted, known=known)
    assert (dropped.intent, dropped.state, dropped.charge) == ("cancel", "cancelled", None)
    assert booked.state == "open"


def test_cancel_one_permit_and_ask_for_another_elsewhere_is_both() -> None:
    known = facts(appointment(), received_at=TUESDAY_NOON)
    wanted = request(
        permit=numbered(ELECTRICAL_PERMIT), types=typed("rough", discipline="electrical"), inspector=None
    )
    dropped, booked = decided(cancel(), wanted, known=known)
    assert dropped.charge is not None
    assert booked.inspector_assigned == "Lee Park"


def test_cancel_and_ask_again_for_the_same_permit_is_a_move() -> None:
    known = facts(appointment(), received_at=TUESDAY_NOON)
    (decision,) = decided(cancel(date=on(WEDNESDAY)), request(date=on(FRIDAY)), known=known)
    assert (decision.intent, decision.state, decision.charge) == ("reschedule", "moved", None)
    assert codes(decision) == {"reschedule.late": "review"}
    assert (decision.previous_day, decision.day) == (WEDNESDAY, FRIDAY)


def test_same_appointment_named_twice_in_one_mail_is_cancelled_once() -> None:
    known = facts(appointment(), received_at=TUESDAY_NOON)
    decisions = decided(cancel(), cancel(date=on(WEDNESDAY)), known=known)
    assert [row.state for row in decisions] == ["cancelled"]


def test_last_part_done_is_no_wasted_visit() -> None:
    known = facts(appointment(), second(state="done"), received_at=datetime(2026, 3, 4, 15, 0, tzinfo=ZONE))
    assert decided_one(cancel(), known).charge is None


def test_five_hundred_cancellations_are_no_trouble() -> None:
    readings = [cancel(permit=numbered(f"24-{number:06}-000-00-FA")) for number in range(500)]
    decisions = decided(*readings, known=facts(appointment(), received_at=TUESDAY_NOON))
    assert len(decisions) == 500


def test_inspector_who_said_not_to_come_leaves_the_charge_for_review() -> None:
    known = replace(appointment(agreed_time=time(10)), declined=("Dana Reyes",))
    decision = decided_one(cancel(), facts(known, received_at=TUESDAY_NOON))
    assert decision.charge is not None
    assert decision.charge.needs_review
