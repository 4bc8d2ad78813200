"""Fixtures for all tests: real servers, and what must be closed after each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.store import Store
from tests.servers.fixtures import dovecot, receiver

__all__ = ["dovecot", "receiver"]


@pytest.fixture(autouse=True)
def _closed_stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes every database that a test opened: from Python 3.13 on an open one is a warning, so an error."""
    opened: list[Store] = []
    original = Store.__init__

    def remember(store: Store, engine: Engine) -> None:
        original(store, engine)
        opened.append(store)

    monkeypatch.setattr(Store, "__init__", remember)
    yield
    for store in opened:
        store.close()
