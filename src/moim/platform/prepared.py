"""Statements so frequent that Core's part of them matters: compiled once, run on the driver itself.

The statement is Core's and so are the types; what is left out is what Core does at each execution
(the look-up of the compiled text, a context, a result), three quarters of a read by key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any]
Statement = Select[Any] | Insert | Update | Delete


@dataclass(frozen=True)
class _Plan:
    """The text for one kind of database, and how values go in.

    ``places`` are the names in the order of the text's question marks; None for named values.
    """

    text: str
    places: tuple[str, ...] | None
    into: dict[str, Process | None]
    fixed: dict[str, Any]


class Prepared:
    """A statement with named parameters. ``IN`` over a list is not for it.

    One that writes names each value that it writes, as a parameter or by itself, or it writes
    the columns ``names``.
    """

    def __init__(self, statement: Statement, names: Sequence[str] | None = None) -> None:
        """It is compiled at its first use, once for each kind of database.

        Which raises ValueError for a column whose value Python would have to make up.
        """
        self._statement = statement
        self._names = names
        self._plans: dict[str, _Plan] = {}
        self._out: dict[str, tuple[tuple[int, Process], ...]] = {}

    def rows(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, of one that writes the RETURNING ones, as plain tuples.

        Raises DBAPIError, as Core does.
        """
        dialect = connection.dialect
        found = _executed(connection, self._plan_on(dialect), values)
        rows: list[tuple[Any, ...]] = found.fetchall()
        out = self._out.get(dialect.name)
        if out is None:
            out = self._out[dialect.name] = _out_of(self._statement, dialect, found.description)
        return [_told(row, out) for row in rows] if out else rows

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows it wrote. Raises DBAPIError and its kinds, as Core does."""
        count: int = _executed(connection, self._plan_on(connection.dialect), values).rowcount
        return count

    def _plan_on(self, dialect: Dialect) -> _Plan:
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _planned(self._statement, dialect, self._names)
        return plan


def _executed(connection: Connection, plan: _Plan, values: Mapping[str, Any]) -> Any:
    given = {**plan.fixed, **values}
    bound = {
        name: given[name] if process is None else process(given[name])
        for name, process in plan.into.items()
    }
    raw: Any = connection.connection.dbapi_connection
    dialect = connection.dialect
    try:
        return raw.execute(plan.text, bound if plan.places is None else _in_order(plan, bound))
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            plan.text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            dialect=dialect,
        ) from error


def _planned(statement: Statement, dialect: Dialect, names: Sequence[str] | None) -> _Plan:
    compiled: Any = statement.compile(dialect=dialect, column_keys=names)
    if compiled.insert_prefetch or compiled.update_prefetch:
        raise ValueError(f"{compiled.string}: a default that only Core makes")
    return _Plan(
        text=compiled.string,
        places=tuple(compiled.positiontup) if compiled.positional else None,
        into={
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        },
        fixed={name: value for name, value in compiled.params.items() if value is not None},
    )


def _out_of(
    statement: Statement, dialect: Dialect, description: Sequence[Sequence[Any]]
) -> tuple[tuple[int, Process], ...]:
    """What turns a column's value into what it means, for the columns that need it."""
    kinds = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
    processes = [
        kind.result_processor(dialect, told[1])
        for kind, told in zip(kinds, description, strict=True)
    ]
    return tuple((at, process) for at, process in enumerate(processes) if process is not None)


def _in_order(plan: _Plan, bound: Mapping[str, Any]) -> tuple[Any, ...]:
    assert plan.places is not None  # noqa: S101 - asked only of texts with question marks
    return tuple(bound[name] for name in plan.places)


def _told(row: tuple[Any, ...], out: tuple[tuple[int, Process], ...]) -> tuple[Any, ...]:
    told = list(row)
    for at, process in out:
        told[at] = process(told[at])
    return tuple(told)
