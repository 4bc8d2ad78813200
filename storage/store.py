"""The way in: one transaction, and what it can ask and write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from storage import schema
from storage.cases import Cases
from storage.days import Days
from storage.engine import open_engine
from storage.inbox import Inbox
from storage.inspections import Inspections
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
    switches: Switches


class Store:
    """The database. Writers wait for each other; readers wait for nobody."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading_engine = engine.execution_options(fpp_reads_only=True)

    @classmethod
    def open(cls, url: str) -> Store:
        """The database at that SQLAlchemy URL, its schema brought up to date."""
        engine = open_engine(url)
        schema.upgrade(engine)
        return cls(engine)

    def close(self) -> None:
        self._engine.dispose()

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
        switches=Switches(session),
    )
