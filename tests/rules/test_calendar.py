from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import BusinessCalendar
from rules.office import Office

CALENDAR = BusinessCalendar.of(Office())


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 19),  # Martin Luther King
        date(2026, 2, 16),  # Presidents
        date(2026, 5, 25),  # Memorial: the last Monday of May
        date(2026, 6, 19),  # Juneteenth
        date(2026, 7, 3),  # Independence Day is a Saturday
        date(2026, 9, 7),  # Labor
        date(2026, 11, 11),  # Veterans
        date(2026, 11, 26),  # Thanksgiving
        date(2026, 11, 27),  # the Friday after
        date(2026, 12, 25),
        date(2027, 6, 18),  # Juneteenth is a Saturday
        date(2027, 7, 5),  # Independence Day is a Sunday
        date(2021, 12, 31),  # New Year is a Saturday of the next year
        date(2027, 12, 31),
        date(2023, 1, 2),  # New Year is a Sunday
        date(2026, 3, 7),
        date(2026, 3, 8),
    ],
)
def test_city_holidays_and_weekends_are_closed(day: date) -> None:
    assert not CALENDAR.is_open(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 10, 12),  # Columbus and Indigenous Peoples' Day
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2026, 2, 12),
        date(2026, 11, 3),
        date(2026, 4, 3),
        date(2026, 3, 31),
        date(2026, 11, 30),
        date(2026, 7, 6),
    ],
)
def test_days_of_other_calendars_are_open(day: date) -> None:
    assert CALENDAR.is_open(day)


def test_next_open_day_leaps_a_long_weekend() -> None:
    assert CALENDAR.next_open(date(2026, 11, 25)) == date(2026, 11, 30)


def test_extra_closures_are_closed() -> None:
    calendar = BusinessCalendar.of(Office(extra_closures=(date(2026, 3, 3),)))
    assert calendar.next_open(date(2026, 3, 2)) == date(2026, 3, 4)


def test_unknown_calendar_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match="portland-or"):
        BusinessCalendar.of(replace(Office(), holidays="salem-or"))


def test_the_end_of_the_calendar_is_no_crash() -> None:
    assert CALENDAR.next_open(date.max) == date.max
    assert CALENDAR.is_open(date(1, 1, 1)) in (True, False)


def test_open_days_are_counted_after_the_start_and_with_the_end() -> None:
    assert CALENDAR.open_days_between(date(2026, 3, 6), date(2026, 3, 10)) == 2
    assert CALENDAR.open_days_between(date(2026, 3, 10), date(2026, 3, 6)) == 0
    assert CALENDAR.add_open_days(date(2026, 3, 6), 2) == date(2026, 3, 10)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 20))
def test_adding_and_counting_open_days_agree(day: date, count: int) -> None:
    later = CALENDAR.add_open_days(day, count)
    assert CALENDAR.is_open(later)
    assert CALENDAR.open_days_between(day, later) == count
