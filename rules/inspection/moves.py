"""A cancellation and a request that together are a move: a new date for the same permit (D9)."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import RequestReading
from rules.inspection.likeness import permit_key, type_words, written_types


def with_moves(readings: tuple[RequestReading, ...]) -> tuple[RequestReading, ...]:
    """The readings, where "cancel Tuesday, make it Thursday" for one permit is one move instead of two."""
    result = list(readings)
    for cancelled in [row for row in readings if row.intent == "cancel"]:
        wanted = [row for row in result if _is_moved(cancelled, row)]
        rivals = [row for row in result if row.intent == "cancel" and _key(row) == _key(cancelled)]
        if len(wanted) != 1 or len(rivals) != 1:
            continue
        result[result.index(cancelled)] = _move(cancelled, wanted[0])
        result.remove(wanted[0])
    return tuple(result)


def _is_moved(cancelled: RequestReading, wanted: RequestReading) -> bool:
    if wanted.intent != "request" or (wanted.date is None and wanted.time is None):
        return False
    if _key(cancelled) is None or _key(cancelled) != _key(wanted):
        return False
    one, other = type_words(written_types(cancelled)), type_words(written_types(wanted))
    return not one or not other or bool(one & other)


def _move(cancelled: RequestReading, wanted: RequestReading) -> RequestReading:
    return replace(
        wanted,
        intent="reschedule",
        previous_date=cancelled.date,
        previous_time=cancelled.time,
        address=wanted.address or cancelled.address,
    )


def _key(reading: RequestReading) -> str | None:
    key = permit_key(reading.permit)
    return key[: len("YY-NNNNNN")] if key else None
