"""One mail, several permits and inspectors: whose types, day and hour are whose."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import InspectionReading, RequestReading, Turn
from rules.inspection.decide import decide
from tests.rules.inspection.world import (
    BUILDING_PERMIT,
    ELECTRICAL_PERMIT,
    FRIDAY,
    OFFICE,
    WEDNESDAY,
    at,
    facts,
    named,
    numbered,
    on,
    request,
    typed,
)

FRAMING = typed("framing", discipline="building")
ROUGH = typed("rough electrical", discipline="electrical")


def both_types(permit: str) -> tuple[RequestReading, RequestReading]:
    """What a mail asks for that names all its types for all its permits."""
    whole = request(permit=numbered(permit), inspector=None, address=None)
    return replace(whole, types=FRAMING), replace(whole, types=ROUGH)


def test_shared_types_go_to_the_permits_of_their_trades() -> None:
    reading = InspectionReading((*both_types(BUILDING_PERMIT), *both_types(ELECTRICAL_PERMIT)))
    made = decide(reading, facts(), OFFICE)
    assert [(one.permit_number, one.types) for one in made] == [
        (BUILDING_PERMIT, ("framing",)),
        (ELECTRICAL_PERMIT, ("rough electrical",)),
    ]


def test_each_inspector_of_a_subject_keeps_the_own_day_and_hour() -> None:
    turns = (
        Turn(named("Dana Reyes"), on(WEDNESDAY), at("09:00")),
        Turn(named("Lee Park"), on(FRIDAY), at("13:00")),
    )
    whole = request(
        inspector=named("Dana Reyes", "Lee Park"),
        date=on(WEDNESDAY, FRIDAY, problem="ambiguous"),
        turns=turns,
    )
    electrical = replace(whole, permit=numbered(ELECTRICAL_PERMIT), types=ROUGH)
    made = decide(InspectionReading((whole, electrical)), facts(), OFFICE)
    assert [(one.inspector_assigned, one.day, one.time) for one in made] == [
        ("Dana Reyes", WEDNESDAY, "09:00"),
        ("Lee Park", FRIDAY, "13:00"),
    ]
    assert {"inspector.inferred"}.isdisjoint(finding.code for one in made for finding in one.findings)


def test_an_hour_of_the_body_is_not_taken_by_the_subjects() -> None:
    turns = (Turn(named("Dana Reyes"), None, at("09:00")), Turn(named("Lee Park"), None, at("13:00")))
    whole = request(inspector=named("Dana Reyes", "Lee Park"), time=at("15:00"), turns=turns)
    (made,) = decide(InspectionReading((whole,)), facts(), OFFICE)
    assert made.time == "15:00"
