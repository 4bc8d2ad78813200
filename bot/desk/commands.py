"""Carries out what a coordinator ordered by mail; the mail was proved to be a coordinator's before."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.understanding import Understood
from parsers.commands import Command, read_commands
from rules.decision import Decision
from rules.finding import Action
from storage.store import Transaction
from storage.switches import LETTERS_PAUSED
from storage.values import Event, StoredMessage
from templates.command_words import echo


def carry_out(understood: Understood, message: StoredMessage, tx: Transaction) -> Decision:
    """Does what the mail's commands say; `ask` where it holds none, `refer` where one could not be done."""
    mail = understood.mail
    commands = read_commands(mail.new_text) or read_commands(mail.subject)
    decision = Decision(
        kind="coordinator_command", action=Action.ASK, received_at=understood.envelope.received_at
    )
    if not commands:
        return _with(decision, Action.ASK, (echo("not_understood"),))
    outcomes = [_do(command, understood, message, tx) for command in commands]
    done = all(is_done for is_done, _ in outcomes)
    return _with(decision, Action.ACCEPT if done else Action.ASK, tuple(words for _, words in outcomes))


def _with(decision: Decision, action: Action, words: tuple[str, ...]) -> Decision:
    return Decision(kind=decision.kind, action=action, received_at=decision.received_at, echo=words)


def _do(
    command: Command, understood: Understood, message: StoredMessage, tx: Transaction
) -> tuple[bool, str]:
    """Whether it was done, and the sentence that says so."""
    by = understood.mail.sender.address
    now = understood.envelope.received_at
    match command.order:
        case "pause_letters" | "resume_letters":
            value = "yes" if command.order == "pause_letters" else "no"
            tx.switches.set(LETTERS_PAUSED, value, by=by, now=now)
            return True, echo(command.order)
        case "release_letters":
            held = tx.letters.in_state("held")
            tx.letters.release([letter.id for letter in held])
            return True, echo("release_letters", count=len(held))
        case "waive":
            return _waive(command, by, message, tx, understood)
        case "close":
            return _close(command, by, message, tx, understood)


def _waive(
    command: Command, by: str, message: StoredMessage, tx: Transaction, understood: Understood
) -> tuple[bool, str]:
    if not command.words:
        return False, echo("waive_without_reason", subject=command.subject)
    now = understood.envelope.received_at
    try:
        line = tx.ledger.waive(
            command.subject,
            why=f"{by}: {command.words}",
            message=message.id,
            message_id=message.message_id,
            now=now,
        )
    except (LookupError, ValueError) as error:
        return False, echo("not_done", subject=command.subject, words=str(error))
    tx.inbox.add_event(Event(now, "waived", f"{line.number} by {by}: {command.words}", line.case, message.id))
    return True, echo("waive", subject=command.subject, words=line.number)


def _close(
    command: Command, by: str, message: StoredMessage, tx: Transaction, understood: Understood
) -> tuple[bool, str]:
    now = understood.envelope.received_at
    if tx.cases.case(command.subject) is None:
        return False, echo("not_done", subject=command.subject, words=f"there is no case {command.subject}")
    tx.cases.change(command.subject, now=now, state="closed")
    for inspection in tx.inspections.of_case(command.subject):
        if inspection.state in {"waiting", "referred"}:
            tx.inspections.put(replace(inspection, state="cancelled", cancelled_at=now), now)
    tx.inbox.add_event(Event(now, "closed", f"by {by} {command.words}".strip(), command.subject, message.id))
    return True, echo("close", subject=command.subject)
