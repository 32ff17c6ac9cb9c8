"""How the row of an aggregate is written: under the version that it was loaded at."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared

HELD = "at_version"


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """Insert what is new, update what is not; Stale if somebody else was first.

    ``values`` hold the primary key, and are values, not expressions; the version is counted here.
    """
    row = {**values, "version": aggregate.version + 1}
    names = tuple(row)
    try:
        if aggregate.version == 0:
            _adding(table, names).run(connection, **row)
        elif _changing(table, names).run(connection, **row, **{HELD: aggregate.version}) < 1:
            raise Stale(table.name)
    except IntegrityError:
        raise Stale(table.name) from None
    aggregate.version += 1


@lru_cache(maxsize=128)
def _adding(table: Table, names: tuple[str, ...]) -> Prepared:
    return Prepared(insert(table), names)


@lru_cache(maxsize=128)
def _changing(table: Table, names: tuple[str, ...]) -> Prepared:
    """Building it costs more than running it."""
    keys = [column.name for column in table.primary_key]
    held = [table.c[name] == bindparam(name) for name in keys]
    statement = update(table).where(*held, table.c.version == bindparam(HELD))
    return Prepared(statement, [name for name in names if name not in keys])
