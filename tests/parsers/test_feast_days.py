"""Days told by a holiday or by their place in a month (D9)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsers.dates import read_dates

OFFICE = ZoneInfo("America/Los_Angeles")


def days(text: str, received: str = "2026-11-17") -> list[str]:
    """Each reading as its days, a doubtful one led by its problem."""
    at = datetime.fromisoformat(f"{received}T09:00:00").replace(tzinfo=OFFICE)
    return [
        " ".join([*([one.problem] if one.problem else []), *map(str, one.days)])
        for one in read_dates(text, at)
    ]


@pytest.mark.parametrize(
    ("text", "received", "day"),
    [
        ("the Monday after Thanksgiving", "2026-11-17", "2026-11-30"),
        ("the Monday after Thanksgiving", "2026-11-28", "2026-11-30"),
        ("Wednesday before Thanksgiving", "2026-11-17", "2026-11-25"),
        ("Tuesday of Thanksgiving week", "2026-11-17", "2026-11-24"),
        ("the day after MLK", "2027-01-14", "2027-01-19"),
        ("Dale New Year's Day", "2026-12-28", "2027-01-01"),
        ("the day after New Year's", "2026-12-28", "2027-01-02"),
        ("on Christmas Eve", "2026-12-15", "2026-12-24"),
        ("Tuesday following Presidents' Day", "2027-02-09", "2027-02-16"),
        ("the first Monday in December", "2026-11-17", "2026-12-07"),
        ("last Friday of May 2027", "2027-05-03", "2027-05-28"),
    ],
)
def test_a_day_is_counted_from_its_holiday(text: str, received: str, day: str) -> None:
    assert days(text, received) == [day]


@pytest.mark.parametrize(
    "text",
    ["Happy New Year!", "Merry Christmas", "3300 NE MLK Blvd", "sometime after Thanksgiving"],
)
def test_a_season_is_no_day(text: str) -> None:
    assert days(text) == []


def test_the_monday_after_next_may_be_two_days() -> None:
    assert days("the Monday after next") == ["ambiguous 2026-11-23 2026-11-30"]


def test_a_week_is_several_days() -> None:
    assert days("the week after Thanksgiving")[0].startswith("ambiguous 2026-11-30")
