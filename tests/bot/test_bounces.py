"""Bounces: matched to the letter and its case, believed only with a Message-ID that we made."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.digest.view import digest_view, whole_day
from bot.tokens import Tokens
from bot.why import history
from storage.values import OutboxLetter
from templates.render import render_page
from tests.bot.scratch_desk import MONDAY, ScratchDesk
from tests.factory.delivery_reports import REPORTS, postfix

LEE = "lee@builder.example"


def asked(desk: ScratchDesk, sender: str = LEE) -> OutboxLetter:
    """The letter that answers a question."""
    recorded = desk.take("A question", "Could you tell me who looks after our building?", sender=sender)
    letter = recorded.letters[0]
    with desk.store.reading() as tx:
        found = tx.letters.letter(letter.letter_id)
    assert found is not None
    return found


def letter_now(desk: ScratchDesk, letter: OutboxLetter) -> OutboxLetter:
    with desk.store.reading() as tx:
        found = tx.letters.letter(letter.letter_id)
    assert found is not None
    return found


def told(desk: ScratchDesk, case: str) -> str:
    with desk.store.reading() as tx:
        return "\n".join(history(case, tx, ZoneInfo("America/Los_Angeles")))


def digest(desk: ScratchDesk) -> str:
    world = desk.world
    with desk.store.reading() as tx:
        return render_page("digest", digest_view(tx, world, whole_day(MONDAY, world), desk.moment))


@pytest.mark.parametrize("program", REPORTS)
def test_a_bounce_flags_its_letter_and_its_case(tmp_path: Path, program: str) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    recorded = desk.take_raw(REPORTS[program](letter.letter_id, LEE))
    assert (recorded.decision.kind, recorded.decision.action) == ("automated", "ignore")
    assert recorded.letters == ()
    assert recorded.cases == (letter.case,)
    assert letter_now(desk, letter).state == "bounced"
    assert f"a letter bounced: {LEE}: the" in told(desk, letter.case)
    page = digest(desk)
    assert f"{letter.case} to {LEE}: the" in page
    with desk.store.reading() as tx:
        assert tx.letters.counts() == {"bounced": 1}


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("postfix", "there is no such mailbox (550 5.1.1"),
        ("exchange", "the mailbox is full (554 5.2.2"),
        ("gmail", "there is no such mailbox (550-5.1.1"),
        ("qmail", "there is no such mailbox (5.1.1)"),
        ("exim", "the receiver's server gave no reason that we can read (550 No such user here)"),
        ("bare", "the receiver's server gave no reason that we can read"),
    ],
)
def test_the_reason_is_told_in_words(tmp_path: Path, program: str, reason: str) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    desk.take_raw(REPORTS[program](letter.letter_id, LEE))
    assert letter_now(desk, letter).last_error.startswith(reason)


def test_a_delay_is_only_noted(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    desk.take_raw(postfix(letter.letter_id, LEE, action="delayed", status="4.7.1"))
    assert letter_now(desk, letter).state == "due"
    assert f"letter delayed: {LEE}: the receiver's rules refused it (451 4.7.1" in told(desk, letter.case)
    assert "a letter bounced" not in told(desk, letter.case)
    # The server goes on trying, and gives up in the end: final, whatever the status.
    desk.take_raw(postfix(letter.letter_id, LEE, action="failed", status="4.4.7").replace(b"4Xy", b"5Zz"))
    assert letter_now(desk, letter).state == "bounced"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_says_nothing(tmp_path: Path, action: str) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    recorded = desk.take_raw(postfix(letter.letter_id, LEE, action=action, status="2.0.0"))
    assert recorded.decision.action == "ignore"
    assert letter_now(desk, letter).state == "due"


@pytest.mark.parametrize(
    "forge",
    [
        lambda _desk, letter: letter.letter_id.replace("FPP-26-000001", "FPP-26-000002"),
        lambda _desk, letter: letter.letter_id[:50] + "0000" + letter.letter_id[54:],
        lambda _desk, _letter: "<FPP-26-000001@city.example>",
        lambda _desk, _letter: Tokens((b"a guess",)).letter_id("FPP-26-000001", "1", "city.example"),
    ],
    ids=["other case", "altered", "without token", "other key"],
)
@pytest.mark.parametrize("program", REPORTS)
def test_a_forged_bounce_changes_nothing(tmp_path: Path, program: str, forge: object) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    false_id = forge(desk, letter)  # type: ignore[operator]
    recorded = desk.take_raw(REPORTS[program](false_id, LEE))
    assert recorded.decision.action == "ignore"
    assert recorded.letters == ()
    with desk.store.reading() as tx:
        assert set(tx.letters.counts()) == {"due"}


@pytest.mark.parametrize("program", sorted(REPORTS.keys() - {"bare"}))
def test_a_report_about_somebody_else_changes_nothing(tmp_path: Path, program: str) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    desk.take_raw(REPORTS[program](letter.letter_id, "somebody@else.example"))
    assert letter_now(desk, letter).state == "due"


def test_an_out_of_office_note_in_the_thread_is_no_bounce(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    note = (
        f"Return-Path: <>\r\nFrom: Lee <{LEE}>\r\nTo: <fpp-inspections@city.example>\r\nIn-Reply-To: "
        f"{letter.letter_id}\r\nSubject: Automatic reply: your question\r\nAuto-Submitted: auto-replied\r\n\r\n"
        "I am out of the office. Lee is no longer with the company; 550 Main Street, user unknown.\r\n"
    )
    recorded = desk.take_raw(note.encode())
    assert recorded.decision.action == "ignore"
    assert letter_now(desk, letter).state == "due"


def test_a_bounce_that_is_faster_than_our_own_record_stays(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    with desk.store.transaction() as tx:
        tx.letters.claim(1, desk.moment)
    desk.take_raw(postfix(letter.letter_id, LEE))
    with desk.store.transaction() as tx:
        tx.letters.set_outcome(letter.id, "sent", now=desk.moment)
    assert letter_now(desk, letter).state == "bounced"
    assert letter_now(desk, letter).sent_at is not None


def test_a_held_letter_cannot_have_bounced(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path, limits={"letters_per_hour": 1})
    asked(desk)
    held = asked(desk, "robin@other.example")
    assert held.state == "held"
    desk.take_raw(postfix(held.letter_id, "robin@other.example"))
    assert letter_now(desk, held).state == "held"


def test_a_person_settles_what_bounced(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    letter = asked(desk)
    desk.take_raw(postfix(letter.letter_id, LEE))
    with desk.store.transaction() as tx:
        assert [row.letter_id for row in tx.letters.settle_lost()] == [letter.letter_id]
        assert tx.letters.counts() == {}
    assert "a letter bounced" not in told(desk, letter.case)
    assert "letter bounced: lee@builder.example: there is no such mailbox" in told(desk, letter.case)
