"""Counters as rows: added to where they stand, begun where they do not."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from moim.platform.prepared import PreparedWrite


def add(connection: Connection, table: Table, key: Mapping[str, Any], by: int = 1) -> None:
    """``by`` more in the column ``count`` of the row under ``key``."""
    row = {**key, "count": by}
    _statement(connection.dialect, table, tuple(row)).run(connection, row)


@lru_cache(maxsize=64)
def _statement(dialect: Dialect, table: Table, names: tuple[str, ...]) -> PreparedWrite:
    kind = postgresql if dialect.name == "postgresql" else sqlite
    statement = kind.insert(table)
    more = statement.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={"count": table.c.count + statement.excluded["count"]},
    )
    return PreparedWrite(more, names, dialect)
