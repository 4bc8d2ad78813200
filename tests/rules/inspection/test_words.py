"""Every finding that these rules make can be said: no value is missing, no fragment falls back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from parsers.inspection.reading import ContactReading, InspectorUpdate, PermitReading, RequestReading
from rules.finding import Finding
from rules.inspection.update import apply_update
from rules.office import Office
from rules.policy import DEFAULTS
from rules.registry import Building, Hold, Inspector, Permit
from templates.render import finding_words
from tests.rules.inspection.world import (
    BUILDINGS,
    FRIDAY,
    INSPECTORS,
    MONDAY,
    OFFICE,
    SECOND_PERMIT,
    WEDNESDAY,
    ZONE,
    appointment,
    away,
    cancel,
    decided,
    facts,
    named,
    numbered,
    on,
    place,
    registry,
    request,
    reschedule,
    typed,
)

TUESDAY_NOON = datetime(2026, 3, 3, 12, 0, tzinfo=ZONE)
WEDNESDAY_LATE = datetime(2026, 3, 4, 11, 0, tzinfo=ZONE)
GROUPS = ("inspector", "date", "address", "type", "contact", "request", "cancellation", "reschedule", "hold")
NOT_OF_FORMS = {
    "permit.missing",
    "permit.malformed",
    "permit.unknown",
    "permit.not_issued",
    "permit.closed",
    "program.other",
    "building.registration_expired",
    "sender.unknown",
}


def asked() -> Iterator[Finding]:
    dana_too = Inspector("Dana Stone", "stone@city.example", disciplines=("building",))
    twin = Permit("24-012345-001-00-FA", "Harbor Plaza", "1120 NW Couch St")
    closed = Permit("24-044444-000-00-FA", "Harbor Plaza", status="final")
    early = Permit("24-055555-000-00-FA", "Harbor Plaza", status="under_review")
    expired = replace(BUILDINGS[1], registered_until=date(2026, 1, 1))
    no_team = Building("Bare", "Harbor Holdings", "1 N Elm St")
    holds = (
        Hold("Mill Tower", "stop_work_order", MONDAY),
        Hold("Mill Tower", "violation", MONDAY),
        Hold("Mill Tower", "billing", MONDAY),
    )
    known = facts(
        registry=registry(
            inspectors=(dana_too,), permits=(twin, closed, early), buildings=(expired, no_team), holds=holds
        )
    )
    readings = [
        RequestReading("request"),
        request(inspector=None),
        request(inspector=named(text="Zeb")),
        request(inspector=named("Dana Reyes", "Dana Stone", text="Dana"), permit=None, address=None),
        request(inspector=named("Dana Reyes", "Dana Stone", text="Dana")),
        request(inspector=named("Lee Park")),
        request(inspector=named("Lee Park"), address=place("1 N Elm St"), permit=None),
        request(inspector=named(text="electrical inspector", discipline="electrical")),
        request(permit=numbered("24-022222-000-00-FA"), address=None, inspector=None),
        *(
            request(permit=PermitReading("7", looks_like=kind))
            for kind in ("ivr", "ccb", "licence", "phone", "other")
        ),
        request(permit=PermitReading("x")),
        request(permit=PermitReading("x", short="24-012345")),
        request(permit=PermitReading("x", short="24-099999")),
        request(permit=numbered("24-099999-000-00-FA"), address=None),
        request(permit=numbered("24-044444-000-00-FA")),
        request(permit=numbered("24-055555-000-00-FA")),
        request(permit=PermitReading("24-012345-CO", suffix="CO")),
        request(address=place("99 SE Elm St")),
        request(address=place("1120 NW Couch St Suite 9")),
        request(types=()),
        request(contact=ContactReading()),
        request(contact=ContactReading("Pat", None, "12")),
        request(contact=ContactReading("Pat", "+15035550123", "x", from_signature=True)),
        *(
            request(date=day)
            for day in (
                on(text="ASAP"),
                on(WEDNESDAY, FRIDAY),
                on(problem="ambiguous"),
                on(WEDNESDAY, problem="ambiguous"),
                on(problem="impossible"),
                on(WEDNESDAY, FRIDAY, problem="weekday_mismatch"),
                on(problem="weekday_mismatch"),
                on(date(2026, 3, 1)),
                on(date(2026, 3, 7)),
                on(date(2027, 3, 5)),
                on(MONDAY),
            )
        ),
    ]
    for reading in readings:
        for decision in decided(reading, known=known):
            yield from decision.findings


def asked_of_the_absent() -> Iterator[Finding]:
    for absent in (("Dana Reyes",), ("Dana Reyes", "Mo Chen", "Kim Vale")):
        known = facts(registry=registry(absences=tuple(map(away, absent))))
        for decision in decided(request(), known=known):
            yield from decision.findings


def given_up() -> Iterator[Finding]:
    open_one = appointment(agreed_time=time(10))
    other = appointment(id=2, permit_number=SECOND_PERMIT, day=FRIDAY)
    gone = appointment(state="cancelled", cancelled_at=TUESDAY_NOON)
    on_the_way = appointment(en_route_at=datetime(2026, 3, 4, 7, 0, tzinfo=ZONE))
    histories = [
        (RequestReading("cancel"), facts(open_one, other)),
        (replace(reschedule(), permit=None), facts(open_one, other)),
        (cancel(permit=numbered("24-099999-000-00-FA")), facts()),
        (cancel(date=on(FRIDAY)), facts(open_one)),
        (cancel(), facts(gone, received_at=TUESDAY_NOON)),
        (reschedule(date=None), facts(gone, received_at=TUESDAY_NOON)),
        (cancel(), facts(open_one, received_at=TUESDAY_NOON)),
        (cancel(), facts(appointment(building=""), received_at=WEDNESDAY_LATE)),
        (cancel(), facts(on_the_way, received_at=WEDNESDAY_LATE)),
        (cancel(), facts(open_one, sender="x@elsewhere.example")),
        (reschedule(), facts(open_one, received_at=TUESDAY_NOON)),
        (reschedule(), facts(appointment(), received_at=WEDNESDAY_LATE)),
        (request(types=typed("framing")), facts(open_one)),
    ]
    for reading, known in histories:
        for office in (OFFICE, Office(reschedule_counts_as_cancellation=True)):
            for decision in decided(reading, known=known, office=office):
                yield from decision.findings


def told_by_inspectors() -> Iterator[Finding]:
    known = facts(appointment(), sender="dana@city.example", thread_cases=("FPP-26-000001",))
    updates = [InspectorUpdate("decline"), InspectorUpdate("confirm", day=date(2026, 3, 7), at=time(9))]
    for update in updates:
        yield from apply_update(update, INSPECTORS[0], known, OFFICE).findings
    last = replace(known, appointments=(appointment(declined=("Mo Chen", "Kim Vale")),))
    yield from apply_update(updates[0], INSPECTORS[0], last, OFFICE).findings


ALL = (*asked(), *asked_of_the_absent(), *given_up(), *told_by_inspectors())


@pytest.mark.parametrize("finding", ALL, ids=[finding.code for finding in ALL])
def test_finding_can_be_said(finding: Finding) -> None:
    words = finding_words(finding.code, finding.where, finding.file, finding.values)
    assert not words.is_fallback
    said = f"{words.title} {words.detail} {words.fix or ''}"
    assert "None" not in said
    assert "  " not in said.strip()
    assert "2026-0" not in said


def test_every_code_of_inspections_is_said_once_here() -> None:
    expected = {code for code in DEFAULTS if code.partition(".")[0] in GROUPS} | NOT_OF_FORMS
    assert {finding.code for finding in ALL} == expected
