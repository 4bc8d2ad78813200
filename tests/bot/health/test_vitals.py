from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.health.vitals import Expectations, Vitals, judge
from storage.values import MailboxHealth

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
EXPECTED = Expectations(
    silence={"intake": timedelta(minutes=5)},
    timezone=ZoneInfo("America/Los_Angeles"),
    digest_at=time(6, 30),
    recipients_per_day=10,
)


def minutes(count: int) -> datetime:
    return NOW - timedelta(minutes=count)


def well(**changes: Any) -> Vitals:
    good = Vitals(
        mailboxes={"intake": MailboxHealth("intake", minutes(1), "")}, letters={}, newest_digest=TODAY
    )
    return replace(good, **changes)


def test_a_bureau_at_work_is_well() -> None:
    health = judge(well(), EXPECTED, NOW)
    assert health.is_well
    assert health.warnings == ()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (well(mailboxes={}), "The mailbox intake was never read"),
        (
            well(mailboxes={"intake": MailboxHealth("intake", minutes(6), "login refused")}),
            "The mailbox intake was not read for 6 minutes (login refused)",
        ),
        (well(oldest_waiting=minutes(31)), "A mail has waited 31 minutes for its decision"),
        (well(oldest_due=minutes(61)), "No letter leaves: the oldest has waited 61 minutes"),
        (
            well(oldest_due=minutes(300), newest_left=minutes(90)),
            "No letter leaves: the oldest has waited 5 hours",
        ),
        (well(newest_digest=date(2026, 3, 1)), "The digest of today was not written"),
    ],
)
def test_what_is_wrong_is_said(found: Vitals, words: str) -> None:
    assert judge(found, EXPECTED, NOW).failing == (words,)


@pytest.mark.parametrize(
    "found",
    [
        well(mailboxes={"intake": MailboxHealth("intake", minutes(4), "one failure")}),
        well(oldest_due=minutes(300), newest_left=minutes(2)),
        well(oldest_due=minutes(300), is_paused=True),
        well(oldest_waiting=minutes(29)),
    ],
    ids=["a mailbox that failed once", "one receiver says later", "paused", "a mail at work"],
)
def test_what_mends_itself_wakes_nobody(found: Vitals) -> None:
    assert judge(found, EXPECTED, NOW).is_well


def test_a_digest_is_not_missed_before_its_hour() -> None:
    early = datetime(2026, 3, 2, 14, 45, tzinfo=UTC)
    mailboxes = {"intake": MailboxHealth("intake", early, "")}
    found = well(newest_digest=date(2026, 3, 1), mailboxes=mailboxes)
    assert judge(found, EXPECTED, early).is_well


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (well(is_paused=True), "Letters are paused"),
        (well(shelved=2), "2 mail(s) are shelved"),
        (well(letters={"held": 3}), "3 letter(s) are held back"),
        (well(left_in_a_day=10), "The day's recipients are used up"),
    ],
)
def test_what_waits_for_a_person_is_a_warning(found: Vitals, words: str) -> None:
    health = judge(found, EXPECTED, NOW)
    assert health.is_well
    assert len(health.warnings) == 1
    assert health.warnings[0].startswith(words)


@pytest.mark.parametrize(
    ("days", "warns", "fails"), [(31, False, False), (30, True, False), (0, True, False), (-1, False, True)]
)
def test_a_secret_is_announced_thirty_days_before_its_end(days: int, warns: bool, fails: bool) -> None:
    expected = replace(EXPECTED, secret_expires=TODAY + timedelta(days=days))
    health = judge(well(), expected, NOW)
    assert (bool(health.warnings), bool(health.failing)) == (warns, fails)
