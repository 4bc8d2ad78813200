"""Until when an accepted inspection may be cancelled free (D11, D12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rules.charges import free_until, visit_start
from rules.finding import Action
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.record import appointment_of
from rules.inspection.visits import other_parts


def with_free_until(decision: RequestDecision, context: Context) -> RequestDecision:
    """The decision with the last moment for cancelling free: that of the whole visit that it joins (D12).

    A cancellation has none; of it is told whether part of its visit stays. `context` knows all of the mail.
    """
    if decision.action is not Action.ACCEPT or decision.day is None:
        return decision
    if decision.intent == "cancel":
        return replace(decision, visit_stays=_visit_stays(decision, context))
    return replace(decision, free_until=_free_until(decision, context))


def _visit_stays(decision: RequestDecision, context: Context) -> bool:
    row = decision.appointment
    if row is None or decision.state != "cancelled":
        return False
    return any(part.state == "open" for part in other_parts(row, context.appointments))


def _is_as_known(decision: RequestDecision, known: Appointment) -> bool:
    return known.state == "open" and (decision.day, decision.time) == (known.day, known.time)


def _free_until(decision: RequestDecision, context: Context) -> datetime:
    fresh = appointment_of(decision, context, "open")
    known = decision.appointment
    mine = known if known is not None and _is_as_known(decision, known) else fresh
    gone = known.id if known is not None else None
    parts = [part for part in other_parts(fresh, context.appointments) if part.id != gone]
    counted = [part for part in parts if part.state in ("open", "cancelled")]
    return free_until(visit_start((mine, *counted), context.office), context.office)
