"""Short answers to our questions."""

from __future__ import annotations

import pytest

from parsers.inspection.answers import Answer, read_answer

YES = [
    "yes",
    "Yes please",
    "ok, that works",
    "Ok for Monday",
    "that's the one",
    "Yes, that is the correct permit number",
    "Sounds good, thank you!",
    "Hi,\n\nYes, please go ahead.\n\nLee",
    "We'll take it",
    "That date works for us",
    "Tuesday is fine",
    "Yes. The contact is Bob Smith 503-555-0199",
]
OPEN = [
    "thanks",
    "no",
    "will do",
    "Yes but make it Wednesday",
    "is that ok?",
    "ok let me check",
    "Great, thanks for letting me know",
    "yes if the crew is ready",
    "not that one",
    "the first floor",
    "the electrical one",
    "",
    "yes " * 400,
]


@pytest.mark.parametrize("text", YES)
def test_a_plain_yes_agrees(text: str) -> None:
    answer = read_answer(text)
    assert answer is not None
    assert answer.agrees


@pytest.mark.parametrize("text", OPEN)
def test_what_is_no_plain_answer_is_none(text: str) -> None:
    assert read_answer(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first one", 1),
        ("Please cancel the second one.", 2),
        ("#2", 2),
        ("Number 3 please", 3),
        ("I meant the last one", -1),
    ],
)
def test_a_place_in_the_list_is_read(text: str, place: int) -> None:
    assert read_answer(text) == Answer(choice=place)


@pytest.mark.parametrize("text", ["both", "Both please", "all of them", "cancel both", "yes to both"])
def test_all_of_them_is_read(text: str) -> None:
    answer = read_answer(text)
    assert answer is not None
    assert answer.everything


def test_what_the_yes_is_about_is_read() -> None:
    answers = [read_answer(text) for text in ("Yes, that day works", "Yes, that is the permit", "Yes")]
    assert [answer.about for answer in answers if answer] == ["day", "permit", None]


@pytest.mark.parametrize(
    "text",
    [
        "whoever covers the building",
        "Anyone is fine.",
        "any inspector",
        "no preference",
        "It doesn't matter who",
    ],
)
def test_a_wish_for_nobody_in_particular_is_read(text: str) -> None:
    assert read_answer(text) == Answer(any_inspector=True)


@pytest.mark.parametrize(
    "text", ["Is anyone coming?", "anybody else but him, he was rude the last time we met"]
)
def test_what_asks_or_excludes_is_no_such_wish(text: str) -> None:
    assert read_answer(text) is None
