"""The office's calendar: on which days it works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

from rules.office import Office

DAY = timedelta(days=1)
SATURDAY = 5
# The library keeps these in the calendar of some states; the City works on them.
WORKED_ON = ("columbus", "indigenous", "lincoln", "election", "christmas eve", "new year's eve")


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working days of one office: not weekends, not holidays of the named calendar, not extra closures."""

    name: str
    extra_closures: frozenset[date] = frozenset()

    @classmethod
    def of(cls, office: Office) -> BusinessCalendar:
        """The calendar that the office's settings name; ValueError, with the known names, for any other."""
        if office.holidays not in CALENDARS:
            known = ", ".join(sorted(CALENDARS))
            raise ValueError(f"unknown holiday calendar {office.holidays!r}; known are: {known}")
        return cls(office.holidays, frozenset(office.extra_closures))

    def is_open(self, day: date) -> bool:
        """Whether the office works that day."""
        if day.weekday() >= SATURDAY or day in self.extra_closures:
            return False
        return day not in _holidays_of(self.name, day.year)

    def next_open(self, day: date) -> date:
        """The first working day strictly after that day (the last day there is, where none follows)."""
        while day < date.max:
            day += DAY
            if self.is_open(day):
                return day
        return day

    def open_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; 0 where `end` is not later."""
        count = 0
        while start < end:
            start += DAY
            count += self.is_open(start)
        return count

    def add_open_days(self, day: date, count: int) -> date:
        """The day `count` working days after that day; the day itself for 0 or less."""
        for _ in range(count):
            day = self.next_open(day)
        return day


@lru_cache(maxsize=256)
def _holidays_of(name: str, year: int) -> frozenset[date]:
    return CALENDARS[name](year)


def _portland(year: int) -> frozenset[date]:
    """City holidays: the library's for Oregon, and by local rule the Friday after Thanksgiving.

    The library observes Saturday holidays on Friday and Sunday ones on Monday, and knows that New Year on
    a Saturday closes December 31 of the year before.
    """
    named = holidays.country_holidays("US", subdiv="OR", years=year, observed=True)
    kept = {day: title.lower() for day, title in named.items()}
    days = {day for day, title in kept.items() if not any(word in title for word in WORKED_ON)}
    days |= {day + DAY for day, title in kept.items() if title.startswith("thanksgiving")}
    return frozenset(days)


def _federal(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", years=year, observed=True))


def _none(_year: int) -> frozenset[date]:
    return frozenset()


CALENDARS: Mapping[str, Callable[[int], frozenset[date]]] = {
    "portland-or": _portland,
    "us-federal": _federal,
    "none": _none,
}
