"""The configuration: one TOML file, checked whole, every mistake named at once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.config_values import (
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
from rules.calendar import BusinessCalendar
from rules.finding import Severity
from rules.office import ChargeRules, Office, PlanLimits

MICROSOFT_365 = "microsoft365"
TOKEN_SECRETS = ("token_secret", "token_secret_previous")
# What to write where a value has another type, in the words of the file.
EXPECTED = {
    "tuple_type": 'an array, in brackets: ["...", "..."]',
    "dict_type": "a table",
    "model_type": "a table",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_too_short": "a text that is not empty",
}


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


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in the file. `key`: dotted, as written in the file; `expected`: what to write instead."""

    key: str
    expected: str


class ConfigurationError(Exception):
    """Every mistake of one file."""

    def __init__(self, file: Path, mistakes: tuple[Mistake, ...]) -> None:
        self.file = file
        self.mistakes = mistakes
        super().__init__("\n".join(f"{file}: {mistake.key}: {mistake.expected}" for mistake in mistakes))


def load(file: Path, *, secrets: bool = True) -> Config:
    """The configuration in that file; with `secrets`, every secret is read to see that it can be.

    Raises ConfigurationError with every mistake. Relative paths in it count from the working directory.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise _unreadable(file, "expected UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(file, f"is not TOML: {error}") from None
    return checked(table, file, secrets=secrets)


def load_for_replay(file: Path) -> Config:
    """The configuration as `replay` needs it: the addresses and what to judge by, no server and no secret.

    Raises ConfigurationError with every mistake.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return load(file, secrets=False)
    boxes = table.get("mailboxes", {})
    for server in (*(boxes.values() if isinstance(boxes, dict) else ()), table.setdefault("smtp", {})):
        if isinstance(server, dict):
            server.setdefault("host", "localhost")
    return checked(table, file, secrets=False)


def _unreadable(file: Path, why: str) -> ConfigurationError:
    return ConfigurationError(file, (Mistake("(the file)", why),))


def checked(table: Mapping[str, Any], file: Path, *, secrets: bool = True) -> Config:
    """The configuration in this table; raises ConfigurationError with every mistake."""
    mistakes = _secret_mistakes(table) if secrets else []
    try:
        config = Config.model_validate(table)
    except ValidationError as error:
        mistakes = [*(_mistake(entry) for entry in error.errors()), *mistakes]
        raise ConfigurationError(file, tuple(mistakes)) from None
    mistakes += _calendar_mistakes(config) + _day_sheet_mistakes(config) + _order_mistakes(config)
    if mistakes:
        raise ConfigurationError(file, tuple(mistakes))
    return config


def _mistake(entry: Any) -> Mistake:
    path = [str(part) for part in entry["loc"] if part != "[key]"]
    key = ".".join(path) or "(the file)"
    if entry["type"] == "extra_forbidden":
        return Mistake(key, _unknown_key(path))
    if entry["type"] == "missing":
        return Mistake(key, "is missing and has no default")
    said = str(entry["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    words = EXPECTED.get(entry["type"], said)
    shown = f" (found {entry['input']!r})" if _may_be_shown(path, entry["input"]) else ""
    return Mistake(key, f"expected {words[0].lower()}{words[1:]}{shown}")


def _may_be_shown(path: list[str], value: object) -> bool:
    is_secret = any("password" in part or "secret" in part for part in path)
    return not is_secret and isinstance(value, str | int | float | bool)


def _unknown_key(path: list[str]) -> str:
    known = _known_keys(path[:-1])
    near = difflib.get_close_matches(path[-1], known, n=1, cutoff=0)
    return f"is not a key here; the nearest one is `{near[0]}`" if near else "is not a key here"


def _known_keys(path: list[str]) -> list[str]:
    model: Any = Config
    for part in path:
        model = model.model_fields[part].annotation
    return list(model.model_fields)


def _calendar_mistakes(config: Config) -> list[Mistake]:
    try:
        BusinessCalendar.of(config.office_rules())
    except ValueError as error:
        return [Mistake("office.holidays", str(error))]
    return []


def _day_sheet_mistakes(config: Config) -> list[Mistake]:
    at, over = config.inspections.day_sheet_at, config.office.day_end
    if at is None or at < over:
        return []
    return [Mistake("inspections.day_sheet_at", f'expected an hour before day_end ({over:%H:%M}), or ""')]


def _order_mistakes(config: Config) -> list[Mistake]:
    """What is well written, but leaves no hour of a day or no sheet that fits."""
    mistakes = []
    if config.office.day_end <= config.office.day_start:
        mistakes.append(
            Mistake("office.day_end", f"expected an hour after day_start ({config.office.day_start:%H:%M})")
        )
    smallest, largest = config.plans.min_sheet_in, config.plans.max_sheet_in
    if any(least > most for least, most in zip(smallest, largest, strict=True)):
        mistakes.append(Mistake("plans.max_sheet_in", f"expected no less than min_sheet_in ({smallest})"))
    return mistakes


def _secret_mistakes(table: Mapping[str, Any]) -> list[Mistake]:
    """Secrets that cannot be read, looked for in the file as written: other mistakes must not hide them."""
    boxes = _table(table, "mailboxes")
    logins = [
        (f"mailboxes.{name}", _table(boxes, name)) for name in ("intake", "inspections") if name in boxes
    ]
    smtp = _table(table, "smtp")
    logins += [("smtp", smtp)] if smtp.get("username") else []
    wanted = [(key, login, "password") for key, login in logins if login.get("auth") != "oauth2"]
    if len(wanted) < len(logins) and not _table(table, "oauth2").get("client_certificate"):
        wanted.append(("oauth2", _table(table, "oauth2"), "client_secret"))
    wanted += [("security", _table(table, "security"), name) for name in TOKEN_SECRETS]
    mistakes = []
    for key, login, name in wanted:
        try:
            find_secret(login, name, needed=name not in TOKEN_SECRETS)
        except SecretMissingError as error:
            mistakes.append(Mistake(f"{key}.{error.key}", error.expected))
    return mistakes


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = table.get(name, {})
    return value if isinstance(value, dict) else {}


class SecretMissingError(Exception):
    """A secret that could not be read; never holds the secret."""

    def __init__(self, key: str, expected: str) -> None:
        self.key, self.expected = key, expected
        super().__init__(f"{key}: {expected}")


def secret_of(table: Table, name: str, *, needed: bool = True) -> str:
    """The secret `name` of a table of the configuration; see `find_secret`."""
    return find_secret(vars(table), name, needed=needed)


def previous_token_secrets(config: Config) -> tuple[str, ...]:
    """The keys before `token_secret`, whose letters are still known as ours: one or several, one a line."""
    written = config.security.token_secret_previous
    if not written:
        written = tuple(secret_of(config.security, "token_secret_previous", needed=False).splitlines())
    return tuple(filter(None, map(str.strip, written)))


def find_secret(table: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    """The secret `name`: written in the table, in a file (`name_file`) or the environment (`name_env`).

    A relative file that does not exist is looked for in systemd's credentials folder. Raises
    SecretMissingError where it is nowhere or cannot be read; empty where there is none and none is needed.
    """
    if table.get(name):
        return str(table[name])
    if table.get(f"{name}_file"):
        return _secret_in(Path(str(table[f"{name}_file"])), f"{name}_file")
    variable = str(table.get(f"{name}_env") or "")
    if variable:
        value = os.environ.get(variable, "")
        if not value:
            raise SecretMissingError(
                f"{name}_env", f"the environment has no {variable}: set it, or name another"
            )
        return value
    if needed:
        raise SecretMissingError(name, f"is missing: set {name}, {name}_file or {name}_env")
    return ""


def _secret_in(file: Path, key: str) -> str:
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if credentials and not file.is_absolute() and not file.exists():
        file = Path(credentials) / file
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise SecretMissingError(
            key, f"cannot read {file}: {reason}; expected a file that holds the secret alone"
        ) from None
    if not value:
        raise SecretMissingError(key, f"{file} is empty; expected a file that holds the secret alone")
    return value


def oauth_secret(config: Config) -> str:
    """The client secret for OAuth 2.0, empty where a certificate stands for it. Raises SecretMissingError."""
    for key in ("token_url", "client_id"):
        if not getattr(config.oauth2, key):
            raise SecretMissingError(key, 'is missing and needed by auth = "oauth2"')
    return secret_of(config.oauth2, "client_secret", needed=config.oauth2.client_certificate is None)
