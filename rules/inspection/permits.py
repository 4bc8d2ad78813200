"""Which permit is meant, and whether it may be inspected (codes `permit.*`, `program.other`; D2, D3, D10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from parsers.inspection.reading import AddressReading, Discipline, PermitReading, TypeReading
from rules.finding import Finding, Severity, Value
from rules.inspection.parties import belongs_to
from rules.inspection.places import buildings_at, place_of
from rules.registry import CLOSED, ISSUED, Permit, Registry

BUILDING_AND_MECHANICAL: frozenset[str] = frozenset({"building", "mechanical"})


@dataclass(frozen=True, slots=True)
class PermitFound:
    """What a permit number led to. `number`: canonical, also where the registry does not know it."""

    permit: Permit | None = None
    number: str | None = None
    findings: tuple[Finding, ...] = ()
    is_elsewhere: bool = False


def find_permit(
    reading: PermitReading | None,
    address: AddressReading | None,
    types: Collection[TypeReading],
    registry: Registry,
) -> PermitFound:
    """The permit that the mail names; a short number is looked up, never completed by guessing."""
    if reading is None:
        return PermitFound(findings=(Finding("permit.missing"),))
    if reading.suffix and reading.suffix.upper() != "FA":
        return _of_another_program(reading)
    if reading.number:
        return _well_formed(reading.number, registry)
    if reading.short:
        return _short(reading.short, address, types, registry)
    values: dict[str, Value] = {"permit_number": reading.text, "looks_like": reading.looks_like}
    return PermitFound(findings=(Finding("permit.malformed", values=values),))


def proposed_permit(
    address: AddressReading | None, discipline: Discipline | None, sender: str, registry: Registry
) -> str | None:
    """The number that the letter may propose: the only open permit that address and discipline fit.

    Only to a sender who belongs to it: a stranger learns nothing about permits by asking (D10).
    """
    if address is None or discipline is None:
        return None
    fitting = [
        permit
        for building in buildings_at(address, registry)
        for permit in registry.permits_by_building.get(building.building, ())
        if permit.status in ISSUED and covers(permit.discipline, discipline)
    ]
    if len(fitting) != 1 or not belongs_to(sender, fitting[0], registry):
        return None
    return fitting[0].permit_number


def covers(permitted: str, wanted: str) -> bool:
    """Whether work of that discipline goes under a permit of the other: building and mechanical are one."""
    return permitted == wanted or {permitted, wanted} <= BUILDING_AND_MECHANICAL


def _of_another_program(reading: PermitReading) -> PermitFound:
    values: dict[str, Value] = {"permit_number": reading.text, "suffix": (reading.suffix or "").upper()}
    finding = Finding("program.other", where="permit_number", values=values)
    return PermitFound(findings=(finding,), is_elsewhere=True)


def _well_formed(number: str, registry: Registry) -> PermitFound:
    permit = registry.permits.get(number)
    if permit is None:
        values: dict[str, Value] = {"permit_number": number, "short": False, "candidates": ()}
        return PermitFound(number=number, findings=(Finding("permit.unknown", values=values),))
    return _known(permit)


def _short(
    short: str, address: AddressReading | None, types: Collection[TypeReading], registry: Registry
) -> PermitFound:
    fitting = registry.permits_by_short.get(short, ())
    permit = _the_one(fitting, address, types, registry)
    if permit is not None:
        return _known(permit)
    candidates = tuple(permit.permit_number for permit in fitting)
    values: dict[str, Value] = {"permit_number": short, "short": True, "candidates": candidates}
    return PermitFound(findings=(Finding("permit.unknown", values=values, severity=Severity.ASK),))


def _the_one(
    permits: tuple[Permit, ...],
    address: AddressReading | None,
    types: Collection[TypeReading],
    registry: Registry,
) -> Permit | None:
    """The only permit of that short number, or the only one whose address and discipline the mail names."""
    if len(permits) == 1:
        return permits[0]
    if address is not None:
        permits = tuple(one for one in permits if not _is_contradicted(address, one, registry))
    disciplines = {row.discipline for row in types if row.discipline}
    if disciplines:
        permits = tuple(one for one in permits if all(covers(one.discipline, each) for each in disciplines))
    return permits[0] if len(permits) == 1 else None


def _is_contradicted(address: AddressReading, permit: Permit, registry: Registry) -> bool:
    codes = {finding.code for finding in place_of(address, permit, registry).findings}
    return "address.mismatch" in codes


def _known(permit: Permit) -> PermitFound:
    return PermitFound(permit, permit.permit_number, status_findings(permit))


def status_findings(permit: Permit) -> tuple[Finding, ...]:
    """Issued and under inspection may be inspected (D2); the rest is not issued yet, or closed."""
    if permit.status in ISSUED:
        return ()
    code = "permit.closed" if permit.status in CLOSED else "permit.not_issued"
    values: dict[str, Value] = {
        "permit_number": permit.permit_number,
        "status": permit.status,
        "building": permit.building,
    }
    return (Finding(code, values=values),)
