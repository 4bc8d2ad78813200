from __future__ import annotations

import pytest

from rules.finding import Action, Finding, Severity
from rules.policy import action_for, judged

REJECT, REFER, ASK = Severity.REJECT, Severity.REFER, Severity.ASK
REVIEW, NOTE, OFF = Severity.REVIEW, Severity.NOTE, Severity.OFF


def graded(code: str, by_rule: Severity | None, office: Severity | None = None) -> list[Severity | None]:
    """The severity of one finding that its rule graded so; `office`: what stands under [severity]."""
    overrides = {} if office is None else {code: office}
    return [finding.severity for finding in judged([Finding(code, severity=by_rule)], overrides)]


def test_a_finding_is_as_grave_as_the_table_says_or_as_its_rule_graded_it() -> None:
    assert graded("plans.color", None) == [REJECT]
    assert graded("plans.color", NOTE) == [NOTE]


@pytest.mark.parametrize(
    ("code", "by_rule", "office"),
    [
        ("plans.color", None, REVIEW),
        ("contractor.ccb_missing", None, ASK),
        ("plans.text_too_small", NOTE, REJECT),
        ("inspector.missing", NOTE, ASK),
        ("hold.active", REVIEW, REFER),
        ("address.mismatch", REVIEW, REJECT),
        ("permit.unknown", ASK, NOTE),
    ],
)
def test_the_offices_word_wins_over_the_table_and_over_the_rule(
    code: str, by_rule: Severity | None, office: Severity
) -> None:
    """D7: small lettering is never a reason to reject, unless configured so, however small it is."""
    assert graded(code, by_rule, office=office) == [office]


def test_a_softer_word_leaves_what_was_softer_still() -> None:
    assert graded("plans.color", NOTE, office=REVIEW) == [NOTE]


def test_what_is_off_is_not_found_however_it_was_graded() -> None:
    assert graded("plans.color", None, office=OFF) == graded("plans.color", NOTE, office=OFF) == []


def test_judging_twice_changes_nothing() -> None:
    once = judged([Finding("plans.color", severity=NOTE), Finding("date.past")], {"plans.color": REJECT})
    assert judged(once, {"plans.color": REJECT}) == once


@pytest.mark.parametrize(
    ("severities", "action"),
    [
        ((NOTE, REVIEW), Action.ACCEPT),
        ((ASK, NOTE), Action.ASK),
        ((ASK, REFER), Action.REFER),
        ((REFER, REJECT, ASK), Action.REJECT),
    ],
)
def test_the_gravest_finding_decides(severities: tuple[Severity, ...], action: Action) -> None:
    assert action_for([Finding("date.past", severity=severity) for severity in severities]) is action


def test_an_unproved_sender_overrides_a_refusal() -> None:
    found = judged([Finding("permit.closed"), Finding("sender.unauthenticated")], {})
    assert action_for(found) is Action.REFER
