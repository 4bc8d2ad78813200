"""The part of the digest about the mail system itself: mailboxes, letters that wait or are lost, what runs out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.health.vitals import SECRET_NOTICE_DAYS, secret_days_left, secret_words
from bot.world import World
from storage.store import Transaction
from storage.switches import LETTERS_PAUSED
from storage.values import LOST, OutboxLetter
from templates.views import HealthLine, MailboxHealth, Tone

STALE_MINUTES = 15
MOST_HOLDS = 20
SECRET_URGENT_DAYS = 7
MOST_LISTED = 10


def mailbox_health(tx: Transaction, world: World, now: datetime) -> tuple[MailboxHealth, ...]:
    """For each mailbox when it was last looked at and what went wrong there; `now` in office time."""
    known = {row.mailbox: row for row in tx.inbox.health()}
    found = []
    for name, address in world.identity.mailboxes.items():
        row = known.get(name)
        polled = row.last_poll_at.astimezone(world.office.timezone) if row and row.last_poll_at else None
        age = max(0, int((now - polled).total_seconds() // 60)) if polled else None
        error = row.last_error if row else ""
        is_stale = age is None or age > STALE_MINUTES
        tone: Tone = "bad" if error and is_stale else "watch" if error or is_stale else "good"
        found.append(MailboxHealth(name, address, polled, age, tone, error))
    return tuple(found)


def health_lines(tx: Transaction, now: datetime) -> tuple[HealthLine, ...]:
    """What waits, is held back or was lost, and what is switched off or damaged."""
    oldest = tx.inbox.oldest_waiting()
    shelved = len(tx.inbox.in_state("shelved"))
    listed = tx.letters.in_state("due", "held", *LOST)
    letters = Counter(letter.state for letter in listed)
    lost = {state: [letter for letter in listed if letter.state == state] for state in LOST}
    broken = tx.ledger.broken_at()
    lines = [
        _age_line("Oldest mail without a decision", oldest, now),
        _count_line("Shelved mails", shelved, "fpp-bot quarantine list shows them, release tries one again"),
        _count_line("Letters waiting to leave", letters["due"], "", watch_from=50),
        _held_line([letter for letter in listed if letter.state == "held"]),
        _lost_line("Letters refused by the receiver", lost["refused"], "the address may be wrong: call"),
        _lost_line("Bounced letters", lost["bounced"], "they came back after they left: call"),
        _lost_line(
            "Letters that may have left twice or never",
            lost["undecidable"],
            "the line broke while they were sent: ask the receiver",
        ),
    ]
    if holds := tx.holds.all():
        told = ", ".join(hold.case for hold in holds[:MOST_HOLDS])
        lines.append(HealthLine("Cases on legal hold", str(len(holds)), "good", told))
    if tx.switches.value(LETTERS_PAUSED) == "yes":
        lines.append(HealthLine("Letters", "paused", "bad", "mail is taken and decided, nothing leaves"))
    if broken:
        lines.append(HealthLine("Ledger", f"broken at {broken}", "bad", "a line was changed from outside"))
    return tuple(lines)


def secret_line(expires: date | None, today: date) -> tuple[HealthLine, ...]:
    """The line about the client secret, where the day is known on which it expires."""
    days = secret_days_left(expires, today)
    if days is None or expires is None:
        return ()
    if days > SECRET_NOTICE_DAYS:
        return (HealthLine("Client secret", f"good until {expires.isoformat()}"),)
    tone: Tone = "bad" if days <= SECRET_URGENT_DAYS else "watch"
    return (HealthLine("Client secret", f"{days} days left", tone, secret_words(days)),)


def _count_line(label: str, count: int, note: str, watch_from: int = 1) -> HealthLine:
    is_high = count >= watch_from
    return HealthLine(label, str(count), "watch" if is_high else "good", note if is_high else "")


def _lost_line(label: str, letters: Sequence[OutboxLetter], note: str) -> HealthLine:
    """How many letters did not reach their reader, and for each its case, its address and why."""
    if not letters:
        return HealthLine(label, "0")
    told = [
        f"{letter.case or letter.purpose} to {letter.recipients[0]}: {letter.last_error}"
        for letter in letters
    ]
    return HealthLine(
        label, str(len(letters)), "watch", f"{note}, then fpp-bot letters settle", _newest(told)
    )


def _held_line(letters: Sequence[OutboxLetter]) -> HealthLine:
    """How many letters a limit holds back, and from whom: a loop shows as many to one address."""
    label = "Letters held back by a limit"
    if not letters:
        return HealthLine(label, "0")
    held = Counter((letter.recipients[0], letter.last_error) for letter in letters)
    told = [f"{count} to {address}: {reason}" for (address, reason), count in reversed(held.most_common())]
    note = "look at them, then fpp-bot letters release"
    return HealthLine(label, str(len(letters)), "watch", note, _newest(told))


def _newest(told: Sequence[str]) -> tuple[str, ...]:
    """The last of them, and how many more there are."""
    more = len(told) - MOST_LISTED
    return (*told[-MOST_LISTED:], *([f"and {more} more: fpp-bot letters list"] if more > 0 else []))


def _age_line(label: str, moment: datetime | None, now: datetime) -> HealthLine:
    if moment is None:
        return HealthLine(label, "none")
    minutes = int((now - moment).total_seconds() // 60)
    return HealthLine(label, f"{minutes} min", "bad" if minutes > STALE_MINUTES else "good")
