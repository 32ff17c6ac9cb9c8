"""The database port: durable units of work and reads beside them."""

from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from moim.platform.db_postgres import PostgresDatabase
from moim.platform.db_sqlite import SqliteDatabase
from moim.platform.transactions import Overloaded, TransactionLost, Unit

T = TypeVar("T")

__all__ = [
    "Database",
    "Overloaded",
    "PostgresDatabase",
    "SqliteDatabase",
    "TransactionLost",
    "Unit",
    "open_database",
]


class Database(Protocol):
    """One context's database. Nobody else opens it.

    ``path`` is its file, which processes of this one machine share; None for a server's.
    """

    dialect: str
    path: Path | None

    def write(self, unit: Unit[T]) -> Future[T]:
        """Run ``unit`` in a transaction; the future is done when the commit is durable.

        A unit that raises leaves nothing behind and its exception is the future's.
        """
        ...

    async def commit(self, unit: Unit[T]) -> T:
        """``write`` for callers on the event loop: the result, once it is durable."""
        ...

    def read(self, question: Unit[T]) -> T:
        """Run ``question`` on one consistent snapshot, in the caller's thread."""
        ...

    async def ask(self, question: Unit[T]) -> T:
        """``read`` for callers on the event loop, which it never blocks on a network."""
        ...

    def close(self) -> None:
        """Finish what was accepted, then let go of every connection."""
        ...


def open_database(context: str, template: str, folder: Path) -> Database:
    """The database of ``context``: a file in ``folder``, or what the URL template names.

    ``template`` is empty for SQLite, or holds ``{context}``: one database a context, always.
    """
    if not template:
        return SqliteDatabase(folder / f"{context}.sqlite")
    if "{context}" not in template:
        raise ValueError("MOIM_DATABASE must contain {context}: each context owns its database")
    return PostgresDatabase(template.format(context=context))
