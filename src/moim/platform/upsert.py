"""Insert, or replace what stands under the same key: one statement on both databases."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from moim.platform.prepared import PreparedWrite


def upsert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Write ``row`` whole; its primary key decides whether it is new."""
    _statement(connection.dialect, table, tuple(row)).run(connection, row)


@lru_cache(maxsize=256)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> PreparedWrite:
    """Building it costs more than running it: a table is written with few sets of columns."""
    kind = postgresql if dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    statement = kind.insert(table)
    whole = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
    )
    return PreparedWrite(whole, names, dialect)
