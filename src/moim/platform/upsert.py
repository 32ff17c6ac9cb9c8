"""Insert, or replace what stands under the same key: one statement on both databases."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Write ``row`` whole; its primary key decides whether it is new."""
    connection.execute(_statement(connection.dialect.name, table, tuple(row)), dict(row))


@lru_cache(maxsize=256)
def _statement(dialect_name: str, table: Table, names: tuple[str, ...]) -> Any:
    """Building it costs more than running it: a table is written with few sets of columns."""
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    statement = dialect.insert(table)
    return statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
    )
