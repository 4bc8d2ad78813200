"""One expression that names a day, and the calendar it counts on."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Problem = Literal["ambiguous", "impossible", "weekday_mismatch"]
Kind = Literal["day", "weekday", "relative", "ordinal", "week"]
DAYS_BACK = 7
"""D9: a day without a year that lies up to so many days back is past, not next year's."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression. `days`: what it may mean, earliest first. `weekday`: 0 ... 6 where only that is said.

    `month`: the first day of the month that was meant, for a number that follows (`March 3-5`).
    """

    start: int
    end: int
    kind: Kind
    days: tuple[date, ...] = ()
    problem: Problem | None = None
    weekday: int | None = None
    month: date | None = None


def next_such_day(month: int, day: int, today: date) -> date | None:
    """The next such day, or the one up to `DAYS_BACK` days ago; None where that year has no such day (D9)."""
    earliest = today - timedelta(days=DAYS_BACK)
    for year in (earliest.year, earliest.year + 1):
        last = monthrange(year, month)[1]
        if date(year, month, min(day, last)) >= earliest:
            return calendar_day(year, month, day)
    return None


def coming(weekday: int, today: date) -> date:
    """The first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """That day; None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dated_atom(
    match: re.Match[str], day: date | None, start: int | None = None, month: date | None = None
) -> Atom:
    """The atom of a match for that day; an impossible one where there is no such day."""
    start = match.start() if start is None else start
    if day is None:
        return Atom(start, match.end(), "day", problem="impossible")
    return Atom(start, match.end(), "day", (day,), month=month or day.replace(day=1))
