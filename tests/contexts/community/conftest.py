import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from moim.contexts.community.context import REVISIONS
from moim.contexts.community.persistence.tables import metadata
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade
from tests.contexts.community.world import World


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """An SQLite file with all tables, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("community") / "migrated.sqlite"
    database = SqliteDatabase(path)
    upgrade(database, REVISIONS)
    database.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server) -> Iterator[PostgresDatabase]:
    """One PostgreSQL database with our tables for all tests, each of which finds it empty."""
    name = postgres_server.create("community")
    database = PostgresDatabase(postgres_server.url(name))
    upgrade(database, REVISIONS)
    yield database
    database.close()
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite"])
def database(request, migrated, tmp_path) -> Iterator[Database]:
    """SQLite; ``ON_BOTH_DATABASES`` makes it PostgreSQL too."""
    if request.param == "sqlite":
        database = SqliteDatabase(shutil.copy(migrated, tmp_path / "community.sqlite"))
        yield database
        database.close()
    else:
        emptied = request.getfixturevalue("migrated_postgres")
        tables = ", ".join(f'"{name}"' for name in metadata.tables)
        emptied.write(lambda c: c.execute(text(f"TRUNCATE {tables}")) and None).result()
        yield emptied


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
