"""Requests of one mail that differ in nothing but their types are one; the rules part them by discipline."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import RequestReading, TypeReading
from rules.inspection.likeness import permit_key
from rules.inspection.permits import find_permit
from rules.registry import Registry


def gathered(readings: tuple[RequestReading, ...]) -> tuple[RequestReading, ...]:
    """The readings, each new request once with all its types, at the place of its first mention."""
    together: dict[RequestReading, list[RequestReading]] = {}
    for reading in readings:
        key = replace(reading, types=(), note="") if reading.intent == "request" else reading
        together.setdefault(key, []).append(reading)
    return tuple(_joined(same) for same in together.values())


def parted(readings: tuple[RequestReading, ...], registry: Registry) -> tuple[RequestReading, ...]:
    """The readings without types that the mail names for all its permits and that are another permit's trade.

    "24-000001 and 24-000002, framing and rough electrical": each permit keeps the types of its own discipline,
    where it has some and the other types are a neighbour's.
    """
    if len(readings) < 3 or len({permit_key(row.permit) for row in readings}) < 2:
        return readings
    trades = {row.permit: _permitted(row, registry) for row in readings if row.permit}
    own = {(row.permit, row.types) for row in readings if row.permit and trades[row.permit] == _trade(row)}
    kept_permits, kept_types = {permit for permit, _ in own}, {types for _, types in own}
    return tuple(
        row
        for row in readings
        if row.intent != "request"
        or (row.permit, row.types) in own
        or row.permit not in kept_permits
        or row.types not in kept_types
    )


def _trade(reading: RequestReading) -> str | None:
    return next((each.discipline for each in reading.types if each.discipline), None)


def _permitted(reading: RequestReading, registry: Registry) -> str | None:
    permit = find_permit(reading.permit, reading.address, reading.types, registry).permit
    return permit.discipline if permit else None


def types_beside(readings: tuple[RequestReading, ...], place: int) -> tuple[TypeReading, ...]:
    """The types that other requests of the mail ask for under the permit of the one at that place."""
    key = permit_key(readings[place].permit)
    if key is None or not readings[place].types:
        return ()
    others = (row for number, row in enumerate(readings) if number != place and row.intent == "request")
    return tuple(each for row in others if permit_key(row.permit) == key for each in row.types)


def _joined(same: list[RequestReading]) -> RequestReading:
    first = same[0]
    if len(same) == 1 or first.intent != "request":
        return first
    types = dict.fromkeys(row for reading in same for row in reading.types)
    return replace(first, types=tuple(types))
