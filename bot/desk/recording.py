"""One decision → the rows of one transaction: cases, inspections, charges, findings, letters, history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.commands import CarriedOut, carry_out
from bot.desk.decision_record import as_record
from bot.desk.delivery import note_report
from bot.desk.referrals import Errand, Recall
from bot.desk.request_record import RequestRecorder
from bot.desk.ruling import Ruling
from bot.desk.submittals import remembered
from bot.desk.understanding import Understood
from bot.letters.post import Post
from bot.world import World
from rules.decision import INTAKE_KINDS, Decision
from rules.finding import Action, Finding
from storage.store import Transaction
from storage.values import DECIDED, CaseOnRecord, Event, FindingWords, NewLetter, StoredMessage
from templates.render import finding_words

CASE_STATES = {
    Action.ACCEPT: "open",
    Action.ASK: "waiting",
    Action.REJECT: "waiting",
    Action.REFER: "referred",
}
WITHOUT_CASE = frozenset({"automated", "inspector_update", "coordinator_command"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written: the decision, its cases (one a request, else one or none), charges and letters."""

    decision: Decision
    cases: tuple[str, ...]
    charges: tuple[str, ...]
    letters: tuple[NewLetter, ...]


def record(
    understood: Understood,
    ruling: Ruling,
    message: StoredMessage,
    tx: Transaction,
    world: World,
    post: Post,
    now: datetime,
    recall: Recall,
) -> Recorded:
    """Writes everything that follows from the ruling; nothing of it counts before the commit.

    `recall`: reads an earlier message again, for what a coordinator lets through.
    """
    decision = ruling.decision
    charges: tuple[str, ...] = ()
    carried = CarriedOut(decision.action, ())
    if decision.requests:
        recorder = RequestRecorder(tx, message, understood, world, now)
        cases = tuple(recorder.record(request) for request in decision.requests)
        charges = recorder.charges
        decision = replace(decision, requests=recorder.requests)
    elif decision.kind == "coordinator_command" and decision.action is Action.ASK:
        carried = carry_out(Errand(understood, message, tx, world, post, recall, now))
        decision = replace(decision, action=carried.action, echo=carried.echo)
        cases = carried.cases or _cases(understood, ruling, tx, now)
        charges = carried.charges
    else:
        cases = _cases(understood, ruling, tx, now)
    if ruling.report is not None:
        note_report(ruling.report, message, tx, now)
    if decision.update is not None:
        for changed in filter(None, (decision.update.after, *decision.update.others)):
            tx.inspections.put(changed, now)
    decision, letters = post.write(understood, decision, cases, message, tx, world, now)
    letters = (*letters, *carried.letters)
    _write_decision(understood, decision, cases, charges, letters, message, tx, now)
    return Recorded(decision, cases, charges, letters)


def _cases(understood: Understood, ruling: Ruling, tx: Transaction, now: datetime) -> tuple[str, ...]:
    """The case that the mail belongs to; a new one where a person or a rule is at work on it."""
    decision, case = ruling.decision, ruling.case
    if decision.update is not None and decision.update.before is not None:
        return (decision.update.before.case,)
    if decision.action in {Action.IGNORE, Action.RECORD} or decision.kind in WITHOUT_CASE:
        return (case.reference,) if case else ()
    if case is not None and case.kind != decision.kind and not _is_of_one_matter(case, decision):
        # A question in the thread of an inspection is a matter of its own; a status inquiry only looks.
        if decision.action is Action.ACCEPT:
            return (case.reference,)
        case = None
    state = CASE_STATES[decision.action]
    remembers = decision.kind in INTAKE_KINDS and decision.answers_sender
    kept = remembered(ruling, understood, case) if remembers else {}
    if case is not None:
        tx.cases.change(
            case.reference, now=now, state=state, submittal=kept or None, **_project_of(ruling, case)
        )
        return (case.reference,)
    reference = tx.cases.next_reference(decision.received_at.year)
    tx.cases.open(
        CaseOnRecord(
            reference=reference,
            kind=decision.kind,
            state=state,
            opened_at=decision.received_at,
            sender=understood.mail.sender.address,
            subject=understood.mail.subject[:500],
            building=(ruling.intake.building or "") if ruling.intake else "",
            permit_number=(ruling.intake.permit_number or "") if ruling.intake else "",
            reference_number=(ruling.intake.reference_number or "") if ruling.intake else "",
            submittal=kept,
        )
    )
    return (reference,)


def _project_of(ruling: Ruling, case: CaseOnRecord) -> dict[str, str]:
    """What a correction told that the case did not know yet: building, permit, reference number."""
    known, told = case, ruling.intake
    return {
        "building": known.building or (told and told.building) or "",
        "permit_number": known.permit_number or (told and told.permit_number) or "",
        "reference_number": known.reference_number or (told and told.reference_number) or "",
    }


def _is_of_one_matter(case: CaseOnRecord, decision: Decision) -> bool:
    return case.kind in INTAKE_KINDS and decision.kind in INTAKE_KINDS


def _write_decision(
    understood: Understood,
    decision: Decision,
    cases: tuple[str, ...],
    charges: tuple[str, ...],
    letters: tuple[NewLetter, ...],
    message: StoredMessage,
    tx: Transaction,
    now: datetime,
) -> None:
    first = decision.findings[0].code if decision.findings else ""
    mail = understood.mail
    for case in dict.fromkeys(cases or ("",)):
        words = f"{decision.kind}, {decision.action}" + (f", {first}" if first else "")
        tx.inbox.add_event(Event(now, DECIDED, words, case, message.id))
    tx.inbox.set_decided(
        message.id,
        now=now,
        kind=decision.kind,
        action=decision.action,
        case=cases[0] if cases else "",
        sender=mail.sender.address,
        subject=mail.subject[:500],
        main_finding=first,
        reason=decision.reason,
        decision=as_record(understood, decision, cases, charges, letters, message),
        findings=tuple(_words(decision, cases)),
    )


def _words(decision: Decision, cases: tuple[str, ...]) -> Iterator[FindingWords]:
    if not decision.requests:
        yield from (_in_words(finding, -1, cases[0] if cases else "") for finding in decision.findings)
        return
    for index, request in enumerate(decision.requests):
        yield from (_in_words(finding, index, cases[index]) for finding in request.findings)
    of_requests = {_key(finding) for request in decision.requests for finding in request.findings}
    yield from (_in_words(f, -1, cases[0]) for f in decision.findings if _key(f) not in of_requests)


def _key(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.where, finding.file, tuple(finding.values.items()))


def _in_words(finding: Finding, request: int, case: str) -> FindingWords:
    # The record is the office's: it may name the case that a stranger's mail meant.
    words = finding_words(finding.code, finding.where, finding.file, {**finding.values, "for_office": True})
    return FindingWords(
        code=finding.code,
        severity=str(finding.severity),
        request=request,
        file=finding.file,
        where=finding.where,
        detail=words.detail,
        fix=words.fix or None,
        case=case,
    )
