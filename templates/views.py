"""What the digest shows, as plain values: templates know nothing of the rest of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Tone = Literal["good", "watch", "bad"]


@dataclass(frozen=True, slots=True)
class MailboxHealth:
    """One mailbox: `last_poll` aware, office time; `age_minutes` since then (None: never polled)."""

    name: str
    address: str
    last_poll: datetime | None = None
    age_minutes: int | None = None
    tone: Tone = "good"
    note: str = ""


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One fact about the machine: `label` "Letters held back", `value` "3", `note` what to do about it.

    `items`: what is counted, a line each.
    """

    label: str
    value: str
    tone: Tone = "good"
    note: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """Something that waits for a person. `action` refer, review, shelved, held; `due`: answer promised by then."""

    case: str
    action: str
    kind: str
    sender: str
    subject: str
    received_at: datetime
    finding: str = ""
    finding_code: str = ""
    link: str = ""
    due: date | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many mails of one kind led to each action."""

    kind: str
    accept: int = 0
    ask: int = 0
    reject: int = 0
    refer: int = 0
    record: int = 0
    ignore: int = 0

    @property
    def total(self) -> int:
        return self.accept + self.ask + self.reject + self.refer + self.record + self.ignore


@dataclass(frozen=True, slots=True)
class DoneItem:
    """One mail that was dealt with."""

    received_at: datetime
    case: str
    kind: str
    action: str
    sender: str
    subject: str
    finding: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection on a day's list. `time`: `HH:MM`, `am`, `pm` or empty; `agreed`: by the inspector's word."""

    case: str
    permit_number: str
    address: str
    types: tuple[str, ...] = ()
    time: str = ""
    agreed: bool = False
    building: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_link: str = ""
    urgent: bool = False
    change: str = ""


@dataclass(frozen=True, slots=True)
class InspectorDay:
    """An inspector's inspections of one day, earliest first. `absence`: why he or she is away, if so."""

    inspector: str
    visits: tuple[Visit, ...] = ()
    absence: str = ""


@dataclass(frozen=True, slots=True)
class ChargeItem:
    """One line of the ledger. `status` logged, waived, billed; `reason` late_cancellation, inspector_en_route."""

    charge: str
    case: str
    client: str
    permit_numbers: tuple[str, ...]
    reference_numbers: tuple[str, ...]
    inspector: str
    appointment_start: datetime
    cancelled_at: datetime
    notice_minutes: int
    hours: Decimal
    reason: str
    status: str = "logged"
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class DigestView:
    """The coordinators' page of one day. `tone`, `headline`: the worst of all that follows, in a few words.

    `next_day`: the next working day, whose inspections `next_days_visits` lists. Times are office time.
    """

    office: str
    day: date
    made_at: datetime
    tone: Tone
    headline: str
    mailboxes: tuple[MailboxHealth, ...] = ()
    health: tuple[HealthLine, ...] = ()
    attention: tuple[AttentionItem, ...] = ()
    counts: tuple[KindCount, ...] = ()
    done: tuple[DoneItem, ...] = ()
    done_not_shown: int = 0
    next_day: date | None = None
    next_days_visits: tuple[InspectorDay, ...] = ()
    charges: tuple[ChargeItem, ...] = ()
    hours_charged: Decimal = Decimal(0)
    phone: str = ""

    @property
    def mails(self) -> int:
        return sum(row.total for row in self.counts)

    @property
    def visit_count(self) -> int:
        return sum(len(person.visits) for person in self.next_days_visits)

    @property
    def charges_to_review(self) -> int:
        return sum(charge.needs_review for charge in self.charges)
