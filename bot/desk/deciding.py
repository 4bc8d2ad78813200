"""A mail that was read → the facts on record → the rules → one decision. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.commands import carry_out
from bot.desk.submittals import UNFINISHED, case_of_submittal, first_set_of, permits_named, submittal_of
from bot.desk.understanding import Understood, has_documents
from bot.world import World
from parsers.inspection.reading import InspectionReading, RequestReading
from parsers.permits import read_permits
from rules.decision import INSPECTION_KINDS, INTAKE_KINDS, Decision, Kind
from rules.finding import Action, Finding
from rules.inspection.decide import decide as decide_inspections
from rules.inspection.facts import InspectionFacts, RequestDecision
from rules.inspection.parties import belongs_to, is_of_client, may_see
from rules.inspection.public_domains import is_public
from rules.inspection.update import apply_update
from rules.intake.decide import decide as decide_intake
from rules.intake.facts import IntakeDecision, IntakeFacts
from rules.policy import action_for, judged
from rules.registry import Permit, Registry
from storage.store import Transaction
from storage.values import CaseOnRecord, StoredMessage

# How long back a mail may still mean an inspection that is over, cancelled or moved.
MEMORY = timedelta(days=60)
CASE_REFERENCE = re.compile(r"\bFPP-\d{2}-\d{6}\b")
# Kinds that ask for something only by their words: thanks alone is nothing to answer.
WITHOUT_REQUEST = frozenset({"question", "inspector_update", "coordinator_command"})
AGREEMENT = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|ok(?:ay)?|sure|correct|right|confirmed|agreed|fine|works|"
    r"that(?:'s| is|s)? (?:it|the one|right|correct|fine|works)|sounds good|go ahead|please do)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with what recording it needs to know.

    `case`: the case on record that the mail belongs to, None = a new one where one is needed.
    `intake`: what the rules on applications said, for an application's case.
    """

    decision: Decision
    case: CaseOnRecord | None = None
    intake: IntakeDecision | None = None


def decide(understood: Understood, message: StoredMessage, tx: Transaction, world: World) -> Ruling:
    """What to do about this mail, by the record as it stands in this transaction."""
    twin = tx.inbox.twin(message)
    if twin is not None:
        reason = f"the same mail was taken before ({twin.mailbox}, {twin.received_at:%Y-%m-%d %H:%M} UTC)"
        silent = _plain(understood, Action.RECORD, kind=twin.kind, reason=reason, answers=False)
        return Ruling(silent, tx.cases.case(twin.case))
    if understood.envelope.automatic is not None:
        return Ruling(_plain(understood, Action.IGNORE, reason=understood.envelope.automatic, answers=False))
    if _is_unproved(understood, world):
        return Ruling(_unproved(understood, world))
    case = _thread_case(understood, tx, world)
    return _by_kind(understood, case, message, tx, world)


def _by_kind(
    understood: Understood, case: CaseOnRecord | None, message: StoredMessage, tx: Transaction, world: World
) -> Ruling:
    kind = understood.kind
    is_answer = understood.mail.in_reply_to is not None
    # "Thanks, see attached" asks for a lot.
    says_thanks = understood.asks_nothing and not has_documents(understood.mail)
    if says_thanks and (is_answer or kind in WITHOUT_REQUEST):
        return Ruling(_thanked(understood, case), case)
    if kind in INSPECTION_KINDS or _completes(understood, case):
        return Ruling(_inspections(understood, tx, world))
    if kind in INTAKE_KINDS:
        return _intake(understood, case, tx, world)
    if kind == "inspector_update":
        return Ruling(_update(understood, tx, world), case)
    if kind == "coordinator_command":
        return Ruling(carry_out(understood, message, tx), case)
    if kind == "other_program":
        return Ruling(_judged(understood, [Finding("program.other")], world), case)
    if kind == "status_inquiry":
        return _status(understood, case, tx, world)
    return Ruling(_plain(understood, Action.REFER), case)


def _thanked(understood: Understood, case: CaseOnRecord | None) -> Decision:
    """Thanks are noted. A bare "yes" to what we asked is an answer that a person must take, never silence."""
    answers = (
        case is not None and case.state == "waiting" and AGREEMENT.search(understood.mail.new_text[:200])
    )
    if answers:
        return _plain(understood, Action.REFER, kind="question")
    return _plain(understood, Action.RECORD, kind="question", answers=False)


def _completes(understood: Understood, case: CaseOnRecord | None) -> bool:
    """Whether a reply that is no request by itself gives what we asked for (D9, D10): a name, a phone."""
    if understood.kind != "question" or case is None or case.kind not in INSPECTION_KINDS:
        return False
    if case.state not in UNFINISHED or understood.reading is None:
        return False
    return any(_says_something(request) for request in understood.reading.requests)


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


def _plain(
    understood: Understood, action: Action, *, kind: str = "", reason: str = "", answers: bool = True
) -> Decision:
    return Decision(
        kind=kind or understood.kind,  # type: ignore[arg-type]  # a kind that was recorded is a kind
        action=action,
        received_at=understood.envelope.received_at,
        documents=understood.documents,
        answers_sender=answers,
        reason=reason,
    )


def _judged(understood: Understood, findings: Iterable[Finding], world: World) -> Decision:
    kept = judged(findings, world.office.severity)
    return replace(_plain(understood, action_for(kept)), findings=kept)


def _is_unproved(understood: Understood, world: World) -> bool:
    """Whether nobody we trust vouches for the sender. Applicants may be believed all the same, where the
    bureau says so or trusts no server; inspectors and coordinators never: their mail does things."""
    verdict = understood.envelope.authentication.verdict
    if verdict == "pass":
        return False
    if understood.envelope.role != "applicant":
        return True
    return verdict != "not_configured" and world.identity.refers_unauthenticated


def _unproved(understood: Understood, world: World) -> Decision:
    finding = Finding("sender.unauthenticated", values={"reason": understood.envelope.authentication.reason})
    return replace(_judged(understood, [finding], world), action=Action.REFER, answers_sender=False)


def _thread_case(understood: Understood, tx: Transaction, world: World) -> CaseOnRecord | None:
    """The case that the mail's references name, where its sender belongs to it (D12).

    A Message-ID can be copied, and a case number in the words of a mail only proposes a case: neither lets
    anybody in. Inspectors answer letters about other people's cases; the rules look at what is theirs.
    """
    mail = understood.mail
    threads = tx.cases.of_thread(tuple(filter(None, (mail.in_reply_to, *reversed(mail.references)))))
    cases = filter(None, (tx.cases.case(reference) for reference in threads[:20]))
    if understood.envelope.role != "applicant":
        return next(cases, None)
    return next((case for case in cases if _may_see(understood, case, world)), None)


def _may_see(understood: Understood, case: CaseOnRecord, world: World) -> bool:
    sender = understood.mail.sender.address
    return may_see(sender, case.sender, case.permit_number, case.building, world.registry)


def _inspection_facts(
    understood: Understood, reading: InspectionReading, tx: Transaction, world: World
) -> InspectionFacts:
    mail, registry = understood.mail, world.registry
    threads = tx.cases.of_thread(tuple(filter(None, (mail.in_reply_to, *mail.references))))
    sender = mail.sender.address
    contact_of = (permit.permit_number for permit in registry.permits_by_contact.get(sender, ()))
    appointments = tx.inspections.meant_by(
        permits={*_permits_named(reading, registry), *contact_of},
        buildings=_buildings_of(sender, registry),
        cases={*threads, *reading.cases},
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
    )


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


def _inspections(understood: Understood, tx: Transaction, world: World) -> Decision:
    reading = understood.reading or InspectionReading()
    facts = _inspection_facts(understood, reading, tx, world)
    requests = decide_inspections(reading, facts, world.office)
    findings = tuple(finding for request in requests for finding in request.findings)
    return replace(
        _plain(understood, _gravest(requests), kind=_inspection_kind(understood.kind, requests)),
        findings=judged(findings, {}),
        requests=requests,
    )


def _gravest(requests: tuple[RequestDecision, ...]) -> Action:
    order = (Action.REJECT, Action.REFER, Action.ASK)
    actions = {request.action for request in requests}
    return next((action for action in order if action in actions), Action.ACCEPT)


def _inspection_kind(kind: Kind, requests: tuple[RequestDecision, ...]) -> Kind:
    """The kind of a mail by what its requests turned out to be: a completing reply has the kind of its case."""
    intents = {request.intent for request in requests}
    if "cancel" in intents:
        return "inspection_cancellation"
    if "reschedule" in intents:
        return "inspection_reschedule"
    return "inspection_request" if intents else kind


def _update(understood: Understood, tx: Transaction, world: World) -> Decision:
    envelope, update = understood.envelope, understood.update
    if envelope.inspector is None or update is None:
        return _plain(understood, Action.REFER)
    mail = understood.mail
    threads = tx.cases.of_thread(tuple(filter(None, (mail.in_reply_to, *mail.references))))
    facts = InspectionFacts(
        registry=world.registry,
        received_at=envelope.received_at,
        sender=mail.sender.address,
        appointments=tx.inspections.meant_by(
            cases={*threads, *update.cases},
            inspectors=(envelope.inspector.inspector,),
            since=envelope.received_at - MEMORY,
        ),
        thread_cases=threads,
    )
    outcome = apply_update(update, envelope.inspector, facts, world.office)
    return replace(_plain(understood, outcome.action), findings=outcome.findings, update=outcome)


def _status(understood: Understood, case: CaseOnRecord | None, tx: Transaction, world: World) -> Ruling:
    """Answers people on a case from the record; anybody else is referred, told nothing (D12)."""
    mail = understood.mail
    text = f"{mail.subject}\n{mail.new_text}"[:20_000]
    named = [tx.cases.case(reference) for reference in CASE_REFERENCE.findall(text)[:10]]
    permits = [reading.number for reading in read_permits(text)[:10] if reading.number]
    on_permits = [row for number in permits for row in tx.cases.of_permit(number)]
    candidates = [case, *named, *on_permits, *([] if permits else tx.cases.of_sender(mail.sender.address))]
    theirs = [row for row in filter(None, candidates) if _may_see(understood, row, world)]
    if theirs or permits_to_tell(understood, world):
        return Ruling(_plain(understood, Action.ACCEPT), next(iter(theirs), None))
    return Ruling(_judged(understood, [Finding("sender.unknown")], world))


def permits_to_tell(understood: Understood, world: World) -> tuple[Permit, ...]:
    """The permits that the mail names and its sender belongs to."""
    sender = understood.mail.sender.address
    return tuple(row for row in permits_named(understood, world) if belongs_to(sender, row, world.registry))


def _intake(understood: Understood, case: CaseOnRecord | None, tx: Transaction, world: World) -> Ruling:
    kind = understood.kind
    case = case if case is not None and case.kind in INTAKE_KINDS else None
    if case is None and kind != "permit_application":
        case = case_of_submittal(understood, tx, world)
    if kind == "permit_application" and case is not None:
        # A correction has the kind of its case; what comes after an accepted one is an application of its own.
        kind, case = (case.kind, case) if case.state in UNFINISHED else (kind, None)  # type: ignore[assignment]
    submittal = submittal_of(understood, case)
    facts = IntakeFacts(
        registry=world.registry,
        received_at=understood.envelope.received_at,
        sender=understood.mail.sender.address,
        first_set=first_set_of(case),
        case_is_known=case is not None,
        thread_cases=(case.reference,) if case else (),
    )
    outcome = decide_intake(kind, submittal, facts, world.office)
    decision = replace(
        _plain(understood, outcome.action, kind=kind),
        findings=outcome.findings,
        fields=outcome.fields,
    )
    return Ruling(decision, case, outcome)
