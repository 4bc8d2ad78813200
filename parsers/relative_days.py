"""Days told from the day of receipt: weekdays, "tomorrow", "in two weeks", "the 14th", "next week"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta

from parsers.calendar_words import WEEKDAYS
from parsers.date_atom import Atom, Problem, calendar_day, coming

_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_BEFORE_WEEKDAY = re.compile(
    r"(?:\b(?:on|for|by|until|till|to|from|or|and|this|next|through|thru|every|date|day|requested|of|"
    r"not|instead)|[-,:;/(|&\n]|^)\s*$",
    re.IGNORECASE,
)
_AFTER_WEEKDAY = re.compile(
    r"\s*(?:$|[-,.:;/)|&@\n]|\d|\b(?:am|pm|at|morning|afternoon|or|and|thru|through|to|the|if|please|"
    r"pls|works|instead|inspection|for|noon"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|any)",
    re.IGNORECASE,
)


def read_weekday(match: re.Match[str], today: date) -> Atom | None:
    """The days that a weekday may mean, counted from today."""
    word = match["weekday"].lower()
    if word in ("sat", "sun") and match["weekday"].islower() and not _is_weekday(match):
        return None
    weekday, groups = WEEKDAYS[word], match.groupdict()
    which_week = (groups.get("which_week") or "").lower()
    if which_week:
        return Atom(match.start(), match.end(), "relative", *_in_week(weekday, which_week, today))
    day = coming(weekday, today)
    if groups.get("ahead") or groups.get("week"):
        return Atom(match.start(), match.end(), "relative", (day + timedelta(7),))
    which = " ".join((groups.get("which") or "").lower().split())
    if which in ("next", "following"):
        return Atom(match.start(), match.end(), "relative", *_next(day, today))
    days = (today, day) if day - today == timedelta(7) else (day,)
    return Atom(match.start(), match.end(), "weekday", days, "ambiguous" if len(days) > 1 else None, weekday)


def _is_weekday(match: re.Match[str]) -> bool:
    text = match.string
    return bool(_BEFORE_WEEKDAY.search(text[max(0, match.start() - 12) : match.start()])) and bool(
        _AFTER_WEEKDAY.match(text, match.end())
    )


def _next(day: date, today: date) -> tuple[tuple[date, ...], Problem | None]:
    """ "Next Tuesday": the coming one where no other Tuesday of this week is left, else nobody can say."""
    monday = today - timedelta(today.weekday())
    if (today.weekday() == 6 or day < monday + timedelta(7)) and day - today < timedelta(7):
        return (day, day + timedelta(7)), "ambiguous"
    return (day,), None


def _in_week(weekday: int, which: str, today: date) -> tuple[tuple[date, ...], Problem | None]:
    monday = today - timedelta(today.weekday())
    this_week = monday + timedelta(weekday)
    if which == "this":
        return (this_week,), None
    if today.weekday() == 6:
        # On a Sunday people mean either the week that begins tomorrow or the one after.
        return (this_week + timedelta(7), this_week + timedelta(14)), "ambiguous"
    return (this_week + timedelta(7),), None


def read_relative(match: re.Match[str], today: date) -> Atom | None:
    """The day that is told by its distance from today."""
    ahead = _days_ahead(match)
    if today.toordinal() + ahead > date(MAXYEAR, 12, 31).toordinal():
        return None
    return Atom(match.start(), match.end(), "relative", (today + timedelta(ahead),))


def _days_ahead(match: re.Match[str]) -> int:
    if match["overmorrow"]:
        return 2
    if match["tomorrow"]:
        return 1
    count, unit = match["count"] or match["in_count"], match["unit"] or match["in_unit"]
    if not count:
        return 0
    number = _COUNTS.get(count.lower()) or int(count)
    from_tomorrow = (match["from"] or "").lower().split()[-1:] in (["tomorrow"], ["tmrw"])
    return number * (7 if unit.lower().startswith("week") else 1) + from_tomorrow


def read_ordinal(match: re.Match[str], today: date) -> Atom | None:
    """ "The 14th": the next one; sent on such a day this one or the next (D9)."""
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    days = tuple(_next_ordinals(day, today))
    start = match.start() if match["the"] else match.start("day")
    if days[0] == today:
        return Atom(start, match.end(), "ordinal", days, "ambiguous")
    return Atom(start, match.end(), "ordinal", days[:1], month=days[0].replace(day=1))


def _next_ordinals(day: int, today: date) -> Iterator[date]:
    """The next two such days of a month, today included."""
    first, count = today.replace(day=1), 0
    while count < 2:
        here = calendar_day(first.year, first.month, day)
        if here and here >= today:
            count += 1
            yield here
        first = (first + timedelta(31)).replace(day=1)


def read_week(match: re.Match[str], today: date) -> Atom | None:
    """ "Next week": its working days, which name none of them."""
    monday = today - timedelta(today.weekday())
    which = (match["which"] or "this").lower()
    if which == "next":
        days = tuple(monday + timedelta(7 + number) for number in range(5))
    else:
        days = tuple(
            today + timedelta(n)
            for n in range(1, 5)
            if (today + timedelta(n)).isocalendar()[1] == today.isocalendar()[1]
        )
    return Atom(match.start(), match.end(), "week", days, "ambiguous")
