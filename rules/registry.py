"""What the office has on record: clients, buildings, reference numbers, inspectors, permits, holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from parsers.addresses import address_key
from parsers.inspection.reading import Discipline, KnownPerson

PermitStatus = Literal[
    "application",
    "under_review",
    "approved_to_issue",
    "issued",
    "under_inspection",
    "final",
    "expired",
    "void",
    "cancelled",
    "abandoned",
]
ISSUED: frozenset[str] = frozenset({"issued", "under_inspection"})
"""D2: a permit becomes "under inspection" with its first request, and stays issued."""
CLOSED: frozenset[str] = frozenset({"final", "expired", "void", "cancelled", "abandoned"})


def plain_name(text: str) -> str:
    """A name for comparing: its words in lower case, nothing else."""
    return " ".join(re.findall(r"\w+", text[:300].casefold()))


def house_of(key: str) -> str:
    """The house number of an address key without the leading zero of old South Portland; "" where it has none."""
    number = key.partition(" ")[0]
    return number.lstrip("0") if number[:1].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Client:
    """A participant of the program; `trusted_domains`: mail domains of its own people, lower case."""

    client: str
    responsible_party: str = ""
    email: str = ""
    phone: str = ""
    reference_pattern: str = ""
    trusted_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Building:
    """A registered building with its assigned team (names of inspectors, empty = none)."""

    building: str
    client: str
    address: str
    aliases: tuple[str, ...] = ()
    other_addresses: tuple[str, ...] = ()
    registered_on: date | None = None
    registered_until: date | None = None
    building_inspector: str = ""
    electrical_inspector: str = ""
    plumbing_inspector: str = ""
    fire_inspector: str = ""

    def team_inspector(self, discipline: Discipline) -> str | None:
        """The assigned inspector; building and mechanical are one person."""
        names = {
            "building": self.building_inspector,
            "mechanical": self.building_inspector,
            "electrical": self.electrical_inspector,
            "plumbing": self.plumbing_inspector,
            "fire": self.fire_inspector,
        }
        return names[discipline] or None

    @property
    def team(self) -> frozenset[str]:
        names = (
            self.building_inspector,
            self.electrical_inspector,
            self.plumbing_inspector,
            self.fire_inspector,
        )
        return frozenset(filter(None, names))


@dataclass(frozen=True, slots=True)
class ReferenceNumber:
    """A project reference number on a client's list; closed from `closed_on` on."""

    reference_number: str
    client: str
    project: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Inspector:
    """An inspector; `backups` in the order in which they are asked."""

    inspector: str
    email: str
    phone: str = ""
    aliases: tuple[str, ...] = ()
    disciplines: tuple[Discipline, ...] = ()
    backups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Whole days, both inclusive."""

    inspector: str
    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit; `contacts`: addresses, lower case, of people who belong to it."""

    permit_number: str
    building: str
    address: str = ""
    discipline: Discipline = "building"
    status: PermitStatus = "issued"
    issued_on: date | None = None
    reference_number: str = ""
    contacts: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """`YY-NNNNNN`."""
        return self.permit_number[:9]


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop work order or the like, on a permit or (permit_number empty) a whole building."""

    building: str
    kind: Literal["stop_work_order", "violation", "billing"]
    posted_on: date
    permit_number: str = ""
    lifted_on: date | None = None
    note: str = ""

    def is_active(self, day: date) -> bool:
        """In force when posted; over on the day that it is lifted."""
        return self.posted_on <= day and (self.lifted_on is None or day < self.lifted_on)


@dataclass(frozen=True)
class Registry:
    """Everything on record, with the look-ups that rules ask. Built once an import, never changed."""

    clients: Mapping[str, Client] = field(default_factory=dict)
    buildings: Mapping[str, Building] = field(default_factory=dict)
    reference_numbers: tuple[ReferenceNumber, ...] = ()
    inspectors: Mapping[str, Inspector] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    permits: Mapping[str, Permit] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        clients: Iterable[Client] = (),
        buildings: Iterable[Building] = (),
        reference_numbers: Iterable[ReferenceNumber] = (),
        inspectors: Iterable[Inspector] = (),
        absences: Iterable[Absence] = (),
        permits: Iterable[Permit] = (),
        holds: Iterable[Hold] = (),
    ) -> Registry:
        """A registry of these rows."""
        return cls(
            clients={row.client: row for row in clients},
            buildings={row.building: row for row in buildings},
            reference_numbers=tuple(reference_numbers),
            inspectors={row.inspector: row for row in inspectors},
            absences=tuple(absences),
            permits={row.permit_number: row for row in permits},
            holds=tuple(holds),
        )

    @cached_property
    def people(self) -> tuple[KnownPerson, ...]:
        """The inspectors' names, for the parser that looks for them."""
        return tuple(KnownPerson(row.inspector, row.aliases) for row in self.inspectors.values())

    @cached_property
    def permits_by_short(self) -> Mapping[str, tuple[Permit, ...]]:
        """Permits by `YY-NNNNNN`."""
        found: dict[str, list[Permit]] = defaultdict(list)
        for permit in self.permits.values():
            found[permit.short].append(permit)
        return {short: tuple(permits) for short, permits in found.items()}

    @cached_property
    def permits_by_building(self) -> Mapping[str, tuple[Permit, ...]]:
        """Permits by the name of their building."""
        found: dict[str, list[Permit]] = defaultdict(list)
        for permit in self.permits.values():
            found[permit.building].append(permit)
        return {building: tuple(permits) for building, permits in found.items()}

    @cached_property
    def permits_by_contact(self) -> Mapping[str, tuple[Permit, ...]]:
        """Permits by the addresses of people who belong to them."""
        found: dict[str, list[Permit]] = defaultdict(list)
        for permit in self.permits.values():
            for contact in permit.contacts:
                found[contact].append(permit)
        return {contact: tuple(permits) for contact, permits in found.items()}

    @cached_property
    def buildings_by_house(self) -> Mapping[str, tuple[Building, ...]]:
        """Buildings by `house_of` their addresses: a quick look at which ones an address may mean."""
        found: dict[str, dict[str, Building]] = defaultdict(dict)
        for row in self.buildings.values():
            for address in (row.address, *row.other_addresses):
                found[house_of(address_key(address))][row.building] = row
        return {house: tuple(rows.values()) for house, rows in found.items() if house}

    @cached_property
    def buildings_by_name(self) -> Mapping[str, tuple[Building, ...]]:
        """Buildings by `plain_name` of their names and aliases."""
        found: dict[str, dict[str, Building]] = defaultdict(dict)
        for row in self.buildings.values():
            for name in (row.building, *row.aliases):
                found[plain_name(name)][row.building] = row
        return {name: tuple(rows.values()) for name, rows in found.items() if name}

    def inspector_at(self, address: str) -> Inspector | None:
        """The inspector registered with this mail address."""
        wanted = address.lower()
        return next((row for row in self.inspectors.values() if row.email.lower() == wanted), None)

    def is_absent(self, inspector: str, day: date) -> bool:
        return any(
            row.inspector == inspector and row.first_day <= day <= row.last_day for row in self.absences
        )

    def holds_on(self, building: str, permit_number: str, day: date) -> tuple[Hold, ...]:
        """Holds in force that day on the permit or on its whole building."""
        return tuple(
            hold
            for hold in self.holds
            if hold.is_active(day)
            and (
                hold.permit_number == permit_number
                if hold.permit_number
                else bool(building) and hold.building == building
            )
        )
