"""A mail that was read → the facts on record → the rules → one decision. Nothing is written here."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.desk.delivery import report_on_letter
from bot.desk.inspecting import completes, decide_on_inspections, decide_on_update
from bot.desk.intake import answers_what_was_asked, decide_on_intake
from bot.desk.plain import judged_decision, plain_decision
from bot.desk.ruling import Ruling
from bot.desk.status import answer_on_status
from bot.desk.threads import cases_of, threads_of
from bot.desk.understanding import Understood, has_documents
from bot.world import World
from parsers.commands import read_commands
from parsers.inspection.corrections import corrects_contact
from parsers.kind_words import INSPECT
from parsers.other_program import other_program_of
from rules.decision import INSPECTION_KINDS, INTAKE_KINDS, Decision
from rules.finding import Action, Finding
from rules.policy import action_for, judged
from storage.store import Transaction
from storage.values import CaseOnRecord, StoredMessage

# Kinds that ask for something only by their words: thanks alone is nothing to answer.
WITHOUT_REQUEST = frozenset({"question", "inspector_update", "coordinator_command"})
AGREEMENT = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|ok(?:ay)?|sure|correct|right|confirmed|agreed|fine|works|"
    r"that(?:'s| is|s)? (?:it|the one|right|correct|fine|works)|sounds good|go ahead|please do)\b",
    re.IGNORECASE,
)


def decide(understood: Understood, message: StoredMessage, tx: Transaction, world: World) -> Ruling:
    """What to do about this mail, by the record as it stands in this transaction."""
    twin = tx.inbox.twin(message)
    if twin is not None:
        reason = f"the same mail was taken before ({twin.mailbox}, {twin.received_at:%Y-%m-%d %H:%M} UTC)"
        silent = plain_decision(understood, Action.RECORD, kind=twin.kind, reason=reason, answers=False)
        return Ruling(silent, tx.cases.case(twin.case))
    if understood.envelope.automatic is not None:
        return _ignored(understood, understood.envelope.automatic, tx, world)
    if _is_unproved(understood, world):
        return _without_proof(understood, tx, world)
    return _by_kind(understood, cases_of(understood, tx, world), tx, world)


def _ignored(understood: Understood, reason: str, tx: Transaction, world: World) -> Ruling:
    """Machine mail is never answered; what it reports about a letter of ours is kept."""
    report = report_on_letter(understood.envelope, tx, world)
    words = f"{reason}; {report.words}" if report else reason
    case = tx.cases.case(report.letter.case) if report else None
    return Ruling(plain_decision(understood, Action.IGNORE, reason=words, answers=False), case, report=report)


def _by_kind(
    understood: Understood, cases: tuple[CaseOnRecord, ...], tx: Transaction, world: World
) -> Ruling:
    kind = understood.kind
    case = next(iter(cases), None)
    is_completed = any(completes(understood, row) for row in cases)
    is_answer = understood.mail.in_reply_to is not None
    # "Thanks, see attached" asks for a lot.
    says_thanks = understood.asks_nothing and not has_documents(understood.mail)
    if kind == "coordinator_command" and says_thanks and _is_word_of_office(understood, cases):
        return Ruling(plain_decision(understood, Action.ASK), case)
    if says_thanks and not is_completed and (is_answer or kind in WITHOUT_REQUEST):
        return Ruling(_thanked(understood, case), case)
    if _takes_back_submittal(understood, cases):
        return Ruling(plain_decision(understood, Action.REFER, kind="question"), case)
    is_supplied = is_completed or _corrects(understood, cases) or _completes_anothers(understood, cases, tx)
    if kind in INSPECTION_KINDS or (is_supplied and kind == "question"):
        return Ruling(decide_on_inspections(understood, tx, world))
    if kind in INTAKE_KINDS or answers_what_was_asked(understood, cases):
        return decide_on_intake(understood, cases, tx, world)
    if kind == "inspector_update":
        return Ruling(decide_on_update(understood, tx, world), case)
    if kind == "coordinator_command":
        return Ruling(plain_decision(understood, Action.ASK), case)
    if kind == "other_program":
        return Ruling(judged_decision(understood, [_elsewhere(understood)], world), case)
    if kind == "status_inquiry":
        return answer_on_status(understood, case, tx, world)
    return Ruling(plain_decision(understood, Action.REFER), case)


def _takes_back_submittal(understood: Understood, cases: tuple[CaseOnRecord, ...]) -> bool:
    """Whether "please withdraw it" stands in a submittal's thread and no visit is named: a person closes the case."""
    if understood.kind != "inspection_cancellation" or understood.reading is None:
        return False
    if not cases or any(row.kind not in INTAKE_KINDS for row in cases):
        return False
    named = (
        one.inspector or one.types or one.date or one.previous_date for one in understood.reading.requests
    )
    return not any(named) and INSPECT.search(understood.mail.new_text[:20_000]) is None


def _corrects(understood: Understood, cases: tuple[CaseOnRecord, ...]) -> bool:
    """Whether the mail gives a visit of these cases another contact: it has the kind of its case."""
    if understood.reading is None or not any(row.kind in INSPECTION_KINDS for row in cases):
        return False
    return corrects_contact(understood.mail.new_text, understood.reading)


def _completes_anothers(understood: Understood, cases: tuple[CaseOnRecord, ...], tx: Transaction) -> bool:
    """Whether the mail gives what a request lacks in which its sender has no part: the rules refer it."""
    if cases or "?" in understood.mail.new_text[:20_000]:
        return False
    threaded = (tx.cases.case(reference) for reference in threads_of(understood, tx))
    return any(case is not None and completes(understood, case) for case in threaded)


def _is_word_of_office(understood: Understood, cases: tuple[CaseOnRecord, ...]) -> bool:
    """Whether a coordinator's "approved" or bare "yes" answers a case that waits for a decision."""
    text = understood.mail.new_text
    if read_commands(text).commands:
        return True
    return AGREEMENT.search(text[:200]) is not None and any(row.state == "referred" for row in cases)


def _elsewhere(understood: Understood) -> Finding:
    found = other_program_of(understood.mail)
    values = {"program": found.program, "permit_number": found.permit_number, "suffix": found.suffix}
    return Finding("program.other", values=values)


def _thanked(understood: Understood, case: CaseOnRecord | None) -> Decision:
    """Thanks are noted. A bare "yes" to what we asked is an answer that a person must take, never silence."""
    answers = (
        case is not None and case.state == "waiting" and AGREEMENT.search(understood.mail.new_text[:200])
    )
    if answers:
        return plain_decision(understood, Action.REFER, kind="question")
    return plain_decision(understood, Action.RECORD, kind="question", answers=False)


def _is_unproved(understood: Understood, world: World) -> bool:
    """Whether nobody we trust vouches for the sender. Applicants may be believed all the same, where the
    bureau says so or trusts no server; inspectors and coordinators never: their mail does things."""
    verdict = understood.envelope.authentication.verdict
    if verdict == "pass":
        return False
    if understood.envelope.role != "applicant":
        return True
    return verdict != "not_configured" and world.identity.refers_unauthenticated


def _without_proof(understood: Understood, tx: Transaction, world: World) -> Ruling:
    """A mail that nobody vouches for: a coordinator's, and nothing is sent to its sender. Where the office has
    softened that, an applicant's is decided as any other, and says so."""
    finding = Finding("sender.unauthenticated", values={"reason": understood.envelope.authentication.reason})
    doubt = judged([finding], world.office.severity)
    if understood.envelope.role != "applicant" or action_for(doubt) is not Action.ACCEPT:
        unsaid = plain_decision(understood, Action.REFER, answers=False)
        return Ruling(replace(unsaid, findings=doubt))
    ruling = _by_kind(understood, cases_of(understood, tx, world), tx, world)
    findings = judged((*ruling.decision.findings, *doubt), world.office.severity)
    return replace(ruling, decision=replace(ruling.decision, findings=findings))
