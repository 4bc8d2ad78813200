from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.statement import StatementEntry, rate_on, statement

MARCH = date(2026, 3, 1)
RATES = ((date(2025, 7, 1), Decimal(190)), (date(2026, 3, 15), Decimal("210.50")))
LATE = StatementEntry(
    "C-26-00001", date(2026, 3, 3), "late_cancellation", Decimal("0.25"), "HP-1", "Lobby", "building"
)
ON_THE_WAY = StatementEntry(
    "C-26-00002", date(2026, 3, 20), "inspector_en_route", Decimal("0.50"), "hp 1", "Lobby"
)
OTHER = StatementEntry("C-26-00003", date(2026, 3, 4), "late_cancellation", Decimal("0.25"), "AB-9")
WAIVER = StatementEntry(
    "C-26-00001", date(2026, 3, 21), "waiver", Decimal("0.25"), "HP-1", charged_on=date(2026, 3, 3)
)


def test_lines_are_grouped_by_reference_number_however_it_is_written() -> None:
    result = statement([LATE, ON_THE_WAY, OTHER], MARCH, RATES)
    assert [group.reference_number for group in result.groups] == ["AB-9", "HP-1"]
    assert [line.amount for line in result.groups[1].lines] == [Decimal("47.50"), Decimal("105.25")]
    assert (result.hours, result.amount) == (Decimal("1.00"), Decimal("200.25"))


def test_waiver_is_a_line_of_its_own_at_the_rate_of_its_charge() -> None:
    result = statement([LATE, WAIVER], MARCH, RATES)
    assert [(line.hours, line.amount) for line in result.groups[0].lines] == [
        (Decimal("0.25"), Decimal("47.50")),
        (Decimal("-0.25"), Decimal("-47.50")),
    ]
    assert (result.hours, result.amount) == (Decimal(0), Decimal(0))


def test_other_months_are_left_out() -> None:
    assert statement([replace(LATE, day=date(2026, 4, 1))], MARCH).groups == ()


def test_without_a_rate_there_are_hours_and_no_amounts() -> None:
    result = statement([LATE], date(2026, 3, 31))
    assert (result.hours, result.amount, result.month) == (Decimal("0.25"), None, MARCH)


def test_same_line_twice_counts_once() -> None:
    assert statement([LATE, LATE], MARCH).hours == Decimal("0.25")


def test_lines_without_a_reference_number_come_last() -> None:
    result = statement([replace(LATE, reference_number=""), OTHER], MARCH)
    assert [group.reference_number for group in result.groups] == ["AB-9", ""]


def test_rate_of_the_day() -> None:
    assert rate_on(date(2025, 6, 30), RATES) is None
    assert rate_on(date(2026, 3, 14), RATES) == Decimal(190)
    assert rate_on(date(2026, 3, 15), RATES) == Decimal("210.50")


@given(st.permutations([LATE, ON_THE_WAY, OTHER, WAIVER, LATE]))
def test_order_of_the_ledger_does_not_matter(entries: list[StatementEntry]) -> None:
    assert statement(entries, MARCH, RATES) == statement([LATE, ON_THE_WAY, OTHER, WAIVER], MARCH, RATES)
