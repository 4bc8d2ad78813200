"""The way in: one transaction, and what it can ask and write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from storage import schema
from storage.belongings import Record
from storage.cases import Cases
from storage.day_sheets import DaySheets
from storage.days import Days
from storage.engine import open_engine
from storage.erasing import Erasing
from storage.holds import Holds
from storage.inbox import Inbox
from storage.inspections import Inspections
from storage.keeping import Keeping
from storage.ledger import Ledger
from storage.letters import Letters
from storage.registry import RegistryImports
from storage.switches import Switches


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything of one transaction; committed when the `with` block ends, undone when it raises."""

    inbox: Inbox
    cases: Cases
    inspections: Inspections
    ledger: Ledger
    letters: Letters
    registry: RegistryImports
    days: Days
    day_sheets: DaySheets
    switches: Switches
    holds: Holds
    keeping: Keeping
    record: Record
    erasing: Erasing


class Store:
    """The database. Writers wait for each other; readers wait for nobody."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading_engine = engine.execution_options(fpp_reads_only=True)

    @classmethod
    def open(cls, url: str) -> Store:
        """The database at that SQLAlchemy URL, its schema brought up to date. Raises NewerDatabaseError."""
        engine = open_engine(url)
        try:
            schema.upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        self._engine.dispose()

    def damage(self) -> str:
        """What SQLite finds wrong with its file, "" where it is whole; a server looks after its own."""
        if self._engine.dialect.name != "sqlite":
            return ""
        try:
            with self._reading_engine.connect() as connection:
                found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        except DatabaseError as error:
            return str(error.orig)
        return "" if found == "ok" else " ".join(found.split())

    def forget_deleted(self) -> None:
        """Lets go of older versions of rows that SQLite's journal still holds; a server does so by itself."""
        if self._engine.dialect.name != "sqlite":
            return
        # Not in a transaction, where our own read would keep the journal alive.
        connection = self._engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One write transaction: all of it or nothing. It takes the only write lock at once."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield _transaction(session)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A consistent view that nobody waits for."""
        with Session(self._reading_engine, expire_on_commit=False) as session, session.begin():
            yield _transaction(session)


def _transaction(session: Session) -> Transaction:
    return Transaction(
        inbox=Inbox(session),
        cases=Cases(session),
        inspections=Inspections(session),
        ledger=Ledger(session),
        letters=Letters(session),
        registry=RegistryImports(session),
        days=Days(session),
        day_sheets=DaySheets(session),
        switches=Switches(session),
        holds=Holds(session),
        keeping=Keeping(session),
        record=Record(session),
        erasing=Erasing(session),
    )
