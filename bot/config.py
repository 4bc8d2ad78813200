"""The configuration: one TOML file, checked whole, every mistake named at once."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from rules.calendar import BusinessCalendar
from rules.finding import Severity
from rules.office import ChargeRules, Office, PlanLimits
from rules.policy import DEFAULTS

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MICROSOFT_365 = "microsoft365"


def _clock(value: object) -> object:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError('a time of day as "HH:MM"')


def _address(value: str) -> str:
    local, at, domain = value.strip().rpartition("@")
    if not (at and local and domain) or any(c.isspace() for c in value.strip()):
        raise ValueError("a mail address, name@domain")
    return value.strip().lower()


def _timezone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError('a time zone such as "America/Los_Angeles"') from None


def _finding_code(value: str) -> str:
    if value in DEFAULTS:
        return value
    near = difflib.get_close_matches(value, DEFAULTS, 1, 0)[0]
    raise ValueError(f"a finding's code; the nearest one is `{near}`")


Clock = Annotated[time, BeforeValidator(_clock)]
MailAddress = Annotated[str, AfterValidator(_address)]
FindingCode = Annotated[str, AfterValidator(_finding_code)]
Security = Literal["tls", "starttls", "none"]
Pair = tuple[float, float]


class Table(BaseModel):
    """One table of the file: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Login(Table):
    """How a server is reached and who we are there."""

    host: str = Field(min_length=1)
    port: int = Field(default=0, ge=0, le=65535)
    security: Security = "tls"
    username: str = ""
    auth: Literal["password", "oauth2"] = "password"
    password: str = Field(default="", repr=False)
    password_file: Path | None = None
    password_env: str = ""
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError(
                'security = "none" is for servers on this machine only; use "tls" or "starttls" here'
            )
        return self


class MailboxConfig(Login):
    """A mailbox that we read."""

    address: MailAddress
    folder: str = "INBOX"
    start: Literal["baseline", "all"] = "baseline"
    poll_seconds: float = Field(default=20, gt=0)
    idle: bool = True
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
    per_minute: int = Field(default=30, ge=0)
    connections: int = Field(default=3, ge=1, le=20)


class OAuth2Config(Table):
    token_url: str = ""
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    client_secret_file: Path | None = None
    client_secret_env: str = ""
    scope: str = "https://outlook.office365.com/.default"


class StorageConfig(Table):
    url: str = "sqlite:///var/fpp-bot.db"
    messages_dir: Path = Path("var/messages")


class OfficeConfig(Table):
    timezone: Annotated[ZoneInfo, BeforeValidator(_timezone)] = ZoneInfo("America/Los_Angeles")
    day_start: Clock = time(8, 0)
    day_end: Clock = time(17, 0)
    holidays: str = "portland-or"
    extra_closures: tuple[date, ...] = ()
    phone: str = "503-823-5996"
    coordinators: tuple[MailAddress, ...] = ()
    answer_days: int = Field(default=2, ge=1)


class InspectionsConfig(Table):
    late_cancellation_hours: Decimal = Field(default=Decimal(24), ge=0)
    same_day_cutoff: Clock = time(7, 0)
    horizon_days: int = Field(default=60, ge=1)
    reschedule_counts_as_cancellation: bool = False


class ChargesConfig(Table):
    late_cancellation: Decimal = Field(default=Decimal("0.25"), ge=0)
    en_route: Decimal = Field(default=Decimal("0.50"), ge=0)
    en_route_adds: bool = False
    hourly_rates: dict[date, Decimal] = Field(default_factory=dict)


class PlansConfig(Table):
    page_limit: int = Field(default=29, ge=1)
    min_sheet_in: Pair = (11, 17)
    max_sheet_in: Pair = (36, 48)
    tolerance_in: float = Field(default=0.125, ge=0)


class DigestConfig(Table):
    at: Clock = time(6, 30)
    to: tuple[MailAddress, ...] = ()


class SecurityConfig(Table):
    trusted_authserv_id: str = ""
    unauthenticated: Literal["refer", "accept"] = "refer"
    token_secret: str = Field(default="", repr=False)
    token_secret_file: Path | None = None
    token_secret_env: str = ""


class LimitsConfig(Table):
    letters_per_hour: int = Field(default=500, ge=0)
    letters_per_sender_per_hour: int = Field(default=30, ge=0)
    letters_per_case_per_day: int = Field(default=20, ge=0)
    message_mb: float = Field(default=60, ge=0)
    attachment_mb: float = Field(default=40, ge=0)
    pdf_seconds: float = Field(default=100, ge=0)
    pdf_memory_mb: int = Field(default=2048, ge=0)


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
    severity: dict[FindingCode, Severity] = Field(default_factory=dict)
    digest: DigestConfig = DigestConfig()
    security: SecurityConfig = SecurityConfig()
    limits: LimitsConfig = LimitsConfig()

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
        table = tomllib.loads(file.read_text(encoding="utf-8"))
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
        table = tomllib.loads(file.read_text(encoding="utf-8"))
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
    mistakes += _calendar_mistakes(config)
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
    words = str(entry["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
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


def _secret_mistakes(table: Mapping[str, Any]) -> list[Mistake]:
    """Secrets that cannot be read, looked for in the file as written: other mistakes must not hide them."""
    boxes = _table(table, "mailboxes")
    logins = [
        (f"mailboxes.{name}", _table(boxes, name)) for name in ("intake", "inspections") if name in boxes
    ]
    smtp = _table(table, "smtp")
    logins += [("smtp", smtp)] if smtp.get("username") else []
    wanted = [(key, login, "password") for key, login in logins if login.get("auth") != "oauth2"]
    if len(wanted) < len(logins):
        wanted.append(("oauth2", _table(table, "oauth2"), "client_secret"))
    wanted.append(("security", _table(table, "security"), "token_secret"))
    mistakes = []
    for key, login, name in wanted:
        try:
            find_secret(login, name, needed=name != "token_secret")
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
    """The client secret for OAuth 2.0. Raises SecretMissingError."""
    for key in ("token_url", "client_id"):
        if not getattr(config.oauth2, key):
            raise SecretMissingError(key, 'is missing and needed by auth = "oauth2"')
    return secret_of(config.oauth2, "client_secret")
