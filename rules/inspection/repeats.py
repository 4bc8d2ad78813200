"""A request that is on record already (code `request.duplicate`)."""

from __future__ import annotations

from dataclasses import replace

from rules.finding import Action, Finding, Value
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, AppointmentState, RequestDecision
from rules.inspection.free import with_free_until
from rules.inspection.likeness import are_same_types
from rules.inspection.record import is_recorded, standing_time

STATES: dict[Action, AppointmentState] = {
    Action.ACCEPT: "open",
    Action.ASK: "waiting",
    Action.REFER: "referred",
}
"""What a request of its own becomes on record."""


def repeat_of(decision: RequestDecision, context: Context) -> RequestDecision | None:
    """The decision as a repeat, where the same permit, day and types are still open; None where they are not.

    Only of what the sender has a part in. What a stranger asked for before stays that person's: this request is
    one of its own, and only the office is told of the other (D12).
    """
    same = [row for row in context.appointments if _is_repeated(row, decision) and is_recorded(row)]
    known = [row for row in same if context.sender_may(row)]
    if not known:
        return _beside_anothers(decision, same, context) if same else None
    first = next((row for row in known if row.state == "open"), known[0])
    note = Finding("request.duplicate", values=_values(first))
    if first.state != "open":
        findings, _ = context.judged((*decision.findings, note))
        return replace(decision, findings=findings, appointment=first)
    if decision.action in (Action.REJECT, Action.REFER):
        findings, _ = context.judged((*decision.findings, note))
        return replace(decision, findings=findings, appointment=first, state=None)
    return _standing(decision, first, note, context)


def _beside_anothers(decision: RequestDecision, same: list[Appointment], context: Context) -> RequestDecision:
    """The request as it is, with a word to the office about the other one; the sender's letter leaves it out."""
    note = Finding("request.duplicate", values=_values(same[0]) | {"for_office_only": True})
    findings, action = context.judged((*decision.findings, note))
    if decision.action is not Action.ACCEPT or action is Action.ACCEPT:
        return replace(decision, findings=findings)
    state = STATES.get(action)
    return replace(decision, action=action, findings=findings, state=state, urgent=False, free_until=None)


def _values(known: Appointment) -> dict[str, Value]:
    return {
        "permit_number": known.permit_number,
        "day": known.day.isoformat() if known.day else "",
        "case": known.case,
        "inspector": known.inspector or None,
    }


def _is_repeated(row: Appointment, decision: RequestDecision) -> bool:
    return (
        row.state in ("open", "referred")
        and (decision.appointment is None or decision.appointment.id != row.id)
        and bool(decision.permit_number)
        and row.permit_number == decision.permit_number
        and row.day is not None
        and row.day == decision.day
        and are_same_types(row.types, decision.types)
    )


def _standing(
    decision: RequestDecision, known: Appointment, note: Finding, context: Context
) -> RequestDecision:
    """What is on record stands as it is; whatever the repeat leaves out is not asked again."""
    same_day = [finding for finding in decision.findings if finding.code == "date.same_day"]
    findings, action = context.judged((note, *same_day))
    repeat = replace(
        decision,
        action=action,
        findings=findings,
        appointment=known,
        state=None,
        inspector_assigned=known.inspector or None,
        time=standing_time(known),
        building=known.building,
        address=known.address or decision.address,
        contact_name=known.contact_name or decision.contact_name,
        contact_phone=known.contact_phone or decision.contact_phone,
        proposed_day=None,
        urgent=known.day == context.today,
    )
    return with_free_until(repeat, context)
