"""What an inspector's mail does to the inspector's own appointments: confirm, on the way, decline, result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from parsers.inspection.reading import InspectorUpdate
from rules.decision import UpdateDecision
from rules.finding import Action, Finding, Value
from rules.inspection.context import Context
from rules.inspection.dates import judged_day
from rules.inspection.facts import Appointment, InspectionFacts
from rules.inspection.inspectors import Task, next_backup
from rules.inspection.reschedule import own_inspector
from rules.inspection.visits import visit_key
from rules.office import Office
from rules.registry import Inspector

Rows = tuple[Appointment, ...]


def apply_update(
    update: InspectorUpdate, inspector: Inspector, facts: InspectionFacts, office: Office
) -> UpdateDecision:
    """What the update changes; whatever is not surely understood is asked back and changes nothing.

    Meant are the inspector's own open appointments of the mail's case, else the only visit of that day.
    `after` is the appointment as it becomes, `others` further parts of the same visit. ValueError where the
    office names an unknown holiday calendar.
    """
    context = Context.of(facts, office, update.cases)
    if not facts.sender_is_authenticated:
        return _put_before_coordinator(update, "sender.unauthenticated", context)
    if update.action is None:
        return UpdateDecision(update, Action.ASK, candidates=_own(inspector, context))
    rows = _meant(update, inspector, context)
    if not rows and _is_anothers(inspector, context):
        return _put_before_coordinator(update, "sender.unknown", context)
    if not rows:
        return _nothing_open(update, inspector, context)
    if len({visit_key(row) for row in rows}) > 1:
        return UpdateDecision(update, Action.ASK, candidates=rows)
    return _applied(update, rows, context)


def _applied(update: InspectorUpdate, rows: Rows, context: Context) -> UpdateDecision:
    match update.action:
        case "confirm":
            return _confirmed(update, rows, context)
        case "en_route":
            return _en_route(update, rows, context)
        case "decline":
            return _declined(update, rows, context)
        case _:
            return _done(update, rows, context)


def _confirmed(update: InspectorUpdate, rows: Rows, context: Context) -> UpdateDecision:
    """A time for the visit; with a day it may move it. A bare "confirmed" agrees to the time asked for."""
    first = rows[0]
    day = update.day or first.day
    if day is None:
        return UpdateDecision(update, Action.ASK, before=first, candidates=rows)
    at = update.at or (_asked_time(first) if day == first.day else None)
    if at is None and day == first.day:
        return UpdateDecision(update, Action.ASK, before=first, candidates=rows)
    findings, action = _day_findings(day, at, context)
    if action is not Action.ACCEPT:
        return UpdateDecision(update, action, findings, before=first, candidates=rows)
    now = tuple(_agreed(row, day, at) for row in rows)
    return UpdateDecision(update, Action.ACCEPT, before=first, after=now[0], others=now[1:])


def _agreed(row: Appointment, day: date, at: time | None) -> Appointment:
    """An "on my way" counts for the day that it was said of, not for another."""
    if (row.day, row.agreed_time) == (day, at):
        return row
    en_route_at = row.en_route_at if day == row.day else None
    return replace(row, day=day, agreed_time=at, en_route_at=en_route_at, sequence=row.sequence + 1)


def _day_findings(day: date, at: time | None, context: Context) -> tuple[tuple[Finding, ...], Action]:
    """What speaks against the inspector's own day: past, closed, too far. Today is as good as any."""
    zone = context.office.timezone
    found = [finding for finding in judged_day(day, context).findings if finding.code != "date.same_day"]
    if not found and at is not None and datetime.combine(day, at, tzinfo=zone) < context.received:
        proposed = context.calendar.next_open(context.today).isoformat()
        values: dict[str, Value] = {"day": day.isoformat(), "text": at.isoformat("minutes")}
        found.append(Finding("date.past", values=values | {"proposed_day": proposed}))
    return context.judged(found)


def _en_route(update: InspectorUpdate, rows: Rows, context: Context) -> UpdateDecision:
    """On the way: for a visit of today only, as money may hang on it (D12). The first word counts."""
    first = rows[0]
    if first.day != context.today:
        return UpdateDecision(update, Action.ASK, before=first, candidates=rows)
    now = tuple(replace(row, en_route_at=row.en_route_at or context.received) for row in rows)
    return UpdateDecision(update, Action.ACCEPT, before=first, after=now[0], others=now[1:])


def _declined(update: InspectorUpdate, rows: Rows, context: Context) -> UpdateDecision:
    """The next backup who is able that day; a coordinator where none is left."""
    first = rows[0]
    declined = tuple(dict.fromkeys((*first.declined, first.inspector)))
    successor = _successor(first, declined, context)
    values: dict[str, Value] = {
        "inspector": first.inspector,
        "day": first.day.isoformat() if first.day else None,
        "backup": successor,
    }
    code = "inspector.unavailable" if successor else "inspector.no_backup"
    findings, action = context.judged((Finding(code, values=values),))
    if successor is None:
        action = Action.REFER if action is Action.ACCEPT else action
        now = tuple(replace(row, declined=declined) for row in rows)
    else:
        now = tuple(_handed_over(row, successor, declined) for row in rows)
    return UpdateDecision(update, action, findings, first, now[0], successor, others=now[1:])


def _handed_over(row: Appointment, successor: str, declined: tuple[str, ...]) -> Appointment:
    return replace(
        row,
        inspector=successor,
        declined=declined,
        agreed_time=None,
        en_route_at=None,
        sequence=row.sequence + 1,
    )


def _successor(row: Appointment, declined: tuple[str, ...], context: Context) -> str | None:
    """The next in the order in which the appointment's own inspector is backed up, else the decliner's own."""
    building = context.registry.buildings.get(row.building)
    task = Task(building, row.discipline, row.day)
    own = own_inspector(row, context)
    owner = context.registry.inspectors.get(own) if own else None
    if owner is None or owner.inspector == row.inspector or row.inspector not in owner.backups:
        passed_over = (*declined, *((own,) if own else ()))
        return next_backup(row.inspector, passed_over, task, context.registry)
    asked_before = owner.backups[: owner.backups.index(row.inspector) + 1]
    return next_backup(owner.inspector, (*declined, *asked_before), task, context.registry)


def _done(update: InspectorUpdate, rows: Rows, context: Context) -> UpdateDecision:
    """A result for what has taken place; without a result, or ahead of the day, it is asked back."""
    first = rows[0]
    if update.result is None or first.day is None or first.day > context.today:
        return UpdateDecision(update, Action.ASK, before=first, candidates=rows)
    now = tuple(replace(row, state="done", result=update.result) for row in rows)
    return UpdateDecision(update, Action.ACCEPT, before=first, after=now[0], others=now[1:])


def _own(inspector: Inspector, context: Context) -> Rows:
    return tuple(
        row for row in context.appointments if row.inspector == inspector.inspector and row.state == "open"
    )


def _meant(update: InspectorUpdate, inspector: Inspector, context: Context) -> Rows:
    """The inspector's own appointments that the mail is about: of its cases, else all of that day."""
    usable = _own(inspector, context)
    if update.action == "result":
        # A result may be put right later.
        done = (row for row in context.appointments if row.state == "done" and row.case in context.cases)
        usable = (*usable, *(row for row in done if row.inspector == inspector.inspector))
    cases = context.named_cases or frozenset(context.facts.thread_cases)
    if not cases:
        return tuple(row for row in usable if row.day == (update.day or context.today))
    rows = tuple(row for row in usable if row.case in cases)
    if len(rows) > 1 and update.day is not None:
        return tuple(row for row in rows if row.day == update.day) or rows
    return rows


def _is_anothers(inspector: Inspector, context: Context) -> bool:
    """Whether the mail is about an appointment that some other inspector has."""
    cases = context.named_cases or frozenset(context.facts.thread_cases)
    return any(
        row.case in cases and row.state in ("open", "done") and row.inspector != inspector.inspector
        for row in context.appointments
    )


def _nothing_open(update: InspectorUpdate, inspector: Inspector, context: Context) -> UpdateDecision:
    """Nothing of theirs is open there: said so, and if it was cancelled, that too."""
    gone = [
        row
        for row in context.appointments
        if row.state == "cancelled" and row.case in context.cases and row.inspector == inspector.inspector
    ]
    findings = tuple(_cancelled(row) for row in gone[-1:])
    graded, _ = context.judged(findings)
    before = gone[-1] if gone else None
    return UpdateDecision(update, Action.ASK, graded, before=before, candidates=_own(inspector, context))


def _cancelled(row: Appointment) -> Finding:
    values: dict[str, Value] = {
        "case": row.case,
        "permit_number": row.permit_number or None,
        "day": row.day.isoformat() if row.day else None,
        "cancelled_at": row.cancelled_at.isoformat() if row.cancelled_at else None,
    }
    return Finding("cancellation.already_cancelled", values=values)


def _put_before_coordinator(update: InspectorUpdate, code: str, context: Context) -> UpdateDecision:
    values: dict[str, Value] = {"sender": context.facts.sender, "intent": "update"}
    findings, _ = context.judged((Finding(code, values=values),))
    return UpdateDecision(update, Action.REFER, findings)


def _asked_time(row: Appointment) -> time | None:
    try:
        return time.fromisoformat((row.time or "").zfill(5)).replace(tzinfo=None)
    except ValueError:
        return None
