"""Amounts of money as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.money import read_amount


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("$1.2M", "1200000"),
        ("600k", "600000"),
        ("$600 K", "600000"),
        ("1,250.00", "1250"),
        ("$ 45,000.-", "45000"),
        ("USD 12000", "12000"),
        ("12000 USD", "12000"),
        ("US$ 5,000", "5000"),
        ("$84,500", "84500"),
        ("1.2 million", "1200000"),
        ("$0", "0"),
        ("  12,000.50 ", "12000.50"),
        ("12,000 dollars", "12000"),
        ("$85,000 (labor and materials)", "85000"),
        ("Estimated cost: $85,000", "85000"),
        ("85,000 total", "85000"),
        ("$85,000 total project", "85000"),
        ("Cost: $85,000", "85000"),
        ("$85,000 excluding mech.", "85000"),
        ("$85,000 per attached bid", "85000"),
        ("$ 184,500 .00", "184500"),
    ],
)
def test_a_usual_amount_is_read(text: str, dollars: str) -> None:
    amount = read_amount(text)
    assert (amount.value, amount.problem) == (Decimal(dollars), None)


@pytest.mark.parametrize(
    "text",
    [
        "none",
        "about 5k",
        "50,000-60,000",
        "$50k to $60k",
        "84.500",
        "5,00",
        "N/A",
        "see plans",
        "per bid",
        "$150 per sf",
        "$85,000 including mechanical",
        "1.2.3",
        "9" * 200,
    ],
)
def test_words_ranges_and_doubtful_points_are_malformed(text: str) -> None:
    assert read_amount(text).problem == "malformed"


@pytest.mark.parametrize("text", [None, "", "   ", "$", "____", "--", "\xa0"])
def test_nothing_written_is_blank(text: str | None) -> None:
    assert read_amount(text).problem == "blank"


@given(st.integers(min_value=0, max_value=10**9))
def test_any_whole_amount_with_commas_comes_back(dollars: int) -> None:
    assert read_amount(f"${dollars:,}").value == dollars


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    amount = read_amount(text)
    assert (amount.value is None) == (amount.problem is not None)
