"""Replies: what only completes or corrects a request on record does not start over (D10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from parsers.inspection.reading import RequestReading
from rules.finding import Action
from rules.inspection.answers import offers_one_thing, surely_meant, with_answer
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.likeness import are_same_types, is_permit, permit_key, written_types
from rules.inspection.merging import PIECES, Piece, merged, pieces_of, wanted_by, without
from rules.inspection.permits import covers
from rules.inspection.record import is_recorded, reading_of, standing_time
from rules.inspection.requests import decide_request
from rules.inspection.strangers import by_a_stranger

KEPT_OPEN = timedelta(days=10)
"""For so long a request waits for its missing pieces (D10)."""


def complete(reading: RequestReading, context: Context) -> tuple[RequestDecision, ...] | None:
    """The decisions on the waiting requests that the mail completes; None where it completes none."""
    waiting = _kept_open(context)
    threaded = [row for row in waiting if row.case in context.cases]
    mine = [row for row in threaded if context.sender_may(row)]
    if threaded and not mine:
        return _by_a_stranger(reading, threaded, context)
    meant = _meant_in_thread(reading, mine, context) if mine else _meant_elsewhere(reading, waiting, context)
    if not meant:
        return None
    decisions: list[RequestDecision] = []
    if not offers_one_thing(tuple(filter(None, (context.question_of(row.case) for row in meant)))):
        context = replace(context, answer=surely_meant(context.answer))
    for row in meant:
        decisions += complete_with(reading, row, context, only_wanted=len(meant) > 1, afresh=not mine)
    return tuple(decisions)


def complete_with(
    reading: RequestReading,
    row: Appointment,
    context: Context,
    *,
    only_wanted: bool = False,
    afresh: bool = False,
) -> tuple[RequestDecision, ...]:
    """The decisions on that waiting request once the mail's pieces are in it. `afresh`: the mail is no reply; where
    it asks for the inspection once more, what we did not take before is not held against it."""
    known = reading_of(row)
    if afresh and {"permit", "types"} <= pieces_of(reading):
        known = without(known, _wanted(row, context))
    if context.answer is not None and context.answer.any_inspector:
        known = replace(known, inspector=None)
    pieces = _wanted(row, context) if only_wanted else PIECES
    answered = with_answer(reading, known, context.question_of(row.case), context.answer)
    return decide_request(merged(known, answered, pieces), context, row)


def correct(reading: RequestReading, row: Appointment, context: Context) -> RequestDecision:
    """An open appointment with another contact; nothing else of it changes."""
    whole = merged(reading_of(row), reading, {"name", "phone"})
    contact = whole.contact
    return replace(
        standing(row, whole, context),
        state="open",
        contact_name=contact.name or row.contact_name or None,
        contact_phone=contact.phone or row.contact_phone or None,
    )


def standing(row: Appointment, reading: RequestReading, context: Context) -> RequestDecision:
    """An appointment as it stands, as a decision that accepts and changes nothing."""
    return RequestDecision(
        intent=reading.intent,
        action=Action.ACCEPT,
        reading=reading,
        appointment=row,
        inspector_assigned=row.inspector or None,
        day=row.day,
        time=standing_time(row),
        permit_number=row.permit_number or None,
        building=row.building,
        address=row.address or None,
        types=row.types,
        discipline=row.discipline,
        contact_name=row.contact_name or None,
        contact_phone=row.contact_phone or None,
        urgent=row.day == context.today,
    )


def _kept_open(context: Context) -> tuple[Appointment, ...]:
    return tuple(
        row
        for row in context.appointments
        if row.state in ("waiting", "referred")
        and is_recorded(row)
        and context.received.astimezone(UTC) - row.received_at.astimezone(UTC) <= KEPT_OPEN
    )


def _by_a_stranger(
    reading: RequestReading, rows: list[Appointment], context: Context
) -> tuple[RequestDecision, ...] | None:
    """Somebody else may ask for an inspection, but not complete another's request."""
    alone = decide_request(reading, context)
    if all(decision.action is not Action.ASK for decision in alone):
        return None
    return (by_a_stranger(reading, rows, context),)


def _meant_in_thread(
    reading: RequestReading, rows: list[Appointment], context: Context
) -> tuple[Appointment, ...]:
    """Which of the thread's waiting requests the reply is about."""
    key = permit_key(reading.permit)
    if key is None:
        return _in_want_of(pieces_of(reading), rows, context) or tuple(rows)
    same = [row for row in rows if _is_under(row, key)]
    if same:
        return tuple(same)
    lacking = [row for row in rows if "permit" in _wanted(row, context)]
    fitting = [row for row in lacking if _is_possible(row, key, context)]
    if fitting or lacking:
        return tuple(fitting or lacking)
    # Another permit where none was asked for: a correction where it is all there is, else a request of its own.
    is_correction = pieces_of(reading) <= {"permit", "address"}
    return tuple(rows) if is_correction and len(rows) == 1 else ()


def _meant_elsewhere(
    reading: RequestReading, rows: tuple[Appointment, ...], context: Context
) -> tuple[Appointment, ...]:
    """A waiting request that the mail completes though it does not belong to its thread."""
    own = [row for row in rows if row.state == "waiting" and context.sender_may(row)]
    key = permit_key(reading.permit)
    if key is not None:
        same = [row for row in own if _is_under(row, key) and _agrees(reading, row, context)]
        if same:
            return tuple(same)
    sender = context.facts.sender.lower()
    supplied = pieces_of(reading)
    lacking = [row for row in own if row.requester.lower() == sender and _only_fills(supplied, row, context)]
    return tuple(lacking) if len(lacking) == 1 else ()


def _agrees(reading: RequestReading, row: Appointment, context: Context) -> bool:
    """Whether nothing that was understood before is said differently now."""
    wanted = _wanted(row, context)
    types = written_types(reading)
    if types and "types" not in wanted and not are_same_types(types, row.types):
        return False
    if reading.date is None or "date" in wanted:
        return True
    return row.day is not None and row.day in reading.date.days


def _only_fills(supplied: frozenset[Piece], row: Appointment, context: Context) -> bool:
    return bool(supplied) and supplied <= _wanted(row, context)


def _in_want_of(
    supplied: frozenset[Piece], rows: list[Appointment], context: Context
) -> tuple[Appointment, ...]:
    return tuple(row for row in rows if supplied & _wanted(row, context))


def _wanted(row: Appointment, context: Context) -> frozenset[Piece]:
    decisions = decide_request(reading_of(row), context, row)
    return wanted_by(finding for decision in decisions for finding in decision.findings)


def _is_under(row: Appointment, key: str) -> bool:
    return is_permit(key, row.permit_number) or permit_key(reading_of(row).permit) == key


def _is_possible(row: Appointment, key: str, context: Context) -> bool:
    """Whether a permit of that number covers the waiting request's discipline."""
    permits = [
        permit
        for permit in context.registry.permits_by_short.get(key[:9], ())
        if is_permit(key, permit.permit_number)
    ]
    if row.discipline is None:
        return True
    return any(covers(permit.discipline, row.discipline) for permit in permits)
