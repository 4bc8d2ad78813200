"""The labelled sequences: each leads to exactly the charges of its labels, and no disorder to more than one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.charges import Story, expected, played, stories

REQUESTS: tuple[Mapping[str, Any], ...] = (
    {"at": "2026-03-02T08:00:00", "from": "robin", "subject": "Alex Thornquill March 4, 2026 at 9:00 AM"},
    {
        "at": "2026-03-02T08:10:00",
        "from": "ben",
        "permit": "two",
        "subject": "Alex Thornquill March 4, 2026 at 11:00 AM",
    },
)
# What may follow, late, in any order of taking up; each mail answers one of the two requests.
FOLLOWING: tuple[Mapping[str, Any], ...] = (
    {"at": "2026-03-04T07:00:00", "from": "robin", "body": "please cancel", "answers": 1},
    {"at": "2026-03-04T07:10:00", "from": "ben", "body": "please cancel", "answers": 2},
    {"at": "2026-03-04T06:50:00", "from": "alex", "body": "I am on my way.", "answers": 1},
    {"at": "2026-03-03T18:00:00", "from": "alex", "body": "I will be there at 9:30 AM.", "answers": 2},
)


@pytest.mark.parametrize("story", list(stories()), ids=lambda story: story.name)
def test_a_sequence_leads_to_its_charges(story: Story, tmp_path: Path) -> None:
    assert played(story, tmp_path) == expected(story), story.why


@settings(max_examples=20, deadline=None)
@given(st.permutations(FOLLOWING), st.lists(st.sampled_from(FOLLOWING), max_size=3))
def test_a_visit_is_charged_once_in_any_order_and_however_often_it_is_cancelled(
    order: list[Mapping[str, Any]], again: list[Mapping[str, Any]]
) -> None:
    """The real desk, record and ledger; both parts are cancelled late, so there is a charge, and never two."""
    mails = tuple({**mail, "action": "any"} for mail in (*REQUESTS, *order, *again))
    with TemporaryDirectory() as folder:
        charges = played(Story("disorder", "D12", mails, (), {}), Path(folder))
    assert len(charges) == 1
    assert charges[0]["permits"] == ["one", "two"]
    assert charges[0]["hours"] in {"0.25", "0.50"}
    assert (charges[0]["reason"] == "inspector_en_route") is (charges[0]["hours"] == "0.50")
