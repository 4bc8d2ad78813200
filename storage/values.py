"""What other packages see of the database: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

MessageState = Literal["received", "decided", "shelved", "dropped"]
DECIDED = "decided"
LetterState = Literal["due", "sending", "sent", "refused", "held", "undecidable", "bounced", "dropped"]
# What did not reach its reader; a person sees to it.
LOST: tuple[LetterState, ...] = ("refused", "undecidable", "bounced")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a mailbox was read.

    `started_at`: our first start. `screened_below_uid`: set when a mailbox was rebuilt; below it, mail received
    before our first start is baseline and never answered.
    """

    uid_validity: int
    high_water_uid: int
    started_at: datetime
    screened_below_uid: int = 0


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message whose original is durable on disk under its `sha256`. `problem`: why it is not whole.

    `is_marked`: the server shows it as done. We did that, before this record was put back from a backup.
    """

    mailbox: str
    uid_validity: int
    uid: int
    message_id: str
    sha256: str
    content_key: str
    size: int
    received_at: datetime
    problem: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message on record. `attempts`: how often it was tried and failed.

    `is_marked`: the server shows it as done; of a message not decided yet, that it was answered before.
    """

    id: int
    mailbox: str
    uid: int
    message_id: str
    sha256: str
    content_key: str
    size: int
    received_at: datetime
    stored_at: datetime
    state: str
    attempts: int = 0
    last_error: str = ""
    is_marked: bool = False
    sender: str = ""
    subject: str = ""
    kind: str = ""
    action: str = ""
    case: str = ""
    main_finding: str = ""
    reason: str = ""
    decided_at: datetime | None = None
    decision: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A judged finding with the words that were sent. `request`: index in the mail, -1 = the mail itself."""

    code: str
    severity: str
    request: int = -1
    file: str | None = None
    where: str | tuple[int, ...] | None = None
    detail: str = ""
    fix: str | None = None
    case: str = ""


@dataclass(frozen=True, slots=True)
class CaseOnRecord:
    """One case. `submittal`: what an application's documents said, kept for corrections that join it."""

    reference: str
    kind: str
    state: str
    opened_at: datetime
    sender: str
    subject: str = ""
    building: str = ""
    permit_number: str = ""
    reference_number: str = ""
    submittal: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of history."""

    at: datetime
    what: str
    words: str
    case: str = ""
    message: int | None = None


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter for the outbox, complete: `raw` bears the Message-ID `letter_id`.

    `dropped_because`: why it is only for the record. `not_after`: when it has become useless; None: never.
    `other_cases`: what else it is about.
    """

    letter_id: str
    purpose: str
    template: str
    recipients: tuple[str, ...]
    subject: str
    raw: bytes
    case: str = ""
    message: int | None = None
    held_because: str = ""
    dropped_because: str = ""
    not_after: datetime | None = None
    other_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A letter of the outbox; `raw` is empty in listings."""

    id: int
    letter_id: str
    purpose: str
    template: str
    recipients: tuple[str, ...]
    subject: str
    state: str
    created_at: datetime
    raw: bytes = b""
    case: str = ""
    message: int | None = None
    attempts: int = 0
    last_error: str = ""
    sent_at: datetime | None = None
    other_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the ledger. `hash` chains it to the line before."""

    number: str
    logged_at: datetime
    appointment_start: datetime
    cancelled_at: datetime
    notice_minutes: int
    hours: Decimal
    reason: str
    client: str
    responsible_party: str
    building: str
    permit_numbers: tuple[str, ...]
    reference_numbers: tuple[str, ...]
    discipline: str
    inspector: str
    status: str
    needs_review: bool
    case: str
    message_id: str
    explanation: str = ""
    waives: str | None = None
    previous_hash: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class MailboxHealth:
    """When a mailbox was last read, and what went wrong at the last attempt (empty = nothing)."""

    mailbox: str
    last_poll_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class DigestPeriod:
    """The stretch of time that the digest of a day reports on."""

    day: date
    since: datetime
    until: datetime
