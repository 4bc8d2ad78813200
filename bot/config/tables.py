"""The tables and keys of the configuration file, each with its default."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.config.values import (
    Amount,
    Clock,
    ClockOrNone,
    Day,
    FindingCode,
    MailAddress,
    Number,
    Pair,
    Security,
    Switch,
    TimeZone,
    Whole,
    finding_codes,
    several,
)
from bot.wire import MICROSOFT_HOSTS, is_loopback
from parsers.forms.labels import labels as known_labels
from rules.finding import Severity
from rules.office import ChargeRules, Office, PlanLimits

MICROSOFT_365 = "microsoft365"


class Table(BaseModel):
    """One table of the file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Login(Table):
    """How a server is reached and who we are there."""

    host: str = Field(min_length=1)
    port: Whole = Field(default=0, ge=0, le=65535)
    security: Security = "tls"
    username: str = ""
    auth: Literal["password", "oauth2"] = "password"
    password: str = Field(default="", repr=False)
    password_file: Path | None = None
    password_env: str = ""
    ca_file: Path | None = None

    @field_validator("security")
    @classmethod
    def _is_safe(cls, security: Security, others: ValidationInfo) -> Security:
        host = others.data.get("host")
        if security == "none" and host is not None and not is_loopback(host):
            raise ValueError('"tls" or "starttls": "none" is for servers on this machine only')
        return security


class MailboxConfig(Login):
    """A mailbox that we read."""

    address: MailAddress
    folder: str = "INBOX"
    start: Literal["baseline", "all"] = "baseline"
    poll_seconds: Number = Field(default=20, gt=0)
    idle: Switch = True
    done_keyword: str = "FppBotDone"
    done_folder: str = ""

    @property
    def login_name(self) -> str:
        """Who we are there: the address, where no other name is given."""
        return self.username or self.address


class Mailboxes(Table):
    intake: MailboxConfig
    inspections: MailboxConfig


class SmtpConfig(Login):
    """The server that takes our letters."""

    sender_name: str = "Facility Permit Program"
    per_minute: Whole = Field(default=30, ge=0)
    connections: Whole = Field(default=3, ge=1, le=20)
    recipients_per_day: Whole = Field(default=10_000, ge=0)


class OAuth2Config(Table):
    token_url: str = ""
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    client_secret_file: Path | None = None
    client_secret_env: str = ""
    client_secret_expires: Day | None = None
    client_certificate: Path | None = None
    scope: str = "https://outlook.office365.com/.default"

    @model_validator(mode="after")
    def _has_one_credential(self) -> Self:
        if self.client_certificate is None:
            return self
        if self.client_secret or self.client_secret_file or self.client_secret_env:
            raise ValueError("a client_secret or a client_certificate, not both")
        if self.token_url and urlsplit(self.token_url).hostname not in MICROSOFT_HOSTS:
            raise ValueError("a client_secret*: client_certificate is for Microsoft's token endpoints only")
        return self


class StorageConfig(Table):
    url: str = "sqlite:///var/fpp-bot.db"
    messages_dir: Path = Path("var/messages")


class OfficeConfig(Table):
    timezone: TimeZone = ZoneInfo("America/Los_Angeles")
    day_start: Clock = time(8, 0)
    day_end: Clock = time(17, 0)
    holidays: str = "portland-or"
    extra_closures: tuple[Day, ...] = ()
    phone: str = "503-823-5996"
    coordinators: tuple[MailAddress, ...] = ()
    answer_days: Whole = Field(default=2, ge=1)


class InspectionsConfig(Table):
    late_cancellation_hours: Amount = Field(default=Decimal(24), ge=0)
    same_day_cutoff: Clock = time(7, 0)
    horizon_days: Whole = Field(default=60, ge=1)
    reschedule_counts_as_cancellation: Switch = False
    day_sheet_at: ClockOrNone = time(6, 45)


class ChargesConfig(Table):
    late_cancellation: Amount = Field(default=Decimal("0.25"), ge=0)
    en_route: Amount = Field(default=Decimal("0.50"), ge=0)
    en_route_adds: Switch = False
    hourly_rates: dict[Day, Annotated[Amount, Field(ge=0)]] = Field(default_factory=dict)


class PlansConfig(Table):
    page_limit: Whole = Field(default=29, ge=1)
    min_sheet_in: Pair = (11, 17)
    max_sheet_in: Pair = (36, 48)
    tolerance_in: Number = Field(default=0.125, ge=0)


class DigestConfig(Table):
    at: Clock = time(6, 30)
    to: tuple[MailAddress, ...] = ()


class SecurityConfig(Table):
    trusted_authserv_id: str = ""
    unauthenticated: Literal["refer", "accept"] = "refer"
    token_secret: str = Field(default="", repr=False)
    token_secret_file: Path | None = None
    token_secret_env: str = ""
    token_secret_previous: Annotated[tuple[str, ...], BeforeValidator(several)] = Field(
        default=(), repr=False
    )
    token_secret_previous_file: Path | None = None
    token_secret_previous_env: str = ""


class LimitsConfig(Table):
    letters_per_hour: Whole = Field(default=500, ge=0)
    letters_per_sender_per_hour: Whole = Field(default=30, ge=0)
    letters_per_sender_per_day: Whole = Field(default=100, ge=0)
    letters_per_case_per_day: Whole = Field(default=20, ge=0)
    message_mb: Number = Field(default=60, ge=0)
    attachment_mb: Number = Field(default=40, ge=0)
    pdf_seconds: Number = Field(default=100, ge=0)
    mail_seconds: Number = Field(default=300, ge=0)
    pdf_memory_mb: Whole = Field(default=2048, ge=0)


class RetentionConfig(Table):
    """How many days each kind of data is kept, counted from when nothing changed any more; 0 = for ever."""

    originals_days: Whole = Field(default=0, ge=0)
    letters_days: Whole = Field(default=0, ge=0)
    cases_days: Whole = Field(default=0, ge=0)
    charges_days: Whole = Field(default=0, ge=0)
    registry_days: Whole = Field(default=0, ge=0)
    quiet_days: Whole = Field(default=0, ge=0)


class OcrConfig(Table):
    """The program that reads letters in scans, by name or path; "" or not installed: a person reads them."""

    program: str = "tesseract"


class FormsConfig(Table):
    """What the fields of forms are called here as well: a file of the shape of parsers/forms/labels.toml."""

    labels: Path | None = None

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        try:
            known_labels(self.more_labels)
        except OSError as error:
            raise ValueError(f"a file that can be read: {error.strerror}") from None
        return self

    @property
    def more_labels(self) -> str:
        """The file's text, "" where there is none. Raises OSError where it cannot be read."""
        return self.labels.read_text("utf-8") if self.labels is not None else ""


class HealthConfig(Table):
    """Where the outside may see that all is well."""

    listen: str = "127.0.0.1:9464"
    beyond_loopback: Switch = False
    alive_file: Path | None = None
    missed_polls: Whole = Field(default=15, ge=2)

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        place = self.place
        if place and not self.beyond_loopback and not is_loopback(place[0]):
            raise ValueError(
                "listen on 127.0.0.1 or [::1]; for another address set beyond_loopback = true "
                "(there is no login, and error texts name servers and mailboxes)"
            )
        return self

    @property
    def place(self) -> tuple[str, int] | None:
        """Host and port, None where nothing is to listen. Raises ValueError where it is neither."""
        if not self.listen:
            return None
        host, colon, port = self.listen.rpartition(":")
        if not (colon and host and port.isdecimal() and int(port) <= 65535):
            raise ValueError('listen as "HOST:PORT", such as "127.0.0.1:9464", or "" for none')
        return host.strip("[]"), int(port)


class Config(Table):
    """The whole file."""

    mailboxes: Mailboxes
    smtp: SmtpConfig
    oauth2: OAuth2Config = OAuth2Config()
    storage: StorageConfig = StorageConfig()
    office: OfficeConfig = OfficeConfig()
    inspections: InspectionsConfig = InspectionsConfig()
    charges: ChargesConfig = ChargesConfig()
    plans: PlansConfig = PlansConfig()
    severity: Annotated[dict[FindingCode, Severity], BeforeValidator(finding_codes)] = Field(
        default_factory=dict
    )
    digest: DigestConfig = DigestConfig()
    security: SecurityConfig = SecurityConfig()
    limits: LimitsConfig = LimitsConfig()
    retention: RetentionConfig = RetentionConfig()
    ocr: OcrConfig = OcrConfig()
    forms: FormsConfig = FormsConfig()
    health: HealthConfig = HealthConfig()

    def office_rules(self) -> Office:
        """The settings that rules may know, as their value."""
        office, inspections, charges, plans = self.office, self.inspections, self.charges, self.plans
        return Office(
            timezone=office.timezone,
            day_start=office.day_start,
            day_end=office.day_end,
            holidays=office.holidays,
            extra_closures=office.extra_closures,
            phone=office.phone,
            coordinators=office.coordinators,
            answer_days=office.answer_days,
            late_cancellation_hours=inspections.late_cancellation_hours,
            same_day_cutoff=inspections.same_day_cutoff,
            horizon_days=inspections.horizon_days,
            reschedule_counts_as_cancellation=inspections.reschedule_counts_as_cancellation,
            charges=ChargeRules(
                late_cancellation=charges.late_cancellation,
                en_route=charges.en_route,
                en_route_adds=charges.en_route_adds,
                hourly_rates=tuple(sorted(charges.hourly_rates.items())),
            ),
            plans=PlanLimits(
                page_limit=plans.page_limit,
                min_sheet_in=plans.min_sheet_in,
                max_sheet_in=plans.max_sheet_in,
                tolerance_in=plans.tolerance_in,
            ),
            severity=self.severity,
        )
