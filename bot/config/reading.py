"""The configuration file, read and checked whole: every mistake is named at once."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.secrets import SecretMissingError, find_secret
from bot.config.tables import Config
from rules.calendar import BusinessCalendar

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
