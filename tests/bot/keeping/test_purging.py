"""Retention: what is old and over goes, by kind; nothing that is open, held, young, or proves a charge."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.registry.files import read_registry
from tests.bot.keeping.office_years_later import (
    CHARGED,
    CLOSED,
    KIMS,
    LEE,
    OPEN,
    YEARS_LATER,
    filled_desk,
    hold,
    nights,
    originals_of,
    retention,
)
from tests.bot.scratch_desk import ScratchDesk


def test_by_default_everything_is_kept(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    work = retention(desk, {})
    assert not work.is_limited
    assert not any(work.purge().values())


def test_originals_of_closed_cases_go_and_those_of_open_and_charged_ones_stay(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    done = retention(desk, {"originals_days": 365}).purge()
    # Request and cancellation of the closed case, the question, and the machine's mail.
    assert done["originals"] == 4
    with desk.store.reading() as tx:
        assert originals_of(desk, tx, CLOSED) == [False, False]
        assert originals_of(desk, tx, KIMS) == [False]
        assert originals_of(desk, tx, OPEN) == [True]
        assert originals_of(desk, tx, CHARGED) == [True, True]
        assert "purged" in [event.what for event in tx.inbox.events(case=CLOSED)]
        case = tx.cases.case(CLOSED)
    assert case is not None
    assert case.sender == LEE
    assert not any(retention(desk, {"originals_days": 365}).purge().values())


def test_a_dry_run_counts_the_same_and_changes_nothing(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    days = {"originals_days": 365, "letters_days": 365, "cases_days": 365, "registry_days": 365}
    counted = retention(desk, days).purge(dry_run=True)
    assert counted == retention(desk, days).purge(dry_run=True)
    assert counted == retention(desk, days).purge()


def test_nothing_of_a_case_on_hold_goes_until_it_is_lifted(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    hold(desk, CLOSED)
    days = {"originals_days": 365, "letters_days": 365, "cases_days": 365}
    retention(desk, days).purge()
    with desk.store.reading() as tx:
        case = tx.cases.case(CLOSED)
        assert originals_of(desk, tx, CLOSED) == [True, True]
        texts = tx.record.letter_texts(tx.record.of_case(CLOSED).letters)
    assert case is not None
    assert case.sender == LEE
    assert len(texts) == 4
    with desk.store.transaction() as tx:
        assert tx.holds.lift(CLOSED)
    assert retention(desk, days).purge()["originals"] == 2


def test_young_mail_is_kept(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    days = {"originals_days": 365, "letters_days": 365, "cases_days": 365}
    assert not any(retention(desk, days, desk.moment + timedelta(days=364)).purge().values())


def test_people_leave_closed_cases_and_the_skeleton_stays(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    retention(desk, {"cases_days": 365}).purge()
    with desk.store.reading() as tx:
        tables = tx.record.tables(tx.record.of_case(CLOSED))
        assert tx.record.of_person("kim@builder.example").mails == ()
        assert tx.ledger.broken_at() is None
    said = repr(tables)
    assert "lee" not in said.lower().replace("released", "")
    assert "503-555" not in said
    (case,) = tables["case"]
    assert (case["permit_number"], case["state"]) == ("26-104211-000-00-FA", "closed")
    assert [row["action"] for row in tables["message"]] == ["accept", "accept"]
    assert all(row["sha256"] and row["message_id"] and row["content_key"] for row in tables["message"])
    (visit,) = tables["inspection"]
    assert (visit["inspector"], visit["day"], visit["state"]) == (
        "Alex Thornquill",
        "2026-03-18",
        "cancelled",
    )


def test_an_old_mail_met_again_is_still_not_answered_twice(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    with desk.store.reading() as tx:
        message = tx.inbox.message(tx.record.of_case(CLOSED).mails[0])
    assert message is not None
    raw = desk.originals.read(message.sha256)
    retention(desk, {"originals_days": 1, "letters_days": 1, "cases_days": 1}).purge()
    assert not desk.originals.path(message.sha256).exists()
    again = desk.take_raw(raw)
    assert again.decision.action == "record"
    assert again.letters == ()


def test_a_case_that_fell_silent_counts_as_closed_where_the_office_says_so(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    assert retention(desk, {"cases_days": 365}).purge()["cases"] == 2
    assert retention(desk, {"cases_days": 365, "quiet_days": 730}).purge()["cases"] == 1
    with desk.store.reading() as tx:
        assert originals_of(desk, tx, OPEN) == [True]


def test_a_charge_that_somebody_has_to_look_at_keeps_its_proof_until_it_is_waived(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    days = {"originals_days": 365, "cases_days": 365, "charges_days": 730}
    retention(desk, days).purge()
    with desk.store.transaction() as tx:
        assert tx.ledger.lines()[0].needs_review
        assert originals_of(desk, tx, CHARGED) == [True, True]
        tx.ledger.waive("C-26-00001", why="a storm", message=None, message_id="<w@b>", now=desk.moment)
    retention(desk, days).purge()
    with desk.store.reading() as tx:
        assert originals_of(desk, tx, CHARGED) == [False, False]
        assert [line.number for line in tx.ledger.lines()] == ["C-26-00001", "C-26-00002"]
        assert tx.ledger.broken_at() is None


def test_letters_lose_their_text_and_stay_on_record(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    assert retention(desk, {"letters_days": 365}).purge()["letters"] > 0
    with desk.store.reading() as tx:
        letters = tx.letters.of_case(CLOSED)
        assert tx.record.letter_texts([letter.id for letter in letters]) == ()
    assert LEE in [letter.recipients[0] for letter in letters]


def test_a_letter_that_has_not_left_keeps_its_case(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    with desk.store.transaction() as tx:
        tx.letters.set_outcome(tx.letters.of_case(CLOSED)[0].id, "undecidable", now=desk.moment)
    retention(desk, {"originals_days": 365, "cases_days": 365, "letters_days": 365}).purge()
    with desk.store.reading() as tx:
        assert originals_of(desk, tx, CLOSED) == [True, True]


def test_one_original_of_two_mails_stays_while_one_of_them_needs_it(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    with desk.store.reading() as tx:
        message = tx.inbox.message(tx.record.of_case(KIMS).mails[0])
    assert message is not None
    waiting = desk.store_only(desk.originals.read(message.sha256), "intake")
    retention(desk, {"originals_days": 365}).purge()
    opened = desk.desk.open(waiting)
    assert opened is not None
    recorded = desk.desk.settle(opened)
    assert recorded is not None
    assert recorded.decision.action == "record"


def test_a_nights_run_is_once_a_day_and_begins_with_the_second_night(tmp_path: Path) -> None:
    desk = filled_desk(tmp_path)
    left = []
    for night in nights(YEARS_LATER, 2):
        for _ in range(2):
            retention(desk, {"originals_days": 365}, night).make_due()
        with desk.store.reading() as tx:
            left.append(originals_of(desk, tx, CLOSED))
            runs = [event for event in tx.inbox.events() if event.what == "purged" and not event.case]
    assert left == [[True, True], [False, False]]
    assert len(runs) == 1


@pytest.mark.parametrize("jump", [timedelta(days=4000), timedelta(days=-4000)])
def test_a_clock_that_jumps_for_a_while_removes_nothing(tmp_path: Path, jump: timedelta) -> None:
    """Of a wrong clock everything is old; only a second night in a row may remove anything."""
    desk = filled_desk(tmp_path)
    start = desk.moment + timedelta(hours=2)
    for moment in (start, start + timedelta(days=1), start + jump, start + timedelta(days=2)):
        retention(desk, {"originals_days": 365}, moment).make_due()
    with desk.store.reading() as tx:
        assert originals_of(desk, tx, CLOSED) == [True, True]


def test_an_old_registry_goes_and_the_newest_stays(tmp_path: Path) -> None:
    desk = ScratchDesk(tmp_path)
    with desk.store.transaction() as tx:
        tx.registry.replace(read_registry(tmp_path / "registry"), desk.moment)
        newest = tx.registry.newest_version()
    assert retention(desk, {"registry_days": 365}).purge() == {"registry imports": 1}
    with desk.store.reading() as tx:
        assert tx.registry.newest_version() == newest
