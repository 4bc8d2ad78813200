from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.storage.stores import NOW, charge_line, scratch_store, sqlite_store


def log(store: object, **changes: object) -> object:
    from storage.store import Store

    assert isinstance(store, Store)
    with store.transaction() as tx:
        return tx.ledger.log(
            charge_line(**changes),  # type: ignore[arg-type]
            case="FPP-26-000001",
            message=None,
            message_id="<a@b>",
            now=NOW,
        )


def test_one_visit_is_charged_once_whatever_arrives_twice(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    assert log(store) is not None
    assert log(store, hours="0.50") is None
    assert log(store, day=5) is not None
    with store.reading() as tx:
        assert [line.number for line in tx.ledger.lines()] == ["C-26-00001", "C-26-00002"]


def test_a_waiver_is_its_own_line_and_only_one(tmp_path: Path) -> None:
    store = scratch_store(tmp_path)
    log(store)
    with store.transaction() as tx:
        waiver = tx.ledger.waive("C-26-00001", why="a storm", message=None, message_id="<w@b>", now=NOW)
    assert (str(waiver.hours), waiver.status, waiver.waives) == ("-0.25", "waived", "C-26-00001")
    with pytest.raises(ValueError, match="waived before"), store.transaction() as tx:
        tx.ledger.waive("C-26-00001", why="again", message=None, message_id="<w@b>", now=NOW)
    with pytest.raises(LookupError), store.transaction() as tx:
        tx.ledger.waive("C-26-99999", why="none", message=None, message_id="<w@b>", now=NOW)
    with store.reading() as tx:
        assert [str(line.hours) for line in tx.ledger.lines()] == ["0.25", "-0.25"]


def test_the_chain_is_whole_until_somebody_changes_a_line(tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    for day in (4, 5, 6):
        log(store, day=day)
    with store.reading() as tx:
        assert tx.ledger.broken_at() is None
    outside = create_engine(f"sqlite:///{tmp_path}/test.db")
    with outside.begin() as connection:
        connection.execute(text("update charge set hours = 0.10 where number = 'C-26-00002'"))
    outside.dispose()
    with store.reading() as tx:
        assert tx.ledger.broken_at() == "C-26-00002"
