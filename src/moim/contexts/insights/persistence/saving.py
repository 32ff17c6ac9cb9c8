"""How aggregates are saved: under the version they were loaded at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, update

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale


def save(
    connection: Connection, table: Table, key: str, aggregate: Aggregate, row: Mapping[str, Any]
) -> None:
    """Insert it, or replace the row that still has its version. Raises Stale."""
    id: UUID = row[key]
    values = dict(row) | {"version": aggregate.version + 1}
    if aggregate.version == 0:
        connection.execute(insert(table), values)
    else:
        held = (table.c[key] == id, table.c.version == aggregate.version)
        if connection.execute(update(table).where(*held).values(values)).rowcount != 1:
            raise Stale(id)
    aggregate.version += 1
