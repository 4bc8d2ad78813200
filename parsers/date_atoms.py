"""Single days as people write them, one by one: `3/4`, `March 3rd`, `next Tuesday`, `tomorrow`, `the 14th`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import accumulate

from parsers import feast_days
from parsers.calendar_words import DAY_WORDS, MONTHS, MONTHS_ELSEWHERE, TODAY, TOMORROW, WEEKDAYS
from parsers.date_atom import DAYS_BACK, Atom, Kind, calendar_day, dated_atom, next_such_day
from parsers.date_patterns import (
    DAY_FIRST,
    NTH,
    NUMERIC,
    ORDINAL,
    RELATIVE,
    WEEK,
    WEEK_FIRST,
    WEEKDAY,
    WORDED,
    alternatives,
)
from parsers.relative_days import read_ordinal, read_relative, read_week, read_weekday

# Every expression of `date_patterns` holds a digit or one of these words.
_TRACES = frozenset(
    word
    for phrase in (
        *MONTHS,
        *WEEKDAYS,
        *TOMORROW,
        *TODAY,
        "next this tonight same day days week weeks wk wks eow",
        feast_days.WORDS,
    )
    for word in re.findall(r"[a-z]+", phrase.lower())
)
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+")


def atoms(text: str, today: date) -> list[Atom]:
    """All single expressions in the order of the text, none overlapping another; earlier tables win."""
    taken = bytearray(len(text))
    found: list[Atom] = []
    stretches = _stretches(text)
    readers = (*_FEASTS, *_READERS) if feast_days.HINT.search(text) else _READERS
    for pattern, read in readers:
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


_BEHIND_A_DATE = re.compile(r"(?:/\d{1,4}|\D\d{1,2}-\d{1,2}-\d{2,4})-$")


def _numeric(match: re.Match[str], today: date) -> Atom | None:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if re.search(r"\d-$", before) and not _BEHIND_A_DATE.search(before):
        return None
    if match["iso"]:
        return dated_atom(
            match, calendar_day(int(match["iso"]), int(match["iso_month"]), int(match["iso_day"]))
        )
    if match["year"]:
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        return dated_atom(match, calendar_day(year, int(match["first"]), int(match["second"])))
    if match["dash_first"]:
        return _dashed(match, today)
    first, second = int(match["lone_first"]), int(match["lone_second"])
    if not _may_be_date(match, first, second):
        return None
    if first > 12:
        return dated_atom(match, None)
    return dated_atom(match, next_such_day(first, second, today) if second <= 31 else None)


_SOON = 60
_LABELLED = re.compile(r"\bdate[^\n:]{0,24}[:=]\s{0,3}$", re.IGNORECASE)


def _dashed(match: re.Match[str], today: date) -> Atom | None:
    """`03-10`: a day and no window of hours where it is padded, labelled, fits the weekday before it, or is soon."""
    first, second = int(match["dash_first"]), int(match["dash_second"])
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    before = match.string[max(0, match.start() - 40) : match.start()]
    day = next_such_day(first, second, today)
    weekday = re.search(rf"\b({alternatives(WEEKDAYS)})\.?,?\s$", before, re.IGNORECASE)
    fits = bool(weekday and day and day.weekday() == WEEKDAYS[weekday[1].lower()])
    padded = match["dash_first"].startswith("0") and len(match["dash_second"]) == 2
    # No hour is later than 12, so "11-20" is a day, unless it counts things.
    soon = second > 12 and day is not None and -DAYS_BACK <= (day - today).days <= _SOON
    soon = soon and _may_be_date(match, first, second)
    return dated_atom(match, day) if padded or fits or soon or _LABELLED.search(before) else None


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
    r"(?<!\bany )(?<!\dst )(?<!\dnd )(?<!\drd )(?<!\dth )\b(?:floors?|levels?|lvl|suites?|ste|units?|"
    r"phases?|pages?|parts?|sheets?|rooms?|rm|details?|"
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
    day = _day_number(match["day"])
    if match["month"] == "may" and _VERB_BEFORE.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        return None
    groups = match.groupdict()
    elsewhere = groups.get("month_elsewhere")
    month = MONTHS_ELSEWHERE[elsewhere.lower()] if elsewhere else MONTHS[match["month"].lower()]
    year = groups.get("year") or groups.get("short_year") or groups.get("dashed_year")
    if year:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return dated_atom(match, calendar_day(full, month, day))
    return dated_atom(match, next_such_day(month, day, today) if 1 <= day <= 31 else None)


def _day_number(words: str) -> int:
    return int(words) if words.isdigit() else DAY_WORDS[" ".join(words.lower().replace("-", " ").split())]


def _day_first(match: re.Match[str], today: date) -> Atom | None:
    if match["month_elsewhere"] and not match["of"]:
        # "Julio" alone is a person.
        return None
    # "unit 1 may be": as a verb the word is small and no ordinal stands before it.
    if match["month"] in ("may", "mar", "march", "sun", "sep") and not re.match(
        rf"\d{{1,2}}\s?{NTH}", match[0]
    ):
        return None
    if not 1 <= _day_number(match["day"]) <= 31:
        return None
    return _worded(match, today)


def _feast(match: re.Match[str], today: date) -> Atom | None:
    days = feast_days.feast_days(match, today)
    if not days:
        return None
    kind: Kind = "day" if len(days) == 1 else "week"
    return Atom(match.start(), match.end(), kind, days, "ambiguous" if len(days) > 1 else None)


def _next_but_one(match: re.Match[str], today: date) -> Atom:
    days = feast_days.next_but_one(match, today)
    return Atom(match.start(), match.end(), "week" if len(days) > 2 else "relative", days, "ambiguous")


def _nth_of_month(match: re.Match[str], today: date) -> Atom:
    return dated_atom(match, feast_days.nth_of_month(match, today))


_Readers = tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Atom | None]], ...]
_FEASTS: _Readers = (
    (feast_days.FEAST, _feast),
    (feast_days.NEXT_BUT_ONE, _next_but_one),
    (feast_days.NTH_OF_MONTH, _nth_of_month),
)
_READERS: _Readers = (
    (NUMERIC, _numeric),
    (DAY_FIRST, _day_first),
    (WORDED, _worded),
    (RELATIVE, read_relative),
    (WEEK_FIRST, read_weekday),
    (WEEKDAY, read_weekday),
    (ORDINAL, read_ordinal),
    (WEEK, read_week),
)
