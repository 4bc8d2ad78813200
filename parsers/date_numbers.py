"""Numbers that lean on the month of a date beside them: "March 3-5", "10th or 11th of March"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from parsers.date_atom import Atom

_MAX_RANGE_DAYS = 31
_NUMBER_BEFORE = re.compile(
    r"(?<![\d/:.\w-])(?P<day>\d{1,2})(?:st|nd|rd|th)?\s?(?P<link>or|and|&|-|to|/|thru|through)\s?(?:the\s)?$",
    re.IGNORECASE,
)
_NEXT_NUMBER = re.compile(
    r"[ ]{0,2}(?P<link>-|to|thru|through|or|/|and|&|,)[ ]{0,2}(?:the )?(?P<day>\d{1,2})(?:(?P<nth>st|"
    r"nd|rd|th)\b)?"
    r"(?![\d:/]|\.\d|-\d|[ ]?-[ ]?\d|[ ]?[ap]\.?m|[ ]?o'?clock|[ ]?(?:st|nd|rd|th)\b|\s(?:people|"
    r"hours?|hrs|days?|weeks?|permits?|inspections?|floors?)|[A-Za-z])",
    re.IGNORECASE,
)


def union_of(*days: Sequence[date]) -> tuple[date, ...]:
    """All these days, each once, in order."""
    return tuple(sorted({day for some in days for day in some}))


def with_leaning_numbers(text: str, found: list[Atom]) -> list[Atom]:
    """ "March 3-5", "the 3rd or 4th", "March 3 and 4": the numbers that lean on the month before them."""
    made: list[Atom] = []
    starts = [*[atom.start for atom in found][1:], len(text)]
    for atom, limit in zip(found, starts, strict=False):
        made += _with_numbers(text, _led_by_number(text, atom), limit)
    return made


def _led_by_number(text: str, atom: Atom) -> Atom:
    """ "10th or 11th of March": the number that leans on the date behind it."""
    if (
        not atom.month
        or not text[atom.start].isdigit()
        or "/" in text[atom.start : atom.end]
        or not atom.days
    ):
        return atom
    match = _NUMBER_BEFORE.search(text[max(0, atom.start - 16) : atom.start])
    day = _same_month(atom.month, int(match["day"])) if match else None
    if match is None or day is None or day >= atom.days[0]:
        return atom
    days = (
        (day, *atom.days)
        if match["link"].lower() in ("or", "/", "and", "&")
        else days_between(day, atom.days[-1])
    )
    return replace(atom, start=atom.start - len(match[0]), days=days, problem="ambiguous")


def _with_numbers(text: str, atom: Atom, limit: int) -> Iterator[Atom]:
    numeric = text[atom.end - 1 : atom.end].isdigit() and "/" in text[atom.start : atom.end]
    while atom.month and (match := _NEXT_NUMBER.match(text, atom.end, limit)):
        link, sure = match["link"].lower(), bool(match["nth"])
        tight = match[0].strip() == match[0]
        if not sure and (
            link == "," or (numeric and not (link == "-" and tight)) or (link == "-" and not tight)
        ):
            break
        day = _same_month(atom.month, int(match["day"]))
        if day is None or not atom.days or day <= atom.days[-1]:
            break
        if link in ("and", "&", ","):
            yield atom
            atom = Atom(match.start("day"), match.end(), "day", (day,), month=atom.month)
            continue
        days = days_between(atom.days[-1], day) if link not in ("or", "/") else (day,)
        atom = replace(atom, end=match.end(), days=union_of(atom.days, days), problem="ambiguous")
    yield atom


def _same_month(first: date, day: int) -> date | None:
    try:
        return first.replace(day=day)
    except ValueError:
        return None


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last; of a span too long or turned round only its ends."""
    count = (last - first).days
    if not 0 < count <= _MAX_RANGE_DAYS:
        return (first, last)
    return tuple(first + timedelta(number) for number in range(count + 1))
