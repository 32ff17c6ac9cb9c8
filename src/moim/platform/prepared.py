"""Statements so frequent that Core's part of them matters: compiled once, run on the driver itself.

The statement is Core's and so are the types; what is left out is what Core does at each execution
(the look-up of the compiled text, a context, a result), three quarters of a read by key.
"""

from collections import namedtuple
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

    ``into`` is in the order of the text's question marks, if it has those: it is ``positional``.
    """

    text: str
    positional: bool
    into: tuple[tuple[str, Process | None], ...]
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
        self._row: Any = None

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

    def named(self, connection: Connection, **values: Any) -> list[Any]:
        """The rows with a name for each column, as Core tells them."""
        rows = self.rows(connection, **values)
        if self._row is None:
            names = [column.name for column in self._statement.exported_columns]
            self._row = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024
        return [self._row._make(row) for row in rows]

    def first(self, connection: Connection, **values: Any) -> Any | None:
        """The first of ``named``, or None."""
        rows = self.named(connection, **values)
        return rows[0] if rows else None

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows it wrote. Raises DBAPIError and its kinds, as Core does."""
        count: int = _executed(connection, self._plan_on(connection.dialect), values).rowcount
        return count

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """One that writes, once for each of ``rows``. Raises DBAPIError, as Core does."""
        plan = self._plan_on(connection.dialect)
        raw: Any = connection.connection.dbapi_connection
        try:
            raw.cursor().executemany(plan.text, [_bound(plan, row) for row in rows])
        except connection.dialect.loaded_dbapi.Error as error:
            raise _as_core_names(error, plan, connection.dialect) from error

    def _plan_on(self, dialect: Dialect) -> _Plan:
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = self._plans[dialect.name] = _planned(self._statement, dialect, self._names)
        return plan


def _executed(connection: Connection, plan: _Plan, values: Mapping[str, Any]) -> Any:
    raw: Any = connection.connection.dbapi_connection
    try:
        return raw.execute(plan.text, _bound(plan, values))
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_core_names(error, plan, connection.dialect) from error


def _bound(plan: _Plan, values: Mapping[str, Any]) -> dict[str, Any] | tuple[Any, ...]:
    given = {**plan.fixed, **values} if plan.fixed else values
    into = [given[name] if process is None else process(given[name]) for name, process in plan.into]
    if plan.positional:
        return tuple(into)
    return {name: value for (name, _), value in zip(plan.into, into, strict=True)}


def _as_core_names(error: Exception, plan: _Plan, dialect: Dialect) -> DBAPIError:
    kind = dialect.loaded_dbapi.Error
    named = DBAPIError.instance(plan.text, None, error, kind, hide_parameters=True, dialect=dialect)
    assert isinstance(named, DBAPIError)  # noqa: S101 - it is, for an error of the driver
    return named


def _planned(statement: Statement, dialect: Dialect, columns: Sequence[str] | None) -> _Plan:
    compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
    if compiled.insert_prefetch or compiled.update_prefetch:
        raise ValueError(f"{compiled.string}: a default that only Core makes")
    processes = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for bind, name in compiled.bind_names.items()
    }
    names = compiled.positiontup if compiled.positional else tuple(processes)
    return _Plan(
        text=compiled.string,
        positional=compiled.positional,
        into=tuple((name, processes[name]) for name in names),
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


def _told(row: tuple[Any, ...], out: tuple[tuple[int, Process], ...]) -> tuple[Any, ...]:
    told = list(row)
    for at, process in out:
        told[at] = process(told[at])
    return tuple(told)
