"""The registry as it was imported: whole, and every import kept."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from rules.registry import Registry
from storage.tables import RegistryRow

REGISTRY = TypeAdapter(Registry)


class RegistryImports:
    """Imports of the registry; the newest one counts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, registry: Registry, now: datetime) -> int:
        """Puts this registry in the place of the one before; returns the number of the import."""
        row = RegistryRow(imported_at=now, document=REGISTRY.dump_json(registry).decode())
        self._session.add(row)
        self._session.flush()
        return row.id or 0

    def newest_version(self) -> int:
        """The number of the newest import, 0 before the first."""
        newest = self._session.exec(
            select(RegistryRow.id).order_by(col(RegistryRow.id).desc()).limit(1)
        ).first()
        return newest or 0

    def load(self, version: int) -> Registry:
        """The registry of that import; an empty one for 0."""
        row = self._session.get(RegistryRow, version)
        return Registry() if row is None else REGISTRY.validate_json(row.document)
