"""An invented office to judge requests in: valid by default, change one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parsers.addresses import address_key, read_suite
from parsers.inspection.reading import (
    AddressReading,
    ContactReading,
    DateReading,
    Discipline,
    InspectionReading,
    PermitReading,
    PersonReading,
    RequestReading,
    TimeReading,
    TypeReading,
)
from rules.inspection.decide import decide
from rules.inspection.facts import Appointment, InspectionFacts, RequestDecision
from rules.office import Office
from rules.registry import Absence, Building, Client, Hold, Inspector, Permit, Registry

ZONE = ZoneInfo("America/Los_Angeles")
OFFICE = Office()
MONDAY = date(2026, 3, 2)
WEDNESDAY = date(2026, 3, 4)
FRIDAY = date(2026, 3, 6)
RECEIVED = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
BUILDING_PERMIT = "24-012345-000-00-FA"
SECOND_PERMIT = "24-012399-000-00-FA"
ELECTRICAL_PERMIT = "24-012346-000-00-FA"
PLUMBING_PERMIT = "24-012347-000-00-FA"
MILL_PERMIT = "24-022222-000-00-FA"
REQUESTER = "pat@builder.example"

CLIENTS = (
    Client("Harbor Holdings", "Robin Ray", "robin@harbor.example", trusted_domains=("harbor.example",)),
    Client("Mill Partners", "Ash Moss", "ash@mill.example", trusted_domains=("mill.example",)),
)
BUILDINGS = (
    Building(
        building="Harbor Plaza",
        client="Harbor Holdings",
        address="1120 NW Couch St",
        aliases=("The Harbor",),
        other_addresses=("1111 NW Davis St",),
        registered_until=date(2026, 12, 31),
        building_inspector="Dana Reyes",
        electrical_inspector="Lee Park",
        plumbing_inspector="Ana Ortiz",
        fire_inspector="Sam Fox",
    ),
    Building(
        building="Mill Tower",
        client="Mill Partners",
        address="0715 SW Bancroft St",
        registered_until=date(2026, 12, 31),
        building_inspector="Kim Vale",
        electrical_inspector="Jo Park",
    ),
)
INSPECTORS = (
    Inspector(
        "Dana Reyes",
        "dana@city.example",
        disciplines=("building", "mechanical"),
        backups=("Mo Chen", "Kim Vale"),
    ),
    Inspector("Mo Chen", "mo@city.example", disciplines=("building",)),
    Inspector("Kim Vale", "kim@city.example", disciplines=("building", "mechanical")),
    Inspector("Lee Park", "lee@city.example", disciplines=("electrical",), backups=("Dana Reyes", "Jo Park")),
    Inspector("Jo Park", "jo@city.example", disciplines=("electrical",)),
    Inspector("Ana Ortiz", "ana@city.example", disciplines=("plumbing",)),
    Inspector("Sam Fox", "sam@city.example", disciplines=("fire",)),
)
PERMITS = (
    Permit(
        BUILDING_PERMIT,
        "Harbor Plaza",
        "1120 NW Couch St, Suite 300",
        reference_number="HP-1",
        contacts=("foreman@gmail.com",),
    ),
    Permit(
        SECOND_PERMIT, "Harbor Plaza", "1120 NW Couch St", reference_number="HP-1", status="under_inspection"
    ),
    Permit(ELECTRICAL_PERMIT, "Harbor Plaza", "1120 NW Couch St", "electrical", reference_number="HP-2"),
    Permit(PLUMBING_PERMIT, "Harbor Plaza", "1120 NW Couch St", "plumbing", reference_number="HP-1"),
    Permit(MILL_PERMIT, "Mill Tower", "0715 SW Bancroft St", reference_number="MT-1"),
)


def registry(
    *,
    absences: tuple[Absence, ...] = (),
    holds: tuple[Hold, ...] = (),
    permits: tuple[Permit, ...] = (),
    inspectors: tuple[Inspector, ...] = (),
    buildings: tuple[Building, ...] = (),
) -> Registry:
    """The invented registry; rows given here come on top, or in place of those of the same name."""
    return Registry.of(
        clients=CLIENTS,
        buildings=(*BUILDINGS, *buildings),
        inspectors=(*INSPECTORS, *inspectors),
        absences=absences,
        permits=(*PERMITS, *permits),
        holds=holds,
    )


def away(inspector: str, day: date = WEDNESDAY) -> Absence:
    return Absence(inspector, day, day)


def named(*candidates: str, text: str = "", discipline: Discipline | None = None) -> PersonReading:
    return PersonReading(text or " or ".join(candidates), candidates, discipline)


def on(*days: date, problem: Any = None, text: str = "3/4") -> DateReading:
    return DateReading(text, days, problem)


def at(value: str) -> TimeReading:
    return TimeReading(value, value)


def numbered(number: str) -> PermitReading:
    return PermitReading(number, number)


def place(text: str) -> AddressReading:
    return AddressReading(text, address_key(text), read_suite(text))


def typed(*texts: str, discipline: Discipline | None = None) -> tuple[TypeReading, ...]:
    return tuple(TypeReading(text, discipline) for text in texts)


CONTACT = ContactReading("Pat Lane", "+15035550123", "503-555-0123")


def request(**changes: Any) -> RequestReading:
    """A request for a framing inspection on Wednesday that lacks nothing."""
    whole = RequestReading(
        intent="request",
        inspector=named("Dana Reyes"),
        date=on(WEDNESDAY),
        permit=numbered(BUILDING_PERMIT),
        address=place("1120 NW Couch St, Suite 300"),
        types=typed("framing", discipline="building"),
        contact=CONTACT,
    )
    return replace(whole, **changes)


def cancel(**changes: Any) -> RequestReading:
    """A cancellation by permit number."""
    return replace(RequestReading("cancel", permit=numbered(BUILDING_PERMIT)), **changes)


def reschedule(**changes: Any) -> RequestReading:
    """A move to Friday by permit number."""
    whole = RequestReading("reschedule", permit=numbered(BUILDING_PERMIT), date=on(FRIDAY, text="Friday"))
    return replace(whole, **changes)


def appointment(**changes: Any) -> Appointment:
    """An open appointment on Wednesday, asked for the Friday before; no time was agreed."""
    whole = Appointment(
        id=1,
        case="FPP-26-000001",
        state="open",
        requester=REQUESTER,
        received_at=datetime(2026, 2, 27, 10, 0, tzinfo=ZONE),
        inspector="Dana Reyes",
        day=WEDNESDAY,
        permit_number=BUILDING_PERMIT,
        building="Harbor Plaza",
        address="1120 NW Couch St, Suite 300",
        types=("framing",),
        discipline="building",
        contact_name="Pat Lane",
        contact_phone="+15035550123",
    )
    return replace(whole, **changes)


def facts(*appointments: Appointment, **changes: Any) -> InspectionFacts:
    """A mail of the requester, received on Monday at nine."""
    whole = InspectionFacts(registry(), RECEIVED, REQUESTER, appointments)
    return replace(whole, **changes)


def decided(
    *requests: RequestReading,
    known: InspectionFacts | None = None,
    office: Office = OFFICE,
    cases: tuple[str, ...] = (),
) -> tuple[RequestDecision, ...]:
    return decide(InspectionReading(requests, cases), known or facts(), office)


def decided_one(
    reading: RequestReading,
    known: InspectionFacts | None = None,
    office: Office = OFFICE,
    cases: tuple[str, ...] = (),
) -> RequestDecision:
    decisions = decided(reading, known=known, office=office, cases=cases)
    assert len(decisions) == 1
    return decisions[0]


def codes(decision: RequestDecision) -> dict[str, str]:
    """Finding codes with their severities."""
    return {finding.code: str(finding.severity) for finding in decision.findings}
