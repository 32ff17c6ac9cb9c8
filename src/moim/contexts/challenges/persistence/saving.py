"""How a versioned row is written: the same for every aggregate that is one row."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale
from moim.platform.prepared import PreparedWrite

HELD = "at_version"


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """Insert what is new, update what is not; Stale if somebody else was first.

    ``values`` hold the primary key; the version is counted here.
    """
    row = {**values, "version": aggregate.version + 1}
    names, dialect = tuple(row), connection.dialect
    try:
        if aggregate.version == 0:
            _adding(dialect, table, names).run(connection, row)
        elif _changing(dialect, table, names).run(connection, row | {HELD: aggregate.version}) < 1:
            raise Stale(table.name)
    except IntegrityError:
        raise Stale(table.name) from None
    aggregate.version += 1


@lru_cache(maxsize=32)
def _adding(dialect: Dialect, table: Table, names: tuple[str, ...]) -> PreparedWrite:
    return PreparedWrite(insert(table), names, dialect)


@lru_cache(maxsize=32)
def _changing(dialect: Dialect, table: Table, names: tuple[str, ...]) -> PreparedWrite:
    """Building it costs more than running it."""
    keys = [column.name for column in table.primary_key]
    held = [table.c[name] == bindparam(name) for name in keys]
    statement = update(table).where(*held, table.c.version == bindparam(HELD))
    return PreparedWrite(statement, [name for name in names if name not in keys], dialect)
