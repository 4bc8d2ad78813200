"""One inspection cancelled: by whom, which, and at what cost (D11, D12; codes `cancellation.*`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.inspection.reading import RequestReading
from rules.charges import arithmetic, late_charge
from rules.finding import Action, Finding, Value
from rules.inspection.completion import standing
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, ChargeLine, RequestDecision
from rules.inspection.matching import find_appointment
from rules.inspection.record import after
from rules.inspection.requests import decide_elsewhere
from rules.inspection.strangers import by_a_stranger
from rules.inspection.unmatched import decide_unmatched
from rules.inspection.visits import other_parts


def decide_cancellation(reading: RequestReading, context: Context) -> tuple[RequestDecision, ...]:
    """The decision on one cancellation, with the charge where it is late; several where it means several."""
    elsewhere = decide_elsewhere(reading, context)
    if elsewhere is not None:
        return (elsewhere,)
    match = find_appointment(reading, context)
    if match.every:
        return cancel_each(reading, match.every, context)
    if match.appointment is None or match.is_cancelled:
        return (decide_unmatched(reading, match, context),)
    row = match.appointment
    if not context.sender_may(row):
        return (by_a_stranger(reading, (row,), context),)
    return cancel_each(reading, (row,), context)


def cancel_each(
    reading: RequestReading, rows: tuple[Appointment, ...], context: Context
) -> tuple[RequestDecision, ...]:
    """Cancels one by one, each knowing of those before: of a visit given up whole the last part is charged (D12)."""
    decisions: list[RequestDecision] = []
    for row in rows:
        decisions.append(_cancelled(reading, row, context))
        context = after(decisions[-1], context)
    return tuple(decisions)


def charge_for(row: Appointment, context: Context) -> ChargeLine | None:
    """The charge for giving up that appointment by this mail; only an open one has any (D12)."""
    if row.state != "open" or row.day is None:
        return None
    others = other_parts(row, context.appointments)
    return late_charge(row, others, context.received, context.registry, context.office)


def charge_findings(row: Appointment, charge: ChargeLine | None, context: Context) -> Iterator[Finding]:
    """What the charge rests on; nothing where nothing is charged (D12)."""
    if charge is None:
        return
    values = arithmetic(charge, context.office)
    if charge.reason == "late_cancellation":
        yield Finding("cancellation.late", values=values | {"agreed": row.agreed_time is not None})
        return
    yield Finding("cancellation.en_route", values=values | {"en_route_at": _en_route_at(row, context)})


def _cancelled(reading: RequestReading, row: Appointment, context: Context) -> RequestDecision:
    charge = charge_for(row, context)
    findings, action = context.judged(charge_findings(row, charge, context))
    decision = replace(standing(row, reading, context), action=action, findings=findings)
    if action is not Action.ACCEPT:
        return decision
    return replace(decision, state="cancelled", charge=charge, urgent=row.day == context.today)


def _en_route_at(row: Appointment, context: Context) -> Value:
    parts = (row, *other_parts(row, context.appointments))
    moments = [part.en_route_at for part in parts if part.en_route_at is not None]
    return min(moments).astimezone(context.office.timezone).isoformat() if moments else None
