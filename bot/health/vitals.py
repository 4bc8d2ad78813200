"""What is on record of the robot's health, and what of it a person must be woken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.store import Transaction
from storage.switches import LETTERS_PAUSED
from storage.values import MailboxHealth

# Below a minute nobody need be woken, however often a mailbox is asked.
LEAST_SILENCE = timedelta(minutes=1)
UNANSWERED = timedelta(minutes=30)
NOTHING_LEAVES = timedelta(hours=1)
DIGEST_GRACE = timedelta(minutes=30)
SECRET_NOTICE_DAYS = 30
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expectations:
    """What is normal here. `silence`: how long each mailbox may go unread; `secret_expires`: the login's."""

    silence: Mapping[str, timedelta]
    timezone: ZoneInfo
    digest_at: time
    secret_expires: date | None = None
    recipients_per_day: int = 0


@dataclass(frozen=True, slots=True)
class Vitals:
    """The record at one moment. `letters`: how many stand in each state but sent and dropped."""

    mailboxes: Mapping[str, MailboxHealth]
    letters: Mapping[str, int]
    oldest_waiting: datetime | None = None
    oldest_due: datetime | None = None
    newest_left: datetime | None = None
    left_in_a_day: int = 0
    shelved: int = 0
    is_paused: bool = False
    newest_digest: date | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """`failing`: why the robot is not well, in sentences; `warnings`: what a person should see to soon."""

    at: datetime
    failing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.failing


def vitals(tx: Transaction, now: datetime) -> Vitals:
    """Reads the record."""
    digest = tx.days.newest_digest()
    return Vitals(
        mailboxes={row.mailbox: row for row in tx.inbox.health()},
        letters=tx.letters.counts(),
        oldest_waiting=tx.inbox.oldest_waiting(),
        oldest_due=tx.letters.oldest_due(),
        newest_left=tx.letters.newest_left(),
        left_in_a_day=tx.letters.left_since(now - DAY, now),
        shelved=tx.inbox.count("shelved"),
        is_paused=tx.switches.value(LETTERS_PAUSED) == "yes",
        newest_digest=digest.day if digest else None,
    )


def judge(found: Vitals, expected: Expectations, now: datetime) -> Health:
    """What is wrong and what will be, as of that moment (aware)."""
    failing = [
        *_silent_mailboxes(found, expected, now),
        *_unanswered(found, now),
        *_letters_stuck(found, now),
        *_digest_overdue(found, expected, now),
    ]
    warnings = _for_a_person(found, expected)
    days_left = secret_days_left(expected.secret_expires, now.astimezone(expected.timezone).date())
    if days_left is not None and days_left <= SECRET_NOTICE_DAYS:
        (failing if days_left < 0 else warnings).append(secret_words(days_left))
    return Health(now, tuple(failing), tuple(warnings))


def secret_days_left(expires: date | None, today: date) -> int | None:
    """Days until the login's secret expires, negative after it; None where the day is not known."""
    return None if expires is None else (expires - today).days


def secret_words(days: int) -> str:
    """The sentence about a secret that expires in so many days."""
    if days < 0:
        return "The client secret of [oauth2] has expired: make a new one and put it in place"
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return f"The client secret of [oauth2] expires {when}: make a new one and put it in place"


def _silent_mailboxes(found: Vitals, expected: Expectations, now: datetime) -> list[str]:
    words = []
    for name, silence in expected.silence.items():
        row = found.mailboxes.get(name)
        error = f" ({row.last_error})" if row and row.last_error else ""
        if row is None or row.last_poll_at is None:
            words.append(f"The mailbox {name} was never read{error}")
        elif now - row.last_poll_at > max(silence, LEAST_SILENCE):
            words.append(f"The mailbox {name} was not read for {_span(now - row.last_poll_at)}{error}")
    return words


def _unanswered(found: Vitals, now: datetime) -> list[str]:
    oldest = found.oldest_waiting
    if oldest is None or now - oldest <= UNANSWERED:
        return []
    return [f"A mail has waited {_span(now - oldest)} for its decision"]


def _letters_stuck(found: Vitals, now: datetime) -> list[str]:
    """Letters wait and none leaves: the server is the trouble, not the one receiver that says later."""
    oldest, newest = found.oldest_due, found.newest_left
    if found.is_paused or oldest is None or now - oldest <= NOTHING_LEAVES:
        return []
    if newest is not None and now - newest <= NOTHING_LEAVES:
        return []
    return [f"No letter leaves: the oldest has waited {_span(now - oldest)}"]


def _digest_overdue(found: Vitals, expected: Expectations, now: datetime) -> list[str]:
    local = now.astimezone(expected.timezone)
    due = datetime.combine(local.date(), expected.digest_at, expected.timezone) + DIGEST_GRACE
    if local < due or (found.newest_digest is not None and found.newest_digest >= local.date()):
        return []
    return ["The digest of today was not written"]


def _for_a_person(found: Vitals, expected: Expectations) -> list[str]:
    words = []
    if 0 < expected.recipients_per_day <= found.left_in_a_day:
        words.append("The day's recipients are used up ([smtp] recipients_per_day): letters wait")
    if found.is_paused:
        words.append("Letters are paused: mail is taken and decided, nothing leaves")
    if found.shelved:
        words.append(f"{found.shelved} mail(s) are shelved: fpp-bot quarantine list")
    if held := found.letters.get("held", 0):
        words.append(f"{held} letter(s) are held back by a limit: look at them, then fpp-bot letters release")
    if bounced := found.letters.get("bounced", 0):
        words.append(f"{bounced} letter(s) bounced: call their readers, then fpp-bot letters settle")
    return words


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
