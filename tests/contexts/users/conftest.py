import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from moim.contexts.users.context import REVISIONS
from moim.contexts.users.persistence.tables import metadata
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade
from tests.contexts.users.world import World


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """A SQLite file with our tables, to copy: quicker than to migrate anew."""
    path = tmp_path_factory.mktemp("users") / "empty.sqlite"
    database = SqliteDatabase(path)
    upgrade(database, REVISIONS)
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server) -> Iterator[PostgresDatabase]:
    """One PostgreSQL database with our tables for all tests, each of which finds it empty."""
    name = postgres_server.create("users")
    database = PostgresDatabase(postgres_server.url(name))
    upgrade(database, REVISIONS)
    yield database
    database.close()
    postgres_server.drop(name)


@pytest.fixture
def sqlite(migrated_file, tmp_path) -> Iterator[SqliteDatabase]:
    path = tmp_path / "users.sqlite"
    shutil.copy(migrated_file, path)
    database = SqliteDatabase(path)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request) -> Database:
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite")
    opened = request.getfixturevalue("migrated_postgres")
    tables = ", ".join(f'"{name}"' for name in metadata.tables)
    opened.write(lambda c: c.execute(text(f"TRUNCATE {tables}")) and None).result()
    return opened


@pytest.fixture
def world(database, tmp_path) -> World:
    """On either database: for what depends on what a transaction does."""
    return World(database, tmp_path)


@pytest.fixture
def sqlite_world(sqlite, tmp_path) -> World:
    """On SQLite alone: for what the edge and the domain decide."""
    return World(sqlite, tmp_path)
