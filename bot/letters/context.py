"""What the letters of one decision may know beside it, asked of the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.desk.status import permits_to_tell
from bot.desk.understanding import Understood
from bot.letters.letter import LetterContext
from bot.world import World
from parsers.mail import Address
from rules.decision import Decision
from rules.inspection.facts import Appointment
from rules.registry import Permit
from storage.store import Transaction
from storage.values import DECIDED, CaseOnRecord, Event
from templates.case_words import decided_words, kind_words, permit_status_words, state_words
from templates.filters import day as day_words
from templates.letter_views import HistoryLine, StatusLine


def context_for(
    understood: Understood, decision: Decision, cases: Sequence[str], tx: Transaction, world: World
) -> LetterContext:
    """The context of this decision's letters."""
    mailbox = world.identity.mailboxes[understood.envelope.mailbox]
    days = _days(decision)
    visits = {name: _visits(tx, name, day) for name, day in days}
    status: tuple[StatusLine, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    if decision.kind == "status_inquiry" and cases:
        permits = permits_to_tell(understood, world)
        status, history = _status(cases[0], understood.mail.sender.address, permits, tx, world)
        status = (*map(_permit_line, permits), *status)
    return LetterContext(
        mailbox=Address(mailbox, world.identity.sender_name),
        own_addresses=frozenset(world.identity.addresses),
        other_visits=visits,
        threads=_threads(understood, cases, tx),
        status=status,
        history=history,
        echo=decision.echo,
        files=understood.illustrations.files,
        pictures=understood.illustrations.pictures,
    )


def _threads(understood: Understood, cases: Sequence[str], tx: Transaction) -> dict[str, tuple[str, ...]]:
    """By case, the Message-IDs of its correspondence with the person who opened it, oldest first.

    Only for letters to somebody else than the sender of this mail: the answer to a mail follows its thread.
    """
    threads = {}
    for reference in filter(None, cases):
        case = tx.cases.case(reference)
        if case is not None and case.sender != understood.mail.sender.address:
            threads[reference] = tx.cases.thread(reference, case.sender)
    return threads


def _days(decision: Decision) -> set[tuple[str, date]]:
    days = {(row.inspector_assigned, row.day) for row in decision.requests}
    after = decision.update.after if decision.update else None
    if after is not None:
        days.add((after.inspector, after.day))
    return {(name, day) for name, day in days if name and day}


def _visits(tx: Transaction, inspector: str, day: date) -> tuple[Appointment, ...]:
    return tx.inspections.on_day(day, inspector=inspector)


def _status(
    reference: str, asker: str, permits: Sequence[Permit], tx: Transaction, world: World
) -> tuple[tuple[StatusLine, ...], tuple[HistoryLine, ...]]:
    """How the person's cases stand (those on the permits that were asked about, if any), and this one's history."""
    case = tx.cases.case(reference)
    if case is None:
        return (), ()
    of_asker = tx.cases.of_sender(asker, limit=10)
    by_reference = {row.reference: row for row in (case, *of_asker)}
    asked_about = {permit.permit_number for permit in permits}
    cases = [
        row
        for row in by_reference.values()
        if row.kind != "status_inquiry"
        and (not asked_about or row.reference == reference or row.permit_number in asked_about)
    ]
    lines = tuple(_status_line(row, tx) for row in cases)
    zone = world.office.timezone
    history = tuple(
        HistoryLine(event.at.astimezone(zone), _event_words(event))
        for event in tx.inbox.events(case=reference)
        if event.what == DECIDED and not event.words.startswith("automated")
    )
    return lines, history


def _permit_line(permit: Permit) -> StatusLine:
    about = ", ".join(filter(None, (permit.building, permit.address)))
    return StatusLine(f"Permit {permit.permit_number}", permit_status_words(permit.status), about)


def _status_line(case: CaseOnRecord, tx: Transaction) -> StatusLine:
    subject = f"{case.reference}, {kind_words(case.kind).lower()}"
    about = ", ".join(filter(None, (case.permit_number, case.building)))
    standing = tx.inspections.of_case(case.reference)
    if not standing:
        return StatusLine(subject, state_words(case.state), about)
    last = standing[-1]
    when = f"{day_words(last.day)}, inspector {last.inspector}" if last.day and last.inspector else ""
    return StatusLine(subject, state_words(last.state), ", ".join(filter(None, (about, when))))


def _event_words(event: Event) -> str:
    """A line of history for people outside: what was done, none of the office's own notes."""
    kind, _, rest = event.words.partition(", ")
    return decided_words(kind, rest.partition(", ")[0])
