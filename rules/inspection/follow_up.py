"""Replies about an inspection that is booked already: another time, another contact, one more type."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import DateReading, RequestReading
from rules.finding import Action
from rules.inspection.completion import correct, standing
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.likeness import are_same_types, is_permit, permit_key, written_types
from rules.inspection.merging import PIECES, merged, pieces_of
from rules.inspection.permits import covers
from rules.inspection.record import is_recorded, reading_of
from rules.inspection.requests import decide_request
from rules.inspection.reschedule import decide_reschedule, move
from rules.inspection.strangers import stranger

ONLY_WHEN = frozenset({"date", "time"})
ONLY_WHOM = frozenset({"name", "phone"})
SAYS_WHICH = frozenset({"permit", "address"})


def follow_up(reading: RequestReading, context: Context) -> tuple[RequestDecision, ...] | None:
    """What a reply does to the open appointments of its thread; None where it asks for something of its own."""
    rows = [row for row in context.appointments if _is_open_in_thread(row, context)]
    said = pieces_of(reading)
    key = permit_key(reading.permit)
    if not rows and key is None and "date" in said:
        return _again(reading, context)
    about = [row for row in rows if key is None or is_permit(key, row.permit_number)]
    if not about:
        return None
    if not all(context.sender_may(row) for row in about):
        return _by_a_stranger(reading, about, context)
    if said <= SAYS_WHICH:
        return (_left_to_a_person(reading, about, context),)
    if said <= ONLY_WHOM | SAYS_WHICH and said & ONLY_WHOM:
        return tuple(correct(reading, row, context) for row in about)
    if reading.types:
        return _typed(reading, about, context)
    if said & ONLY_WHEN:
        return decide_reschedule(_as_move(reading), context)
    return _with_another(reading, about[0], context) if len(about) == 1 else None


def _left_to_a_person(reading: RequestReading, rows: list[Appointment], context: Context) -> RequestDecision:
    """A reply in which nothing was understood ("please do not cancel"): what is booked stands."""
    stands = replace(standing(rows[0], reading, context), action=Action.REFER, urgent=False)
    return replace(stands, candidates=tuple(rows) if len(rows) > 1 else ())


def _with_another(
    reading: RequestReading, row: Appointment, context: Context
) -> tuple[RequestDecision, ...] | None:
    """Another inspector wished for, on the same day."""
    if reading.inspector is None or not reading.inspector.candidates or row.day is None:
        return None
    same_day = DateReading(row.day.isoformat(), (row.day,))
    return (move(replace(_as_move(reading), date=same_day), row, context),)


def _again(reading: RequestReading, context: Context) -> tuple[RequestDecision, ...] | None:
    """A new date in the thread of one inspection that is over: the same once more."""
    over = [
        row
        for row in context.appointments
        if row.state in ("cancelled", "done") and row.case in context.cases
    ]
    if len({(row.case, row.permit_number) for row in over}) != 1:
        return None
    latest = max(over, key=lambda row: row.id)
    if not context.sender_may(latest) or not _is_covered(reading, latest):
        return None
    shared = merged(reading_of(latest), reading, PIECES)
    return decide_request(replace(shared, time=reading.time), context)


def _typed(
    reading: RequestReading, rows: list[Appointment], context: Context
) -> tuple[RequestDecision, ...] | None:
    """The same types at another time are a move; other types are one more request that shares the rest."""
    same = [row for row in rows if are_same_types(written_types(reading), row.types)]
    if len(same) == 1:
        is_moved = reading.date is not None or reading.time is not None
        return (move(_as_move(reading), same[0], context),) if is_moved else None
    if same or len(rows) != 1 or not _is_covered(reading, rows[0]):
        return None
    shared = merged(reading_of(rows[0]), reading, PIECES)
    return decide_request(shared, context)


def _as_move(reading: RequestReading) -> RequestReading:
    return replace(reading, intent="reschedule", previous_date=None, previous_time=None)


def _is_covered(reading: RequestReading, row: Appointment) -> bool:
    """Whether the new types go under the same permit, as far as they say."""
    own = row.discipline
    return own is None or all(
        each.discipline is None or covers(own, each.discipline) for each in reading.types
    )


def _is_open_in_thread(row: Appointment, context: Context) -> bool:
    return row.state == "open" and row.case in context.cases and is_recorded(row)


def _by_a_stranger(
    reading: RequestReading, rows: list[Appointment], context: Context
) -> tuple[RequestDecision, ...] | None:
    """A request that is whole in itself anybody may make; the rest would change another's appointment."""
    if {"permit", "date", "types"} <= pieces_of(reading):
        return None
    return tuple(stranger(decision, rows, context) for decision in decide_request(reading, context))
