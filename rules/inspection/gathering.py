"""Requests of one mail that differ in nothing but their types are one; the rules part them by discipline."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import RequestReading, TypeReading
from rules.inspection.likeness import permit_key


def gathered(readings: tuple[RequestReading, ...]) -> tuple[RequestReading, ...]:
    """The readings, each new request once with all its types, at the place of its first mention."""
    together: dict[RequestReading, list[RequestReading]] = {}
    for reading in readings:
        key = replace(reading, types=(), note="") if reading.intent == "request" else reading
        together.setdefault(key, []).append(reading)
    return tuple(_joined(same) for same in together.values())


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
