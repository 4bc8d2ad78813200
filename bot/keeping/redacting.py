"""Redaction: removes what the record says of one person or case, and keeps that something was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy

from bot.keeping.exporting import belongings
from bot.originals import Originals
from storage.belongings import Belongings
from storage.store import Transaction
from storage.values import Event, LetterState

STILL_GOING: tuple[LetterState, ...] = ("due", "sending", "held", "undecidable")
STANDING = ("open", "waiting", "referred")


class RedactionRefusedError(Exception):
    """Nothing was removed, and the words say why."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """How many cases, mails and letters were emptied, and what was left because it is about others too."""

    cases: int
    mails: int
    letters: int
    left_mails: int
    named_in: tuple[str, ...]


def redact(
    subject: str, tx: Transaction, originals: Originals, *, why: str, by: str, now: datetime, today: date
) -> Redacted:
    """Empties every row and removes every original about that case reference or mail address.

    The ledger stays as it is: its lines are business records, chained by hash. Raises RedactionRefusedError
    where there is nothing, where a case is on legal hold, or where something is still going on.
    """
    found = belongings(subject, tx)
    if not (found.cases or found.mails or found.letters or found.named_in):
        raise RedactionRefusedError(f"nothing about {subject} is on record")
    _check(found, tx, today)
    mails = tuple(mail for mail in found.mails if mail not in found.shared_mails)
    letters = tuple(letter for letter in found.letters if letter not in found.shared_letters)
    reports = _reports_naming((*found.cases, *([subject.strip().lower()] if "@" in subject else ())), tx)
    tx.erasing.overwrite_deleted()
    names = tx.record.originals(mails)
    shared = tx.keeping.shared([name for _, name in names], mails)
    originals.remove(name for _, name in names if name not in shared)
    tx.erasing.originals(mails, now)
    tx.erasing.messages(mails, now)
    tx.erasing.letters(letters)
    tx.erasing.letter_texts(reports)
    tx.erasing.cases(found.cases, now, state="closed")
    if "@" in subject:
        tx.erasing.contact(subject.strip().lower())
    for case in found.cases or ("",):
        tx.inbox.add_event(Event(now, "redacted", f"by {by}: {why}", case))
    return Redacted(len(found.cases), len(mails), len(letters), len(found.shared_mails), found.named_in)


def _check(found: Belongings, tx: Transaction, today: date) -> None:
    holds = tx.holds.of(tx.record.cases_touched(found))
    if holds:
        told = "; ".join(f"{hold.case} ({hold.why})" for hold in holds)
        raise RedactionRefusedError(f"on legal hold: {told}. Lift it first: fpp-bot hold CASE --lift")
    if undecided := tx.record.undecided(found):
        raise RedactionRefusedError(
            f"{undecided} mail(s) of it are not decided yet; see fpp-bot quarantine list, or wait"
        )
    letters = [row for row in tx.letters.in_state(*STILL_GOING) if row.id in found.letters]
    if letters:
        raise RedactionRefusedError(
            f"{len(letters)} letter(s) of it have not left; see fpp-bot letters list, or wait"
        )
    for case in (*found.cases, *found.named_in):
        for row in tx.inspections.of_case(case):
            if row.state in STANDING and row.day is not None and row.day >= today:
                raise RedactionRefusedError(
                    f"{case} has an inspection on {row.day.isoformat()}; cancel it first, or wait"
                )


def _reports_naming(names: tuple[str, ...], tx: Transaction) -> tuple[int, ...]:
    """Digests and day sheets that name the case or the address."""
    wanted = [name.lower() for name in names]
    texts = tx.record.letter_texts(tx.record.reports())
    return tuple(
        number for number, raw in texts if any(name in part for part in _parts(raw) for name in wanted)
    )


def _parts(raw: bytes) -> Iterator[str]:
    for part in message_from_bytes(raw, policy=policy.default).walk():
        if part.get_content_maintype() == "text":
            yield str(part.get_content()).lower()
