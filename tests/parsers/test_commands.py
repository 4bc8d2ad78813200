"""What coordinators write, and what of it is an order."""

from __future__ import annotations

import pytest

from parsers.commands import Command, read_commands

CASE = "FPP-26-000123"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("release FPP-26-000123", Command("release", CASE)),
        ("Please release FPP-26-000123. Thanks!", Command("release", CASE)),
        ("fpp 26 000123 is ok to cancel", Command("release", CASE)),
        ("Can you release FPP-26-000123?", Command("release", CASE)),
        ("OK to cancel, release it", Command("release")),
        ("Approve the cancellation", Command("release")),
        ("Go ahead", Command("release")),
        ("waive FPP-26-000123 because of a gas leak", Command("waive", CASE, "a gas leak")),
        ("Waive the late charge for FPP-26-000123: our mistake", Command("waive", CASE, "our mistake")),
        ("waive it because of a gas leak", Command("waive", words="a gas leak")),
        ("Release both of them", Command("release", is_for_all=True)),
        ("approve it: talked to Lee", Command("release", words="talked to Lee")),
        ("assign to Maria", Command("assign", name="Maria")),
        ("Assign FPP-26-000123 to Maria Lopez please", Command("assign", CASE, name="Maria Lopez")),
        ("assign Jordan to FPP-26-000123", Command("assign", CASE, name="Jordan")),
        ("Jordan can take FPP-26-000123", Command("assign", CASE, name="Jordan")),
        ("Send it to Alex, because Jo is sick", Command("assign", words="Jo is sick", name="Alex")),
        ("Refuse FPP-26-000123: nobody asked us", Command("deny", CASE, "nobody asked us")),
        ("deny it because it is late. Ask Bob.", Command("deny", words="it is late. Ask Bob")),
        ("deny it because ____", Command("deny")),
        ("waive C-26-00004 because our mistake", Command("waive", "C-26-00004", "our mistake")),
        ("waive C-26-00004", Command("waive", "C-26-00004")),
        ("close FPP-26-000123 done by phone", Command("close", CASE, "done by phone")),
        ("pause letters", Command("pause_letters")),
    ],
)
def test_an_order_is_read_as_people_write_it(text: str, expected: Command) -> None:
    assert read_commands(text).commands == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "Do not release FPP-26-000123",
        "don't release it",
        "Should we release FPP-26-000123?",
        "release it as soon as Bob agrees",
        "release FPP-26-000123 once Bob calls",
        "assign it to Maria if she is free",
        "release FPP-26-000123 tomorrow",
        "> release FPP-26-000123",
        "He wrote:\nrelease FPP-26-000123",
        "thanks",
        "",
    ],
)
def test_what_is_denied_conditional_or_pasted_orders_nothing(text: str) -> None:
    assert read_commands(text).commands == ()


def test_one_command_a_line_and_several_cases_in_one() -> None:
    orders = read_commands(
        "Hi,\n- release FPP-26-000001, FPP-26-000002\n- deny FPP-26-000003 because late\n\nPat"
    )
    assert [(one.order, one.subject) for one in orders.commands] == [
        ("release", "FPP-26-000001"),
        ("release", "FPP-26-000002"),
        ("deny", "FPP-26-000003"),
    ]


def test_it_in_the_second_half_is_what_the_first_names() -> None:
    orders = read_commands("release FPP-26-000123 and assign it to Alex")
    assert orders.commands == (Command("release", CASE), Command("assign", CASE, name="Alex"))


def test_a_command_is_no_reason_for_another() -> None:
    orders = read_commands("release FPP-26-000001, deny FPP-26-000002 because late")
    assert [one.order for one in orders.commands] == ["release", "deny"]


def test_a_line_that_looks_like_a_command_is_named_and_words_after_it_do_not_count() -> None:
    orders = read_commands("assing FPP-26-000123 to Jo\nSee below.\nrelease FPP-26-000001")
    assert orders.commands == ()
    assert orders.not_understood == ("assing FPP-26-000123 to Jo",)


@pytest.mark.parametrize("text", ["release " * 4000, "release " + "FPP-26-000001, " * 5000, "it is " * 9000])
def test_endless_lines_end(text: str) -> None:
    assert len(read_commands(text).commands) <= 50
