"""PostgreSQL: each unit of work has a transaction of its own, on a bounded pool."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from moim.kernel.errors import Stale
from moim.platform.transactions import WAITING_MAX, Overloaded, Unit, was_overtaken

T = TypeVar("T")

POSTGRES_CONNECTIONS = 10


class PostgresDatabase:
    """One PostgreSQL database; a transaction a unit of work, at READ COMMITTED."""

    dialect = "postgresql"
    path: Path | None = None

    def __init__(self, url: str, connections: int = POSTGRES_CONNECTIONS) -> None:
        """``url`` as ``postgresql://user@host/name``; psycopg 3 speaks to it."""
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self._engine = create_engine(
            address, pool_size=connections, max_overflow=connections, hide_parameters=True
        )
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="postgres")
        self._room = threading.BoundedSemaphore(WAITING_MAX)

    def write(self, unit: Unit[T]) -> Future[T]:
        """Run the unit on a pool thread."""
        return self._submit(self._in_transaction, unit)

    async def commit(self, unit: Unit[T]) -> T:
        """Run the unit on a pool thread."""
        return await asyncio.wrap_future(self.write(unit))

    def read(self, question: Unit[T]) -> T:
        """Read on a pooled connection."""
        with self._reading.connect() as connection:
            return question(connection)

    async def ask(self, question: Unit[T]) -> T:
        """Read on a pool thread."""
        return await asyncio.wrap_future(self._submit(self.read, question))

    def close(self) -> None:
        """Wait for what runs, then close the pool."""
        self._threads.shutdown()
        self._engine.dispose()

    def _submit(self, run: Callable[[Unit[T]], T], unit: Unit[T]) -> Future[T]:
        if not self._room.acquire(blocking=False):
            raise Overloaded
        future = self._threads.submit(run, unit)
        future.add_done_callback(lambda _: self._room.release())
        return future

    def _in_transaction(self, unit: Unit[T]) -> T:
        try:
            with self._engine.begin() as connection:
                return unit(connection)
        except DBAPIError as error:
            if was_overtaken(error):
                raise Stale from error
            raise
