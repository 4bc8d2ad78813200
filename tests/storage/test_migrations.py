"""An upgrade and the way back on a filled database: no row of the older program is lost either way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # fills the metadata
from storage.engine import open_engine
from storage.schema import NewerDatabaseError, migrate, newest_version, upgrade
from storage.store import Store

FIRST = "0001"
BOOK_KEEPING = "alembic_version"
SAMPLES: tuple[tuple[type[sa.types.TypeEngine[Any]], object], ...] = (
    (sa.JSON, {"a": "b"}),
    (sa.DateTime, datetime(2026, 3, 2, 16, 0, tzinfo=UTC)),
    (sa.Date, date(2026, 3, 2)),
    (sa.Boolean, True),
    (sa.Numeric, Decimal("0.25")),
    (sa.LargeBinary, b"Subject: x\r\n\r\nHello\r\n"),
    (sa.Integer, 1),
    (sa.String, "x"),
)
# What the program reads back as more than text.
MEANING = {
    "inspection.state": "open",
    "inspection.agreed_time": "09:30:00",
    "inspection.discipline": "building",
    "inspection.time": "am",
    "inspection.result": None,
    "inspection.reading": None,
    "inspection.types": ["framing"],
    "inspection.declined": ["Dana Quill"],
    "letter.recipients": ["ann@example.com"],
    "charge.permit_numbers": ["26-000123-000-00-FA"],
    "charge.reference_numbers": ["LH-77"],
}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as the first program left it, with a row in every table."""
    engine = open_engine(f"sqlite:///{tmp_path}/bureau.db")
    migrate(engine, FIRST)
    known = tables(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in known.values():
            connection.execute(
                table.insert().values({column.name: sample(column) for column in table.columns})
            )
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> dict[str, sa.Table]:
    found = sa.MetaData()
    found.reflect(engine)
    return {name: table for name, table in found.tables.items() if name != BOOK_KEEPING}


def sample(column: sa.Column[Any]) -> object:
    key = f"{column.table.name}.{column.name}"
    if key in MEANING:
        return MEANING[key]
    return next(value for sort, value in SAMPLES if isinstance(column.type, sort))


def rows(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    known = tables(engine)
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for name, table in known.items()
        }


def test_an_upgrade_keeps_every_row_and_the_new_program_reads_them_all(old: sa.Engine) -> None:
    before = rows(old)
    assert all(len(found) == 1 for found in before.values())
    done = upgrade(old)
    assert (done.before, done.after) == (FIRST, newest_version())
    after = rows(old)
    for name, found in before.items():
        assert [{key: row[key] for key in found[0]} for row in after[name]] == found, name
    with old.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            expected = 1 if table.name in before else 0
            assert len(connection.execute(sa.select(table)).all()) == expected, table.name
    store = Store(old)
    with store.reading() as tx:
        assert tx.inbox.message(1) is not None
        assert len(tx.ledger.lines()) == 1
        assert len(tx.cases.in_state("x")) == 1
        assert len(tx.inspections.of_case("x")) == 1
        assert tx.letters.letter("x") is not None
        assert tx.switches.value("x") == "x"


def test_the_way_back_keeps_every_row_of_the_older_schema(old: sa.Engine) -> None:
    before = rows(old)
    upgrade(old)
    done = migrate(old, FIRST)
    assert (done.before, done.after) == (newest_version(), FIRST)
    assert rows(old) == before
    upgrade(old)
    assert set(rows(old)) == {table.name for table in SQLModel.metadata.sorted_tables}


def test_a_copy_from_before_is_whole_and_the_owners_alone(old: sa.Engine) -> None:
    before = rows(old)
    copy = upgrade(old).copy
    assert copy is not None
    assert copy.stat().st_mode & 0o077 == 0
    engine = sa.create_engine(f"sqlite:///{copy}")
    assert rows(engine) == before
    engine.dispose()


def test_nothing_is_copied_where_nothing_changes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/bureau.db")
    assert upgrade(engine).copy is None
    assert upgrade(engine).copy is None
    engine.dispose()
    assert {file.suffix for file in tmp_path.iterdir()} == {".db"}


def test_a_database_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bureau.db"
    Store.open(url).close()
    with sqlite3.connect(tmp_path / "bureau.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(NewerDatabaseError, match="newer fpp-bot: its schema is 9999"):
        Store.open(url)
    assert [file.name for file in tmp_path.iterdir()] == ["bureau.db"]


def test_a_schema_that_nobody_knows_is_named(old: sa.Engine) -> None:
    with pytest.raises(LookupError, match="there is no schema 0815; known are 0001"):
        migrate(old, "0815")


def test_the_journal_of_the_database_is_the_owners_alone(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/private/bureau.db")
    with store.transaction() as tx:
        tx.switches.set("a", "b", by="c", now=datetime(2026, 3, 2, tzinfo=UTC))
        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "private").iterdir()}
    store.close()
    assert modes == {"bureau.db": 0o600, "bureau.db-wal": 0o600, "bureau.db-shm": 0o600}
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700
