import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from tests.contract.toy import World

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
OpenNamed = Callable[[str], Database]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def dialect(request) -> str:
    return request.param


@pytest.fixture
def database_named(dialect, request, tmp_path) -> Iterator[OpenNamed]:
    """Opens empty databases of our own by name; the same name again opens the same one."""
    opened: list[Database] = []
    emptied: set[str] = set()

    def sqlite(name: str) -> Database:
        return SqliteDatabase(tmp_path / f"{name}.sqlite")

    def postgresql(name: str) -> Database:
        address = make_url(request.getfixturevalue("postgres_url"))
        url = address.set(database=f"contract_{name}{WORKER}")
        if name not in emptied:
            _make_empty(address, url)
            emptied.add(name)
        return PostgresDatabase(url.render_as_string(hide_password=False))

    def open_named(name: str) -> Database:
        opened.append({"sqlite": sqlite, "postgresql": postgresql}[dialect](name))
        return opened[-1]

    yield open_named
    for database in opened:
        database.close()


def _make_empty(server, url) -> None:
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection, suppress(psycopg.Error):
        connection.execute(f'CREATE DATABASE "{url.database}"')
    own = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


@pytest.fixture
def database(database_named) -> Database:
    return database_named("one")


@pytest.fixture
def world(database_named) -> World:
    return World(database_named)


@pytest.fixture
def sqlite_path(tmp_path) -> Path:
    return tmp_path / "alone.sqlite"
