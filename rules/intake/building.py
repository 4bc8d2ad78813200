"""Which registered building a form means (codes `building.*`, `address.mismatch`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from parsers.addresses import address_key, read_address
from parsers.inspection.reading import AddressReading
from rules.finding import Finding, Severity, Value
from rules.inspection.places import buildings_at
from rules.registry import Building, Permit, Registry, plain_name

SURE_SCORE = 85
CLEAR_LEAD = 5
MAX_CHARACTERS = 200
_GENERIC = re.compile(r"\s*\b(?:building|bldg)\.?\s*$", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:the|(?:building|bldg)\.?(?:\s+name)?\s*:)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)")
_TAIL = re.compile(
    r"\s*(?:[,;/(]|\s[-–—]\s|\b(?:suite|ste|floor|fl|level|unit)\b\.?\s*#?\w|#)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class BuildingFound:
    """The building, or None, with what is to be said of it. `is_contradicted`: the address is another client's."""

    building: Building | None = None
    findings: tuple[Finding, ...] = ()
    is_contradicted: bool = False


def building_of(
    name: str | None, address: str | None, permit: Permit | None, registry: Registry, day: date
) -> BuildingFound:
    """The building by its name, its address and the permit together; doubt goes to a person."""
    if name is None and address is None:
        return BuildingFound(registry.buildings.get(permit.building) if permit else None)
    by_name = _of_that_name(name, registry) if name else ()
    by_address = _at(address, registry) if address else ()
    both = [row for row in by_name if row in by_address]
    if len(by_name) == 1 or len(both) == 1:
        found = both[0] if both else by_name[0]
        findings = () if both or not _is_elsewhere(address) else (_mismatch(address, found),)
        is_contradicted = not both and any(row.client != found.client for row in by_address)
        return BuildingFound(found, (*findings, *_registration(found, day)), is_contradicted)
    if len(by_address) == 1:
        found = by_address[0]
        is_misspelt = name is not None and misspelt(name, registry) == found
        findings = (_name_differs(name, found, address),) if name and not is_misspelt else ()
        return BuildingFound(found, (*findings, *_registration(found, day)))
    values: dict[str, Value] = {"building": name, "address": address}
    return BuildingFound(findings=(Finding("building.unknown", where="building", values=values),))


def _of_that_name(name: str, registry: Registry) -> tuple[Building, ...]:
    """The buildings of that name or alias, without what people add ("Larkspur Tower (LT), Suite 410")."""
    for written in (name, *_spellings(name)):
        found = registry.buildings_by_name.get(plain_name(written), ())
        if found:
            return found
    return ()


def _spellings(name: str) -> Iterator[str]:
    name = _LEADING.sub("", name[:MAX_CHARACTERS])
    for shorter in (name, _BRACKETS.sub(" ", name), _TAIL.split(name)[0]):
        bare = _GENERIC.sub("", shorter)
        yield from (shorter, bare, f"{bare} Building")


def misspelt(name: str, registry: Registry) -> Building | None:
    """The building whose name this nearly is, where no other's comes near. It proves nothing by itself."""
    names = {
        plain_name(each): row
        for row in registry.buildings.values()
        for each in (row.building, *row.aliases)
        if each
    }
    best = process.extract(plain_name(name)[:MAX_CHARACTERS], list(names), scorer=fuzz.ratio, limit=3)
    close = [(names[found], score) for found, score, _ in best if score >= SURE_SCORE]
    if not close:
        return None
    rivals = [row for row, score in close[1:] if row != close[0][0] and score > close[0][1] - CLEAR_LEAD]
    return None if rivals else close[0][0]


def _at(address: str, registry: Registry) -> tuple[Building, ...]:
    reading = read_address(address) or AddressReading(address, address_key(address))
    return buildings_at(reading, registry)


def _is_elsewhere(address: str | None) -> bool:
    """Whether a street address is written there; "see plans" or a suite alone contradicts nothing."""
    return address is not None and read_address(address) is not None


def _mismatch(address: str | None, building: Building) -> Finding:
    values: dict[str, Value] = {
        "address": address,
        "registered_address": building.address,
        "building": building.building,
    }
    return Finding("address.mismatch", where="address", values=values, severity=Severity.REVIEW)


def elsewhere(permit: Permit | None, building: Building | None, registry: Registry) -> Iterator[Finding]:
    """The permit whose number is to be billed (D1) is for another building of the same client: staff look."""
    if permit is None or building is None or permit.building == building.building:
        return
    of_permit = registry.buildings.get(permit.building)
    values: dict[str, Value] = {
        "address": building.address,
        "registered_address": of_permit.address if of_permit else permit.building,
        "building": permit.building,
        "permit_number": permit.permit_number,
    }
    yield Finding("address.mismatch", where="permit_number", values=values, severity=Severity.REVIEW)


def _name_differs(name: str | None, building: Building, address: str | None) -> Finding:
    values: dict[str, Value] = {"building": building.building, "written": name, "address": address}
    return Finding("building.name_differs", where="building", values=values)


def _registration(building: Building, day: date) -> tuple[Finding, ...]:
    if building.registered_until is None or building.registered_until >= day:
        return ()
    values: dict[str, Value] = {
        "building": building.building,
        "registered_until": building.registered_until.isoformat(),
    }
    return (Finding("building.registration_expired", where="building", values=values),)
