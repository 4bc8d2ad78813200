"""A PostgreSQL of the test's own: a private folder, a free loopback port, a new database whenever asked."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from tests.servers.programs import free_port

USER = "fpp"
_AS_ANOTHER = ("runuser", "-u", "postgres", "--")


class Postgres:
    """A server without durability settings that only cost time in tests. It refuses to run as root."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._port = free_port()
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync", "-D", self._folder / "data")
        options = f"-c listen_addresses=127.0.0.1 -p {self._port} -k {self._folder} -c fsync=off"
        self._run(
            "pg_ctl", "-w", "-D", self._folder / "data", "-l", self._folder / "log", "-o", options, "start"
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", self._folder / "data", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"bureau{next(self._numbers)}"
        engine = sa.create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} STRATEGY file_copy")
        engine.dispose()
        return self.url(name)

    def _run(self, name: str, *arguments: object) -> None:
        command = [*(_AS_ANOTHER if os.geteuid() == 0 else ()), str(self._programs / name)]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')}")


def _programs() -> Path:
    """Where Debian keeps the server's programs, the newest. Raises RuntimeError where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if not found:
        raise RuntimeError(
            "postgres is missing. Run: sudo apt-get install -y --no-install-recommends postgresql"
        )
    return found[-1]
