"""A time zone's rules as a VTIMEZONE (RFC 5545 section 3.6.5), from the system's own time zone tables.

The calendar library can make one too, but writes the spring onset in the new offset's clock time, which puts the
change an hour late; the standard wants the old one's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@lru_cache(maxsize=16)
def zone_bytes(key: str, year: int) -> bytes:
    """The VTIMEZONE of that zone for the year before, the year itself and the two after it, with CRLF."""
    zone = ZoneInfo(key)
    first = datetime(max(year - 1, 1), 1, 1, tzinfo=UTC)
    last = datetime(min(year + 3, 9999), 1, 1, tzinfo=UTC)
    timezone = Timezone()
    timezone.add("tzid", key)
    timezone.add_component(_observance(first, first.astimezone(zone), _offset(first, zone)))
    for instant in _changes(first, last, zone):
        before = _offset(instant - SECOND, zone)
        timezone.add_component(_observance(instant, instant.astimezone(zone), before))
    content: bytes = timezone.to_ical()
    return content


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _changes(first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The instants, to the second, at which the zone's offset changes."""
    day = first
    while day < last:
        if _offset(day, zone) != _offset(day + DAY, zone):
            yield _change(day, day + DAY, zone)
        day += DAY


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _observance(
    instant: datetime, local: datetime, offset_from: timedelta
) -> TimezoneStandard | TimezoneDaylight:
    """The rule in force from that instant on; its DTSTART is the clock time by the offset before it."""
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (instant + offset_from).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset_from)
    observance.add("tzoffsetto", local.utcoffset() or timedelta(0))
    observance.add("tzname", local.tzname() or "")
    return observance
