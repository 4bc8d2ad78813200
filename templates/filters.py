"""How values read in a letter: dates with their weekday, times with AM and PM, lists with an "and"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from urllib.parse import quote

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DISCIPLINES = {
    "building": "building",
    "mechanical": "mechanical",
    "electrical": "electrical",
    "plumbing": "plumbing",
    "fire": "fire",
}
HALF_DAYS = {"am": "in the morning", "pm": "in the afternoon"}
PLAIN_ADDRESS = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,255}")
NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")


def day(value: date | datetime | str) -> str:
    """`2026-03-03` -> "Tuesday, March 3, 2026". What is no date comes back as it was."""
    when = _date(value)
    return str(value) if when is None else f"{WEEKDAYS[when.weekday()]}, {short_day(when)}, {when.year}"


def short_day(value: date | datetime | str) -> str:
    """`2026-03-03` -> "March 3"."""
    when = _date(value)
    return str(value) if when is None else f"{MONTHS[when.month - 1]} {when.day}"


def clock(value: time | datetime | str) -> str:
    """`14:00` -> "2:00 PM"; `am` and `pm` -> "in the morning" and "in the afternoon"."""
    if isinstance(value, str) and value.lower() in HALF_DAYS:
        return HALF_DAYS[value.lower()]
    at = _time(value)
    if at is None:
        return str(value)
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def at_clock(value: time | datetime | str | None) -> str:
    """ " at 2:00 PM", " in the morning", or nothing where no time is given: to stand behind a date."""
    if not value:
        return ""
    words = clock(value)
    return f" {words}" if words.startswith("in ") else f" at {words}"


def moment(value: datetime | str) -> str:
    """An aware datetime or ISO string, in its own zone -> "Tuesday, March 3, 2026, 2:00 PM"."""
    when = _datetime(value)
    return str(value) if when is None else f"{day(when)}, {clock(when.time())}"


def short_moment(value: datetime | str) -> str:
    """An aware datetime or ISO string, in its own zone -> "March 3, 2:00 PM"."""
    when = _datetime(value)
    return str(value) if when is None else f"{short_day(when)}, {clock(when.time())}"


def age(minutes: int | None) -> str:
    """Whole minutes -> "3 minutes", "2 hours 5 minutes", "4 days"."""
    if minutes is None:
        return "never"
    total = abs(int(minutes))
    days, rest = divmod(total, 24 * 60)
    hours, left = divmod(rest, 60)
    if days >= 2:
        return _counted(days, "day") + (f" {_counted(hours, 'hour')}" if hours and days < 7 else "")
    hours += 24 * days
    if not hours:
        return _counted(left, "minute")
    return _counted(hours, "hour") + (f" {_counted(left, 'minute')}" if left else "")


def pages(value: Iterable[int] | int | str | None) -> str:
    """`(1, 2, 3, 7)` -> "pages 1 to 3 and 7"; one page -> "page 4"."""
    if value is None or isinstance(value, str):
        return value or ""
    numbers = sorted({int(number) for number in ([value] if isinstance(value, int) else value)})
    if not numbers:
        return ""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [word for run in runs for word in _run(run)]
    return f"{'page' if len(numbers) == 1 else 'pages'} {_shortened(words)}"


def listed(value: Iterable[object] | str | None, last: str = "and") -> str:
    """`("a", "b", "c")` -> "a, b and c"; the word before the last may be another (`listed("or")`)."""
    if value is None or isinstance(value, str):
        return value or ""
    words = [str(item) for item in value]
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def inches(value: float | str) -> str:
    """`8.5` -> "8.5", `11.0` -> "11", `10.666` -> "10.67"."""
    try:
        return f"{float(value):.2f}".rstrip("0").rstrip(".")
    except (TypeError, ValueError, OverflowError):
        return str(value)


def plain(value: Decimal | float | str) -> str:
    """A number without needless zeros: `24.00` -> "24", `0.50` -> "0.5"."""
    return inches(str(value))


def dollars(value: Decimal | float | str) -> str:
    """`600000` -> "$600,000", `"1250.5"` -> "$1,250.50". What is no amount comes back as it was."""
    try:
        amount = Decimal(str(value).strip().lstrip("$").replace(",", "")).quantize(Decimal("0.01"))
    except (InvalidOperation, ValueError):
        return str(value)
    if not amount.is_finite():
        return str(value)
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def hours(value: Decimal | float | str) -> str:
    """`0.25` -> "0.25 hours", `1` -> "1.00 hours": as on a statement."""
    try:
        return f"{Decimal(str(value)):.2f} hours"
    except (InvalidOperation, ValueError):
        return str(value)


def phone(value: str | None) -> str:
    """`+15035550123` -> "503-555-0123"; others as they are."""
    match = NORTH_AMERICAN.fullmatch(value or "")
    return "-".join(match.groups()) if match else value or ""


def mail_link(value: str) -> str:
    """An address -> the `mailto:` link to it; nothing for what is no plain address."""
    return f"mailto:{quote(value, safe='@')}" if PLAIN_ADDRESS.fullmatch(value) else ""


def file_size(value: int) -> str:
    """Bytes -> "340 KB", "4.2 MB"."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB" if value else "0 KB"
    return f"{value / 1_000_000:.1f} MB"


def counted(value: int, one: str, many: str = "") -> str:
    """`1, "request"` -> "1 request"; `2, "request"` -> "2 requests"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def ending(file: str | None) -> str:
    """`"A1 plans.DWG"` -> "dwg": what a file's name ends in; nothing where it has no ending."""
    _, dot, last = (file or "").rpartition(".")
    return last.strip().lower() if dot and len(last) <= 10 else ""


def capital(value: str) -> str:
    """The first letter in upper case, the rest untouched."""
    return value[:1].upper() + value[1:]


def _counted(value: int, word: str) -> str:
    return counted(value, word)


def _run(run: list[int]) -> list[str]:
    return [str(number) for number in run] if len(run) < 3 else [f"{run[0]} to {run[-1]}"]


def _shortened(words: list[str], most: int = 12) -> str:
    if len(words) <= most:
        return listed(words)
    return f"{', '.join(words[:most])} and more"


def _date(value: date | datetime | str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    when = _datetime(value)
    return when.date() if when else None


def _datetime(value: datetime | str) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _time(value: time | datetime | str) -> time | None:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        return None
