"""Which discipline an inspection belongs to, and where one mail asks for several (D10)."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.inspection.reading import Discipline, TypeReading
from rules.inspection.permits import covers
from rules.registry import Permit


@dataclass(frozen=True, slots=True)
class Trade:
    """The types of one discipline. `discipline` None: nothing says which."""

    discipline: Discipline | None
    types: tuple[TypeReading, ...] = ()


def trades_of(
    types: tuple[TypeReading, ...],
    permit: Permit | None,
    role: Discipline | None,
    beside: tuple[TypeReading, ...] = (),
) -> tuple[Trade, ...]:
    """The requests that these types make: one a discipline, in the order of the mail.

    The permit's discipline counts where the permit is known, else that of the types, else the role that the
    mail names in place of an inspector. A type that says none (a plain "final") goes with its neighbours.
    `beside`: types that the same mail asks for under the same permit in requests of their own.
    """
    if permit is not None:
        return _under_permit(types, permit.discipline, beside)
    groups: dict[Discipline | None, list[TypeReading]] = {}
    for reading, discipline in zip(types, _filled(types), strict=True):
        groups.setdefault(discipline, []).append(reading)
    if not groups:
        return (Trade(role),)
    return tuple(Trade(discipline or role, tuple(group)) for discipline, group in groups.items())


def _under_permit(
    types: tuple[TypeReading, ...], permitted: Discipline, beside: tuple[TypeReading, ...]
) -> tuple[Trade, ...]:
    """Types that the permit covers stay with it; other trades beside them are requests of their own."""
    groups: dict[Discipline, list[TypeReading]] = {}
    for reading in types:
        groups.setdefault(_own_or(permitted, reading), []).append(reading)
    if len({*groups, *(_own_or(permitted, reading) for reading in beside)}) < 2 or not groups:
        return (Trade(permitted, types),)
    return tuple(Trade(discipline, tuple(group)) for discipline, group in groups.items())


def _own_or(permitted: Discipline, reading: TypeReading) -> Discipline:
    own = reading.discipline
    return permitted if own is None or covers(permitted, own) else own


def _filled(types: tuple[TypeReading, ...]) -> tuple[Discipline | None, ...]:
    """The discipline of each type; one that says none takes that of the type before it, else of the next."""
    known = [reading.discipline for reading in types if reading.discipline]
    latest = known[0] if known else None
    filled: list[Discipline | None] = []
    for reading in types:
        latest = reading.discipline or latest
        filled.append(latest)
    return tuple(filled)
