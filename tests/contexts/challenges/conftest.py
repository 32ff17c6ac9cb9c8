import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from moim.contexts.challenges.context import REVISIONS
from moim.contexts.challenges.persistence import tables
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade
from tests.contexts.challenges.world import World


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """An SQLite file with all tables, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("challenges") / "migrated.sqlite"
    database = SqliteDatabase(path)
    upgrade(database, REVISIONS)
    database.close()
    return path


@pytest.fixture(scope="session")
def one_postgres(postgres_server) -> Iterator[str]:
    """A migrated database that each test finds empty."""
    name = postgres_server.create("challenges")
    database = PostgresDatabase(postgres_server.url(name))
    upgrade(database, REVISIONS)
    database.close()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite"])
def database(request, migrated, tmp_path) -> Iterator[Database]:
    """SQLite; ``ON_BOTH_DATABASES`` makes it PostgreSQL too."""
    if request.param == "sqlite":
        database: Database = SqliteDatabase(shutil.copy(migrated, tmp_path / "challenges.sqlite"))
    else:
        url = request.getfixturevalue("one_postgres")
        with psycopg.connect(url, autocommit=True) as connection:
            names = ", ".join(f'"{name}"' for name in tables.metadata.tables)
            connection.execute(f"TRUNCATE {names}")
        database = PostgresDatabase(url)
    yield database
    database.close()


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
