"""How a versioned row is written: the same for every aggregate that is one row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, update
from sqlalchemy.exc import IntegrityError

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """Insert what is new, update what is not; Stale if somebody else was first."""
    row = {**values, "version": aggregate.version + 1}
    held = (table.c.id == row["id"], table.c.version == aggregate.version)
    try:
        if aggregate.version == 0:
            connection.execute(insert(table).values(row))
        elif connection.execute(update(table).where(*held).values(row)).rowcount < 1:
            raise Stale(table.name)
    except IntegrityError:
        raise Stale(table.name) from None
    aggregate.version += 1
