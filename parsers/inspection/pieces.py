"""Everything found in one text about inspections, with its places; and the part of it that lies in some lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from parsers.addresses import find_addresses, labelled_address
from parsers.date_atoms import atoms
from parsers.dates import find_dates
from parsers.inspection.intents import Cue, cues
from parsers.inspection.labels import Label, labels
from parsers.inspection.reading import (
    AddressReading,
    DateReading,
    KnownPerson,
    PermitReading,
    PersonReading,
    TimeReading,
    TypeReading,
)
from parsers.inspection.types import find_types, labelled_types
from parsers.masks import masked
from parsers.people import find_people
from parsers.permits import find_permits
from parsers.phones import find_phones
from parsers.spans import Found
from parsers.times import find_times

Range = tuple[int, int]
Value = TypeVar("Value")
_REFUSES = re.compile(r"\b(?:can(?:'|no)?t|cannot|unable|won't|doesn't|will not|not)\b", re.IGNORECASE)
_NO_VALUE = frozenset(
    {
        "",
        "n/a",
        "na",
        "tbd",
        "none",
        "-",
        "?",
        "unknown",
        "any",
        "anyone",
        "anyone available",
        "whoever",
        "see above",
        "same",
    }
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What one text says. `loose_dates`: as `dates`, but the two ends of a move are not joined to a range."""

    text: str
    hidden: str
    permits: tuple[Found[PermitReading], ...] = ()
    addresses: tuple[Found[AddressReading], ...] = ()
    phones: tuple[Found[tuple[str | None, str]], ...] = ()
    dates: tuple[Found[DateReading], ...] = ()
    loose_dates: tuple[Found[DateReading], ...] = ()
    times: tuple[Found[TimeReading], ...] = ()
    types: tuple[Found[TypeReading], ...] = ()
    people: tuple[Found[PersonReading], ...] = ()
    labels: tuple[Label, ...] = ()
    cues: tuple[Cue, ...] = ()
    ranges: tuple[Range, ...] = ()
    """The lines that these are the pieces of; empty = the whole text."""

    def label_at(self, at: int) -> Label | None:
        """The labelled line that this place lies in."""
        index = bisect_right(self.labels, at, key=lambda label: label.start) - 1
        return self.labels[index] if index >= 0 and at < self.labels[index].end else None


def pieces(text: str, today: date, people: Sequence[KnownPerson]) -> Pieces:
    """All that is found in a plain text."""
    hidden = masked(text)
    lines = labels(text)
    dates = find_dates(hidden, today)
    found_cues = cues(hidden)
    moves = any(cue.intent == "reschedule" for cue in found_cues) or _REFUSES.search(hidden)
    day_spans = [(day.start, day.end) for day in atoms(hidden, today)]
    return Pieces(
        text,
        hidden,
        permits=_present(text, find_permits(text)),
        addresses=_addresses(text, lines),
        phones=find_phones(text),
        dates=dates,
        loose_dates=find_dates(hidden, today, joined=False) if moves else dates,
        times=find_times(hidden, day_spans),
        types=_types(text, lines),
        people=find_people(text, people),
        labels=lines,
        cues=found_cues,
    )


_FORMER = re.compile(
    r"(?:\((?:was|were|previously)|\b(?:formerly|old(?: permit)?|replaces|in lieu of))[ :#]{1,2}$",
    re.IGNORECASE,
)


def _present(text: str, found: tuple[Found[PermitReading], ...]) -> tuple[Found[PermitReading], ...]:
    """Without the numbers that a permit had before ("was 24-012345"), where another stands beside them."""
    kept = tuple(one for one in found if not _FORMER.search(text[max(0, one.start - 24) : one.start]))
    return kept or found


def within(found: Sequence[Found[Value]], ranges: Sequence[Range]) -> tuple[Found[Value], ...]:
    """Those that begin inside one of the ranges, in order."""
    chosen: list[Found[Value]] = []
    for start, end in ranges:
        low = bisect_left(found, start, key=lambda one: one.start)
        high = bisect_left(found, end, key=lambda one: one.start)
        chosen += found[low:high]
    return tuple(chosen)


def part(whole: Pieces, ranges: Sequence[Range]) -> Pieces:
    """The pieces that lie in these ranges; places still count in the whole text."""
    low = [bisect_left(whole.labels, start, key=lambda label: label.start) for start, _ in ranges]
    high = [bisect_left(whole.labels, end, key=lambda label: label.start) for _, end in ranges]
    return Pieces(
        whole.text,
        whole.hidden,
        within(whole.permits, ranges),
        within(whole.addresses, ranges),
        within(whole.phones, ranges),
        within(whole.dates, ranges),
        within(whole.loose_dates, ranges),
        within(whole.times, ranges),
        within(whole.types, ranges),
        within(whole.people, ranges),
        tuple(label for a, b in zip(low, high, strict=True) for label in whole.labels[a:b]),
        tuple(cue for cue in whole.cues if any(start <= cue.start < end for start, end in ranges)),
        tuple(ranges),
    )


def _addresses(text: str, lines: Sequence[Label]) -> tuple[Found[AddressReading], ...]:
    found = list(find_addresses(text))
    starts = [one.start for one in found]
    for label in lines:
        if label.name != "address":
            continue
        index = bisect_left(starts, label.value_start)
        if index < len(starts) and starts[index] < label.end:
            continue
        value = text[label.value_start : label.end]
        reading = labelled_address(value) if not _is_empty(value) else None
        if reading:
            found.append(Found(label.value_start, label.end, reading))
    return tuple(sorted(found, key=lambda one: one.start))


def _is_empty(value: str) -> bool:
    value = value.strip(" .").lower()
    return value in _NO_VALUE or value.startswith(("same", "see ", "as above", "as before"))


def _types(text: str, lines: Sequence[Label]) -> tuple[Found[TypeReading], ...]:
    """Those of labelled lines as lists, the rest as prose; what stands behind other labels is none."""
    closed = [
        label
        for label in lines
        if label.name
        in (
            "type",
            "address",
            "contact",
            "phone",
            "email",
            "permit",
            "other",
            "suite",
            "inspector",
            "date",
            "time",
            "note",
        )
    ]
    found = [one for one in find_types(text) if not _in_one(one.start, closed)]
    if not found and not any(label.name == "type" for label in closed):
        found = [one for one in find_types(text, lone=True) if not _in_one(one.start, closed)]
    for label in closed:
        if label.name == "type":
            value = text[label.value_start : label.end]
            readings = labelled_types(value) if not _is_empty(value) else ()
            found += [Found(label.value_start, label.end, one) for one in readings]
        elif label.name in ("permit", "date", "inspector"):
            found += list(_behind(text, label))
    return tuple(sorted(found, key=lambda one: one.start))


def _behind(text: str, label: Label) -> tuple[Found[TypeReading], ...]:
    """ "Permit: 24-012345-000-00-FA - electrical rough-in": types on a line that is labelled otherwise."""
    value = text[label.value_start : label.end]
    return tuple(
        Found(label.value_start + one.start, label.value_start + one.end, one.value)
        for one in find_types(value)
    )


def _in_one(at: int, lines: Sequence[Label]) -> bool:
    index = bisect_right(lines, at, key=lambda label: label.start) - 1
    return index >= 0 and at < lines[index].end
