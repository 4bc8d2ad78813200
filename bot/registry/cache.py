"""The registry in memory, renewed when somebody imported a new one."""

from __future__ import annotations

import time

from rules.registry import Registry
from storage.store import Store

LOOK_AGAIN_SECONDS = 1.0


class RegistryCache:
    """Asks the database for the newest import's number once a second, and reads it only when that changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version = -1
        self._registry = Registry()
        self._looked_at = float("-inf")

    def current(self) -> Registry:
        """The registry as it was imported last, at most a second ago."""
        if time.monotonic() - self._looked_at < LOOK_AGAIN_SECONDS:
            return self._registry
        with self._store.reading() as tx:
            version = tx.registry.newest_version()
            if version != self._version:
                self._registry = tx.registry.load(version)
                self._version = version
        self._looked_at = time.monotonic()
        return self._registry
