"""A cancellation or move that fits no single appointment (codes `cancellation.*`)."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import RequestReading
from rules.finding import Action, Finding, Value
from rules.inspection.completion import standing
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.likeness import permit_key
from rules.inspection.matching import Match, old_day
from rules.inspection.strangers import as_written, by_a_stranger


def decide_unmatched(reading: RequestReading, match: Match, context: Context) -> RequestDecision:
    """Asked which one, told that it is cancelled already, or told that nothing fits; nothing changes.

    Whoever has no part in any of them learns of none (D12).
    """
    if match.is_cancelled and match.appointment is not None:
        return _cancelled_already(reading, match.appointment, context)
    allowed = tuple(row for row in match.candidates if context.sender_may(row))
    if match.candidates and not allowed:
        return by_a_stranger(reading, match.candidates, context)
    code = "cancellation.ambiguous" if match.is_ambiguous else "cancellation.no_match"
    finding = Finding(code, values=_values(reading, allowed))
    return _asked(reading, finding, allowed, context)


def _cancelled_already(reading: RequestReading, row: Appointment, context: Context) -> RequestDecision:
    if not context.sender_may(row):
        return by_a_stranger(reading, (row,), context)
    if reading.intent == "reschedule":
        # A move without a new date: nothing that could be booked again.
        values = _values(reading, ()) | {"cancelled_at": _moment(row)}
        return _asked(reading, Finding("cancellation.no_match", values=values), (), context)
    repeated: dict[str, Value] = {
        "case": row.case,
        "permit_number": row.permit_number or None,
        "day": row.day.isoformat() if row.day else None,
        "cancelled_at": _moment(row),
    }
    findings, action = context.judged((Finding("cancellation.already_cancelled", values=repeated),))
    return replace(standing(row, reading, context), action=action, findings=findings, urgent=False)


def _asked(
    reading: RequestReading, finding: Finding, candidates: tuple[Appointment, ...], context: Context
) -> RequestDecision:
    findings, action = context.judged((finding,))
    # Nothing was found to act on: however the office grades that, a person has to look.
    action = Action.REFER if action is Action.ACCEPT else action
    return replace(as_written(reading), action=action, findings=findings, candidates=candidates)


def _values(reading: RequestReading, rows: tuple[Appointment, ...]) -> dict[str, Value]:
    pointer = old_day(reading)
    days = pointer.days if pointer else ()
    return {
        "intent": reading.intent,
        "permit_number": permit_key(reading.permit),
        "day": days[0].isoformat() if len(days) == 1 else None,
        "cancelled_at": None,
        "cases": tuple(row.case for row in rows),
        "permit_numbers": tuple(row.permit_number for row in rows),
        "days": tuple(row.day.isoformat() if row.day else "" for row in rows),
        "types": tuple(", ".join(row.types) for row in rows),
    }


def _moment(row: Appointment) -> str | None:
    return row.cancelled_at.isoformat() if row.cancelled_at else None
