"""Everything that one mail says about inspections, decided."""

from __future__ import annotations

from dataclasses import replace

from parsers.inspection.reading import InspectionReading, RequestReading, TypeReading
from rules.finding import Action, Finding
from rules.inspection.cancellation import decide_cancellation
from rules.inspection.completion import complete
from rules.inspection.context import Context
from rules.inspection.facts import InspectionFacts, RequestDecision
from rules.inspection.first_request import as_first_request
from rules.inspection.follow_up import follow_up
from rules.inspection.free import with_free_until
from rules.inspection.gathering import gathered, parted, types_beside
from rules.inspection.moves import with_moves
from rules.inspection.record import after
from rules.inspection.requests import decide_request
from rules.inspection.reschedule import decide_reschedule
from rules.inspection.taking_up import take_up
from rules.office import Office

# New requests first: a visit that one of them joins is not given up by what the mail cancels.
ORDER = {"request": 0, "reschedule": 1, "cancel": 2}

Decisions = tuple[RequestDecision, ...]


def decide(reading: InspectionReading, facts: InspectionFacts, office: Office) -> Decisions:
    """One decision a request found, in the order of the mail.

    What one request does is known to the next: of several parts of one visit cancelled together only the last
    is charged (D12). A mail in which nothing was understood is a request that lacks everything. ValueError
    where the office names an unknown holiday calendar.
    """
    context = Context.of(facts, office, reading.cases, reading.answer)
    readings = with_moves(gathered(parted(reading.requests, facts.registry))) or (RequestReading("request"),)
    made: dict[int, Decisions] = {}
    for place in sorted(range(len(readings)), key=lambda index: ORDER[readings[index].intent]):
        made[place] = _of_one(readings[place], context, types_beside(readings, place))
        for decision in made[place] if facts.sender_is_authenticated else ():
            context = after(decision, context)
    decisions = _each_once(tuple(decision for place in sorted(made) for decision in made[place]))
    decisions = tuple(with_free_until(decision, context) for decision in decisions)
    if facts.sender_is_authenticated:
        return decisions
    return tuple(_held_back(decision, context) for decision in decisions)


def _of_one(reading: RequestReading, context: Context, beside: tuple[TypeReading, ...]) -> Decisions:
    taken_up = take_up(reading, context)
    if taken_up:
        return taken_up
    match reading.intent:
        case "cancel":
            return decide_cancellation(reading, context)
        case "reschedule":
            first = as_first_request(reading, context)
            return (
                decide_request(first, context, beside=beside)
                if first
                else decide_reschedule(reading, context)
            )
        case "request":
            replies = complete(reading, context) or follow_up(reading, context)
            return replies or decide_request(reading, context, beside=beside)


def _each_once(decisions: Decisions) -> Decisions:
    """Without what the mail says twice: the same request, or the same appointment cancelled or moved again."""
    kept: dict[object, RequestDecision] = {}
    for number, decision in enumerate(decisions):
        kept.setdefault(_identity(decision, number), decision)
    return tuple(kept.values())


def _identity(decision: RequestDecision, number: int) -> object:
    if decision.appointment is not None:
        return (decision.intent, decision.appointment.id)
    if decision.permit_number is None or decision.day is None:
        return number
    return (decision.intent, decision.permit_number, decision.day, decision.types, decision.discipline)


def _held_back(decision: RequestDecision, context: Context) -> RequestDecision:
    """What a mail of doubtful origin would do; a coordinator decides, and until then nothing changes."""
    findings, _ = context.judged((Finding("sender.unauthenticated"), *decision.findings))
    is_new = decision.intent == "request" and decision.appointment is None
    return replace(
        decision,
        action=Action.REFER,
        findings=findings,
        state="referred" if is_new else None,
        charge=None,
        free_until=None,
        urgent=False,
    )
