import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from moim.contexts.workouts.context import REVISIONS
from moim.contexts.workouts.persistence import tables
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade
from tests.contexts.workouts.world import Person, World


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory) -> Path:
    """A migrated file to copy: quicker than to migrate one for each test."""
    path = tmp_path_factory.mktemp("workouts") / "empty.sqlite"
    database = SqliteDatabase(path)
    upgrade(database, REVISIONS)
    database.write(lambda c: None).result()
    database.close()
    return path


@pytest.fixture(scope="session")
def one_postgres(postgres_server) -> Iterator[str]:
    """A migrated database that each test finds empty."""
    name = postgres_server.create("workouts")
    database = PostgresDatabase(postgres_server.url(name))
    upgrade(database, REVISIONS)
    database.close()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def database(empty_sqlite, tmp_path) -> Iterator[Database]:
    path = tmp_path / "workouts.sqlite"
    shutil.copy(empty_sqlite, path)
    opened = SqliteDatabase(path)
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(one_postgres) -> Iterator[Database]:
    with psycopg.connect(one_postgres, autocommit=True) as connection:
        names = ", ".join(f'"{name}"' for name in tables.metadata.tables)
        connection.execute(f"TRUNCATE {names}")
    opened = PostgresDatabase(one_postgres)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_database(request) -> Database:
    which = {"sqlite": "database", "postgresql": "postgres_database"}
    return request.getfixturevalue(which[request.param])


@pytest.fixture
async def world(database, tmp_path) -> World:
    return World(database, tmp_path)


@pytest.fixture
async def either_world(either_database, tmp_path) -> World:
    return World(either_database, tmp_path)


@pytest.fixture
async def runner(world) -> Person:
    return world.person()


@pytest.fixture
async def either_runner(either_world) -> Person:
    return either_world.person()
