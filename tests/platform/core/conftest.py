from collections.abc import Iterator

import pytest

from moim.platform.db import SqliteDatabase
from tests.contract.toy import World


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    opened: list[SqliteDatabase] = []

    def open_named(name: str) -> SqliteDatabase:
        opened.append(SqliteDatabase(tmp_path / f"{name}.sqlite"))
        return opened[-1]

    yield World(open_named)
    for database in opened:
        database.close()
