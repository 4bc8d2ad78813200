"""The connection to the database: SQLite as it must be set to lose nothing, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

BUSY_MS = 30_000
# Any number does that nothing else in the database takes; it stands for "the one who writes".
WRITE_LOCK = 0x46_50_50


def open_engine(url: str) -> Engine:
    """An engine; the folder of an SQLite file is made, readable by its owner only."""
    if _parsed(url).get_backend_name() != "sqlite":
        return _open_server(url)
    if (file := database_file(url)) is not None:
        _make_private(file)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _open_server(url: str) -> Engine:
    """PostgreSQL: writers wait for each other, and readers for nobody, as with an SQLite file."""
    options = f"-c lock_timeout={BUSY_MS} -c timezone=UTC"
    engine = create_engine(url, pool_pre_ping=True, connect_args={"options": options})
    event.listen(engine, "begin", _begin_on_server)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def database_file(url: str) -> Path | None:
    """Where the SQLite database of that URL lies, None for a server's or one in memory. Raises ArgumentError."""
    parsed = _parsed(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(str(parsed.database)) if is_file else None


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ValueError:
        # Not shown: what stands in the port's place may be the rest of a password.
        words = "the port is no number; in a password write @ as %40, : as %3A and / as %2F"
        raise ArgumentError(words) from None


def _make_private(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600, exist_ok=True)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # Transactions are begun by us: the driver's habit of a late, deferred BEGIN lets two writers deadlock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("fpp_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    # One writer at a time, as with SQLite: the ledger's chain and every "is it decided yet" rest on it.
    reads = connection.get_execution_options().get("fpp_reads_only", False)
    connection.exec_driver_sql(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        if reads
        else f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"
    )


def _without_nul(
    _connection: Connection,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    executemany: bool,
) -> tuple[str, Any]:
    """PostgreSQL keeps no NUL in text, and a mail may hold one: the sign for "unknown character" stands for it."""
    if not parameters:
        return statement, parameters
    cleaned = [_clean(row) for row in parameters] if executemany else _clean(parameters)
    return statement, cleaned


def _clean(row: Any) -> Any:
    if isinstance(row, dict):
        return {name: _clean_value(value) for name, value in row.items()}
    return tuple(_clean_value(value) for value in row)


def _clean_value(value: object) -> object:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
