"""A client's pattern: tried as typed and in capitals, and never for long."""

from __future__ import annotations

import pytest

from rules.intake.reference_pattern import MAX_PATTERN_CHARACTERS, fits, pattern_fault


@pytest.mark.parametrize(
    ("pattern", "written", "expected"),
    [
        (r"HP-\d{4}-\d{3}", "HP-2026-014", True),
        (r"HP-\d{4}-\d{3}", "hp-2026-014", True),
        (r"HP-\d{4}-\d{3}", "HP-2026-014 b", False),
        ("", "HP-2026-014", None),
        ("HP-(", "HP-2026-014", None),
    ],
)
def test_a_number_against_a_pattern(pattern: str, written: str, expected: bool | None) -> None:
    assert fits(pattern, written) is expected


def test_a_pattern_that_takes_too_long_says_nothing() -> None:
    slow = "(a|b|ab)*" * 5 + r"z\b"
    assert fits(slow, "ab" * 200 + "z!") is None


def test_what_is_wrong_with_a_pattern_is_said() -> None:
    assert pattern_fault(r"HP-\d{4}") is None
    assert "not a regular expression" in str(pattern_fault("HP-("))
    assert "longer" in str(pattern_fault("A" * (MAX_PATTERN_CHARACTERS + 1)))
