"""The same code on PostgreSQL: migrations both ways, one writer at a time, text with NUL, a whole dialogue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from storage.engine import open_engine
from storage.schema import migrate, newest_version, upgrade
from storage.store import Store
from storage.values import CaseOnRecord
from tests.servers.postgres import Postgres
from tests.storage.stores import NOW, appointment, charge_line, new_letter, new_message
from tests.storage.test_migrations import tables

WRITERS, EACH = 4, 10


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture
def store(postgres: Postgres) -> Iterator[Store]:
    opened = Store.open(postgres.new_database())
    yield opened
    opened.close()


def test_the_schema_goes_up_down_and_up_again(postgres: Postgres) -> None:
    engine = open_engine(postgres.new_database())
    upgrade(engine)
    migrate(engine, "0001")
    migrate(engine, None)
    assert tables(engine) == {}
    assert upgrade(engine).after == newest_version()
    assert set(tables(engine)) == {table.name for table in SQLModel.metadata.sorted_tables}
    engine.dispose()


def test_two_programs_that_start_at_once_make_the_schema_once(postgres: Postgres) -> None:
    url = postgres.new_database()
    failures = at_once(lambda: Store.open(url).close(), 3)
    assert failures == []


def at_once(work: Callable[[], object], count: int) -> list[BaseException]:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


def test_numbers_and_the_chain_of_charges_stay_whole_under_many_writers(store: Store) -> None:
    days = iter(range(WRITERS * EACH))
    lock = threading.Lock()

    def log_some() -> None:
        for _ in range(EACH):
            with lock:
                number = next(days)
            line = replace(charge_line(), building=f"Building {number}")
            with store.transaction() as tx:
                reference = tx.cases.next_reference(2026)
                tx.cases.open(CaseOnRecord(reference, "question", "open", NOW, "ann@example.com"))
                tx.ledger.log(line, case=reference, message=None, message_id="<a@b>", now=NOW)

    assert at_once(log_some, WRITERS) == []
    with store.reading() as tx:
        lines = tx.ledger.lines()
        assert [line.number for line in lines] == [f"C-26-{n:05d}" for n in range(1, WRITERS * EACH + 1)]
        assert tx.ledger.broken_at() is None
        assert len(tx.cases.in_state("open")) == WRITERS * EACH


def test_one_visit_is_charged_once_by_whoever_comes_first(store: Store) -> None:
    logged = []

    def log() -> None:
        with store.transaction() as tx:
            logged.append(tx.ledger.log(charge_line(), case="x", message=None, message_id="<a@b>", now=NOW))

    assert at_once(log, WRITERS) == []
    assert sum(line is not None for line in logged) == 1


def test_a_reader_sees_one_moment_and_waits_for_nobody(store: Store) -> None:
    with store.transaction() as tx:
        tx.inbox.add([new_message(1)], NOW)
    with store.reading() as before:
        assert before.inbox.count("received") == 1
        with store.transaction() as tx:
            tx.inbox.add([new_message(2, content="b")], NOW)
        assert before.inbox.count("received") == 1
    with store.reading() as after:
        assert after.inbox.count("received") == 2


def test_a_mail_with_a_nul_in_its_subject_is_recorded(store: Store) -> None:
    with store.transaction() as tx:
        tx.cases.open(CaseOnRecord("FPP-26-000001", "question", "open", NOW, "a@b", "One\0two"))
    with store.reading() as tx:
        case = tx.cases.case("FPP-26-000001")
    assert case is not None
    assert case.subject == "One\N{REPLACEMENT CHARACTER}two"


def test_values_come_back_as_they_went_in(store: Store) -> None:
    with store.transaction() as tx:
        tx.letters.put(new_letter(), NOW)
        visit = tx.inspections.add(appointment(), None, NOW)
    with store.reading() as tx:
        assert tx.letters.of_case("FPP-26-000001")[0].created_at == NOW
        assert tx.inspections.of_case("FPP-26-000001") == (visit,)
        assert tx.letters.raw_of(1) == new_letter().raw


def test_a_dialogue_runs_from_request_to_charge(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.bot.keeping.office_years_later import CLOSED, filled_desk, retention

    monkeypatch.setattr("tests.bot.scratch_desk.scratch_store", lambda _: Store.open(postgres.new_database()))
    desk = filled_desk(tmp_path)
    with desk.store.reading() as tx:
        assert tx.ledger.broken_at() is None
        assert tx.inbox.count("decided") == 7
    days = dict.fromkeys(("originals_days", "letters_days", "cases_days", "registry_days"), 365)
    counted = retention(desk, days).purge(dry_run=True)
    assert counted["cases"] == 2
    assert retention(desk, days).purge() == counted
    with desk.store.reading() as tx:
        case = tx.cases.case(CLOSED)
        assert "purged" in [event.what for event in tx.inbox.events(case=CLOSED)]
    assert case is not None
    assert case.sender == ""
    desk.store.close()
