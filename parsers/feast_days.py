"""Days told by a holiday or by their place in a month: "the Monday after Thanksgiving", "first Friday of May"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

from parsers.calendar_words import MONTHS, WEEKDAYS

MONDAY, THURSDAY, FRIDAY = 0, 3, 4
_WEEK: Final = timedelta(7)


@dataclass(frozen=True, slots=True)
class _Fixed:
    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class _Nth:
    """The n-th such weekday of a month, -1 = the last; then so many days on."""

    month: int
    weekday: int
    number: int
    days_on: int = 0

    def in_year(self, year: int) -> date:
        return nth_weekday(year, self.month, self.weekday, self.number) + timedelta(self.days_on)


# Named by their own day, not by the one on which an office keeps them. The second words name a day only
# behind "after", "before" or "on": "Thanksgiving" alone may be a season.
_FEASTS: Final[tuple[tuple[str, str, _Fixed | _Nth], ...]] = (
    (r"new year'?s'? eve", "", _Fixed(12, 31)),
    (r"new year'?s'? day", r"(?:the )?new year'?s?'?", _Fixed(1, 1)),
    (
        r"(?:mlk|martin luther king)(?:,? jr\.?)?(?:'s)? (?:day|holiday)",
        r"(?:mlk|martin luther king)\b(?! (?:jr\.? )?(?:blvd|boulevard|st\b|ave))",
        _Nth(1, MONDAY, 3),
    ),
    (r"president'?s'? day", "", _Nth(2, MONDAY, 3)),
    (r"memorial day", "", _Nth(5, MONDAY, -1)),
    (r"juneteenth", "", _Fixed(6, 19)),
    (r"independence day", "", _Fixed(7, 4)),
    (r"labou?r day", "", _Nth(9, MONDAY, 1)),
    (r"(?:columbus|indigenous people'?s?'?) day", "", _Nth(10, MONDAY, 2)),
    (r"halloween", "", _Fixed(10, 31)),
    (r"veteran'?s'? day", "", _Fixed(11, 11)),
    (r"black friday", "", _Nth(11, THURSDAY, 4, 1)),
    (r"thanksgiving day", r"(?:thanksgiving|turkey day)", _Nth(11, THURSDAY, 4)),
    (r"(?:christmas|x-?mas) eve", "", _Fixed(12, 24)),
    (r"(?:christmas|x-?mas) day", r"(?:christmas|x-?mas)", _Fixed(12, 25)),
)
_EVERY: Final = "|".join(
    [
        *(f"(?P<full{number}>{full})" for number, (full, _, _) in enumerate(_FEASTS)),
        *(f"(?P<short{number}>{short})" for number, (_, short, _) in enumerate(_FEASTS) if short),
    ]
)
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
FEAST: Final = re.compile(
    rf"\b(?:(?:the\s+)?(?:(?P<day>(?:very\s+)?(?:next\s+)?day)|(?P<week>week)|(?P<weekday>{_WEEKDAY})\.?)\s+"
    rf"(?:right\s+)?(?P<side>after|before|following|prior\s+to|of|in)\s+(?:the\s+week\s+of\s+)?(?:the\s+)?|"
    rf"(?P<on>on\s+)?)(?<!happy )(?<!merry )(?:{_EVERY})\b(?P<that_week>(?:'s)?\s+week\b)?",
    re.IGNORECASE,
)
NEXT_BUT_ONE: Final = re.compile(
    rf"\b(?:the\s+)?(?:(?P<weekday>{_WEEKDAY})\.?|week)\s+(?:after|following)\s+"
    r"(?:next|(?:the|this|that)\s+(?:long\s+)?(?:holidays?|break|weekend))\b",
    re.IGNORECASE,
)
NTH_OF_MONTH: Final = re.compile(
    rf"\b(?:the\s+)?(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)\s+(?P<weekday>{_WEEKDAY})\s+"
    rf"(?:of|in)\s+(?P<month>{_MONTH})\b(?:,?\s(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_NUMBERS: Final = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
}
WORDS: Final = (
    "eve holiday holidays mlk luther juneteenth independence labor labour columbus indigenous halloween veterans "
    "veteran president presidents memorial thanksgiving turkey christmas xmas mas black break"
)
"""One of these, or of the words of the calendar, stands in every line that names such a day."""
HINT: Final = re.compile(
    r"new year|mlk|luther king|president'?s|memorial|juneteenth|independence|labou?r day|columbus|indigenous|"
    r"halloween|veteran|black fri|thanksgiving|turkey|christmas|x-?mas|(?:after|following) (?:next|the|this|that)\b|"
    rf"\b(?:{'|'.join(_NUMBERS)}) (?:{_WEEKDAY})\b",
    re.IGNORECASE,
)
"""Most mails hold nothing of this, and are not searched."""


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The n-th such weekday of the month; -1 = the last."""
    first = date(year, month, 1)
    if number < 0:
        last = first.replace(day=monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)
    return first + timedelta((weekday - first.weekday()) % 7) + _WEEK * (number - 1)


def feast_days(match: re.Match[str], today: date) -> tuple[date, ...]:
    """The days that a match of `FEAST` may mean: one, or those of a week; none where it names no day."""
    found = next(
        number
        for number, (_, short, _) in enumerate(_FEASTS)
        if match[f"full{number}"] or (short and match[f"short{number}"])
    )
    side = (match["side"] or "").lower().split(" ")[0]
    is_short = match[f"full{found}"] is None
    if not side and (match["that_week"] or (is_short and not match["on"])):
        return ()
    feast = _next_feast(_FEASTS[found][2], today, days_back=7 if side in ("after", "following") else 0)
    if feast is None:
        return ()
    if not side:
        return (feast,)
    if match["week"]:
        return _working_week(
            feast + _WEEK * {"after": 1, "following": 1, "before": -1, "prior": -1}.get(side, 0)
        )
    if match["day"]:
        return (
            () if side in ("of", "in") else (feast + timedelta(1 if side in ("after", "following") else -1),)
        )
    return (_weekday_by(feast, WEEKDAYS[match["weekday"].lower()], side),)


def next_but_one(match: re.Match[str], today: date) -> tuple[date, ...]:
    """The two days (or the week) that "the Monday after next" may mean."""
    if not match["weekday"]:
        return _working_week(today + 2 * _WEEK)
    day = today + timedelta((WEEKDAYS[match["weekday"].lower()] - today.weekday() - 1) % 7 + 1)
    return (day, day + _WEEK)


def nth_of_month(match: re.Match[str], today: date) -> date:
    """The day of a match of `NTH_OF_MONTH`: the next such one where no year is given."""
    rule = _Nth(
        MONTHS[match["month"].lower()], WEEKDAYS[match["weekday"].lower()], _NUMBERS[match["nth"].lower()]
    )
    if match["year"]:
        return rule.in_year(int(match["year"]))
    day = rule.in_year(today.year)
    return day if day >= today - _WEEK or today.year == MAXYEAR else rule.in_year(today.year + 1)


def _next_feast(rule: _Fixed | _Nth, today: date, days_back: int) -> date | None:
    if today.year >= MAXYEAR:
        return None
    earliest = today - timedelta(days_back)
    years = (earliest.year, earliest.year + 1)
    return next((day for day in map(rule.in_year, years) if day >= earliest), None)


def _working_week(day: date) -> tuple[date, ...]:
    monday = day - timedelta(day.weekday())
    return tuple(monday + timedelta(number) for number in range(5))


def _weekday_by(feast: date, weekday: int, side: str) -> date:
    if side in ("of", "in"):
        return feast - timedelta(feast.weekday() - weekday)
    if side in ("after", "following"):
        return feast + timedelta((weekday - feast.weekday() - 1) % 7 + 1)
    return feast - timedelta((feast.weekday() - weekday - 1) % 7 + 1)
