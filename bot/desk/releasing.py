"""What a coordinator lets through runs as if it had been taken at once; what is refused is told with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.inspecting import inspection_facts, with_requests
from bot.desk.plain import plain_decision
from bot.desk.referrals import Errand, Outcome, Referral, mail_of, referral_of
from bot.desk.request_record import RequestRecorder
from bot.desk.understanding import Understood
from parsers.inspection.read import read_inspection
from parsers.inspection.reading import InspectionReading
from rules.decision import INSPECTION_KINDS, INTAKE_KINDS, OfficeWord
from rules.finding import Action
from rules.inspection.decide import decide as decide_inspections
from rules.inspection.facts import InspectionFacts, RequestDecision
from rules.inspection.release import decide_released
from rules.inspection.strangers import as_written
from storage.values import DECIDED, CaseOnRecord, Event
from templates.command_words import decided, echo
from templates.render import finding_words

Requests = Sequence[RequestDecision]


def release(case: CaseOnRecord, words: str, errand: Errand) -> Outcome:
    """Lets a referred request, cancellation or move take effect, counted from its receipt (D12)."""
    referral = referral_of(case, errand.tx)
    if referral is None:
        return Outcome(False, nothing_waits(case, errand))
    if case.kind in INTAKE_KINDS and not referral.is_unproved:
        return _let_submittal_through(referral, words, errand)
    if case.kind not in INSPECTION_KINDS and referral.question is None:
        return Outcome(False, echo("release_elsewhere", subject=case.reference))
    understood = _with_reading(mail_of(referral, errand), referral, errand)
    facts = facts_of(referral, understood, errand)
    requests = _judged_again(referral, understood, facts, errand)
    return let_through(referral, understood, requests, words, errand)


def let_through(
    referral: Referral, understood: Understood, requests: Requests, words: str, errand: Errand
) -> Outcome:
    """Records what was judged once more, and writes its letters; changes nothing where it still cannot be."""
    reference = referral.case.reference
    hindered = [request for request in requests if request.action in (Action.REFER, Action.REJECT)]
    if hindered or not requests:
        return Outcome(False, echo("not_done", subject=reference, words=_hindrance(hindered)))
    recorder = RequestRecorder(errand.tx, referral.message, understood, errand.world, errand.now)
    cases = tuple(recorder.record(request) for request in requests)
    if reference not in cases:
        # What the mail had asked for stands under another case now.
        withdraw_requests(referral.case, errand)
    decision = replace(
        with_requests(understood, recorder.requests), office_word=OfficeWord("released", words)
    )
    decision, letters = errand.post.write(
        understood, decision, cases, errand.message, errand.tx, errand.world, errand.now, part=f"{reference}:"
    )
    note("released", referral, (reference, *cases), f"{decision.kind}, {decision.action}", words, errand)
    told = decided(
        [
            (request.intent, request.action, case)
            for request, case in zip(recorder.requests, cases, strict=True)
        ]
    )
    return Outcome(True, echo("release", subject=reference, words=told), cases, recorder.charges, letters)


def _let_submittal_through(referral: Referral, words: str, errand: Errand) -> Outcome:
    """A person has looked at a submittal: it counts as received, and its sender is told so."""
    reference = referral.case.reference
    understood = mail_of(referral, errand)
    decision = replace(plain_decision(understood, Action.ACCEPT), office_word=OfficeWord("released", words))
    _, letters = errand.post.write(
        understood,
        decision,
        (reference,),
        errand.message,
        errand.tx,
        errand.world,
        errand.now,
        part=f"{reference}:",
    )
    errand.tx.cases.change(reference, now=errand.now, state="open")
    note("released", referral, (reference,), f"{decision.kind}, {decision.action}", words, errand)
    told = echo("received" if letters else "told_nobody", subject=understood.mail.sender.address)
    return Outcome(True, echo("release", subject=reference, words=told), (reference,), (), letters)


def refuse(case: CaseOnRecord, words: str, errand: Errand) -> Outcome:
    """Refuses what was referred; whoever wrote it is told the reason, where that mail may be answered at all."""
    referral = referral_of(case, errand.tx)
    if referral is None:
        return Outcome(False, nothing_waits(case, errand))
    if not words:
        return Outcome(False, echo("deny_without_reason", subject=case.reference))
    understood = mail_of(referral, errand)
    question = referral.question
    requests = (replace(as_written(question.reading), action=Action.REJECT),) if question else ()
    decision = replace(
        plain_decision(understood, Action.REJECT, answers=not referral.is_unproved),
        requests=requests,
        office_word=OfficeWord("refused", words),
    )
    _, letters = errand.post.write(
        understood,
        decision,
        (case.reference,),
        errand.message,
        errand.tx,
        errand.world,
        errand.now,
        part=f"{case.reference}:",
    )
    withdraw_requests(case, errand)
    standing = any(row.state == "open" for row in errand.tx.inspections.of_case(case.reference))
    errand.tx.cases.change(
        case.reference, now=errand.now, state="open" if standing else "closed", submittal={}
    )
    note("refused", referral, (case.reference,), f"{case.kind}, {Action.REJECT}", words, errand)
    told = echo("told" if letters else "told_nobody", subject=understood.mail.sender.address)
    return Outcome(True, echo("deny", subject=case.reference, words=told), (case.reference,), (), letters)


def withdraw_requests(case: CaseOnRecord, errand: Errand) -> None:
    """Ends what the case still asks for: it never was an appointment, and belongs to no visit."""
    for row in errand.tx.inspections.of_case(case.reference):
        if row.state in {"waiting", "referred"}:
            ended = replace(row, state="cancelled", inspector="", cancelled_at=errand.ordered_at)
            errand.tx.inspections.put(ended, errand.now)


def nothing_waits(case: CaseOnRecord, errand: Errand) -> str:
    """That there is nothing to decide, and what became of it where it was decided before."""
    before = [
        event
        for event in errand.tx.inbox.events(case=case.reference)
        if event.what in {"released", "refused", "closed", "assigned"}
    ]
    if before:
        return echo(
            "done_before", subject=case.reference, words=f"{before[-1].what} {before[-1].words}".strip()
        )
    return echo("nothing_waits", subject=case.reference)


def facts_of(referral: Referral, understood: Understood, errand: Errand) -> InspectionFacts:
    """What is known now, for judging the mail as one that is allowed."""
    question = referral.question
    reading = understood.reading or InspectionReading()
    if question is not None:
        reading = InspectionReading((question.reading,), (question.case, *question.named_cases))
    return inspection_facts(understood, reading, errand.tx, errand.world, released_at=errand.ordered_at)


def note(
    what: str, referral: Referral, cases: Sequence[str], decision: str, words: str, errand: Errand
) -> None:
    """Writes into the history of the cases what was ordered, by whom and why."""
    because = f": {words}" if words else ""
    for case in dict.fromkeys(cases):
        errand.tx.inbox.add_event(
            Event(errand.now, what, f"by {errand.by}{because}", case, referral.message.id)
        )
        errand.tx.inbox.add_event(Event(errand.now, DECIDED, decision, case, errand.message.id))


def _with_reading(understood: Understood, referral: Referral, errand: Errand) -> Understood:
    """A mail of which nothing was judged yet is read now."""
    if referral.question is not None:
        return understood
    envelope = understood.envelope
    reading = read_inspection(understood.mail, envelope.received_at, errand.world.registry.people)
    return replace(understood, reading=reading)


def _judged_again(
    referral: Referral, understood: Understood, facts: InspectionFacts, errand: Errand
) -> Requests:
    if referral.question is not None:
        return decide_released(referral.question, facts, errand.world.office)
    made = decide_inspections(understood.reading or InspectionReading(), facts, errand.world.office)
    return tuple(replace(request, case=referral.case.reference) for request in made)


def _hindrance(requests: Requests) -> str:
    """What still stands against it, in words."""
    titles = [
        finding_words(finding.code, finding.where, finding.file, finding.values).title
        for request in requests
        for finding in request.findings
    ]
    if titles:
        return "; ".join(dict.fromkeys(titles[:4]))
    return echo("no_inspector") if requests else echo("nothing_fits")
