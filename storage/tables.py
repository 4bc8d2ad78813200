"""The tables. Rows never leave this package: other packages get the values of `storage.values`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, Index, LargeBinary, MetaData, Numeric, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from storage.moments import as_utc

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC: SQLite keeps no offsets, and a naive one is a mistake of ours."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:  # noqa: ARG002
        return None if value is None else as_utc(value)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:  # noqa: ARG002
        return None if value is None else as_utc(value, naive_is_utc=True)


class MailboxRow(SQLModel, table=True):
    """How far a mailbox has been read."""

    __tablename__ = "mailbox"

    mailbox: str = Field(primary_key=True)
    uid_validity: int
    high_water_uid: int
    screened_below_uid: int = 0
    started_at: datetime = Field(sa_type=Moment)
    last_poll_at: datetime | None = Field(default=None, sa_type=Moment)
    last_error: str = ""


class MessageRow(SQLModel, table=True):
    """One message of a mailbox, from the moment that its original is on disk."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("mailbox", "uid_validity", "uid", "sha256"),
        Index("ix_message_state", "state", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    uid_validity: int
    uid: int
    message_id: str = Field(default="", index=True)
    sha256: str
    content_key: str = Field(index=True)
    size: int
    received_at: datetime = Field(sa_type=Moment)
    stored_at: datetime = Field(sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    state: str = "received"
    attempts: int = 0
    last_error: str = ""
    is_marked: bool = False
    sender: str = Field(default="", index=True)
    subject: str = ""
    kind: str = ""
    action: str = ""
    case_reference: str = Field(default="", index=True)
    main_finding: str = ""
    reason: str = ""
    decision: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    original_removed_at: datetime | None = Field(default=None, sa_type=Moment)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class CaseRow(SQLModel, table=True):
    """One matter with one person: an inspection, an application, a question."""

    __tablename__ = "case"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kind: str
    state: str
    opened_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    sender: str = Field(index=True)
    subject: str = ""
    building: str = Field(default="", index=True)
    permit_number: str = Field(default="", index=True)
    reference_number: str = ""
    submittal: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class EventRow(SQLModel, table=True):
    """The history of a case and of a message: append only."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    message: int | None = Field(default=None, foreign_key="message.id", index=True)
    case_reference: str = Field(default="", index=True)
    what: str
    words: str = ""


class FindingRow(SQLModel, table=True):
    """A finding as it was judged and said. `request`: which request of the mail, -1 = the mail as a whole."""

    __tablename__ = "finding"

    id: int | None = Field(default=None, primary_key=True)
    message: int = Field(foreign_key="message.id", index=True)
    case_reference: str = Field(default="", index=True)
    request: int = -1
    code: str
    severity: str
    file: str | None = None
    place: Any = Field(default=None, sa_type=JSON)
    detail: str = ""
    fix: str | None = None


class InspectionRow(SQLModel, table=True):
    """An inspection asked for: `rules.inspection.facts.Appointment`."""

    __tablename__ = "inspection"
    __table_args__ = (Index("ix_inspection_visit", "inspector", "building", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    case_reference: str = Field(index=True)
    message: int | None = Field(default=None, foreign_key="message.id")
    state: str = Field(index=True)
    requester: str = Field(index=True)
    requester_domain: str = Field(default="", index=True)
    received_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    inspector: str = ""
    day: date | None = Field(default=None, index=True)
    time: str | None = None
    agreed_time: str | None = None
    en_route_at: datetime | None = Field(default=None, sa_type=Moment)
    permit_number: str = Field(default="", index=True)
    building: str = ""
    address: str = ""
    types: list[str] = Field(default_factory=list, sa_type=JSON)
    discipline: str | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = Field(default="", index=True)
    sequence: int = 0
    charged: bool = False
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    result: str | None = None
    declined: list[str] = Field(default_factory=list, sa_type=JSON)
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ChargeRow(SQLModel, table=True):
    """A line of the ledger: append only, each chained by hash to the one before.

    `visit` is unique: one inspector, one building, one day is charged once, whatever arrives twice (D12).
    A waiver is a line of its own with `waives` and no visit.
    """

    __tablename__ = "charge"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    visit: str | None = Field(default=None, unique=True)
    waives: str | None = Field(default=None, unique=True)
    logged_at: datetime = Field(sa_type=Moment, index=True)
    appointment_start: datetime = Field(sa_type=Moment)
    cancelled_at: datetime = Field(sa_type=Moment)
    notice_minutes: int
    hours: Decimal = Field(sa_type=Numeric(8, 2))
    reason: str
    client: str
    responsible_party: str
    building: str
    permit_numbers: list[str] = Field(default_factory=list, sa_type=JSON)
    reference_numbers: list[str] = Field(default_factory=list, sa_type=JSON)
    discipline: str
    inspector: str
    status: str
    needs_review: bool
    explanation: str = ""
    case_reference: str = Field(index=True)
    message: int | None = Field(default=None, foreign_key="message.id")
    message_id: str = ""
    previous_hash: str = ""
    hash: str


class LetterRow(SQLModel, table=True):
    """The outbox. `letter_id` is the Message-ID, fixed before the first attempt to send.

    `other_cases`: what else the letter is about, beside its case.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state", "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    letter_id: str = Field(unique=True)
    message: int | None = Field(default=None, foreign_key="message.id", index=True)
    case_reference: str = Field(default="", index=True)
    other_cases: list[str] | None = Field(default=None, sa_type=JSON)
    purpose: str
    template: str
    recipients: list[str] = Field(sa_type=JSON)
    first_recipient: str = Field(index=True)
    subject: str
    raw: bytes = Field(sa_type=LargeBinary)
    state: str = "due"
    created_at: datetime = Field(sa_type=Moment, index=True)
    not_before: datetime | None = Field(default=None, sa_type=Moment)
    not_after: datetime | None = Field(default=None, sa_type=Moment)
    sending_since: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    attempts: int = 0
    doubts: int = 0
    last_error: str = ""


class CounterRow(SQLModel, table=True):
    """The last number given out of a series (`FPP-26`, `C-26`)."""

    __tablename__ = "counter"

    series: str = Field(primary_key=True)
    last: int


class DigestRow(SQLModel, table=True):
    """The digest of a local day: the unique day makes it one, whatever the timetable does."""

    __tablename__ = "digest"

    day: date = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)


class DaySheetRow(SQLModel, table=True):
    """An inspector's sheet of a local day: unique, whatever the timetable does.

    `is_sent`: False where there was nothing to tell. `listed`: the inspector's visits as they stood then.
    """

    __tablename__ = "day_sheet"

    inspector: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    made_at: datetime = Field(sa_type=Moment)
    is_sent: bool
    listed: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class RegistryRow(SQLModel, table=True):
    """One import of the registry, whole; the newest one counts."""

    __tablename__ = "registry"

    id: int | None = Field(default=None, primary_key=True)
    imported_at: datetime = Field(sa_type=Moment)
    document: str


class SwitchRow(SQLModel, table=True):
    """What a person switched: `letters` paused, with who and when."""

    __tablename__ = "switch"

    name: str = Field(primary_key=True)
    value: str
    by: str = ""
    at: datetime = Field(sa_type=Moment)


class LegalHoldRow(SQLModel, table=True):
    """A case of which nothing may be removed, whatever its age; lifted, the row goes and the history stays."""

    __tablename__ = "legal_hold"

    case_reference: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    by: str
    why: str
