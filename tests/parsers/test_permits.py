"""Permit numbers in every dress, and the numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.permits import read_permits

FULL = "24-012345-000-00-FA"


def shown(text: str) -> list[str]:
    return [
        one.number
        or (f"{one.short}{' ' + one.suffix if one.suffix else ''}" if one.short else str(one.looks_like))
        for one in read_permits(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        "2024-012345-000-00-FA",
        "24 012345 000 00 FA",
        "24\u2013012345\u2013000\u201300\u2013FA",
        "24-012345-000-00-fa",
        "24-012345-000-00FA",
        "24 - 012345 - 000 - 00 - FA",
        "2401234500000FA",
        "24-O12345-000-00-FA",
        "24.012345.000.00.FA",
        "permit #24-012345-000-00-FA, thanks",
        "24-012345-000-\n00-FA",
        "24-012345-000-00-FA (short: 24-012345)",
        "2\u200b4-012345-000-00-FA",
    ],
)
def test_a_number_in_full_becomes_canonical(text: str) -> None:
    assert shown(text) == [FULL]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24-012345", ["24-012345"]),
        ("24-012345-FA", ["24-012345"]),
        ("24-012345 FA", ["24-012345"]),
        ("24-012345-000-00", ["24-012345"]),
        ("permit 24 012345", ["24-012345"]),
        ("2024-012345", ["24-012345"]),
        ("24-012345-000-00-CO", ["24-012345 CO"]),
        ("24-012345-RS", ["24-012345 RS"]),
        ("24-012345 et", ["24-012345 ET"]),
        ("24-012345-000-00-LU", ["24-012345 LU"]),
        ("24-012345 at 3pm", ["24-012345"]),
        ("24-012345 -10am", ["24-012345"]),
        ("24-012345, -46 and -47 FA", ["24-012345", "24-012346", "24-012347"]),
        ("24-012345 thru -47", ["24-012345", "24-012346", "24-012347"]),
        ("24-012345, -7", ["24-012345"]),
        (f"{FULL}, 25-111111-000-00-FA & 24-222222", [FULL, "25-111111-000-00-FA", "24-222222"]),
    ],
)
def test_short_numbers_and_lists_are_read_as_far_as_they_go(text: str, found: list[str]) -> None:
    assert shown(text) == found


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("permit # 4567890", "ivr"),
        ("IVR 4567890", "ivr"),
        ("Permit: 503-555-0142", "phone"),
        ("permit CCB 123456", "ccb"),
        ("Permit number: PB1234", "licence"),
        ("24-01234-000-00-FA", "other"),
        ("24-0123456-000-00-FA", "other"),
    ],
)
def test_a_number_in_a_permits_place_is_told_apart(text: str, sort: str) -> None:
    assert shown(text) == [sort]


@pytest.mark.parametrize(
    "text", ["", "CCB# 204417", "call 503-555-0142", "20260304", "3/4/26", "IVR 4567890 and " + FULL]
)
def test_other_numbers_are_no_permits(text: str) -> None:
    assert [one for one in shown(text) if one != FULL] == []


@given(st.integers(0, 99), st.integers(0, 999_999), st.sampled_from(["-", " ", " - ", "\u2014", "/"]))
def test_every_full_number_comes_back(year: int, serial: int, link: str) -> None:
    written = link.join([f"{year:02d}", f"{serial:06d}", "000", "00", "FA"])
    assert shown(written) == [f"{year:02d}-{serial:06d}-000-00-FA"]


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_permits(text)


def test_five_hundred_numbers_are_all_read() -> None:
    assert len(read_permits("\n".join(f"24-{number:06d}-000-00-FA" for number in range(500)))) == 500


def test_serials_behind_a_permit_share_its_year() -> None:
    assert [one.short for one in read_permits("24-012345, 012347 and 012350")] == [
        "24-012345",
        "24-012347",
        "24-012350",
    ]


def test_a_number_without_dashes_is_read() -> None:
    assert [one.number for one in read_permits("Permit no. 24012345000 00 FA")] == ["24-012345-000-00-FA"]


def test_a_blank_for_the_dash_is_read_where_it_looks_like_a_permit() -> None:
    assert [one.short for one in read_permits("framing 26 110010 on 3/4")] == ["26-110010"]
    assert read_permits("March 26 503823 or 5 26 110010 12") == ()
