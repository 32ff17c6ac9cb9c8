"""How a versioned row is written: the same for every aggregate that is one row."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """Insert what is new, update what is not; Stale if somebody else was first.

    ``values`` hold the primary key; the version is counted here.
    """
    row = {**values, "version": aggregate.version + 1}
    try:
        if aggregate.version == 0:
            connection.execute(insert(table), row)
        else:
            keys = [column.name for column in table.primary_key]
            held = [table.c[name] == bindparam(f"at_{name}") for name in (*keys, "version")]
            at = {f"at_{name}": row[name] for name in keys} | {"at_version": aggregate.version}
            changed = {name: value for name, value in row.items() if name not in keys}
            if connection.execute(update(table).where(*held), at | changed).rowcount < 1:
                raise Stale(table.name)
    except IntegrityError:
        raise Stale(table.name) from None
    aggregate.version += 1
