from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from parsers.inspection.reading import ContactReading, PermitReading, RequestReading
from rules.finding import Action
from rules.inspection.facts import Appointment
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    CONTACT,
    ELECTRICAL_PERMIT,
    FRIDAY,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    at,
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

THREAD = ("FPP-26-000001",)


def waiting(reading: RequestReading, **changes: object) -> Appointment:
    """A request that was asked back, as the record keeps it."""
    kept = {
        "state": "waiting",
        "reading": reading,
        "permit_number": (reading.permit.number or "") if reading.permit else "",
        "day": reading.date.days[0] if reading.date and len(reading.date.days) == 1 else None,
        "types": tuple(row.text for row in reading.types),
        "inspector": "",
    }
    return appointment(**(kept | changes))


def reply(**changes: object) -> RequestReading:
    return RequestReading("request", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lacking", "answer"),
    [
        (request(permit=None), reply(permit=numbered(BUILDING_PERMIT))),
        (request(permit=PermitReading("1234567", looks_like="ivr")), reply(permit=numbered(BUILDING_PERMIT))),
        (request(permit=PermitReading("x", short="24-000000")), reply(permit=numbered(BUILDING_PERMIT))),
        (request(date=None), reply(date=on(WEDNESDAY))),
        (request(date=on(date(2026, 3, 7))), reply(date=on(WEDNESDAY))),
        (request(types=()), reply(types=typed("framing", discipline="building"))),
        (
            request(contact=ContactReading("Pat Lane")),
            reply(contact=ContactReading(None, "+15035550123", "x")),
        ),
        (request(contact=ContactReading()), reply(contact=CONTACT)),
        (request(inspector=named(text="Zeb")), reply(inspector=named("Dana Reyes"))),
        (request(address=place("99 SE Elm St")), reply(address=place("1120 NW Couch St"))),
    ],
)
def test_reply_with_only_the_missing_piece_completes_the_request(
    lacking: RequestReading, answer: RequestReading
) -> None:
    known = waiting(lacking)
    decision = decided_one(answer, facts(known, thread_cases=THREAD))
    assert (decision.action, decision.state) == (Action.ACCEPT, "open")
    assert decision.appointment == known
    assert (decision.day, decision.inspector_assigned) == (WEDNESDAY, "Dana Reyes")
    assert (decision.permit_number, decision.types) == (BUILDING_PERMIT, ("framing",))
    assert (decision.contact_name, decision.contact_phone) == ("Pat Lane", "+15035550123")


def test_without_a_thread_the_only_request_in_want_of_the_piece_is_completed() -> None:
    known = waiting(request(date=None))
    assert decided_one(reply(date=on(WEDNESDAY)), facts(known)).appointment == known


def test_without_a_thread_two_in_want_of_the_piece_are_not_guessed() -> None:
    one, other = waiting(request(date=None)), waiting(request(date=None), id=2, case="FPP-26-000002")
    decision = decided_one(reply(date=on(WEDNESDAY)), facts(one, other))
    assert decision.appointment is None
    assert decision.action is Action.ASK


def test_same_permit_completes_without_a_thread() -> None:
    known = waiting(request(contact=ContactReading()))
    decision = decided_one(request(), facts(known, sender="colleague@builder.example"))
    assert (decision.appointment, decision.state) == (known, "open")


def test_same_permit_with_other_types_is_a_request_of_its_own() -> None:
    known = waiting(request(contact=ContactReading()))
    decision = decided_one(request(types=typed("drywall", discipline="building")), facts(known))
    assert (decision.appointment, decision.state) == (None, "open")


@pytest.mark.parametrize(("days", "kept"), [(9, True), (10, True), (11, False)])
def test_missing_pieces_are_waited_for_ten_days(days: int, kept: bool) -> None:
    received = datetime(2026, 2, 25, 9, 0, tzinfo=ZONE) + timedelta(days=days)
    known = waiting(request(date=None), received_at=datetime(2026, 2, 25, 9, 0, tzinfo=ZONE))
    decision = decided_one(
        reply(date=on(date(2026, 3, 11))), facts(known, thread_cases=THREAD, received_at=received)
    )
    assert (decision.appointment == known) is kept


def test_what_is_still_missing_is_asked_again() -> None:
    known = waiting(request(date=None, contact=ContactReading()))
    decision = decided_one(reply(date=on(WEDNESDAY)), facts(known, thread_cases=THREAD))
    assert (decision.state, decision.appointment) == ("waiting", known)
    assert codes(decision) == {"contact.missing": "ask"}
    assert decision.reading.date == on(WEDNESDAY)


def test_a_signature_never_takes_the_place_of_the_contact_given_before() -> None:
    known = waiting(request(permit=None))
    office = ContactReading("Front Desk", "+15035550100", "503-555-0100", from_signature=True)
    decision = decided_one(
        reply(permit=numbered(BUILDING_PERMIT), contact=office), facts(known, thread_cases=THREAD)
    )
    assert (decision.contact_name, decision.contact_phone) == ("Pat Lane", "+15035550123")
    assert decision.findings == ()


def test_a_signature_fills_what_nothing_else_says() -> None:
    known = waiting(request(permit=None, contact=ContactReading("Pat Lane")))
    office = ContactReading("Front Desk", "+15035550100", "503-555-0100", from_signature=True)
    decision = decided_one(
        reply(permit=numbered(BUILDING_PERMIT), contact=office), facts(known, thread_cases=THREAD)
    )
    assert (decision.contact_name, decision.contact_phone) == ("Pat Lane", "+15035550100")
    assert codes(decision) == {"contact.from_signature": "note"}


def test_shared_piece_completes_all_that_lack_it_and_leaves_the_others_alone() -> None:
    lacking = waiting(request(contact=ContactReading()))
    too = waiting(
        request(permit=numbered(SECOND_PERMIT), contact=ContactReading(), date=on(FRIDAY)),
        id=2,
        case="FPP-26-000002",
    )
    known = facts(lacking, too, thread_cases=("FPP-26-000001", "FPP-26-000002"))
    first, second = decided(reply(contact=CONTACT), known=known)
    assert [row.day for row in (first, second)] == [WEDNESDAY, FRIDAY]
    assert [row.state for row in (first, second)] == ["open", "open"]


def test_permit_in_a_reply_goes_to_the_request_of_its_trade() -> None:
    framing = waiting(request(permit=None), discipline="building")
    wiring = waiting(
        request(permit=None, types=typed("rough-in", discipline="electrical"), inspector=None),
        id=2,
        case="FPP-26-000002",
        discipline="electrical",
    )
    known = facts(framing, wiring, thread_cases=("FPP-26-000001", "FPP-26-000002"))
    decision = decided_one(reply(permit=numbered(ELECTRICAL_PERMIT)), known)
    assert decision.appointment == wiring
    assert decision.inspector_assigned == "Lee Park"


def test_a_request_made_anew_is_not_held_to_what_was_asked_about() -> None:
    """Not a reply: the address of another building stood in the mail before, and this one names none."""
    known = facts(waiting(request(address=place("77 N Mill Rd"))))
    decision = decided_one(request(address=None), known)
    assert (decision.action, decision.state, decision.case) == ("accept", "open", "")
    known = facts(waiting(request(date=on(date(2026, 3, 7)))))
    assert codes(decided_one(request(date=None), known)) == {"date.missing": "ask"}


def test_a_request_made_anew_keeps_what_was_understood_before() -> None:
    known = facts(waiting(request(date=None)))
    decision = decided_one(request(contact=ContactReading()), known)
    assert (decision.action, decision.contact_phone) == ("accept", CONTACT.phone)


def test_stranger_completes_nothing() -> None:
    known = facts(waiting(request(date=None)), thread_cases=THREAD, sender="x@elsewhere.example")
    decision = decided_one(reply(date=on(WEDNESDAY)), known)
    assert codes(decision)["sender.unknown"] == "refer"
    assert (decision.appointment, decision.state) == (None, "referred")


def test_whole_request_of_somebody_else_in_the_thread_is_their_own() -> None:
    known = facts(waiting(request(date=None)), thread_cases=THREAD, sender="x@elsewhere.example")
    decision = decided_one(request(), known)
    assert (decision.state, decision.appointment) == ("open", None)


def test_another_whole_request_in_the_thread_leaves_the_waiting_one() -> None:
    known = facts(waiting(request(date=None)), thread_cases=THREAD)
    decision = decided_one(request(permit=numbered(SECOND_PERMIT)), known)
    assert (decision.appointment, decision.permit_number) == (None, SECOND_PERMIT)


def test_time_given_before_goes_with_the_day_given_now() -> None:
    known = waiting(request(date=None, time=at("10:00")))
    assert decided_one(reply(date=on(WEDNESDAY)), facts(known, thread_cases=THREAD)).time == "10:00"


def test_reading_that_was_not_kept_is_made_from_the_record() -> None:
    known = replace(
        waiting(request(contact=ContactReading())),
        reading=None,
        contact_name="",
        contact_phone="",
        inspector="Dana Reyes",
    )
    decision = decided_one(reply(contact=CONTACT), facts(known, thread_cases=THREAD))
    assert (decision.state, decision.day, decision.permit_number) == ("open", WEDNESDAY, BUILDING_PERMIT)


def test_referred_request_with_its_permit_put_right_is_accepted() -> None:
    known = waiting(request(permit=numbered("24-099999-000-00-FA")), state="referred")
    decision = decided_one(reply(permit=numbered(BUILDING_PERMIT)), facts(known, thread_cases=THREAD))
    assert (decision.state, decision.appointment) == ("open", known)
