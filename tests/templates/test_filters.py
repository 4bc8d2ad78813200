"""How values read."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from templates import filters

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 3, 3), "Tuesday, March 3, 2026"),
        ("2026-12-31", "Thursday, December 31, 2026"),
        ("2026-03-03T08:00:00-08:00", "Tuesday, March 3, 2026"),
        (date.max, "Friday, December 31, 9999"),
        ("next week", "next week"),
    ],
)
def test_a_day_reads_with_its_weekday(value: date | str, words: str) -> None:
    assert filters.day(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("14:00", "2:00 PM"),
        ("00:05", "12:05 AM"),
        (time(12, 0), "12:00 PM"),
        ("am", "in the morning"),
        ("pm", "in the afternoon"),
        ("soon", "soon"),
    ],
)
def test_a_time_reads_as_people_say_it(value: time | str, words: str) -> None:
    assert filters.clock(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [("09:30", " at 9:30 AM"), ("pm", " in the afternoon"), ("", ""), (None, "")]
)
def test_a_time_stands_behind_a_date(value: str | None, words: str) -> None:
    assert filters.at_clock(value) == words


def test_a_moment_keeps_its_own_zone() -> None:
    assert filters.moment(datetime(2026, 11, 1, 1, 30, tzinfo=PACIFIC)) == "Sunday, November 1, 2026, 1:30 AM"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((1, 2, 3, 7), "pages 1 to 3 and 7"),
        ((4,), "page 4"),
        ((2, 1), "pages 1 and 2"),
        ((), ""),
        (None, ""),
        (tuple(range(1, 80, 2)), "pages 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and more"),
    ],
)
def test_pages_read_as_runs(numbers: tuple[int, ...] | None, words: str) -> None:
    assert filters.pages(numbers) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [(("a", "b", "c"), "a, b and c"), (("a", "b"), "a and b"), (("a",), "a"), ((), ""), ("a", "a")],
)
def test_a_list_ends_with_and(items: tuple[str, ...] | str, words: str) -> None:
    assert filters.listed(items) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("600000", "$600,000"),
        (Decimal("1250.5"), "$1,250.50"),
        ("$1,000", "$1,000"),
        ("a lot", "a lot"),
        ("1e999999999", "1e999999999"),
        ("NaN", "NaN"),
    ],
)
def test_dollars_read_as_an_amount(value: Decimal | str, words: str) -> None:
    assert filters.dollars(value) == words


@pytest.mark.parametrize(("value", "words"), [(8.5, "8.5"), (11.0, "11"), (10.6667, "10.67"), ("x", "x")])
def test_inches_read_without_needless_zeros(value: float | str, words: str) -> None:
    assert filters.inches(value) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (61, "1 hour 1 minute"),
        (1439, "23 hours 59 minutes"),
        (1440, "24 hours"),
        (2 * 1440 + 60, "2 days 1 hour"),
        (-5, "5 minutes"),
        (None, "never"),
    ],
)
def test_an_age_reads_in_hours_and_minutes(minutes: int | None, words: str) -> None:
    assert filters.age(minutes) == words


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("a@b.example", "mailto:a@b.example"),
        ("a?cc=x@b.example", "mailto:a%3Fcc%3Dx@b.example"),
        ("javascript:x", ""),
        ("a b@c", ""),
    ],
)
def test_only_an_address_becomes_a_mail_link(value: str, link: str) -> None:
    assert filters.mail_link(value) == link
