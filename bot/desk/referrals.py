"""What waits for a coordinator's word, and which of it a command means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.questions import question_of
from bot.desk.threads import cases_of
from bot.desk.understanding import Envelope, Understood
from bot.letters.post import Post
from bot.world import World
from parsers.commands import Command
from rules.finding import Action
from rules.inspection.facts import OpenQuestion
from storage.store import Transaction
from storage.values import DECIDED, CaseOnRecord, NewLetter, StoredMessage

Recall = Callable[[StoredMessage], Envelope]
"""Reads the envelope of an earlier message again."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A coordinator's mail, and all that its commands are carried out with."""

    understood: Understood
    message: StoredMessage
    tx: Transaction
    world: World
    post: Post
    recall: Recall
    now: datetime

    @property
    def by(self) -> str:
        return self.understood.mail.sender.address

    @property
    def ordered_at(self) -> datetime:
        return self.understood.envelope.received_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one command: whether it was done, the sentence that says so, and what follows from it."""

    is_done: bool
    words: str
    cases: tuple[str, ...] = ()
    charges: tuple[str, ...] = ()
    letters: tuple[NewLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class Referral:
    """A case that a coordinator has to decide. `question`: what was understood, None where nothing was judged."""

    case: CaseOnRecord
    message: StoredMessage
    question: OpenQuestion | None = None

    @property
    def is_unproved(self) -> bool:
        return self.message.main_finding == "sender.unauthenticated"


def referral_of(case: CaseOnRecord, tx: Transaction) -> Referral | None:
    """What of the case waits for a coordinator; None where nothing does."""
    question = question_of(case)
    if question is not None and question.action is Action.REFER:
        message = tx.inbox.message(question.message)
        return None if message is None else Referral(case, message, question)
    if question is not None or case.state != "referred":
        return None
    messages = [event.message for event in tx.inbox.events(case=case.reference) if event.what == DECIDED]
    last = next((number for number in reversed(messages) if number is not None), None)
    message = tx.inbox.message(last) if last is not None else None
    return None if message is None else Referral(case, message)


def mail_of(referral: Referral, errand: Errand) -> Understood:
    """The mail that was referred, as it was received."""
    return Understood(errand.recall(referral.message), referral.case.kind)  # type: ignore[arg-type]


def meant_by(command: Command, errand: Errand) -> tuple[CaseOnRecord, ...]:
    """The cases that the command names, or that the mail which it stands in answers; several: it names none."""
    tx = errand.tx
    if command.subject:
        case = tx.cases.case(command.subject)
        return () if case is None else (_waiting_about(case, command, tx) or case,)
    cases = cases_of(errand.understood, tx, errand.world)
    return tuple(case for case in cases if _may_mean(command, case, tx)) or cases[:1]


def _waiting_about(case: CaseOnRecord, command: Command, tx: Transaction) -> CaseOnRecord | None:
    """The one cancellation or move that waits for a word about the inspection of the case that the command names."""
    if (
        command.order not in ("release", "deny")
        or not case.permit_number
        or referral_of(case, tx) is not None
    ):
        return None
    changes = tx.cases.of_permit(
        case.permit_number, kinds=("inspection_cancellation", "inspection_reschedule")
    )
    waiting = [row for row in changes if row.state == "referred" and referral_of(row, tx) is not None]
    return waiting[0] if len(waiting) == 1 else None


def _may_mean(command: Command, case: CaseOnRecord, tx: Transaction) -> bool:
    if command.order == "assign":
        rows = tx.inspections.of_case(case.reference)
        return any(row.state in {"open", "referred", "waiting"} for row in rows)
    if command.order == "close":
        return case.state != "closed"
    return referral_of(case, tx) is not None


def named(cases: Sequence[CaseOnRecord]) -> str:
    """The references of these cases, for a sentence."""
    return ", ".join(case.reference for case in cases)
