"""Questions about what is there already, told from questions about rules: `parsers.kind_status`."""

from __future__ import annotations

import pytest

from parsers.kind_status import asks_how_it_stands


@pytest.mark.parametrize(
    "text",
    [
        "Which reviewers are still outstanding on 26-110004-000-00-FA?",
        "Are we good to start work on this? 26-110012",
        "has anybody picked up our plans yet",
        "What else do you need from us to issue 26-110012?",
        "Please confirm receipt of our revision.",
    ],
)
def test_the_state_of_a_matter_of_ones_own_is_asked(text: str) -> None:
    assert asks_how_it_stands(text, is_about_visit=False)


@pytest.mark.parametrize(
    "text",
    [
        "How long does plan review usually take?",
        "Can we change the ceiling without a revision? 26-110008-000-00-FA",
        "What do I need to send for a deferred submittal on 26-110008? Is there a form?",
        "Can Rowan do framing on 4/22? 26-110001-000-00-FA",
        "Who has to sign the intake form, us or the owner?",
    ],
)
def test_rules_and_orders_are_no_state(text: str) -> None:
    assert not asks_how_it_stands(text, is_about_visit=False)


def test_a_named_visit_is_a_matter_of_ones_own() -> None:
    assert asks_how_it_stands("do we still have rowan tomorrow", is_about_visit=True)
