"""Dates and times as people write them (D9)."""

from __future__ import annotations

import time as clock
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.dates import read_dates, read_times

OFFICE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, 8, 14, tzinfo=OFFICE)


def at(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=OFFICE)


def shown(text: str, received: datetime = MONDAY) -> list[str]:
    """Each reading as its days, or its problem and its days."""
    return [
        "/".join([*([one.problem] if one.problem else []), *(str(day) for day in one.days)])
        for one in read_dates(text, received)
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/4", "2026-03-04"),
        ("Drew 3/4", "2026-03-04"),
        ("Andrew 3/4", "2026-03-04"),
        ("Please confirm 3/4 with Alex", "2026-03-04"),
        ("now 3/4", "2026-03-04"),
        ("review 3/4", "2026-03-04"),
        ("counterpart 3/5 please", "2026-03-05"),
        ("any part 3/4", "2026-03-04"),
        ("Drew 3/5", "2026-03-05"),
        ("03/04/26", "2026-03-04"),
        ("3-4-2026", "2026-03-04"),
        ("3.4.26", "2026-03-04"),
        ("2026-03-04", "2026-03-04"),
        ("2026/03/04", "2026-03-04"),
        ("03-04", "2026-03-04"),
        ("Date: 3-4", "2026-03-04"),
        ("March 4", "2026-03-04"),
        ("March 4th, 2026", "2026-03-04"),
        ("March the 4th", "2026-03-04"),
        ("Mar. 4", "2026-03-04"),
        ("MAR 4", "2026-03-04"),
        ("4 March", "2026-03-04"),
        ("4th of March 2026", "2026-03-04"),
        ("04-Mar-26", "2026-03-04"),
        ("Wed Mar 4", "2026-03-04"),
        ("Wednesday, 3/4/2026", "2026-03-04"),
        ("3/4 (Wed)", "2026-03-04"),
        ("Wednesday the 4th", "2026-03-04"),
        ("Wednesday", "2026-03-04"),
        ("weds", "2026-03-04"),
        ("wendesday", "2026-03-04"),
        ("Febuary 27", "2026-02-27"),
        ("this Thursday", "2026-03-05"),
        ("Thursday next week", "2026-03-12"),
        ("next week Thursday", "2026-03-12"),
        ("wed next wk", "2026-03-11"),
        ("a week from Tuesday", "2026-03-10"),
        ("next Monday", "2026-03-09"),
        ("today", "2026-03-02"),
        ("this afternoon", "2026-03-02"),
        ("tomorrow", "2026-03-03"),
        ("tommorow", "2026-03-03"),
        ("day after tomorrow", "2026-03-04"),
        ("in 3 days", "2026-03-05"),
        ("two weeks from today", "2026-03-16"),
        ("the 14th", "2026-03-14"),
        ("on the 1st", "2026-04-01"),
        ("tomorrow (3/3)", "2026-03-03"),
        ("3/4/9999", "9999-03-04"),
        ("2/27", "2026-02-27"),
        ("2/22", "2027-02-22"),
        ("not Tuesday but Thursday works", "2026-03-05"),
        ("can you swing by Thursday", "2026-03-05"),
    ],
)
def test_one_day_is_read(text: str, day: str) -> None:
    assert shown(text) == [day]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Monday", "ambiguous/2026-03-02/2026-03-09"),
        ("the 2nd", "ambiguous/2026-03-02/2026-04-02"),
        ("next Thursday", "ambiguous/2026-03-05/2026-03-12"),
        ("3/4 or 3/5", "ambiguous/2026-03-04/2026-03-05"),
        ("Tuesday at 10 or Wednesday at 2", "ambiguous/2026-03-03/2026-03-04"),
        ("Tue, Wed or Thu", "ambiguous/2026-03-03/2026-03-04/2026-03-05"),
        ("Tues/Wed", "ambiguous/2026-03-03/2026-03-04"),
        ("3/4-3/6", "ambiguous/2026-03-04/2026-03-05/2026-03-06"),
        ("March 4-6", "ambiguous/2026-03-04/2026-03-05/2026-03-06"),
        ("March 4th or 5th", "ambiguous/2026-03-04/2026-03-05"),
        ("10th or 11th of March", "ambiguous/2026-03-10/2026-03-11"),
        ("between Mar 4 and Mar 6", "ambiguous/2026-03-04/2026-03-05/2026-03-06"),
        ("by Thursday", "ambiguous/2026-03-03/2026-03-04/2026-03-05"),
        ("after 3/4", "ambiguous/2026-03-04"),
        ("Thursday or later", "ambiguous/2026-03-05"),
        ("week of 3/9", "ambiguous/2026-03-09"),
        ("today 3/3", "ambiguous/2026-03-02/2026-03-03"),
        ("Tuesday March 4", "weekday_mismatch/2026-03-03/2026-03-04"),
        ("Friday the 5th", "weekday_mismatch/2026-03-05/2026-03-06"),
        ("13/4", "impossible"),
        ("2/30", "impossible"),
        ("Feb 30", "impossible"),
        ("4/31/2026", "impossible"),
        ("2/29", "impossible"),
    ],
)
def test_what_is_not_one_day_says_why(text: str, reading: str) -> None:
    assert shown(text) == [reading]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ASAP",
        "first available",
        "24-012345-000-00-FA",
        "503-555-0142",
        "1220 SW 5th Ave Suite 3/4",
        "24/7 access",
        'use 1/2" pipe and 5/8 gyp',
        "3/4 inch copper",
        "rm 3/4",
        "rev. 3/4",
        "part 3/4",
        "Mechanical w 3/4",
        "12/2 romex",
        "detail 3/A5.1 on sheet A-101",
        "work on the 3rd floor",
        "plans dated 1/15/26",
        "permit issued 2/10/26",
        "the inspection failed on 2/24",
        "We finished framing today",
        "he sat there",
        "unit 1 may be open",
        "office hours Mon-Fri 8-5",
        "we are pouring Friday",
        "please do not cancel tomorrow's visit",
        "CCB 204417, $12,500",
    ],
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert shown(text) == []


def test_and_makes_two_readings() -> None:
    assert shown("3/4 and 3/6") == ["2026-03-04", "2026-03-06"]


def test_december_rolls_over_to_next_year() -> None:
    assert shown("1/4", at("2026-12-28")) == ["2027-01-04"]


def test_january_looks_back_seven_days() -> None:
    assert shown("12/29", at("2027-01-02")) == ["2026-12-29"]


def test_the_29th_of_february_exists_in_a_leap_year() -> None:
    assert shown("2/29", at("2028-02-20")) == ["2028-02-29"]


def test_a_sunday_makes_next_week_two_weeks() -> None:
    assert shown("Tuesday next week", at("2026-03-01")) == ["ambiguous/2026-03-03/2026-03-10"]


@pytest.mark.parametrize(
    ("text", "value", "end"),
    [
        ("10am", "10:00", None),
        ("10 a.m.", "10:00", None),
        ("10:30 AM", "10:30", None),
        ("1030am", "10:30", None),
        ("at 2", "14:00", None),
        ("at 10", "10:00", None),
        ("@ 1:30", "13:30", None),
        ("14:00", "14:00", None),
        ("1400 hrs", "14:00", None),
        ("noon", "12:00", None),
        ("10 o'clock", "10:00", None),
        ("Time: 9", "09:00", None),
        ("Tuesday, 3/3 @ 2", "14:00", None),
        ("10 in the morning", "10:00", None),
        ("8-10", "08:00", "10:00"),
        ("between 9 and 11", "09:00", "11:00"),
        ("8-10am", "08:00", "10:00"),
        ("10-2", "10:00", "14:00"),
        ("10-2pm", "10:00", "14:00"),
        ("1-3pm", "13:00", "15:00"),
        ("9am - noon", "09:00", "12:00"),
        ("3/3 8-10", "08:00", "10:00"),
        ("tomorrow morning", "am", None),
        ("afternoon", "pm", None),
        ("first thing", "am", None),
        ("Tuesday AM", "am", None),
        ("in the PM", "pm", None),
        ("before noon", "am", None),
        ("after lunch", "pm", None),
    ],
)
def test_a_time_is_read(text: str, value: str, end: str | None) -> None:
    (reading,) = read_times(text)
    assert (reading.value, reading.end) == (value, end)


@pytest.mark.parametrize(
    "text",
    [
        "Good morning, need an inspection",
        "Morning!",
        "I am here",
        "AM or PM",
        "24-012345",
        "503-555-0142",
        "1220 SW 5th",
        "suites 8-10",
        "at 3 locations",
        "3-5 people",
        "2-3 hours",
        "1:12 slope",
        "March 4 in words",
        "3-10",
        "Dana, PM at Foo",
    ],
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert read_times(text) == ()


@given(st.dates(date(2026, 2, 23), date(2027, 2, 20)))
def test_a_day_without_a_year_is_the_next_such_day(day: date) -> None:
    assert shown(f"{day.month}/{day.day}") == [str(day)]


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%A, %B %d, %Y", "%a %m/%d/%y"]),
)
def test_a_day_with_its_year_is_that_day_in_every_form(day: date, form: str) -> None:
    assert shown(day.strftime(form)) == [str(day)]


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 23), st.integers(1, 6))
def test_a_weekday_is_at_most_a_week_ahead(received_on: date, hour: int, ahead: int) -> None:
    received = at(str(received_on), hour)
    day = received.date() + timedelta(ahead)
    assert shown(day.strftime("%A"), received) == [str(day)]


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_dates(text, MONDAY)
    read_times(text)


@pytest.mark.parametrize(
    "piece", ["1/2 ", "Tue ", "or ", "3/3 or ", "10-", "2026-", "the 3rd ", "at 10 ", "\u202e"]
)
def test_ten_thousand_characters_take_bounded_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    begin = clock.process_time()
    read_dates(text, MONDAY)
    read_times(text)
    assert clock.process_time() - begin < 20


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 5 2027", "2027-03-05"),
        ("Mar 5 2025", "2025-03-05"),
        ("March fifth", "2026-03-05"),
        ("the nineteenth of March, 2026", "2026-03-19"),
        ("jueves 5 de marzo", "2026-03-05"),
        ("mañana", "2026-03-03"),
        ("Thursday - sorry, I mean Friday 3/6", "2026-03-06"),
        ("Can you come Thursday? Scratch that, make it Friday", "2026-03-06"),
        ("4th floor 3/6 framing", "2026-03-06"),
        ("4th floor\n3/6: framing", "2026-03-06"),
        ("Pope 3-16", "2026-03-16"),
        ("14th if you can", "2026-03-14"),
        ("3/6 (rev. of 3/5 plans)", "2026-03-06"),
        ("Feb 12\nCreated by Ana Bright on 2/26/2026", "2027-02-12"),
        ("Corrections from your 2/27 visit are done, please come 3/6", "2026-03-06"),
    ],
)
def test_the_one_day_that_is_meant_is_read(text: str, day: str) -> None:
    assert shown(text) == [day]


@pytest.mark.parametrize("text", ["en la mañana", "24th and Burnside", "24th floor", "rooms 3-16", "Julio 5"])
def test_words_that_look_like_a_day_name_none(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Thurs 3/5 @ 2p", "14:00"),
        ("10:30a.", "10:30"),
        ("thur 930", "09:30"),
        ("noonish", "12:00"),
        ("Wednesday at nine", "09:00"),
        ("at or about ten o'clock in the morning", "10:00"),
        ("framing 8-10.", "08:00"),
        ("framing, AM.", "am"),
        ("jueves por la tarde", "pm"),
    ],
)
def test_an_hour_is_read_as_people_write_it_in_haste(text: str, time: str) -> None:
    assert [one.value for one in read_times(text)] == [time]


@pytest.mark.parametrize("text", ["Suite 2A", "rooms 8-10.", "at one of the doors", "building 1-3."])
def test_what_counts_something_else_is_no_hour(text: str) -> None:
    assert read_times(text) == ()
