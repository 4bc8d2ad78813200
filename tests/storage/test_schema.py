from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  # fills the metadata
from storage.engine import open_engine
from storage.schema import newest_version, upgrade
from tests.storage.stores import scratch_store, sqlite_store


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/schema.db")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert context.get_current_revision() == newest_version()
    engine.dispose()


def test_opening_a_second_time_changes_nothing(tmp_path: Path) -> None:
    scratch_store(tmp_path).close()
    scratch_store(tmp_path).close()


def test_the_database_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    sqlite_store(tmp_path).close()
    assert (tmp_path / "test.db").stat().st_mode & 0o077 == 0
