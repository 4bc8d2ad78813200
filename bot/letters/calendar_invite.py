"""An inspection as a calendar entry (RFC 5545, RFC 5546): invited, updated, called off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from bot.letters.calendar_zone import zone_bytes
from parsers.mail import Address
from templates.cleaning import one_line, several_lines

PRODUCT = "-//Facility Permit Program//fpp-bot//EN"
NOON = time(12, 0)
ONE_HOUR = timedelta(hours=1)
Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """One inspection for one or more calendars.

    `uid_domain`: makes the case reference unique in the world; entry and updates share it. `sequence` counts the
    changes. `when`: `HH:MM`, `am`, `pm` or empty (the whole day); `until`: `HH:MM`, the end of a window.
    `agreed`: by the inspector's word, else the entry is tentative. `stamp`: when this was decided, aware.
    """

    case: str
    uid_domain: str
    method: Method
    sequence: int
    day: date
    when: str
    summary: str
    location: str
    description: str
    organizer: Address
    attendees: tuple[Address, ...]
    stamp: datetime
    until: str = ""
    agreed: bool = False
    day_start: time = time(8, 0)
    day_end: time = time(17, 0)


def calendar_bytes(invitation: Invitation, timezone: ZoneInfo) -> bytes:
    """The entry as an iTIP object, UTF-8 with CRLF, its times in that zone with the zone's rules beside them."""
    span = _span(invitation, timezone)
    opening, closing = _frame(invitation.method)
    # The zone is the same for every letter of a year: it is made once and set between the head and the event.
    zone = zone_bytes(timezone.key, invitation.day.year) if span else b""
    event, _, end = _event_bytes(replace(invitation, attendees=()), timezone.key).partition(b"END:VEVENT")
    return opening + zone + event + _attendees(invitation.attendees) + b"END:VEVENT" + end + closing


@lru_cache(maxsize=8)
def _event_bytes(invitation: Invitation, timezone: str) -> bytes:
    """The event for nobody in particular: requester and inspector get the same one, each as its attendee."""
    content: bytes = _event(invitation, _span(invitation, ZoneInfo(timezone))).to_ical()
    return content


def _attendees(attendees: tuple[Address, ...]) -> bytes:
    event = Event()
    for attendee in attendees:
        event.add("attendee", _attendee(attendee))
    content: bytes = event.to_ical()
    return content.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


@cache
def _frame(method: Method) -> tuple[bytes, bytes]:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    opening, end, closing = calendar.to_ical().partition(b"END:VCALENDAR")
    return bytes(opening), bytes(end + closing)


def _event(invitation: Invitation, span: tuple[datetime, datetime] | None) -> Event:
    event = Event()
    event.add("uid", f"{invitation.case}@{invitation.uid_domain}")
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp)
    start, end = span or (invitation.day, invitation.day + timedelta(days=1))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", one_line(invitation.summary, 120))
    event.add("location", one_line(invitation.location, 200))
    event.add("description", several_lines(invitation.description))
    event.add("status", _status(invitation))
    # A wish that nobody has agreed to must not make anybody look busy.
    event.add("transp", "OPAQUE" if invitation.agreed and invitation.method == "REQUEST" else "TRANSPARENT")
    event.add("organizer", _person(invitation.organizer))
    return event


def _status(invitation: Invitation) -> str:
    if invitation.method == "CANCEL":
        return "CANCELLED"
    return "CONFIRMED" if invitation.agreed else "TENTATIVE"


def _span(invitation: Invitation, timezone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Start and end in that zone; None for the whole day."""
    if not invitation.when:
        return None
    halves = {"am": (invitation.day_start, NOON), "pm": (NOON, invitation.day_end)}
    if invitation.when in halves:
        first, last = halves[invitation.when]
        return _at(invitation.day, first, timezone), _at(invitation.day, last, timezone)
    first = time.fromisoformat(invitation.when)
    start = _at(invitation.day, first, timezone)
    if invitation.until and time.fromisoformat(invitation.until) > first:
        return start, _at(invitation.day, time.fromisoformat(invitation.until), timezone)
    return start, start + ONE_HOUR


def _at(day: date, at: time, timezone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone)


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.address}")
    if address.name:
        person.params["CN"] = vText(one_line(address.name, 80).replace('"', "'"))
    return person


def _attendee(address: Address) -> vCalAddress:
    """Answers come by mail in words, so calendar programs are told not to send theirs."""
    person = _person(address)
    person.params["CUTYPE"] = vText("INDIVIDUAL")
    person.params["ROLE"] = vText("REQ-PARTICIPANT")
    person.params["PARTSTAT"] = vText("NEEDS-ACTION")
    person.params["RSVP"] = vText("FALSE")
    return person
