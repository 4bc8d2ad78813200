"""What a value of the configuration may be: its types, each saying what is expected."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AllowInfNan, BeforeValidator, Field, Strict

from rules.policy import DEFAULTS

CLOCK = re.compile(r"\d\d:\d\d")


def _clock(value: object) -> object:
    if isinstance(value, str) and CLOCK.fullmatch(value):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError('a time of day as "HH:MM"')


def _clock_or_none(value: object) -> object:
    return None if value == "" else _clock(value)


def several(value: object) -> object:
    """One word or an array of them, as an array."""
    return tuple(filter(None, (value,))) if isinstance(value, str) else value


def _number(value: object) -> object:
    """Numbers are written without quotation marks."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    raise ValueError("a number")


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a date such as 2026-12-24")


def finding_codes(table: object) -> object:
    """The table of severities, where a code was written without quotation marks too: TOML parts it at its dot."""
    if not isinstance(table, dict):
        return table
    flat: dict[str, object] = {}
    for name, value in table.items():
        parts = value if isinstance(value, dict) else {}
        flat |= {f"{name}.{rest}": severity for rest, severity in parts.items()} or {name: value}
    return flat


def _address(value: str) -> str:
    local, at, domain = value.strip().rpartition("@")
    if not (at and local and domain) or any(c.isspace() for c in value.strip()):
        raise ValueError("a mail address, name@domain")
    return value.strip().lower()


def _short_side_first(sides: tuple[float, float]) -> tuple[float, float]:
    return min(sides), max(sides)


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


Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), AllowInfNan(False)]
Amount = Annotated[Decimal, BeforeValidator(_number)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(_timezone)]
Switch = Annotated[bool, Strict()]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock)]
ClockOrNone = Annotated[time | None, BeforeValidator(_clock_or_none)]
MailAddress = Annotated[str, AfterValidator(_address)]
FindingCode = Annotated[str, AfterValidator(_finding_code)]
Security = Literal["tls", "starttls", "none"]
Inches = Annotated[Number, Field(gt=0)]
Pair = Annotated[tuple[Inches, Inches], AfterValidator(_short_side_first)]
