"""Street addresses, and keys by which two ways of writing one are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.addresses import address_key, labelled_address, read_address, read_suite, south_portland_alias


@pytest.mark.parametrize(
    ("text", "key", "suite"),
    [
        ("1220 SW 5th Ave Suite 1200, Portland", "1220 sw 5th", "1200"),
        ("1220 sw fifth", "1220 sw 5th", None),
        ("1220 S.W. 5th Avenue, 12th floor", "1220 sw 5th", "floor 12"),
        ("1220 sw 5th fl 12", "1220 sw 5th", "floor 12"),
        ("1220 SW 5 th", "1220 sw 5th", None),
        ("need rough-in at 200 sw market tomorrow", "200 sw market", None),
        ("1120 SW 5th Ave, #400", "1120 sw 5th", "400"),
        ("2121 Southwest Naito Parkway", "2121 sw naito", None),
        ("One SW Columbia St.", "1 sw columbia", None),
        ("1500 NE Martin Luther King Jr Blvd Ste B", "1500 ne martin luther king", "B"),
        ("1500 NE MLK Jr. Blvd", "1500 ne martin luther king", None),
        ("Suite 300, 805 SW Broadway", "805 sw broadway", "300"),
        ("0715 SW Bancroft St", "0715 sw bancroft", None),
        ("825 N.E. Multnomah St #1500", "825 ne multnomah", "1500"),
        ("1220-1240 NW Lovejoy st unit 5B", "1220 nw lovejoy", "5B"),
        ("621 SW Alder need final on Tuesday", "621 sw alder", None),
        ("4000 Kruse Way", "4000 kruse way", None),
        ("500 NE Multnomah St.\nPortland, OR 97232", "500 ne multnomah", None),
    ],
)
def test_an_address_is_read_with_its_suite(text: str, key: str, suite: str | None) -> None:
    reading = read_address(text)
    assert reading is not None
    assert (reading.key, reading.suite) == (key, suite)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 E side columns",
        "at 2 SW corner",
        "10 N corner",
        "Permit #24-012345",
        "call 503-555-0142",
        "we have 4 people in Suite 400",
        "2 hours on site at noon",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1220 SW 5th Ave", "1220 southwest fifth avenue, suite 900, Portland, OR 97204"),
        ("200 SW Market St", "200 S.W. MARKET"),
        ("The Alder Building, 1220 SW 5th Ave", "1220 SW 5th"),
        ("2121 SW Naito Pkwy", "2121 SW Naito Parkway #4"),
    ],
)
def test_two_ways_of_writing_one_address_have_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("0715 SW Bancroft", "715 SW Bancroft"), ("1220 SW 5th", "1220 SE 5th"), ("1220 SW 5th", "1222 SW 5th")],
)
def test_different_houses_have_different_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_a_leading_zero_in_southwest_is_south_portland() -> None:
    assert south_portland_alias(address_key("0715 SW Bancroft St")) == address_key("715 S Bancroft Street")
    assert south_portland_alias(address_key("715 SW Bancroft St")) is None


def test_a_buildings_name_behind_a_label_is_kept_as_typed() -> None:
    reading = labelled_address("Alder Court Building, 12th floor")
    assert reading is not None
    assert (reading.key, reading.suite) == ("alder court building", "floor 12")


def test_a_suite_alone_is_read() -> None:
    assert read_suite("Suite 300") == "300"


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_address(text)
    address_key(text)
    labelled_address(text)
