"""The databases of a context's tests: migrated once a run, found empty by each test.

A context says in its own conftest which ``schema`` is meant.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from sqlalchemy import MetaData

from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade


class Schema(NamedTuple):
    """A context's tables and how they come to be."""

    name: str
    revisions: Path
    metadata: MetaData


@pytest.fixture(scope="session")
def migrated_files(tmp_path_factory) -> Callable[[Schema], Path]:
    """SQLite files with all tables, to be copied: migrating takes longer than most tests."""
    made: dict[str, Path] = {}

    def file_of(schema: Schema) -> Path:
        if schema.name not in made:
            path = tmp_path_factory.mktemp(schema.name) / "migrated.sqlite"
            database = SqliteDatabase(path)
            upgrade(database, schema.revisions)
            database.close()
            made[schema.name] = path
        return made[schema.name]

    return file_of


@pytest.fixture(scope="session")
def migrated_urls(postgres_server) -> Iterator[Callable[[Schema], str]]:
    """PostgreSQL databases with all tables, one a context."""
    made: dict[str, str] = {}

    def url_of(schema: Schema) -> str:
        if schema.name not in made:
            name = postgres_server.create(schema.name)
            database = PostgresDatabase(postgres_server.url(name))
            upgrade(database, schema.revisions)
            database.close()
            made[schema.name] = name
        return postgres_server.url(made[schema.name])

    yield url_of
    for name in made.values():
        postgres_server.drop(name)


@pytest.fixture
def migrated(schema: Schema, migrated_files) -> Path:
    return migrated_files(schema)


@pytest.fixture
def sqlite(schema: Schema, migrated, tmp_path) -> Iterator[SqliteDatabase]:
    database = SqliteDatabase(shutil.copy(migrated, tmp_path / f"{schema.name}.sqlite"))
    yield database
    database.close()


@pytest.fixture
def postgres(schema: Schema, migrated_urls) -> Iterator[PostgresDatabase]:
    url = migrated_urls(schema)
    with psycopg.connect(url, autocommit=True) as connection:
        names = ", ".join(f'"{name}"' for name in schema.metadata.tables)
        connection.execute(f"TRUNCATE {names}")
    database = PostgresDatabase(url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite"])
def database(request) -> Database:
    """SQLite; ``ON_BOTH_DATABASES`` makes it PostgreSQL too."""
    return request.getfixturevalue("sqlite" if request.param == "sqlite" else "postgres")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_database(request) -> Database:
    return request.getfixturevalue("sqlite" if request.param == "sqlite" else "postgres")
