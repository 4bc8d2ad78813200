from __future__ import annotations

from datetime import date, datetime, time

import pytest

from parsers.inspection.reading import InspectorUpdate
from rules.decision import UpdateDecision
from rules.finding import Action
from rules.inspection.facts import Appointment, InspectionFacts
from rules.inspection.update import apply_update
from tests.rules.inspection.world import (
    FRIDAY,
    INSPECTORS,
    OFFICE,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    away,
    facts,
    named,
    registry,
    request,
)

DANA, MO, KIM = INSPECTORS[0], INSPECTORS[1], INSPECTORS[2]
THREAD = ("FPP-26-000001",)
WEDNESDAY_MORNING = datetime(2026, 3, 4, 7, 30, tzinfo=ZONE)


def mail(*known: Appointment, **changes: object) -> InspectionFacts:
    return facts(*known, **{"sender": DANA.email, "thread_cases": THREAD, **changes})


def second(**changes: object) -> Appointment:
    return appointment(**{"id": 2, "case": "FPP-26-000002", "permit_number": SECOND_PERMIT, **changes})


def applied(update: InspectorUpdate, known: InspectionFacts, inspector: object = DANA) -> UpdateDecision:
    return apply_update(update, inspector, known, OFFICE)  # type: ignore[arg-type]


def test_confirmed_time_is_agreed() -> None:
    decision = applied(InspectorUpdate("confirm", at=time(10)), mail(appointment()))
    assert decision.action is Action.ACCEPT
    assert decision.after is not None
    assert (decision.after.agreed_time, decision.after.day, decision.after.sequence) == (
        time(10),
        WEDNESDAY,
        1,
    )


def test_confirmed_day_moves_the_date() -> None:
    known = appointment(en_route_at=WEDNESDAY_MORNING)
    decision = applied(InspectorUpdate("confirm", day=FRIDAY, at=time(9)), mail(known))
    assert decision.after is not None
    assert (decision.after.day, decision.after.agreed_time, decision.after.en_route_at) == (
        FRIDAY,
        time(9),
        None,
    )


def test_bare_confirmation_agrees_to_the_time_asked_for() -> None:
    decision = applied(InspectorUpdate("confirm"), mail(appointment(time="10:30")))
    assert decision.after is not None
    assert decision.after.agreed_time == time(10, 30)


@pytest.mark.parametrize("asked", [None, "am", "pm"])
def test_bare_confirmation_without_a_time_asked_for_is_asked_back(asked: str | None) -> None:
    decision = applied(InspectorUpdate("confirm"), mail(appointment(time=asked)))
    assert (decision.action, decision.after) == (Action.ASK, None)


@pytest.mark.parametrize("day", [date(2026, 3, 7), date(2026, 2, 27), date(2027, 3, 3)])
def test_confirmed_day_that_cannot_be_is_asked_back(day: date) -> None:
    decision = applied(InspectorUpdate("confirm", day=day, at=time(9)), mail(appointment()))
    assert (decision.action, decision.after) == (Action.ASK, None)


def test_confirmed_time_that_is_over_is_asked_back() -> None:
    known = mail(appointment(), received_at=datetime(2026, 3, 4, 9, 30, tzinfo=ZONE))
    assert applied(InspectorUpdate("confirm", at=time(9)), known).action is Action.ASK


def test_on_the_way() -> None:
    decision = applied(InspectorUpdate("en_route"), mail(appointment(), received_at=WEDNESDAY_MORNING))
    assert decision.after is not None
    assert decision.after.en_route_at == WEDNESDAY_MORNING


def test_on_the_way_said_twice_counts_from_the_first() -> None:
    known = appointment(en_route_at=WEDNESDAY_MORNING)
    later = datetime(2026, 3, 4, 8, 0, tzinfo=ZONE)
    decision = applied(InspectorUpdate("en_route"), mail(known, received_at=later))
    assert decision.after is not None
    assert decision.after.en_route_at == WEDNESDAY_MORNING


def test_on_the_way_on_another_day_is_asked_back() -> None:
    assert applied(InspectorUpdate("en_route"), mail(appointment())).action is Action.ASK


def test_without_a_case_the_only_visit_of_the_day_is_meant_with_all_its_parts() -> None:
    known = mail(
        appointment(), second(), second(id=3, day=FRIDAY), thread_cases=(), received_at=WEDNESDAY_MORNING
    )
    decision = applied(InspectorUpdate("en_route"), known)
    assert decision.after is not None
    assert decision.after.id == 1
    assert [row.id for row in decision.others] == [2]


def test_without_a_case_two_visits_of_the_day_are_asked_back() -> None:
    elsewhere = second(building="Mill Tower")
    known = mail(appointment(), elsewhere, thread_cases=(), received_at=WEDNESDAY_MORNING)
    decision = applied(InspectorUpdate("en_route"), known)
    assert (decision.action, decision.after) == (Action.ASK, None)
    assert len(decision.candidates) == 2


def test_not_understood_changes_nothing() -> None:
    decision = applied(InspectorUpdate(), mail(appointment()))
    assert (decision.action, decision.after) == (Action.ASK, None)


def test_not_theirs_goes_to_a_coordinator() -> None:
    decision = applied(InspectorUpdate("confirm", at=time(10)), mail(appointment(inspector="Kim Vale")))
    assert (decision.action, decision.after) == (Action.REFER, None)
    assert decision.findings[0].code == "sender.unknown"


def test_unauthenticated_changes_nothing() -> None:
    known = mail(appointment(), sender_is_authenticated=False)
    decision = applied(InspectorUpdate("confirm", at=time(10)), known)
    assert (decision.action, decision.after) == (Action.REFER, None)


def test_cancelled_meanwhile_is_said() -> None:
    decision = applied(InspectorUpdate("confirm", at=time(10)), mail(appointment(state="cancelled")))
    assert decision.action is Action.ASK
    assert decision.findings[0].code == "cancellation.already_cancelled"


def test_declined_goes_to_the_next_backup() -> None:
    decision = applied(InspectorUpdate("decline"), mail(appointment(agreed_time=time(9))))
    assert (decision.action, decision.next_inspector) == (Action.ACCEPT, "Mo Chen")
    assert decision.after is not None
    assert (decision.after.inspector, decision.after.agreed_time) == ("Mo Chen", None)
    assert decision.after.declined == ("Dana Reyes",)


def test_backup_away_that_day_is_passed_over() -> None:
    known = mail(appointment(), registry=registry(absences=(away("Mo Chen"),)))
    assert applied(InspectorUpdate("decline"), known).next_inspector == "Kim Vale"


def test_declining_backup_hands_on_to_the_next_and_not_back() -> None:
    known = mail(appointment(inspector="Mo Chen", reading=request(inspector=named("Dana Reyes"))))
    assert applied(InspectorUpdate("decline"), known, MO).next_inspector == "Kim Vale"


def test_nobody_left_goes_to_a_coordinator() -> None:
    known = mail(appointment(inspector="Kim Vale", declined=("Dana Reyes", "Mo Chen")))
    decision = applied(InspectorUpdate("decline"), known, KIM)
    assert (decision.action, decision.next_inspector) == (Action.REFER, None)
    assert decision.after is not None
    assert (decision.after.inspector, decision.after.state) == ("Kim Vale", "open")


def test_result_ends_the_appointment() -> None:
    known = mail(appointment(), received_at=datetime(2026, 3, 4, 15, 0, tzinfo=ZONE))
    decision = applied(InspectorUpdate("result", result="partial"), known)
    assert decision.after is not None
    assert (decision.after.state, decision.after.result) == ("done", "partial")


def test_result_may_be_put_right_later() -> None:
    known = mail(
        appointment(state="done", result="approved"), received_at=datetime(2026, 3, 4, 15, 0, tzinfo=ZONE)
    )
    decision = applied(InspectorUpdate("result", result="correction"), known)
    assert decision.after is not None
    assert decision.after.result == "correction"


@pytest.mark.parametrize("update", [InspectorUpdate("result"), InspectorUpdate("result", result="approved")])
def test_result_without_a_word_or_ahead_of_its_day_is_asked_back(update: InspectorUpdate) -> None:
    assert applied(update, mail(appointment())).action is Action.ASK
