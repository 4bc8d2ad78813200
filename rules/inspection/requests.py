"""One inspection asked for: understood, judged against everything on record, decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.inspection.reading import Discipline, PersonReading, RequestReading, TypeReading
from rules.finding import Action, Finding
from rules.inspection.contacts import contact_findings
from rules.inspection.context import Context
from rules.inspection.dates import DayFound, find_day
from rules.inspection.disciplines import Trade, trades_of
from rules.inspection.facts import Appointment, RequestDecision
from rules.inspection.free import with_free_until
from rules.inspection.holds import hold_findings, registration_findings
from rules.inspection.inspectors import InspectorFound, Task, find_inspector
from rules.inspection.likeness import written_types
from rules.inspection.permits import PermitFound, find_permit, proposed_permit
from rules.inspection.places import Place, place_of
from rules.inspection.repeats import STATES, repeat_of

ASKS_WHICH_PERMIT = frozenset({"permit.missing", "permit.malformed", "permit.unknown"})


def decide_request(
    reading: RequestReading,
    context: Context,
    on_record: Appointment | None = None,
    beside: tuple[TypeReading, ...] = (),
) -> tuple[RequestDecision, ...]:
    """The decisions on one request: one a discipline. `on_record`: the waiting request that it completes.

    `beside`: types that the same mail asks for under the same permit in requests of their own.
    """
    found = find_permit(reading.permit, reading.address, reading.types, context.registry)
    if found.is_elsewhere:
        return (_elsewhere(reading, found, context, on_record),)
    role = reading.inspector.discipline if reading.inspector else None
    trades = trades_of(reading.types, found.permit, role, beside)
    decisions: list[RequestDecision] = []
    for trade in trades:
        mine = replace(reading, types=trade.types, inspector=_person_for(reading, trade, trades, context))
        mine = _in_turn(mine, trade, context)
        decision = _decided(
            _understood(mine, found, trade, context), context, None if decisions else on_record
        )
        decisions.append(repeat_of(decision, context) or decision)
    return tuple(decisions)


def decide_elsewhere(reading: RequestReading, context: Context) -> RequestDecision | None:
    """The redirection of what belongs to another program; None where it belongs here."""
    found = find_permit(reading.permit, reading.address, reading.types, context.registry)
    return _elsewhere(reading, found, context, None) if found.is_elsewhere else None


@dataclass(frozen=True, slots=True)
class _Understood:
    """What the mail and the record say together about one request."""

    reading: RequestReading
    permit: PermitFound
    trade: Trade
    place: Place
    day: DayFound
    inspector: InspectorFound
    proposed_permit: str | None

    @property
    def building(self) -> str:
        if self.permit.permit is not None:
            return self.permit.permit.building
        return self.place.building.building if self.place.building else ""


def _understood(reading: RequestReading, permit: PermitFound, trade: Trade, context: Context) -> _Understood:
    place = place_of(reading.address, permit.permit, context.registry)
    day = find_day(reading.date, context)
    _, day_leads_to = context.judged(day.findings)
    task = Task(place.building, trade.discipline, day.day if day_leads_to is Action.ACCEPT else None)
    inspector = find_inspector(reading.inspector, task, context.registry)
    proposed = _proposal(reading, permit, trade.discipline, context)
    return _Understood(reading, permit, trade, place, day, inspector, proposed)


def _decided(found: _Understood, context: Context, on_record: Appointment | None) -> RequestDecision:
    findings, action = context.judged(_findings(found, context))
    reading = found.reading
    decision = RequestDecision(
        intent="request",
        action=action,
        reading=reading,
        findings=findings,
        appointment=on_record,
        state=STATES.get(action),
        inspector_requested=found.inspector.requested,
        inspector_assigned=found.inspector.assigned,
        day=found.day.day,
        time=reading.time.value if reading.time else None,
        permit_number=found.permit.number,
        building=found.building,
        address=found.place.address,
        types=written_types(reading),
        discipline=found.trade.discipline,
        contact_name=reading.contact.name,
        contact_phone=reading.contact.phone,
        proposed_day=found.day.proposed,
        proposed_permit=found.proposed_permit,
        urgent=action is Action.ACCEPT and found.day.day == context.today,
    )
    return with_free_until(_surely(decision), context)


def _findings(found: _Understood, context: Context) -> Iterator[Finding]:
    for finding in found.permit.findings:
        values = dict(finding.values) | {"proposed_permit": found.proposed_permit}
        yield replace(finding, values=values) if finding.code in ASKS_WHICH_PERMIT else finding
    yield from found.place.findings
    yield from found.day.findings
    if not found.reading.types:
        yield Finding("type.missing")
    yield from found.inspector.findings
    yield from contact_findings(found.reading.contact)
    yield from hold_findings(found.building, found.permit.number or "", context)
    yield from registration_findings(found.place.building, context)


def _surely(decision: RequestDecision) -> RequestDecision:
    """Never accepted without a sure day and a sure inspector, whatever the office has switched off.

    An office may soften the codes that would ask; what is not known stays unknown, so a person looks at it.
    """
    if decision.action is not Action.ACCEPT or (decision.inspector_assigned and decision.day):
        return decision
    return replace(decision, action=Action.REFER, state="referred", urgent=False)


def _proposal(
    reading: RequestReading, found: PermitFound, discipline: Discipline | None, context: Context
) -> str | None:
    if found.permit is not None or found.number is not None:
        return None
    return proposed_permit(reading.address, discipline, context.facts.sender, context.registry)


def _person_for(
    reading: RequestReading, trade: Trade, trades: tuple[Trade, ...], context: Context
) -> PersonReading | None:
    """Whom the sender names for this trade: one name beside several trades is meant for those it fits."""
    person = reading.inspector
    if person is None or len(trades) == 1 or trade.discipline is None:
        return person
    fitting = {each.discipline for each in trades if _may_mean(person, each.discipline, context)}
    return person if not fitting or trade.discipline in fitting else None


def _in_turn(reading: RequestReading, trade: Trade, context: Context) -> RequestReading:
    """With the day and hour of the one inspector of this trade, where the subject gives several theirs."""
    mine = [turn for turn in reading.turns if _may_mean(turn.person, trade.discipline, context)]
    named = reading.inspector.candidates if reading.inspector else ()
    if trade.discipline is None or len(mine) != 1 or mine[0].person.candidates[0] not in named:
        return reading
    turn = mine[0]
    no_day = reading.date is None or reading.date.problem == "ambiguous"
    # An hour of the subject may be another's; one that the body gives is this request's own.
    no_hour = reading.time is None or reading.time in [one.time for one in reading.turns]
    return replace(
        reading,
        inspector=turn.person,
        date=turn.date if turn.date and no_day else reading.date,
        time=turn.time if turn.time and no_hour else reading.time,
    )


def _may_mean(person: PersonReading, discipline: Discipline | None, context: Context) -> bool:
    if discipline is None:
        return True
    task = Task(discipline=discipline)
    codes = {finding.code for finding in find_inspector(person, task, context.registry).findings}
    return "inspector.wrong_discipline" not in codes


def _elsewhere(
    reading: RequestReading, found: PermitFound, context: Context, on_record: Appointment | None
) -> RequestDecision:
    """Another program's permit: told where it belongs, and nothing else asked about it."""
    findings, action = context.judged(found.findings)
    if action is Action.ACCEPT:
        action = Action.REFER
    day = find_day(reading.date, context)
    return RequestDecision(
        intent=reading.intent,
        action=action,
        reading=reading,
        findings=findings,
        appointment=on_record,
        state="referred" if action is Action.REFER and reading.intent == "request" else None,
        day=day.day,
        time=reading.time.value if reading.time else None,
        address=reading.address.text if reading.address else None,
        types=written_types(reading),
        contact_name=reading.contact.name,
        contact_phone=reading.contact.phone,
    )
