"""What somebody who has no part in a case sets off: a coordinator looks, and nothing of the record is told (D12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from parsers.inspection.reading import RequestReading
from rules.finding import Action, Finding, Value
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.likeness import written_types

MOST_NAMED = 8


def by_a_stranger(reading: RequestReading, rows: Iterable[Appointment], context: Context) -> RequestDecision:
    """The referral of a cancellation or move that means those appointments; it shows only what the mail says."""
    return stranger(as_written(reading), rows, context)


def stranger(decision: RequestDecision, rows: Iterable[Appointment], context: Context) -> RequestDecision:
    """The decision put before a coordinator, as a matter of its own; nothing on record changes (D12).

    `rows`: what is meant, which only the finding's values name, for staff: the letter to the sender is written
    from the rest of the decision, which must hold nothing of them.
    """
    values: dict[str, Value] = {
        "sender": context.facts.sender,
        "intent": decision.intent,
        **_meant(tuple(rows)),
    }
    findings, action = context.judged((*decision.findings, Finding("sender.unknown", values=values)))
    return replace(
        decision,
        action=Action.REFER if action is Action.ACCEPT else action,
        findings=findings,
        appointment=None,
        state="referred" if decision.intent == "request" else None,
        charge=None,
        candidates=(),
        free_until=None,
        urgent=False,
    )


def as_written(reading: RequestReading) -> RequestDecision:
    """What the mail itself says, with nothing of the record."""
    days = reading.date.days if reading.date and not reading.date.problem else ()
    old = reading.previous_date.days if reading.previous_date else ()
    return RequestDecision(
        intent=reading.intent,
        action=Action.ASK,
        reading=reading,
        day=days[0] if len(days) == 1 else None,
        time=reading.time.value if reading.time else None,
        previous_day=old[0] if len(old) == 1 else None,
        previous_time=reading.previous_time.value if reading.previous_time else None,
        permit_number=reading.permit.number if reading.permit else None,
        address=reading.address.text if reading.address else None,
        types=written_types(reading),
        contact_name=reading.contact.name,
        contact_phone=reading.contact.phone,
    )


def _meant(rows: tuple[Appointment, ...]) -> dict[str, Value]:
    cases = tuple(dict.fromkeys(row.case for row in rows if row.case))
    days = [row.day for row in rows if row.day is not None]
    return {
        "case": ", ".join(cases[:MOST_NAMED]) or None,
        "day": min(days).isoformat() if days else None,
    }
