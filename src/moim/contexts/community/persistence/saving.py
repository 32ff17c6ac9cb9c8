"""Rows of which only some columns are said, and rows that may be there already."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Result,
    Table,
    Tuple,
    literal,
    tuple_,
)

from moim.kernel.aggregates import Aggregate
from moim.platform import saving, upsert


def save_row(
    connection: Connection, table: Table, aggregate: Aggregate, values: Mapping[str, Any]
) -> None:
    """As the platform's; columns of a new row that are not named begin at nothing."""
    if aggregate.version == 0:
        values = {**nothing_of(table, {**values, "version": 0}), **values}
    saving.save_row(connection, table, aggregate, values)


def rows_of(found: Result[Any]) -> list[Mapping[str, Any]]:
    """All rows by the names of their columns."""
    return cast("list[Mapping[str, Any]]", found.mappings().all())


def first_of(found: Result[Any]) -> Mapping[str, Any] | None:
    """The first row by the names of its columns."""
    return cast("Mapping[str, Any] | None", found.mappings().first())


def add_to(connection: Connection, table: Table, key: Mapping[str, Any], **deltas: int) -> None:
    """As the platform's; other columns of a new row begin at nothing."""
    rest = nothing_of(table, {**key, **deltas})
    upsert.add_to(connection, table, {**key, **rest}, **deltas)


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
