"""How a versioned row is written, and rows that may be there already."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Result,
    Table,
    Tuple,
    insert,
    literal,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Stale


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """Insert what is new, update what is not; Stale if somebody else was first.

    ``values`` hold the primary key; the version is counted here. Other columns of a new row
    begin at nothing.
    """
    row = {**values, "version": aggregate.version + 1}
    keys = [column == row[column.name] for column in table.primary_key]
    try:
        if aggregate.version == 0:
            connection.execute(insert(table).values({**nothing_of(table, row), **row}))
        else:
            held = (*keys, table.c.version == aggregate.version)
            if connection.execute(update(table).where(*held).values(row)).rowcount < 1:
                raise Stale(table.name)
    except IntegrityError:
        raise Stale(table.name) from None
    aggregate.version += 1


def add_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert it; False if its key is there already."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = kind.insert(table).values(row).on_conflict_do_nothing()
    told = statement.returning(*table.primary_key)
    return connection.execute(told).first() is not None


def rows_of(found: Result[Any]) -> list[Mapping[str, Any]]:
    """All rows by the names of their columns."""
    return cast("list[Mapping[str, Any]]", found.mappings().all())


def first_of(found: Result[Any]) -> Mapping[str, Any] | None:
    """The first row by the names of its columns."""
    return cast("Mapping[str, Any] | None", found.mappings().first())


def add_to(connection: Connection, table: Table, key: Mapping[str, Any], **deltas: int) -> None:
    """Add to the figures of a row that need not be there yet."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = kind.insert(table).values({**nothing_of(table, {**key, **deltas}), **key, **deltas})
    sums = {name: table.c[name] + statement.excluded[name] for name in deltas}
    connection.execute(statement.on_conflict_do_update(index_elements=[*key], set_=sums))


def row_of(columns: Sequence[ColumnElement[Any]], values: Sequence[Any]) -> Tuple:
    """Values to compare with a tuple of these columns, each of its column's type."""
    pairs = zip(columns, values, strict=True)
    return tuple_(*(literal(value, column.type) for column, value in pairs))


def nothing_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """What columns of a new row begin with that the row does not name."""
    return {
        column.name: column.type.python_type()
        for column in table.columns
        if not column.nullable and not column.primary_key and column.name not in row
    }
