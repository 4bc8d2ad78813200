"""Somebody without a part in a case sets nothing off and learns nothing (D12)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, time

import pytest

from parsers.inspection.reading import ContactReading, RequestReading
from rules.finding import Action, Severity
from rules.inspection.facts import Appointment, InspectionFacts, RequestDecision
from rules.office import Office
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    FRIDAY,
    SECOND_PERMIT,
    WEDNESDAY,
    appointment,
    cancel,
    codes,
    decided_one,
    facts,
    named,
    on,
    request,
    reschedule,
)

CASE = "FPP-26-000001"
THREAD = (CASE,)
JOE = "joe@elsewhere.example"
NOBODY = RequestReading("cancel")
KNOWN = appointment(
    time="10:00", agreed_time=time(10, 30), contact_name="Lee Harrowgate", contact_phone="+15035550133"
)


def strange(*rows: Appointment, **changes: object) -> InspectionFacts:
    return replace(facts(*rows or (KNOWN,)), sender=JOE, **changes)  # type: ignore[arg-type]


def shown(decision: RequestDecision) -> str:
    """All that a letter to the sender can be written from."""
    return str({key: value for key, value in asdict(decision).items() if key not in {"findings", "reading"}})


@pytest.mark.parametrize(
    ("reading", "known", "cases"),
    [
        (cancel(), strange(), ()),
        (NOBODY, strange(), (CASE,)),
        (NOBODY, strange(thread_cases=THREAD), ()),
        (reschedule(), strange(), ()),
        (replace(reschedule(), permit=None), strange(), (CASE,)),
        (reschedule(), strange(replace(KNOWN, state="waiting")), ()),
        (cancel(), strange(replace(KNOWN, state="cancelled")), ()),
        (reschedule(), strange(replace(KNOWN, state="cancelled")), ()),
        (cancel(), strange(KNOWN, replace(KNOWN, id=2, case="FPP-26-000002", day=FRIDAY)), ()),
        (RequestReading("request", date=on(FRIDAY)), strange(thread_cases=THREAD), ()),
        (
            RequestReading("request", contact=ContactReading("Joe", "+15035550111", "503-555-0111")),
            strange(replace(KNOWN, state="waiting", reading=request(date=None)), thread_cases=THREAD),
            (),
        ),
    ],
)
def test_a_strangers_decision_holds_nothing_of_the_record(
    reading: RequestReading, known: InspectionFacts, cases: tuple[str, ...]
) -> None:
    decision = decided_one(reading, known, cases=cases)
    assert decision.action is Action.REFER
    assert decision.appointment is None
    assert decision.candidates == ()
    for secret in ("Lee Harrowgate", "+15035550133", "Dana Reyes", "10:30", "10:00", CASE, "Harbor"):
        assert secret not in shown(decision)
    assert WEDNESDAY not in (decision.day, decision.previous_day)


def test_only_the_finding_names_what_may_be_meant() -> None:
    (finding,) = decided_one(cancel(), strange()).findings
    assert finding.code == "sender.unknown"
    assert dict(finding.values) == {
        "sender": JOE,
        "intent": "cancel",
        "case": CASE,
        "day": "2026-03-04",
    }


def test_a_stranger_is_shown_what_the_mail_itself_says() -> None:
    decision = decided_one(cancel(date=on(WEDNESDAY)), strange())
    assert (decision.permit_number, decision.day, decision.time) == (BUILDING_PERMIT, WEDNESDAY, None)


def test_a_strangers_reply_is_a_matter_of_its_own() -> None:
    known = strange(replace(KNOWN, state="waiting"), thread_cases=THREAD)
    decision = decided_one(RequestReading("request", date=on(FRIDAY)), known)
    assert (decision.appointment, decision.state, decision.day) == (None, "referred", FRIDAY)


def test_what_a_coordinator_lets_through_means_the_appointment_again() -> None:
    decision = decided_one(cancel(), strange(released=True))
    assert (decision.appointment, decision.state) == (KNOWN, "cancelled")


# --- the same inspection asked for by two people --------------------------------------------------------------


def test_the_same_inspection_asked_for_by_a_stranger_is_a_request_of_its_own() -> None:
    contact = ContactReading("Joe", "+15035550111", "503-555-0111")
    decision = decided_one(request(contact=contact), strange())
    assert (decision.action, decision.state, decision.appointment) == (Action.ACCEPT, "open", None)
    assert (decision.contact_name, decision.time) == ("Joe", None)
    (finding,) = decision.findings
    assert (finding.code, finding.values["case"]) == ("request.duplicate", CASE)
    assert finding.values["for_office_only"] is True


@pytest.mark.parametrize("state", ["open", "referred"])
def test_a_strangers_incomplete_repeat_is_asked_about_as_its_own(state: str) -> None:
    known = strange(appointment(state=state))
    decision = decided_one(request(contact=ContactReading()), known)
    assert (decision.action, decision.state, decision.appointment) == (Action.ASK, "waiting", None)
    assert decision.contact_phone is None


def test_an_office_may_have_a_look_at_what_two_people_ask_for() -> None:
    office = Office(severity={"request.duplicate": Severity.REFER})
    decision = decided_one(request(), strange(), office)
    assert (decision.action, decision.state, decision.appointment) == (Action.REFER, "referred", None)


def test_ones_own_repeat_comes_before_anothers() -> None:
    mine = appointment(id=2, case="FPP-26-000002", requester=JOE)
    decision = decided_one(request(), strange(KNOWN, mine))
    assert (decision.appointment, decision.state) == (mine, None)


def test_a_repeat_stands_at_the_time_agreed() -> None:
    assert decided_one(request(), facts(KNOWN)).time == "10:30"


# --- both, all ------------------------------------------------------------------------------------------------

OTHER = appointment(id=2, case="FPP-26-000002", day=FRIDAY, requester="colleague@builder.example")


def test_all_on_the_day_of_a_strangers_inspection_is_none() -> None:
    strangers = appointment(id=3, case="FPP-26-000003", day=date(2026, 3, 5), requester="x@gmail.com")
    known = facts(KNOWN, OTHER, strangers, sender="colleague@builder.example")
    assert codes(decided_one(cancel(date=on(date(2026, 3, 5)), all_of_them=True), known)) == {
        "sender.unknown": "refer"
    }


@pytest.mark.parametrize("permit", [BUILDING_PERMIT, SECOND_PERMIT])
def test_a_stranger_cancels_none_of_all(permit: str) -> None:
    known = strange(replace(KNOWN, permit_number=permit), replace(OTHER, permit_number=permit))
    reading = cancel(permit=replace(cancel().permit, number=permit, text=permit), all_of_them=True)  # type: ignore[type-var]
    assert codes(decided_one(reading, known)) == {"sender.unknown": "refer"}


def test_a_wish_for_an_inspector_shows_nothing_of_the_record() -> None:
    known = strange(thread_cases=THREAD)
    decision = decided_one(RequestReading("request", inspector=named("Mo Chen")), known)
    assert decision.appointment is None
    assert "Lee Harrowgate" not in shown(decision)
