"""What a coordinator let through, or gives to an inspector, judged as if it had been allowed at once (D12)."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import PersonReading
from rules.finding import Action
from rules.inspection.cancellation import decide_cancellation
from rules.inspection.completion import complete
from rules.inspection.context import Context
from rules.inspection.facts import Appointment, InspectionFacts, OpenQuestion, RequestDecision
from rules.inspection.follow_up import follow_up
from rules.inspection.free import with_free_until
from rules.inspection.record import reading_of
from rules.inspection.repeats import STATES
from rules.inspection.requests import decide_request
from rules.inspection.reschedule import decide_reschedule, move_each
from rules.office import Office
from rules.policy import action_for

Decisions = tuple[RequestDecision, ...]


def decide_released(question: OpenQuestion, facts: InspectionFacts, office: Office) -> Decisions:
    """The decisions on what the case had put before a coordinator; `facts` are released ones.

    Notice and charges count from the mail's own receipt. What still lacks something is asked about as ever; what
    nobody can take stays referred. ValueError where the office names an unknown holiday calendar.
    """
    context = Context.of(facts, office, question.named_cases)
    match question.reading.intent:
        case "cancel":
            decisions = decide_cancellation(question.reading, context)
        case "reschedule":
            decisions = _moved(question, context)
        case "request":
            decisions = _taken(question, context)
    return tuple(replace(decision, case=question.case) for decision in decisions)


def decide_assigned(
    question: OpenQuestion, inspector: str, facts: InspectionFacts, office: Office
) -> Decisions:
    """The same, with the inspector whom the coordinator names; that word goes before trade and team."""
    given = replace(question.reading, inspector=PersonReading(inspector, (inspector,)))
    context = Context.of(facts, office, question.named_cases)
    row = _waiting(question, context)
    if row is None:
        return decide_released(replace(question, reading=given), facts, office)
    reading = replace(reading_of(row), inspector=given.inspector)
    made = decide_request(reading, context, row)
    return tuple(_given_to(inspector, decision, context) for decision in made)


def handed_over(row: Appointment, inspector: str) -> Appointment:
    """An appointment that another inspector has now; what the former one agreed or said counts no more."""
    return replace(row, inspector=inspector, agreed_time=None, en_route_at=None, sequence=row.sequence + 1)


def _moved(question: OpenQuestion, context: Context) -> Decisions:
    meant = [row for row in context.appointments if row.id in question.candidates and row.state == "open"]
    if len(meant) == 1 and len(question.candidates) == 1:
        return move_each(question.reading, (meant[0],), context)
    return decide_reschedule(question.reading, context)


def _taken(question: OpenQuestion, context: Context) -> Decisions:
    """A request of its own; where it would have completed or changed another's, that is what it does now."""
    row = _waiting(question, context)
    others = context.knowing(tuple(one for one in context.appointments if one is not row))
    if any(one.case in others.cases for one in others.appointments):
        joined = complete(question.reading, others) or follow_up(question.reading, others)
        if joined:
            return joined
    return decide_request(reading_of(row), context, row) if row is not None else ()


def _waiting(question: OpenQuestion, context: Context) -> Appointment | None:
    states = ("referred", "waiting")
    return next(
        (one for one in context.appointments if one.case == question.case and one.state in states), None
    )


def _given_to(inspector: str, decision: RequestDecision, context: Context) -> RequestDecision:
    findings = tuple(row for row in decision.findings if not row.code.startswith("inspector."))
    action = action_for(findings)
    given = replace(
        decision,
        action=action,
        findings=findings,
        state=STATES.get(action),
        inspector_assigned=inspector,
        urgent=action is Action.ACCEPT and decision.day == context.today,
    )
    return with_free_until(given, context)
