"""Calendar entries read back with the library, their times checked against the system's own zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from bot.letters.calendar_invite import Invitation, calendar_bytes
from bot.letters.calendar_zone import zone_bytes
from parsers.mail import Address

ZONE = ZoneInfo("America/Los_Angeles")


def an_invitation(**changes: object) -> Invitation:
    invitation = Invitation(
        case="FPP-26-000123",
        uid_domain="fpp.example",
        method="REQUEST",
        sequence=0,
        day=date(2026, 3, 10),
        when="09:00",
        summary="FPP inspection: framing",
        location="1120 NW Couch St",
        description="Case: FPP-26-000123\nContact: Lee, 503-555-0142; gate; \\n",
        organizer=Address("inspections@fpp.example", "Facility Permit Program"),
        attendees=(Address("dana.whitcomb@city.example", "Dana Whitcomb"),),
        stamp=datetime(2026, 3, 3, 9, 12, tzinfo=ZONE),
    )
    return replace(invitation, **changes)  # type: ignore[arg-type]


def read(invitation: Invitation) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(calendar_bytes(invitation, ZONE))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return calendar, event


def test_a_wish_is_tentative_and_keeps_nobody_busy() -> None:
    calendar, event = read(an_invitation())
    assert str(calendar["method"]) == "REQUEST"
    assert str(event["uid"]) == "FPP-26-000123@fpp.example"
    assert str(event["status"]) == "TENTATIVE"
    assert str(event["transp"]) == "TRANSPARENT"
    assert event.start == datetime(2026, 3, 10, 9, 0, tzinfo=ZONE)
    assert event.end == datetime(2026, 3, 10, 10, 0, tzinfo=ZONE)
    assert str(event["description"]) == "Case: FPP-26-000123\nContact: Lee, 503-555-0142; gate; \\n"


def test_an_agreed_time_is_confirmed() -> None:
    _, event = read(an_invitation(agreed=True, sequence=2))
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["transp"]) == "OPAQUE"
    assert event["sequence"] == 2


def test_a_cancelled_entry_keeps_its_identity() -> None:
    calendar, event = read(an_invitation(method="CANCEL", sequence=3))
    assert str(calendar["method"]) == "CANCEL"
    assert str(event["status"]) == "CANCELLED"
    assert str(event["uid"]) == "FPP-26-000123@fpp.example"


@pytest.mark.parametrize(
    ("when", "until", "start", "end"),
    [
        ("am", "", "08:00", "12:00"),
        ("pm", "", "12:00", "17:00"),
        ("08:00", "10:00", "08:00", "10:00"),
        ("10:00", "09:00", "10:00", "11:00"),
        ("23:30", "", "23:30", "00:30"),
    ],
)
def test_a_window_is_as_long_as_it_was_asked_for(when: str, until: str, start: str, end: str) -> None:
    _, event = read(an_invitation(when=when, until=until))
    assert (f"{event.start:%H:%M}", f"{event.end:%H:%M}") == (start, end)


def test_no_time_is_the_whole_day_without_a_zone() -> None:
    calendar, event = read(an_invitation(when=""))
    assert event.start == date(2026, 3, 10)
    assert event.end == date(2026, 3, 11)
    assert calendar.timezones == []


def test_people_are_named_and_not_asked_to_answer_by_calendar() -> None:
    _, event = read(an_invitation(attendees=(Address("a@b.example", 'Ann "x"; y, z'),)))
    assert str(event["organizer"]) == "mailto:inspections@fpp.example"
    (attendee,) = event.attendees
    assert str(attendee) == "mailto:a@b.example"
    assert attendee.params["RSVP"] == "FALSE"


def test_lines_are_folded_escaped_and_end_in_crlf() -> None:
    content = calendar_bytes(an_invitation(summary="a\r\nATTENDEE:x " + "é" * 200), ZONE)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.count(b"\r\nATTENDEE") == 1
    assert content.endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("key", ["America/Los_Angeles", "Europe/London", "Australia/Sydney", "Asia/Kolkata"])
def test_a_zone_says_what_the_system_says(key: str) -> None:
    zone = ZoneInfo(key)
    changes = _observances(zone_bytes(key, 2026))
    instant = datetime(2025, 1, 1, tzinfo=UTC)
    while instant < datetime(2028, 12, 31, tzinfo=UTC):
        # RFC 5545: the rule in force is the last one whose onset, by the offset before it, is not after now.
        onsets = [(onset - before, after) for onset, before, after in changes]
        offset = max((pair for pair in onsets if pair[0] <= instant.replace(tzinfo=None)), default=onsets[0])[
            1
        ]
        assert offset == instant.astimezone(zone).utcoffset(), instant
        instant += timedelta(minutes=30 * 37)


def test_spring_and_autumn_change_at_two_by_the_old_clock() -> None:
    onsets = [onset for onset, _, _ in _observances(zone_bytes("America/Los_Angeles", 2026))]
    assert datetime(2026, 3, 8, 2, 0) in onsets  # noqa: DTZ001
    assert datetime(2026, 11, 1, 2, 0) in onsets  # noqa: DTZ001


def _observances(content: bytes) -> list[tuple[datetime, timedelta, timedelta]]:
    calendar: Any = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + content + b"END:VCALENDAR\r\n")
    return [
        (part["dtstart"].dt, part["tzoffsetfrom"].td, part["tzoffsetto"].td)
        for part in calendar.walk()
        if part.name in {"STANDARD", "DAYLIGHT"}
    ]
