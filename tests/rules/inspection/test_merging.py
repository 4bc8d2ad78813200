"""Two mails about one request put together."""

from __future__ import annotations

import pytest

from parsers.inspection.reading import RequestReading
from rules.inspection.merging import PIECES, merged


@pytest.mark.parametrize(
    ("earlier", "later", "together"),
    [
        ("Gate code 4411.", "Call on arrival.", "Gate code 4411. Call on arrival."),
        ("Gate code 4411.", "", "Gate code 4411."),
        ("", "Call on arrival.", "Call on arrival."),
        ("Gate code 4411.", "gate code 4411.", "Gate code 4411."),
        ("Gate code 4411.", "Gate code 4411. Call on arrival.", "Gate code 4411. Call on arrival."),
    ],
)
def test_notes_are_joined_and_nothing_stands_twice(earlier: str, later: str, together: str) -> None:
    whole = merged(RequestReading("request", note=earlier), RequestReading("request", note=later), PIECES)
    assert whole.note == together


def test_notes_do_not_grow_without_end() -> None:
    whole = RequestReading("request")
    for number in range(100):
        whole = merged(whole, RequestReading("request", note=f"note {number} " * 20), PIECES)
    assert len(whole.note) <= 1_200
