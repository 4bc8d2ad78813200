"""Carries out what a coordinator ordered by mail; the mail was proved to be a coordinator's before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.desk.assigning import assign
from bot.desk.referrals import Errand, Outcome, meant_by, named
from bot.desk.releasing import refuse, release, withdraw_requests
from parsers.commands import Command, read_commands
from rules.finding import Action
from storage.switches import LETTERS_PAUSED
from storage.values import CaseOnRecord, Event, NewLetter
from templates.command_words import echo


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What a coordinator's mail did: `echo` in sentences; further letters beside the echo, and the charges."""

    action: Action
    echo: tuple[str, ...]
    cases: tuple[str, ...] = ()
    charges: tuple[str, ...] = ()
    letters: tuple[NewLetter, ...] = ()


def carry_out(errand: Errand) -> CarriedOut:
    """Does what the mail's commands say; `ask` where it holds none, or where one could not be done."""
    mail = errand.understood.mail
    orders = read_commands(mail.new_text)
    if not orders.commands and not mail.new_text.strip():
        orders = read_commands(mail.subject)
    outcomes = [outcome for command in orders.commands for outcome in _do(command, errand)]
    outcomes += [Outcome(False, echo("strange_line", subject=line)) for line in orders.not_understood]
    done = bool(outcomes) and all(outcome.is_done for outcome in outcomes)
    return CarriedOut(
        Action.ACCEPT if done else Action.ASK,
        tuple(outcome.words for outcome in outcomes),
        _all(outcome.cases for outcome in outcomes),
        _all(outcome.charges for outcome in outcomes),
        tuple(letter for outcome in outcomes for letter in outcome.letters),
    )


def _all(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in found for one in each))


def _do(command: Command, errand: Errand) -> list[Outcome]:
    """What became of the command, for each case that it means."""
    match command.order:
        case "pause_letters" | "resume_letters":
            return [_switch(command.order, errand)]
        case "release_letters":
            held = errand.tx.letters.in_state("held")
            errand.tx.letters.release([letter.id for letter in held])
            return [Outcome(True, echo("release_letters", count=len(held)))]
        case "waive":
            return [_waive(command, errand)]
        case "release" | "deny" | "assign" | "close":
            return _about_cases(command, errand)


def _about_cases(command: Command, errand: Errand) -> list[Outcome]:
    cases = meant_by(command, errand)
    if not cases:
        missing = echo("no_case", subject=command.subject) if command.subject else echo("which_case")
        return [Outcome(False, missing)]
    if len(cases) > 1 and not command.is_for_all:
        return [Outcome(False, echo("which_of", words=named(cases)))]
    return [_about_case(command, case, errand) for case in cases]


def _about_case(command: Command, case: CaseOnRecord, errand: Errand) -> Outcome:
    match command.order:
        case "release":
            return release(case, command.words, errand)
        case "deny":
            return refuse(case, command.words, errand)
        case "assign":
            return assign(case, command.name, command.words, errand)
        case _:
            return _close(case, command.words, errand)


def _switch(order: str, errand: Errand) -> Outcome:
    value = "yes" if order == "pause_letters" else "no"
    errand.tx.switches.set(LETTERS_PAUSED, value, by=errand.by, now=errand.ordered_at)
    return Outcome(True, echo(order))


def _waive(command: Command, errand: Errand) -> Outcome:
    numbers = (command.subject,) if command.subject.startswith("C-") else _charges_of(command, errand)
    if len(numbers) != 1:
        words = ", ".join(numbers) if numbers else echo("no_charge")
        return Outcome(False, echo("which_charge", words=words))
    return _waive_charge(numbers[0], command, errand)


def _charges_of(command: Command, errand: Errand) -> tuple[str, ...]:
    """The charges, not waived yet, of the cases that a waiver means."""
    lines = [line for case in meant_by(command, errand) for line in errand.tx.ledger.of_case(case.reference)]
    waived = {line.waives for line in lines if line.waives}
    return tuple(
        dict.fromkeys(line.number for line in lines if not line.waives and line.number not in waived)
    )


def _waive_charge(number: str, command: Command, errand: Errand) -> Outcome:
    if not command.words:
        return Outcome(False, echo("waive_without_reason", subject=number))
    message, by = errand.message, errand.by
    try:
        line = errand.tx.ledger.waive(
            number,
            why=f"{by}: {command.words}",
            message=message.id,
            message_id=message.message_id,
            now=errand.ordered_at,
        )
    except (LookupError, ValueError) as error:
        return Outcome(False, echo("not_done", subject=number, words=str(error).strip("'\"")))
    words = f"{line.number} by {by}: {command.words}"
    errand.tx.inbox.add_event(Event(errand.ordered_at, "waived", words, line.case, message.id))
    return Outcome(True, echo("waive", subject=number, words=line.number))


def _close(case: CaseOnRecord, words: str, errand: Errand) -> Outcome:
    if case.state == "closed":
        return Outcome(False, echo("closed_before", subject=case.reference))
    errand.tx.cases.change(case.reference, now=errand.now, state="closed", submittal={})
    withdraw_requests(case, errand)
    told = f"by {errand.by}" + (f": {words}" if words else "")
    errand.tx.inbox.add_event(Event(errand.now, "closed", told, case.reference, errand.message.id))
    return Outcome(True, echo("close", subject=case.reference), (case.reference,))
