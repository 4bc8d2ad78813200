"""Mail about inspections: the facts on record → the rules → one decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.plain import plain_decision
from bot.desk.questions import question_of, questions_in
from bot.desk.submittals import UNFINISHED, permits_named
from bot.desk.threads import MOST_CASES, threads_of
from bot.desk.understanding import Understood
from bot.world import World
from parsers.inspection.reading import InspectionReading, RequestReading
from rules.decision import INSPECTION_KINDS, Decision, Kind
from rules.finding import Action
from rules.inspection.completion import KEPT_OPEN
from rules.inspection.decide import decide as decide_inspections
from rules.inspection.facts import InspectionFacts, OpenQuestion, RequestDecision
from rules.inspection.parties import is_of_client
from rules.inspection.public_domains import is_public
from rules.inspection.update import apply_update
from rules.inspection.update_permits import cases_on_permits
from rules.policy import judged
from rules.registry import Registry
from storage.store import Transaction
from storage.values import CaseOnRecord

# How long back a mail may still mean an inspection that is over, cancelled or moved.
MEMORY = timedelta(days=60)


def completes(understood: Understood, case: CaseOnRecord) -> bool:
    """Whether a reply that is no request by itself gives what we asked for (D9, D10): a name, a phone, a "yes"."""
    if case.kind not in INSPECTION_KINDS or understood.reading is None:
        return False
    reading, question = understood.reading, question_of(case)
    is_open = question is not None and question.action is not Action.REFER and _is_fresh(question, understood)
    if is_open and (_answers(reading, question) or set(reading.cases) - {case.reference}):
        return True
    is_waiting = is_open or case.state in UNFINISHED
    return is_waiting and any(_says_something(request) for request in reading.requests)


def _is_fresh(question: OpenQuestion, understood: Understood) -> bool:
    return understood.envelope.received_at - question.asked_at <= KEPT_OPEN


def _answers(reading: InspectionReading, question: OpenQuestion | None) -> bool:
    """Whether a "yes" or "the first one" has something that it can mean."""
    if reading.answer is None or question is None:
        return False
    if question.proposed_day or question.proposed_permit:
        return True
    if reading.answer.any_inspector:
        return question.reading.inspector is not None
    if question.reading.intent != "request":
        return bool(question.candidates)
    date, person = question.reading.date, question.reading.inspector
    return max(len(date.days) if date else 0, len(person.candidates) if person else 0) > 1


def _says_something(request: RequestReading) -> bool:
    contact = request.contact
    has_contact = not contact.from_signature and bool(contact.name or contact.phone or contact.phone_text)
    return has_contact or any(
        (
            request.inspector,
            request.date,
            request.time,
            request.permit,
            request.address,
            request.types,
            request.note,
        )
    )


def decide_on_inspections(understood: Understood, tx: Transaction, world: World) -> Decision:
    """What the rules say about every request of the mail."""
    reading = understood.reading or InspectionReading()
    facts = inspection_facts(understood, reading, tx, world)
    requests = decide_inspections(reading, facts, world.office)
    return with_requests(understood, requests)


def with_requests(understood: Understood, requests: tuple[RequestDecision, ...]) -> Decision:
    """The decision on a mail with these requests: as grave as the gravest of them (interfaces.md 7)."""
    findings = tuple(finding for request in requests for finding in request.findings)
    return replace(
        plain_decision(understood, _gravest(requests), kind=_kind(understood.kind, requests)),
        findings=judged(findings, {}),
        requests=requests,
    )


def inspection_facts(
    understood: Understood,
    reading: InspectionReading,
    tx: Transaction,
    world: World,
    *,
    released_at: datetime | None = None,
) -> InspectionFacts:
    """What the rules may know about a mail about inspections; `released_at`: when a coordinator let it through."""
    mail, registry = understood.mail, world.registry
    threads = threads_of(understood, tx)
    sender = mail.sender.address
    contact_of = (permit.permit_number for permit in registry.permits_by_contact.get(sender, ()))
    cases = tuple(dict.fromkeys((*threads, *reading.cases)))[:MOST_CASES]
    questions = questions_in(tx.cases.case(case) for case in cases)
    appointments = tx.inspections.meant_by(
        permits={*_permits_named(reading, registry), *contact_of},
        buildings=_buildings_of(sender, registry),
        cases={*cases, *_cases_of(questions)},
        people=(sender,),
        domains=() if is_public(mail.sender.domain) else (mail.sender.domain,),
        inspectors=(),
        since=understood.envelope.received_at - MEMORY,
    )
    return InspectionFacts(
        registry=registry,
        received_at=understood.envelope.received_at,
        sender=sender,
        appointments=appointments,
        thread_cases=threads,
        released=released_at is not None,
        released_at=released_at,
        questions=questions,
    )


def _cases_of(questions: tuple[OpenQuestion, ...]) -> set[str]:
    return {case for question in questions for case in (*question.thread_cases, *question.named_cases)}


def _permits_named(reading: InspectionReading, registry: Registry) -> set[str]:
    named = [request.permit for request in reading.requests if request.permit]
    short = {
        permit.permit_number for row in named for permit in registry.permits_by_short.get(row.short or "", ())
    }
    return short | {row.number for row in named if row.number}


def _buildings_of(sender: str, registry: Registry) -> set[str]:
    """The buildings of the client whose own people the sender is one of (D12)."""
    clients = {client.client for client in registry.clients.values() if is_of_client(sender, client)}
    if not clients:
        return set()
    return {row.building for row in registry.buildings.values() if row.client in clients}


def _gravest(requests: tuple[RequestDecision, ...]) -> Action:
    order = (Action.REJECT, Action.REFER, Action.ASK)
    actions = {request.action for request in requests}
    return next((action for action in order if action in actions), Action.ACCEPT)


def _kind(kind: Kind, requests: tuple[RequestDecision, ...]) -> Kind:
    """The kind of a mail by what its requests turned out to be: a completing reply has the kind of its case."""
    intents = {request.intent for request in requests}
    if "cancel" in intents:
        return "inspection_cancellation"
    if "reschedule" in intents:
        return "inspection_reschedule"
    return "inspection_request" if intents else kind


def decide_on_update(understood: Understood, tx: Transaction, world: World) -> Decision:
    """What an inspector's mail does; a person looks where nothing of it can be told."""
    envelope, update = understood.envelope, understood.update
    if envelope.inspector is None or update is None:
        return plain_decision(understood, Action.REFER)
    threads = threads_of(understood, tx)
    permits = {permit.permit_number for permit in permits_named(understood, world)}
    facts = InspectionFacts(
        registry=world.registry,
        received_at=envelope.received_at,
        sender=understood.mail.sender.address,
        appointments=tx.inspections.meant_by(
            permits=permits,
            cases={*threads, *update.cases},
            inspectors=(envelope.inspector.inspector,),
            since=envelope.received_at - MEMORY,
        ),
        thread_cases=threads,
    )
    if not update.cases:
        # An answer to a day sheet names the permit.
        day = update.day or facts.received_at.astimezone(world.office.timezone).date()
        cases = cases_on_permits(permits, envelope.inspector.inspector, day, facts.appointments)
        update = replace(update, cases=cases)
    outcome = apply_update(update, envelope.inspector, facts, world.office)
    return replace(plain_decision(understood, outcome.action), findings=outcome.findings, update=outcome)
