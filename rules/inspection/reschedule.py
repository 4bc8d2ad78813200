"""One inspection moved: the old appointment stands until the new date is accepted (D9, D12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from parsers.inspection.reading import RequestReading, ShiftReading
from rules.charges import is_en_route, is_late, notice_minutes, visit_start
from rules.finding import Action, Finding, Value
from rules.inspection.cancellation import charge_for
from rules.inspection.completion import complete_with, standing
from rules.inspection.context import Context
from rules.inspection.dates import DayFound, find_day, judged_day
from rules.inspection.facts import Appointment, ChargeLine, RequestDecision
from rules.inspection.free import with_free_until
from rules.inspection.holds import hold_findings
from rules.inspection.inspectors import InspectorFound, Task, find_inspector, standing_in
from rules.inspection.matching import find_appointment
from rules.inspection.merging import merged
from rules.inspection.permits import status_findings
from rules.inspection.record import after, appointment_of, reading_of, standing_time
from rules.inspection.requests import decide_elsewhere, decide_request
from rules.inspection.strangers import by_a_stranger
from rules.inspection.unmatched import decide_unmatched
from rules.inspection.visits import other_parts, visit_key


def decide_reschedule(reading: RequestReading, context: Context) -> tuple[RequestDecision, ...]:
    """The decision on one move; a request that still waits simply gets its new date."""
    elsewhere = decide_elsewhere(reading, context)
    if elsewhere is not None:
        return (elsewhere,)
    match = find_appointment(reading, context)
    if match.every:
        return move_each(reading, match.every, context)
    if match.is_cancelled and match.appointment is not None and reading.date is not None:
        return _booked_again(reading, match.appointment, context)
    if match.appointment is None or match.is_cancelled:
        return (decide_unmatched(reading, match, context),)
    row = match.appointment
    if not context.sender_may(row):
        return (by_a_stranger(reading, (row,), context),)
    return move_each(reading, (row,), context)


def _moved_or_completed(
    reading: RequestReading, row: Appointment, context: Context
) -> tuple[RequestDecision, ...]:
    if row.state != "open":
        moved = complete_with(reading, row, context)
        return tuple(replace(decision, intent="reschedule") for decision in moved)
    return (move(reading, row, context),)


def move_each(
    reading: RequestReading, rows: tuple[Appointment, ...], context: Context
) -> tuple[RequestDecision, ...]:
    """Moves one by one; a request that still waits simply gets its new date."""
    decisions: list[RequestDecision] = []
    for row in rows:
        made = _moved_or_completed(reading, row, context)
        for decision in made:
            context = after(decision, context)
        decisions += made
    return tuple(decisions)


def move(reading: RequestReading, row: Appointment, context: Context) -> RequestDecision:
    """That open appointment at the new date or time; asks, and leaves the old one standing, where it cannot be."""
    day = _new_day(reading, row, context)
    time = _new_time(reading, row, day.day)
    inspector = _inspector(reading, row, day, context)
    whole = merged(reading_of(row), reading, {"inspector", "date", "time", "name", "phone"})
    decision = replace(
        _stands(row, whole, context),
        day=day.day,
        time=time,
        inspector_requested=inspector.requested,
        inspector_assigned=inspector.assigned,
        contact_name=whole.contact.name or row.contact_name or None,
        contact_phone=whole.contact.phone or row.contact_phone or None,
        proposed_day=day.proposed,
    )
    findings, action = context.judged(_findings(row, day, inspector, context))
    if action is not Action.ACCEPT or day.day is None or inspector.assigned is None:
        action = Action.REFER if action is Action.ACCEPT else action
        return replace(decision, action=action, findings=findings)
    if _changes_nothing(row, decision):
        return _already_so(decision, row, context)
    return _moved(decision, row, findings, context)


def _booked_again(reading: RequestReading, row: Appointment, context: Context) -> tuple[RequestDecision, ...]:
    """A new date for what is cancelled already is a new request, which shares what was said before."""
    if not context.sender_may(row):
        return (by_a_stranger(reading, (row,), context),)
    whole = merged(reading_of(row), reading, {"inspector", "date", "time", "name", "phone"})
    return decide_request(replace(whole, time=reading.time), context)


def _moved(
    decision: RequestDecision, row: Appointment, findings: tuple[Finding, ...], context: Context
) -> RequestDecision:
    charge = _charge(decision, row, context)
    graded, action = context.judged((*findings, *_late_findings(row, charge, context)))
    if action is not Action.ACCEPT:
        return replace(decision, action=action, findings=graded)
    taken = replace(
        decision, findings=graded, state="moved", charge=charge, urgent=decision.day == context.today
    )
    return with_free_until(taken, context)


def _stands(row: Appointment, reading: RequestReading, context: Context) -> RequestDecision:
    """The old appointment as it is, before anything about the new date is known."""
    return replace(
        standing(row, replace(reading, intent="reschedule"), context),
        intent="reschedule",
        previous_day=row.day,
        previous_time=standing_time(row),
        urgent=False,
    )


def _new_day(reading: RequestReading, row: Appointment, context: Context) -> DayFound:
    """The new day; the old one where only a time is named ("2 pm instead of 9")."""
    if reading.date is None and reading.time is not None and row.day is not None:
        return judged_day(row.day, context)
    if reading.date is None and reading.shift is not None and row.day is not None:
        return judged_day(_shifted(row.day, reading.shift, context), context)
    return find_day(reading.date, context)


def _shifted(day: date, shift: ShiftReading, context: Context) -> date:
    """The day that lies so far from this one; working days leave out the closed ones."""
    if shift.unit != "working_day":
        return day + timedelta(days=shift.count * (7 if shift.unit == "week" else 1))
    step = timedelta(days=1 if shift.count > 0 else -1)
    left = abs(shift.count)
    while left:
        day += step
        left -= context.calendar.is_open(day)
    return day


def _new_time(reading: RequestReading, row: Appointment, day: date | None) -> str | None:
    if reading.time is not None:
        return reading.time.value
    keeps = day == row.day or reading.keeps_time or (reading.date is None and reading.shift is not None)
    return standing_time(row) if keeps else None


def _inspector(reading: RequestReading, row: Appointment, day: DayFound, context: Context) -> InspectorFound:
    """Whom the mail names now, else who has the appointment; a stand-in gives it back to whom it belongs."""
    building = context.registry.buildings.get(row.building)
    if reading.inspector is not None and (reading.inspector.candidates or not reading.inspector.discipline):
        return find_inspector(reading.inspector, Task(building, row.discipline, day.day), context.registry)
    holder = own_inspector(row, context) if _stands_in(row, context) else row.inspector
    findings, assigned = standing_in(
        holder or row.inspector, Task(building, row.discipline, day.day), context.registry
    )
    return InspectorFound(None, assigned, findings)


def own_inspector(row: Appointment, context: Context) -> str | None:
    """Whom the appointment belongs to by its request: the named one, else the building's own."""
    building = context.registry.buildings.get(row.building)
    task = Task(building, row.discipline)
    return find_inspector(reading_of(row).inspector if row.reading else None, task, context.registry).assigned


def _stands_in(row: Appointment, context: Context) -> bool:
    own = own_inspector(row, context)
    if own is None or own == row.inspector or row.day is None:
        return False
    return context.registry.is_absent(own, row.day)


def _findings(
    row: Appointment, day: DayFound, inspector: InspectorFound, context: Context
) -> Iterator[Finding]:
    """What speaks against the new date; nothing that was settled for the old one is asked again."""
    permit = context.registry.permits.get(row.permit_number)
    yield from status_findings(permit) if permit else ()
    yield from day.findings
    yield from inspector.findings
    yield from hold_findings(row.building, row.permit_number, context)


def _charge(decision: RequestDecision, row: Appointment, context: Context) -> ChargeLine | None:
    """A late move costs nothing, unless the office counts it as a cancellation and the visit is given up."""
    if not context.office.reschedule_counts_as_cancellation:
        return None
    stays = visit_key(appointment_of(decision, context, "open")) == visit_key(row)
    return None if stays else charge_for(row, context)


def _late_findings(row: Appointment, charge: ChargeLine | None, context: Context) -> Iterator[Finding]:
    """A move with less notice than the office asks for is shown to staff, charged or not (D12)."""
    others = other_parts(row, context.appointments)
    start = visit_start(
        (row, *(part for part in others if part.state in ("open", "cancelled"))), context.office
    )
    late = is_late(start, context.received, context.office)
    if not late and not is_en_route((row, *others), context.received):
        return
    minutes = notice_minutes(start, context.received)
    whole, rest = divmod(abs(minutes), 60)
    values: dict[str, Value] = {
        "appointment": start.isoformat(),
        "received": context.received.astimezone(context.office.timezone).isoformat(),
        "notice_minutes": minutes,
        "notice": f"{whole} h {rest} min",
        "after_start": minutes < 0,
        "rule_hours": f"{context.office.late_cancellation_hours.normalize():f}",
        "charged": charge is not None,
        "hours": f"{charge.hours:.2f}" if charge else None,
    }
    yield Finding("reschedule.late", values=values)


def _changes_nothing(row: Appointment, decision: RequestDecision) -> bool:
    same_people = decision.inspector_assigned == row.inspector
    return decision.day == row.day and decision.time in (row.time, standing_time(row)) and same_people


def _already_so(decision: RequestDecision, row: Appointment, context: Context) -> RequestDecision:
    """The date asked for is the one on record: said so, and nothing changes."""
    values: dict[str, Value] = {
        "permit_number": row.permit_number,
        "day": row.day.isoformat() if row.day else "",
        "case": row.case,
        "inspector": row.inspector or None,
    }
    findings, action = context.judged((Finding("request.duplicate", values=values),))
    return with_free_until(replace(decision, action=action, findings=findings), context)
