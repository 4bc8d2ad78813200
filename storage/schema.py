"""The schema's versions: made, brought up to date and taken back by alembic, a copy kept before each change."""

from __future__ import annotations

import logging
import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.engine import database_file

log = logging.getLogger("fpp_bot.storage")

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The database was written by a newer program than this one."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did; versions are None for an empty database, `copy` is None where none was needed."""

    before: str | None
    after: str | None
    copy: Path | None = None


def upgrade(engine: Engine) -> Migrated:
    """Brings the database to the newest version; does nothing where it is there already.

    A database with something in it is copied first (`migrate`). Raises NewerDatabaseError.
    """
    return migrate(engine, newest_version())


def migrate(engine: Engine, to: str | None) -> Migrated:
    """Brings the database to that version, up or down, in one transaction where the database can do that.

    An SQLite file is copied first, beside itself; a server's database is for its own tools to copy. Raises
    NewerDatabaseError where its version is not known here, LookupError where `to` is not.
    """
    with engine.connect() as connection:
        before = _version(connection)
    _check(before, to)
    if before == to:
        return Migrated(before, to)
    copy = _copy(engine, before) if before is not None else None
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        is_older = before is not None and (to is None or to < before)
        (command.downgrade if is_older else command.upgrade)(config, to or "base")
    log.info("schema %s -> %s, copy: %s", before, to, copy)
    return Migrated(before, to, copy)


def newest_version() -> str | None:
    """The version that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _check(before: str | None, to: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise NewerDatabaseError(
            f"was written by a newer fpp-bot: its schema is {before}, and this program knows none after "
            f"{newest_version()}. Install the newer program again, or put the copy back that was made before "
            "the upgrade"
        )
    if to is not None and to not in known:
        raise LookupError(f"there is no schema {to}; known are {', '.join(sorted(known))}")


def _copy(engine: Engine, version: str | None) -> Path | None:
    """A copy of an SQLite file with everything committed, readable by its owner only."""
    file = database_file(str(engine.url))
    if file is None:
        return None
    copy = file.with_name(f"{file.name}.schema-{version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600))
    source, target = sqlite3.connect(file), sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        source.close()
        target.close()
    return copy


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
