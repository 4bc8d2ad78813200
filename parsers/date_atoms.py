"""Single days as people write them, one by one: `3/4`, `March 3rd`, `next Tuesday`, `tomorrow`, `the 14th`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from itertools import accumulate
from typing import Literal

from parsers.calendar_words import MONTHS, TODAY, TOMORROW, WEEKDAYS

Problem = Literal["ambiguous", "impossible", "weekday_mismatch"]
Kind = Literal["day", "weekday", "relative", "ordinal", "week"]

DAYS_BACK = 7
"""D9: a day without a year that lies up to so many days back is past, not next year's."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression. `days`: what it may mean, earliest first. `weekday`: 0 ... 6 where only that is said.

    `month`: the first day of the month that was meant, for a number that follows (`March 3-5`).
    """

    start: int
    end: int
    kind: Kind
    days: tuple[date, ...] = ()
    problem: Problem | None = None
    weekday: int | None = None
    month: date | None = None


def _alternatives(words: dict[str, int] | frozenset[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<month>{_alternatives(MONTHS)})"
_NTH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,?[ ]{1,2}(?P<year>20\d{2}|[3-9]\d{3})(?!\d|-\d)|,?[ ]{1,2}'(?P<short_year>\d{2})(?!\d))?"
_NO_UNIT = (
    r"(?!\s?(?:floors?|fl\b|flr|level|street|st\b|ave|avenue|inspection|time|try|attempt|request|trip|"
    r"visit|one\b|party|permit|quarter|phase|set|round|notice|tier))"
)

_NUMERIC = re.compile(
    r"(?<![A-Za-z\d/.$#:])(?:(?P<iso>\d{4})(?P<iso_sep>[-/.])(?P<iso_month>\d{1,2})(?P=iso_sep)(?P<iso"
    r"_day>\d{1,2})(?!\d|[-/]\d)"
    r"|(?P<first>\d{1,2})(?P<sep>[-/.\\])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/]|"
    r"\.\d|-\d{3})"
    r"|(?P<lone_first>\d{1,2})/(?P<lone_second>\d{1,2})(?![\dA-Za-z/\"%]|\.\d|'')"
    r"|(?P<dash_first>\d{1,2})-(?P<dash_second>\d{1,2})(?![\w/.:-]|\s?[ap]\.?m))"
)
_WORDED = re.compile(
    rf"\b{_MONTH}(?:\b\.?|"
    rf"(?=\d))(?:,(?=\s\d{{1,2}}{_NTH}))?(?:[ ]{{0,2}}the)?[ ]{{0,2}}-?(?P<day>\d{{1,2}})(?!\d|"
    rf"[:/]\d)[ ]?(?:(?:{_NTH})\b)?{_YEAR}(?![-/]\d{{3}})",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?<![\w/.:-])(?P<day>\d{{1,2}})(?:[ ]?{_NTH}\b)?(?:[ ]of)?(?:[ ]{{1,2}}|[ ]?-[ ]?|"
    rf"(?<=\d)(?=[A-Za-z]{{3}}))"
    rf"{_MONTH}\b\.?(?:-(?P<dashed_year>\d{{4}}|\d{{2}})(?!\d)|"
    rf"{_YEAR})(?![ ]{{0,2}}\d{{1,2}}(?:{_NTH})?\b(?!:|\s?[ap]\.?m))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    rf"\b(?:(?P<ahead>(?:a|1|one)\s+week\s+from\s+)(?:this\s+)?|(?P<which>this\s+coming|this\s+next|"
    rf"this|next|coming|following|upcoming|the\s+coming)\s+)?"
    rf"(?P<weekday>{_alternatives(WEEKDAYS)})\b(?:\.(?=\s?\S))?"
    r"(?P<week>[ ,]{1,3}(?:of\s+)?(?P<which_week>next|this|the\s+following)\s+w(?:ee)?k|"
    r"\s+w(?:ee)?k\b(?!\s*(?:of|end)))?",
    re.IGNORECASE,
)
_WEEK_FIRST = re.compile(
    rf"\b(?P<which_week>next|this)\s+week[ ,]{{1,3}}(?:on\s+)?(?P<weekday>{_alternatives(WEEKDAYS)})\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b(?:(?:the\s+)?day\s+after\s+(?P<overmorrow>{_alternatives(TOMORROW)})\b"
    rf"|(?P<tomorrow>{_alternatives(TOMORROW)})\b|(?P<today>{_alternatives(TODAY)})\b"
    r"|(?P<this_half>this)\s+(?:morning|afternoon|evening)\b|(?P<tonight>tonight)\b"
    r"|(?<!that )(?<!the )(?<!this )(?P<same>same[ -]day)\b(?!\s+(?:as|for|but|and|at))"
    r"|(?:in\s+)?(?P<count>\d{1,2}|a|one|two|three|four|five)\s+(?P<unit>days?|"
    r"weeks?)\s+(?P<from>from\s+(?:now|today|tomorrow|tmrw))\b"
    r"|in\s+(?P<in_count>\d{1,2}|a|one|two|three|four|five)\s+(?P<in_unit>days?|weeks?)\b(?:\s+time)?)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<the>the)\s+|(?P<cue>inspections?\s+(?:on|for)\s+|(?:requested|date:?|"
    rf"schedule(?:d)?(?:\s+for)?)\s+))"
    rf"(?P<day>\d{{1,2}})\s?{_NTH}\b(?!\s?(?:,|and|&|or|-|to|thru|"
    rf"through)\s?\d{{1,2}}{_NTH}?\s?(?:floor|fl\b|level))"
    rf"{_NO_UNIT}(?!\s+(?:of\s+)?[a-z]*\s*(?:floor|street)\b)",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\b(?:(?:early|mid|late|sometime|any\s*time|any\s+day|later|the\s+end\s+of|"
    r"end\s+of)\s+)?(?P<which>next|this)\s+w(?:ee)?k(?P<end>end)?\b"
    r"|\bend\s+of\s+(?P<rest>the\s+)?week\b|\b(?P<eow>EOW)\b",
    re.IGNORECASE,
)

# Every expression above holds a digit or one of these words.
_TRACES = frozenset(
    word
    for phrase in (*WEEKDAYS, *TOMORROW, *TODAY, "next this tonight same day days week weeks wk wks eow")
    for word in re.findall(r"[a-z]+", phrase.lower())
)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def atoms(text: str, today: date) -> list[Atom]:
    """All single expressions in the order of the text, none overlapping another; earlier tables win."""
    taken = bytearray(len(text))
    found: list[Atom] = []
    stretches = _stretches(text)
    for pattern, read in _READERS:
        for match in (match for start, end in stretches for match in pattern.finditer(text, start, end)):
            if any(taken[match.start() : match.end()]):
                continue
            atom = read(match, today)
            if atom is None:
                continue
            taken[atom.start : atom.end] = b"\x01" * (atom.end - atom.start)
            found.append(atom)
    return sorted(found, key=lambda atom: atom.start)


def _stretches(text: str) -> list[tuple[int, int]]:
    """The runs of lines in which a day may stand, each with a line around it: most of a long mail names none."""
    found: list[tuple[int, int]] = []
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for number, line in enumerate(lines):
        if not (_DIGIT.search(line) or not _TRACES.isdisjoint(_LETTERS.findall(line.lower()))):
            continue
        start, end = starts[max(0, number - 1)], starts[min(len(lines), number + 2)] - 1
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def next_such_day(month: int, day: int, today: date) -> date | None:
    """The next such day, or the one up to `DAYS_BACK` days ago; None where that year has no such day (D9)."""
    earliest = today - timedelta(days=DAYS_BACK)
    for year in (earliest.year, earliest.year + 1):
        last = monthrange(year, month)[1]
        if date(year, month, min(day, last)) >= earliest:
            return _day(year, month, day)
    return None


def coming(weekday: int, today: date) -> date:
    """The first such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(
    match: re.Match[str], day: date | None, start: int | None = None, month: date | None = None
) -> Atom:
    start = match.start() if start is None else start
    if day is None:
        return Atom(start, match.end(), "day", problem="impossible")
    return Atom(start, match.end(), "day", (day,), month=month or day.replace(day=1))


_BEHIND_A_DATE = re.compile(r"(?:/\d{1,4}|\D\d{1,2}-\d{1,2}-\d{2,4})-$")


def _numeric(match: re.Match[str], today: date) -> Atom | None:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if re.search(r"\d-$", before) and not _BEHIND_A_DATE.search(before):
        return None
    if match["iso"]:
        return _dated(match, _day(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"])))
    if match["year"]:
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        return _dated(match, _day(year, int(match["first"]), int(match["second"])))
    if match["dash_first"]:
        return _dashed(match, today)
    first, second = int(match["lone_first"]), int(match["lone_second"])
    if not _may_be_date(match, first, second):
        return None
    if first > 12:
        return _dated(match, None)
    return _dated(match, next_such_day(first, second, today) if second <= 31 else None)


_LABELLED = re.compile(r"\bdate[^\n:]{0,24}[:=]\s{0,3}$", re.IGNORECASE)


def _dashed(match: re.Match[str], today: date) -> Atom | None:
    """`03-10`: a day and no window of hours where it is padded, labelled, or fits the weekday before it."""
    first, second = int(match["dash_first"]), int(match["dash_second"])
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    before = match.string[max(0, match.start() - 40) : match.start()]
    day = next_such_day(first, second, today)
    weekday = re.search(rf"\b({_alternatives(WEEKDAYS)})\.?,?\s$", before, re.IGNORECASE)
    fits = bool(weekday and day and day.weekday() == WEEKDAYS[weekday[1].lower()])
    padded = match["dash_first"].startswith("0") and len(match["dash_second"]) == 2
    return _dated(match, day) if padded or fits or _LABELLED.search(before) else None


_MEASURE = re.compile(
    r"\s?-?(?:in\b|inch|ft\b|hp\b|ply|hrs?\b|hours?|miles?|pages?|of\b|copper|pipe|line|gyp|gwb|"
    r"drywall|plywood|romex|nm\b|mc\b|"
    r"wire|awg|cable|type\s?x|ga\b|gauge|bath|pitch|slope|scale|full\b|done|complete|way\b|days?\b|"
    r"size|emt|conduit|pvc|pex|"
    r"osb|cdx|sheet|drain|valve|tap\b|bolt|anchor|screw|threaded|rod\b|ton|sheathing|x\b|mm\b|steel|"
    r"glass|plate|so\b|sj)",
    re.IGNORECASE,
)
# "Part 3/4" is the third of four, "w 3/4" a measure; "Drew 3/4", "review 3/4" and "any part 3/4" name a day.
_NUMBERED = re.compile(
    r"(?<!\bany )\b(?:floors?|levels?|lvl|suites?|ste|units?|phases?|pages?|parts?|sheets?|rooms?|rm|details?|"
    r"types?|lots?|grids?|sections?|items?|"
    r"steps?|options?|rev|bldgs?|buildings?|towers?|w|stage|batch|riser|panel|circuits?)\.?\s?#?\s?$|"
    r"(?<![/\d])\d[ -]$",
    re.IGNORECASE,
)


def _may_be_date(match: re.Match[str], first: int, second: int) -> bool:
    if (
        not (1 <= first <= 31 and 1 <= second <= 31)
        or (first > 12 and second > 12)
        or (first, second) == (24, 7)
    ):
        return False
    text = match.string
    if _MEASURE.match(text, match.end()) and (
        (first < second and second in (2, 3, 4, 8, 16, 32, 64, 12)) or second <= 4
    ):
        return False
    return not _NUMBERED.search(text, max(0, match.start() - 12), match.start())


_VERB_BEFORE = re.compile(r"\b(?:i|we|you|they|he|she|it|that|which|there|inspectors?)\s$", re.IGNORECASE)


def _worded(match: re.Match[str], today: date) -> Atom | None:
    word, day = match["month"].lower(), int(match["day"])
    if match["month"] == "may" and _VERB_BEFORE.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        return None
    month, groups = MONTHS[word], match.groupdict()
    year = groups.get("year") or groups.get("short_year") or groups.get("dashed_year")
    if year:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return _dated(match, _day(full, month, day))
    return _dated(match, next_such_day(month, day, today) if 1 <= day <= 31 else None)


def _day_first(match: re.Match[str], today: date) -> Atom | None:
    # "unit 1 may be": as a verb the word is small and no ordinal stands before it.
    if match["month"] in ("may", "mar", "march", "sun", "sep") and not re.match(
        rf"\d{{1,2}}\s?{_NTH}", match[0]
    ):
        return None
    if not 1 <= int(match["day"]) <= 31:
        return None
    return _worded(match, today)


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


def _weekday(match: re.Match[str], today: date) -> Atom | None:
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


def _relative(match: re.Match[str], today: date) -> Atom | None:
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


def _ordinal(match: re.Match[str], today: date) -> Atom | None:
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
        here = _day(first.year, first.month, day)
        if here and here >= today:
            count += 1
            yield here
        first = (first + timedelta(31)).replace(day=1)


def _week(match: re.Match[str], today: date) -> Atom | None:
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


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Atom | None]], ...] = (
    (_NUMERIC, _numeric),
    (_DAY_FIRST, _day_first),
    (_WORDED, _worded),
    (_RELATIVE, _relative),
    (_WEEK_FIRST, _weekday),
    (_WEEKDAY, _weekday),
    (_ORDINAL, _ordinal),
    (_WEEK, _week),
)
