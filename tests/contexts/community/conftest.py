import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from moim.contexts.community.context import REVISIONS
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


@pytest.fixture(params=["sqlite"])
def database(request, migrated, tmp_path) -> Iterator[Database]:
    """SQLite; ``ON_BOTH_DATABASES`` makes it PostgreSQL too."""
    if request.param == "sqlite":
        database: Database = SqliteDatabase(shutil.copy(migrated, tmp_path / "community.sqlite"))
    else:
        database = PostgresDatabase(request.getfixturevalue("new_postgres")("community"))
        upgrade(database, REVISIONS)
    yield database
    database.close()


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
