"""What mail servers report about our letters: which letter, which case, and whether it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.understanding import Envelope
from bot.world import World
from parsers.delivery_reports import DeliveryReport, Outcome, RecipientReport, read_delivery_report
from storage.store import Transaction
from storage.values import OutboxLetter, StoredMessage
from templates.delivery_words import delivery_words


@dataclass(frozen=True, slots=True)
class LetterReport:
    """A report on one letter of ours. `reason`: why, in words."""

    letter: OutboxLetter
    outcome: Outcome
    reason: str

    @property
    def words(self) -> str:
        """The report in one sentence, for the record."""
        became = "bounced" if self.outcome == "failed" else "is delayed"
        return f"the letter to {self.letter.recipients[0]} {became}: {self.reason}"


def report_on_letter(envelope: Envelope, tx: Transaction, world: World) -> LetterReport | None:
    """The letter of ours that this machine mail reports on; None where it proves to know none.

    Anybody can send such a report, and null senders cannot be authenticated. So it counts only where it shows
    the Message-ID of a letter, which nobody can make up, and is about that letter's receiver.
    """
    report = read_delivery_report(envelope.mail)
    letter = _letter(report, tx, world) if report else None
    if report is None or letter is None:
        return None
    recipient = _report_on(letter.recipients[0].lower(), report)
    if recipient is None:
        return None
    return LetterReport(letter, recipient.outcome, delivery_words(recipient.status, recipient.words))


def _letter(report: DeliveryReport, tx: Transaction, world: World) -> OutboxLetter | None:
    genuine = (name for name in report.message_ids if world.tokens.about(name))
    return next(filter(None, map(tx.letters.letter, genuine)), None)


def _report_on(address: str, report: DeliveryReport) -> RecipientReport | None:
    """What the report says of that address; the worst of it, where it says several things."""
    about = [row for row in report.recipients if not row.addresses or address in row.addresses]
    return next((row for row in about if row.outcome == "failed"), next(iter(about), None))


def note_report(report: LetterReport, message: StoredMessage, tx: Transaction, now: datetime) -> None:
    """Marks a letter that bounced; one that is only delayed gets a line in its history."""
    tx.letters.note_report(
        report.letter.id,
        report.reason,
        is_lost=report.outcome == "failed",
        message=message.id,
        now=now,
    )
