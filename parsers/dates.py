"""Dates in text (D9): which days the sender may mean, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from parsers.date_atom import Atom, Problem
from parsers.date_atoms import atoms
from parsers.date_background import (
    RANGE_GAP,
    TIME_BETWEEN,
    foreground,
    without_long_ago,
    without_same_day,
    without_taken_back,
    words_before,
)
from parsers.date_numbers import days_between, union_of, with_leaning_numbers
from parsers.inspection.reading import DateReading
from parsers.masks import masked
from parsers.spans import Found, plain
from parsers.times import read_times

__all__ = ["find_dates", "read_dates", "read_times"]
_MAX_CHARACTERS = 60_000
_MAX_DATES = 600
_WEEKDAY_NAMES = 7
_SAME_DAY_GAP = re.compile(
    r"[ \t]{0,2}[,(]?[ \t]{0,2}(?:-[ ]?)?(?:the[ ])?\(?(?:i\.?e\.?,?[ ]|which is[ ])?\)?", re.IGNORECASE
)
_OR_GAP = re.compile(
    rf"{TIME_BETWEEN}[\s,)(]{{0,3}}(?:or|and/or|/|else|alternatively,?|otherwise,?)[\s,(]{{0,3}}"
    r"(?:(?:maybe|possibly|perhaps|even|else|on|if (?:that|not|need be)[^.\n\d]{0,25}?|alternatively|"
    r"then|sometime|early|late|any ?time)[\s,]{1,2}){0,3}(?:the )?",
    re.IGNORECASE,
)
_AND_GAP = re.compile(r"\s{0,2}(?:and|&)\s{0,2}(?:the )?", re.IGNORECASE)
_COMMA_GAP = re.compile(r"\s{0,2},\s{0,2}(?:the )?", re.IGNORECASE)
_OPEN_END = re.compile(
    r"[)?!]?,?\s(?:or (?:later|after|sooner|earlier|before|(?:the )?(?:next|following|another|any other) "
    r"(?:day|available)|(?:any|some) ?(?:time|day)|whenever|asap|as soon|the day (?:after|before)|"
    r"so\b)|onwards?|and (?:later|after|onwards?)|at the (?:earliest|latest)|\+)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?<!swing )(?<!come )(?<!stop )(?<!drop )(?<!run )(?<!pass )(?<!out )\b(?:by|before|no later "
    r"than|until|till|prior to|(?:by|before) (?:EOD|COB|noon|the end of (?:the )?day|end of (?:the "
    r")?day|close of business)(?: on)?|not before|after|starting(?: on)?|beginning(?: on)?|"
    r"earliest(?: is)?|as early as"
    r"|on or (?:after|before|about)|around|(?<!how )(?<!what )about|as soon as|sometime|week of|the week of|"
    r"(?:first|1st|second|2nd|third|3rd|fourth|4th))\s(?:(?:on|the|this)\s)?$",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"\b(?:not(?: on| available(?: on)?| free(?: on)?)?|except(?: for)?|excluding|any ?day but|"
    r"anything but|other than|can(?:'|no)?t(?: do| make)?(?: it)?(?: on)?"
    r"|cannot(?: do| make)?(?: it)?(?: on)?|unavailable(?: on)?|closed(?: on)?|(?:no ?one|nobody)(?: "
    r"is)?(?: here| there| on site)?(?: on)?|do(?:es)?n't (?:do|come|make it)(?: on)?"
    r"|won'?t (?:be )?(?:work|there|available|ready|here|on site)(?: on| for| until| till)?|avoid(?: "
    r"on)?|please no)\s(?:the\s)?$",
    re.IGNORECASE,
)


def read_dates(text: str, received: datetime) -> tuple[DateReading, ...]:
    """Every date that the text names for a visit, in order, alternatives and ranges joined to one reading (D9).

    `received`: aware, office time; weekdays, "tomorrow" and days without a year count from it.
    """
    found = find_dates(masked(plain(text, _MAX_CHARACTERS)), received.date())
    return tuple(one.value for one in found)


def find_dates(text: str, today: date, joined: bool = True) -> tuple[Found[DateReading], ...]:
    """The dates of a text that is plain and masked, with their places.

    `joined` False: "from X to Y" and "until Y" are two ends of a move, not a range.
    """
    singles = with_leaning_numbers(text, _same_days(text, atoms(text, today)))
    singles = without_same_day(text, without_long_ago(text, singles, today))
    wanted = without_taken_back(text, foreground(text, singles))
    if joined:
        wanted = [atom for atom in wanted if not _UNWANTED.search(words_before(text, atom.start, 40))]
        wanted = [_with_deadline(text, atom, today) for atom in wanted]
    firm = [atom for atom in wanted if atom.kind != "week"] or wanted
    return tuple(_reading(text, atom) for atom in _alternatives(text, firm, joined)[:_MAX_DATES])


def _reading(text: str, atom: Atom) -> Found[DateReading]:
    shown = " ".join(text[atom.start : atom.end].replace("\x01", "").split())
    problem: Problem | None = atom.problem
    if len(atom.days) > 1 and problem is None:
        problem = "ambiguous"
    return Found(atom.start, atom.end, DateReading(shown, atom.days, problem))


def _same_days(text: str, found: list[Atom]) -> list[Atom]:
    """Neighbours that say one day twice, joined: "Tuesday, March 3", "tomorrow (3/3)"."""
    joined: list[Atom] = []
    for atom in found:
        last = joined[-1] if joined else None
        if last and _say_one_day(last, atom) and _SAME_DAY_GAP.fullmatch(text, last.end, atom.start):
            joined[-1] = _both(last, atom)
        else:
            joined.append(atom)
    return [_closed(text, atom) for atom in joined]


def _closed(text: str, atom: Atom) -> Atom:
    """The atom with the bracket that it opened."""
    open_bracket = "(" in text[atom.start : atom.end] and ")" not in text[atom.start : atom.end]
    return replace(atom, end=atom.end + 1) if open_bracket and text[atom.end : atom.end + 1] == ")" else atom


def _say_one_day(one: Atom, other: Atom) -> bool:
    kinds = {one.kind, other.kind}
    return len(kinds) == 2 and "week" not in kinds


def _both(one: Atom, other: Atom) -> Atom:
    weekday = one.weekday if one.weekday is not None else other.weekday
    exact, vague = (one, other) if _rank(one) <= _rank(other) else (other, one)
    month = one.month or other.month
    made = Atom(one.start, other.end, exact.kind, exact.days, exact.problem, month=month)
    if exact.problem == "impossible":
        return made
    if weekday is not None:
        return _on_weekday(made, weekday)
    common = tuple(day for day in exact.days if day in vague.days)
    if common:
        return replace(made, days=common, problem=None if len(common) == 1 else "ambiguous")
    return replace(made, days=union_of(exact.days, vague.days), problem="ambiguous")


def _rank(atom: Atom) -> int:
    return ("day", "ordinal", "relative", "weekday", "week").index(atom.kind)


def _on_weekday(atom: Atom, weekday: int) -> Atom:
    fitting = tuple(day for day in atom.days if day.weekday() == weekday)
    if fitting:
        return replace(atom, days=fitting, problem=None if len(fitting) == 1 else "ambiguous")
    near = tuple(_nearest(day, weekday) for day in atom.days)
    return replace(atom, days=union_of(atom.days, near), problem="weekday_mismatch")


def _nearest(day: date, weekday: int) -> date:
    """The nearest such weekday, at most three days off."""
    ahead = (weekday - day.weekday() + 3) % _WEEKDAY_NAMES - 3
    ordinal = min(max(day.toordinal() + ahead, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def _with_deadline(text: str, atom: Atom, today: date) -> Atom:
    """ "By Friday" names no day: any day until then would do."""
    match = _DEADLINE.search(words_before(text, atom.start, 40))
    if atom.days and not match and _OPEN_END.match(text, atom.end):
        return replace(atom, problem="ambiguous")
    if not match or not atom.days:
        return atom
    word = match[0].split()[0].lower()
    days = atom.days
    if word in ("by", "before", "no", "until", "till", "prior") and today < atom.days[-1]:
        days = union_of(days_between(today, atom.days[-1])[1:], atom.days)
    return replace(atom, days=days, problem="ambiguous")


def _alternatives(text: str, found: list[Atom], joined: bool) -> list[Atom]:
    """Dates with "or" or a range between them, as one that may mean each of them."""
    made: list[Atom] = []
    for atom in found:
        last = made[-1] if made else None
        days = _joined_days(text, last, atom, joined) if last else None
        if last is None or days is None:
            made.append(atom)
            continue
        made[-1] = replace(last, end=atom.end, days=days, problem=_worse(last, atom, days))
        _take_commas(text, made)
    return made


def _worse(one: Atom, other: Atom, days: tuple[date, ...]) -> Problem | None:
    if "impossible" in (one.problem, other.problem):
        return "impossible"
    return "ambiguous" if len(days) > 1 else None


def _take_commas(text: str, made: list[Atom]) -> None:
    """ "Tue, Wed or Thu": the commas before an "or" are alternatives too."""
    while len(made) > 1 and _COMMA_GAP.fullmatch(text, made[-2].end, made[-1].start):
        last = made.pop()
        days = union_of(made[-1].days, last.days)
        made[-1] = replace(made[-1], end=last.end, days=days, problem=_worse(made[-1], last, days))


def _joined_days(text: str, one: Atom, other: Atom, joined: bool) -> tuple[date, ...] | None:
    if _OR_GAP.fullmatch(text, one.end, other.start):
        return union_of(one.days, other.days)
    if not joined:
        return None
    if _AND_GAP.fullmatch(text, one.end, other.start) and re.search(
        r"\bbetween\s(?:the\s)?$", text[max(0, one.start - 14) : one.start], re.IGNORECASE
    ):
        return _range_days(one, other)
    if RANGE_GAP.fullmatch(text, one.end, other.start):
        return _range_days(one, other)
    return None


def _range_days(one: Atom, other: Atom) -> tuple[date, ...]:
    if not one.days or not other.days:
        return union_of(one.days, other.days)
    first, last = one.days[0], other.days[-1]
    if other.kind == "weekday" and last < first:
        last = last + timedelta(_WEEKDAY_NAMES)
    return days_between(first, last) if first < last else union_of(one.days, other.days)
