"""Submittals: which case a mail joins, what was good in it before → the rules → one decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.desk.plain import judged_decision, plain_decision
from bot.desk.ruling import Ruling
from bot.desk.submittals import (
    UNFINISHED,
    case_of_submittal,
    first_set_of,
    kind_of,
    still_counting,
    submittal_of,
)
from bot.desk.threads import threads_of
from bot.desk.understanding import Understood
from bot.world import World
from parsers.mail_details import gives_details
from parsers.subjects import clean_subject
from rules.decision import INTAKE_KINDS, Kind
from rules.finding import Finding
from rules.intake.decide import decide
from rules.intake.facts import IntakeFacts
from rules.intake.on_permit import EXCUSED
from rules.intake.registration import tells_a_part
from storage.store import Transaction
from storage.values import CaseOnRecord

# What may be sent without saying what it is: it has the kind of the case that it joins.
UNNAMED_KINDS = frozenset({"permit_application", "question"})
# The password of a locked file: it is asked for without one, whatever program would open it.
PASSWORD = re.compile(r"\bpass(?:word|code|phrase)\b", re.IGNORECASE)


def decide_on_intake(
    understood: Understood, cases: Sequence[CaseOnRecord], tx: Transaction, world: World
) -> Ruling:
    """The ruling on a submittal. `cases`: those that the mail's thread names and its sender belongs to."""
    threaded = _threaded(understood, cases, tx)
    if threaded is None and _answers_a_strangers_case(understood, tx):
        return Ruling(judged_decision(understood, [Finding("sender.unknown")], world))
    kind, case, joins = _joined(understood, threaded)
    if case is None and kind == "checksheet_response":
        case = case_of_submittal(understood, tx, world)
        joins = case is not None and case.state in UNFINISHED and kind_of(case) == kind
    submittal = submittal_of(understood, case if joins else None)
    facts = IntakeFacts(
        registry=world.registry,
        received_at=understood.envelope.received_at,
        sender=understood.mail.sender.address,
        first_set=first_set_of(case),
        case_is_known=case is not None,
        thread_cases=(case.reference,) if case else (),
    )
    outcome = decide(kind, submittal, facts, world.office)
    decision = replace(
        plain_decision(understood, outcome.action, kind=kind),
        findings=outcome.findings,
        fields=outcome.fields,
        earlier_documents=still_counting(submittal),
    )
    return Ruling(decision, case, outcome, submittal)


def answers_what_was_asked(understood: Understood, cases: Sequence[CaseOnRecord]) -> bool:
    """Whether a mail that seems to be a question gives a waiting submittal what it lacks, in words or as files."""
    if understood.kind != "question":
        return False
    case = next((row for row in cases if row.kind in INTAKE_KINDS), None)
    if case is None or case.state not in UNFINISHED:
        return False
    text = understood.mail.new_text[:20_000]
    if understood.documents:
        return True
    if "?" in text:
        return False
    match kind_of(case):
        case "deferred_submittal" | "permit_revision":
            return EXCUSED.search(text) is not None
        case "building_registration":
            return tells_a_part(text)
        case "permit_application" | "trade_permit_application":
            return gives_details(text) or PASSWORD.search(text) is not None
        case _:
            return False


def _threaded(understood: Understood, cases: Sequence[CaseOnRecord], tx: Transaction) -> CaseOnRecord | None:
    """The submittal that the mail's thread is about; else the sender's own unfinished one of that subject."""
    in_thread = next((row for row in cases if row.kind in INTAKE_KINDS), None)
    subject = clean_subject(understood.mail.subject[:500])
    if in_thread is not None or cases or not subject.is_reply:
        return in_thread
    own = (row for row in tx.cases.of_sender(understood.mail.sender.address) if row.kind in INTAKE_KINDS)
    return next(
        (
            row
            for row in own
            if row.state in UNFINISHED and clean_subject(row.subject).text.lower() == subject.text.lower()
        ),
        None,
    )


def _answers_a_strangers_case(understood: Understood, tx: Transaction) -> bool:
    """Whether the mail brings papers to a submittal that its sender does not belong to, and none of its own."""
    if understood.kind not in UNNAMED_KINDS or _has_own_form(understood):
        return False
    named = (tx.cases.case(reference) for reference in threads_of(understood, tx))
    return any(case is not None and case.kind in INTAKE_KINDS for case in named)


def _joined(understood: Understood, case: CaseOnRecord | None) -> tuple[Kind, CaseOnRecord | None, bool]:
    """(the mail's kind, the case that it belongs to, whether the case's earlier papers count).

    What is sent after all was in order adds to it, unless it is an application of its own.
    """
    kind = understood.kind
    if case is None:
        return kind, None, False
    last = kind_of(case)
    is_more = case.state in UNFINISHED or not _has_own_form(understood)
    if kind in UNNAMED_KINDS or kind == last:
        return (last, case, True) if is_more else (kind, None, False)
    # Answers to checksheets belong to the application that they answer; other submittals are cases of their own.
    return (kind, case, False) if kind == "checksheet_response" else (kind, None, False)


def _has_own_form(understood: Understood) -> bool:
    return any(row.form is not None and row.form.sort != "ordinary_permit" for row in understood.documents)
