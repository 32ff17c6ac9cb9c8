"""Rows that may be there already: replaced, or added to. One statement on both databases."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from moim.platform.prepared import Prepared

_KINDS = {"postgresql": postgresql, "sqlite": sqlite}


def upsert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Write ``row`` whole; its primary key decides whether it is new."""
    _replacing(connection.dialect.name, table, tuple(row)).run(connection, **row)


def add_to(connection: Connection, table: Table, key: Mapping[str, Any], **more: int) -> None:
    """Add to figures of the row under ``key``; one that is not there begins with them."""
    names = (*key, *more)
    _adding(connection.dialect.name, table, names, tuple(more)).run(connection, **key, **more)


def add_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert it; False if its key is there already."""
    statement = _KINDS[connection.dialect.name].insert(table).values(row)
    told = statement.on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(told).first() is not None


@lru_cache(maxsize=256)
def _replacing(dialect_name: str, table: Table, names: tuple[str, ...]) -> Prepared:
    """Building it costs more than running it: a table is written with few sets of columns."""
    keys = [column.name for column in table.primary_key]
    statement = _KINDS[dialect_name].insert(table)
    whole = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in names if name not in keys},
    )
    return Prepared(whole, names)


@lru_cache(maxsize=64)
def _adding(
    dialect_name: str, table: Table, names: tuple[str, ...], added: tuple[str, ...]
) -> Prepared:
    statement = _KINDS[dialect_name].insert(table)
    sums = statement.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: table.c[name] + statement.excluded[name] for name in added},
    )
    return Prepared(sums, names)
