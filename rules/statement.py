"""A client's charges of one month, grouped as the client books them: by project reference number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Service = Literal["late_cancellation", "inspector_en_route", "waiver"]
Rates = Sequence[tuple[date, Decimal]]

CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One line of the ledger, as a statement needs it.

    `day`: the office day on which the line was logged, which decides the month and, for a charge, the rate.
    `hours` are positive; those of a waiver are taken off. `charged_on`: for a waiver the day of the charge that
    it waives, so that both are reckoned at one rate; `waives`: the number of that charge. `inspection_day`: the
    day of the inspection. `reference_number`: several of one visit joined by `;`.
    """

    charge: str
    day: date
    service: Service
    hours: Decimal
    reference_number: str = ""
    project: str = ""
    discipline: str = ""
    building: str = ""
    permit_number: str = ""
    charged_on: date | None = None
    needs_review: bool = False
    waives: str = ""
    inspection_day: date | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An entry as it is billed: hours negative for a waiver, `rate` and `amount` in dollars, None without a rate."""

    entry: StatementEntry
    hours: Decimal
    amount: Decimal | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """All lines of one reference number in order of date; `amount` None where any line has none."""

    reference_number: str
    lines: tuple[StatementLine, ...]
    hours: Decimal
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """Hours, and dollars where every line has a rate."""

    hours: Decimal
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One client's month; `month` is its first day. Lines without a reference number come last."""

    month: date
    groups: tuple[ReferenceGroup, ...]
    hours: Decimal
    amount: Decimal | None

    @property
    def lines(self) -> tuple[StatementLine, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def under_review(self) -> Sum:
        """What a coordinator has to look over yet; a charge that was taken back needs no look any more."""
        taken_back = {line.entry.waives for line in self.lines if line.entry.waives}
        doubtful = [
            line for line in self.lines if line.entry.needs_review and line.entry.charge not in taken_back
        ]
        return Sum(_hours(doubtful), _amount(doubtful))


def statement(lines: Iterable[StatementEntry], month: date, rates: Rates = ()) -> Statement:
    """The statement of that month (any day of it) for these entries of one client.

    An entry that stands there twice (same charge and service) counts once. `rates`: (in force from, dollars an
    hour) in any order; amounts are rounded to cents line by line and added up as rounded.
    """
    first = month.replace(day=1)
    entries = {(entry.charge, entry.service): entry for entry in lines if _is_of(entry, first)}
    billed = sorted((_billed(entry, rates) for entry in entries.values()), key=_order)
    groups = tuple(
        _group(number, [line for line in billed if _key(line.entry) == number])
        for number in sorted({_key(line.entry) for line in billed}, key=lambda number: (not number, number))
    )
    return Statement(first, groups, _hours(billed), _amount(billed))


def rate_on(day: date, rates: Rates) -> Decimal | None:
    """Dollars an hour in force that day, None before the first rate."""
    in_force = [rate for rate in rates if rate[0] <= day]
    return max(in_force, key=lambda rate: rate[0])[1] if in_force else None


def _billed(entry: StatementEntry, rates: Rates) -> StatementLine:
    is_waiver = entry.service == "waiver"
    hours = -abs(entry.hours) if is_waiver else entry.hours
    rate = rate_on(entry.charged_on if is_waiver and entry.charged_on else entry.day, rates)
    amount = None if rate is None else (hours * rate).quantize(CENT, rounding=ROUND_HALF_UP)
    return StatementLine(entry, hours, amount, rate)


def _group(number: str, lines: Sequence[StatementLine]) -> ReferenceGroup:
    shown = lines[0].entry.reference_number.strip() if number else ""
    return ReferenceGroup(shown, tuple(lines), _hours(lines), _amount(lines))


def _key(entry: StatementEntry) -> str:
    """A reference number without case, blanks, dashes and slashes: two ways of writing one are one group."""
    return "".join(letter for letter in entry.reference_number.upper() if letter not in " -/")


def _is_of(entry: StatementEntry, first: date) -> bool:
    return (entry.day.year, entry.day.month) == (first.year, first.month)


def _order(line: StatementLine) -> tuple[date, str, bool]:
    return line.entry.day, line.entry.charge, line.entry.service == "waiver"


def _hours(lines: Iterable[StatementLine]) -> Decimal:
    return sum((line.hours for line in lines), NOTHING)


def _amount(lines: Sequence[StatementLine]) -> Decimal | None:
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, NOTHING) if lines and len(amounts) == len(lines) else None
