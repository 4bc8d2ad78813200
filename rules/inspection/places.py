"""Which building an address means, and whether it is the permit's (codes `address.*`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from parsers.addresses import address_key, read_suite, south_portland_alias
from parsers.inspection.reading import AddressReading
from rules.finding import Finding, Severity
from rules.registry import Building, Permit, Registry, house_of, plain_name

QUARTERS = frozenset({"n", "s", "e", "w", "ne", "nw", "se", "sw"})
STREET_TYPES = frozenset(
    (
        "st",
        "ave",
        "blvd",
        "rd",
        "dr",
        "pkwy",
        "ln",
        "ct",
        "pl",
        "ter",
        "hwy",
        "way",
        "cir",
        "loop",
        "sq",
        "plz",
    )
)
LETTERS_FOR_ONE_SLIP, LETTERS_FOR_TWO_SLIPS = 5, 9

Fit = Literal["same", "slip", "other"]

# The registry's addresses are the same ones for every mail.
registered_key = lru_cache(maxsize=32_768)(address_key)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an inspection is to be. `address`: the registry's form where it matched, else as typed."""

    address: str | None = None
    building: Building | None = None
    findings: tuple[Finding, ...] = ()


def place_of(reading: AddressReading | None, permit: Permit | None, registry: Registry) -> Place:
    """The place that the mail and the permit name together, with what is wrong with it."""
    if permit is not None:
        return _place_of_permit(reading, permit, registry)
    if reading is None:
        return Place(findings=(Finding("address.missing"),))
    return _place_by_address(reading, registry)


def fits(typed: str, registered: str) -> Fit:
    """How one address key fits another: the same house, the same but for a slip of the pen, or another.

    The quarter (NW) and the street's type may be left out, never differ; the house number is never a slip.
    """
    if not typed or not registered:
        return "other"
    if typed == registered or south_portland_alias(typed) == registered:
        return "same"
    if south_portland_alias(registered) == typed:
        return "same"
    if typed.partition(" ")[0] != registered.partition(" ")[0]:
        return "other"
    one, other = _taken_apart(typed), _taken_apart(registered)
    if one is None or other is None or _differ(one[1], other[1]):
        return "other"
    if one[2] == other[2]:
        return "other" if _differ(one[3], other[3]) else "same"
    return "slip" if _is_slip(one[2], other[2]) else "other"


def buildings_at(reading: AddressReading, registry: Registry) -> tuple[Building, ...]:
    """The registered buildings that the address or name may mean; those that fit exactly before slips."""
    found: dict[Fit, list[Building]] = {"same": [], "slip": []}
    for building in _possible(reading, registry):
        fit = _fit(reading, (building.address, *building.other_addresses), building)
        if fit != "other":
            found[fit].append(building)
    return tuple(found["same"] or found["slip"])


def _place_of_permit(reading: AddressReading | None, permit: Permit, registry: Registry) -> Place:
    building = registry.buildings.get(permit.building)
    forms = [permit.address, *((building.address, *building.other_addresses) if building else ())]
    forms = [form for form in forms if form]
    first = forms[0] if forms else None
    if reading is None:
        known = Severity.NOTE if first else Severity.ASK
        return Place(
            first, building, (Finding("address.missing", values={"address": first}, severity=known),)
        )
    if first is None:
        return Place(reading.text, building)
    matched = _best(reading.key, forms) or (first if building and _is_named(reading, building) else None)
    if matched is None or _is_elsewhere(reading, permit, matched, registry):
        return Place(reading.text, building, (_mismatch(reading, permit, first),))
    return Place(matched, building, tuple(_suite_findings(reading, permit.address, permit.building)))


def _place_by_address(reading: AddressReading, registry: Registry) -> Place:
    found = buildings_at(reading, registry)
    if len(found) != 1:
        return Place(reading.text)
    building = found[0]
    forms = (building.address, *building.other_addresses)
    return Place(_best(reading.key, forms) or building.address or reading.text, building)


def _best(key: str, forms: Iterable[str]) -> str | None:
    fitting = {fits(key, registered_key(form)): form for form in reversed(list(forms)) if form}
    return fitting.get("same") or fitting.get("slip")


def _possible(reading: AddressReading, registry: Registry) -> Iterable[Building]:
    """Those with that house number or name; the rest of the registry need not be looked at."""
    by_name = (row for name in _written(reading) for row in registry.buildings_by_name.get(name, ()))
    by_house = registry.buildings_by_house.get(house_of(reading.key), ())
    return {row.building: row for row in (*by_house, *by_name)}.values()


def _written(reading: AddressReading) -> frozenset[str]:
    return frozenset({plain_name(reading.text), plain_name(reading.key)} - {""})


def _fit(reading: AddressReading, forms: Iterable[str], building: Building) -> Fit:
    kinds = {fits(reading.key, registered_key(form)) for form in forms if form}
    if "same" in kinds or _is_named(reading, building):
        return "same"
    return "slip" if "slip" in kinds else "other"


def _is_named(reading: AddressReading, building: Building) -> bool:
    """Whether the building's name stands where the address should."""
    written = _written(reading)
    return any(plain_name(name) in written for name in (building.building, *building.aliases) if name)


def _is_elsewhere(reading: AddressReading, permit: Permit, matched: str, registry: Registry) -> bool:
    """Whether what looks like a slip of the pen is exactly the address of another registered building."""
    if fits(reading.key, registered_key(matched)) != "slip":
        return False
    others = (row for row in _possible(reading, registry) if row.building != permit.building)
    return any(
        fits(reading.key, registered_key(form)) == "same"
        for row in others
        for form in (row.address, *row.other_addresses)
        if form
    )


def _mismatch(reading: AddressReading, permit: Permit, registered: str) -> Finding:
    values = {
        "address": reading.text,
        "registered_address": registered,
        "building": permit.building,
        "permit_number": permit.permit_number,
    }
    return Finding("address.mismatch", values=values)


def _suite_findings(reading: AddressReading, registered: str, building: str) -> Iterable[Finding]:
    known = read_suite(registered) if registered else None
    if reading.suite and known and plain_name(reading.suite) != plain_name(known):
        values = {"suite": reading.suite, "registered_suite": known, "building": building}
        yield Finding("address.suite_differs", values=values)


def _taken_apart(key: str) -> tuple[str, str, tuple[str, ...], str] | None:
    """House number, quarter, name and type of a street address; None for a key that is none."""
    number, *words = key.split()
    if not words or not number[0].isdigit():
        return None
    quarter = words.pop(0) if words[0] in QUARTERS and len(words) > 1 else ""
    kind = words.pop() if words[-1] in STREET_TYPES and len(words) > 1 else ""
    return number, quarter, tuple(words), kind


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _is_slip(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Numbered streets (3rd, 5th) and short names never pass for one another."""
    return len(one) == len(other) and all(map(_is_same_word, one, other))


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < LETTERS_FOR_ONE_SLIP or any(map(str.isdigit, one + other)):
        return False
    return OSA.distance(one, other) <= (2 if shorter >= LETTERS_FOR_TWO_SLIPS else 1)
