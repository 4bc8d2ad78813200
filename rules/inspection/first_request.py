"""A mail in the words of a move where there is nothing to move: the sender mends their own request (interfaces 4)."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import RequestReading
from rules.inspection.context import Context
from rules.inspection.matching import find_appointment


def as_first_request(reading: RequestReading, context: Context) -> RequestReading | None:
    """The request that "Friday instead of Thursday" makes where it is complete and no appointment is on record."""
    if not reading.corrects or reading.date is None or reading.permit is None or not reading.types:
        return None
    match = find_appointment(reading, context)
    if match.appointment or match.every or match.candidates or match.is_cancelled:
        return None
    return replace(reading, intent="request", previous_date=None, previous_time=None)
