"""SQLite: one writer thread that commits waiting units of work together, readers beside it.

One fsync a group, a savepoint a unit; see docs/adr/0005.
"""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections import defaultdict
from concurrent.futures import Future, InvalidStateError
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from moim.platform.transactions import SCRUB, WAITING_MAX, Overloaded, TransactionLost, Unit

T = TypeVar("T")
log = logging.getLogger(__name__)

GROUP_MAX = 256
BUSY_TIMEOUT_MS = 10_000
SCRUB_TIMEOUT_MS = 250  # readers are short; if one is not, it is tried again
SCRUB_AGAIN_S = 0.2

_TURN = threading.Lock()
"""One writer runs its units at a time; waiting for the disk is beside it.

Only one thread runs Python anyway. Without this, each statement of one writer is a chance for the
others to take the interpreter from it, and an event heard by five contexts cost half as much again.
So a unit never waits for another database's writer; to read another database is well.
"""


class _Waiting(NamedTuple):
    unit: Unit[Any]
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None  # the future's, if it is asyncio's

    def is_wanted(self) -> bool:
        if isinstance(self.future, asyncio.Future):
            return not self.future.cancelled()
        return self.future.running() or self.future.set_running_or_notify_cancel()


class _Outcome(NamedTuple):
    future: Any
    result: Any
    error: BaseException | None

    def tell(self) -> None:
        if self.future.done():
            return
        with contextlib.suppress(InvalidStateError):  # given up at this very moment
            if self.error is None:
                self.future.set_result(self.result)
            else:
                self.future.set_exception(self.error)


class SqliteDatabase:
    """One file in WAL mode, ``synchronous=FULL``: what was answered survives a power cut."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        """Open (or make) the file and start its writer."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path: Path | None = path
        self._writing = _sqlite_engine(path, query_only=False)
        self._reading = _sqlite_engine(path, query_only=True)
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._accepting = threading.Lock()
        self._readers = threading.local()
        self._opened: list[Connection] = []
        self._closed = False
        self._writer = threading.Thread(target=self._work, name=f"writer-{path.stem}", daemon=True)
        self._writer.start()

    def write(self, unit: Unit[T]) -> Future[T]:
        """Queue the unit for the next group."""
        future: Future[T] = Future()
        self._accept(_Waiting(unit, future, None))
        return future

    async def commit(self, unit: Unit[T]) -> T:
        """Queue the unit; its whole group is answered by one call into the loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._accept(_Waiting(unit, future, loop))
        return await future

    def read(self, question: Unit[T]) -> T:
        """Read on this thread's own connection."""
        connection: Connection | None = getattr(self._readers, "connection", None)
        if connection is None:
            connection = self._readers.connection = self._reading.connect()
            self._opened.append(connection)
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN")
        try:
            return question(connection)
        finally:
            connection.rollback()
            raw.rollback()  # a question that asked nothing left it to us

    async def ask(self, question: Unit[T]) -> T:
        """Read where we stand: a short indexed read costs less than a change of thread."""
        return self.read(question)

    def close(self) -> None:
        """Commit what waits, then close."""
        with self._accepting:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._writer.join()
        for connection in self._opened:
            connection.close()
        self._reading.dispose()
        self._writing.dispose()

    def _accept(self, waiting: _Waiting) -> None:
        with self._accepting:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._waiting.qsize() >= WAITING_MAX:
                raise Overloaded
            self._waiting.put(waiting)

    def _work(self) -> None:
        connection = self._writing.connect()
        try:
            while group := self._next_group(connection):
                _tell(group, _commit_group(connection, group))
        finally:
            connection.close()

    def _next_group(self, connection: Connection) -> list[_Waiting]:
        first = self._first(connection)
        if first is None:
            return []
        group = [first]
        while len(group) < GROUP_MAX:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is None:
                self._waiting.put(None)  # this group first, then the end
                break
            group.append(item)
        return group

    def _first(self, connection: Connection) -> _Waiting | None:
        """Wait for a unit, and meanwhile scrub if one before asked for it, until that is done."""
        while connection.info.get(SCRUB):
            _scrub(connection)
            with contextlib.suppress(queue.Empty):
                return self._waiting.get(timeout=SCRUB_AGAIN_S)
        return self._waiting.get()


def _commit_group(connection: Connection, group: list[_Waiting]) -> list[_Outcome]:
    """One transaction for all; each unit that raises is undone alone.

    Nobody is told before the commit: even a refusal may rest on rows that then are not there.
    """
    raw: Any = connection.connection.dbapi_connection
    try:
        with connection.begin():
            raw.execute("BEGIN IMMEDIATE")
            with _TURN:
                outcomes = [_carried_out(connection, one) for one in group if one.is_wanted()]
    except BaseException as error:  # noqa: BLE001 - nothing of the group was committed
        with contextlib.suppress(sqlite3.Error):
            raw.rollback()  # a COMMIT that failed leaves the transaction open
        if isinstance(error, TransactionLost) and len(group) > 1:
            # One of them was too much for the disk, say; the others need not suffer for it.
            return [outcome for one in group for outcome in _commit_group(connection, [one])]
        return [_Outcome(waiting.future, None, error) for waiting in group]
    return outcomes


def _carried_out(connection: Connection, waiting: _Waiting) -> _Outcome:
    raw: Any = connection.connection.dbapi_connection
    raw.execute("SAVEPOINT unit")
    try:
        outcome = _Outcome(waiting.future, waiting.unit(connection), None)
    except BaseException as error:
        if not raw.in_transaction:
            raise TransactionLost from error
        raw.execute("ROLLBACK TO unit")
        outcome = _Outcome(waiting.future, None, error)
    raw.execute("RELEASE unit")
    return outcome


def _scrub(connection: Connection) -> None:
    """Move the log into the file and empty it: deleted values stay in neither.

    What was deleted is overwritten in the file itself (``secure_delete``); only the log would
    keep it until it is written over.
    """
    raw: Any = connection.connection.dbapi_connection
    try:
        raw.execute(f"PRAGMA busy_timeout={SCRUB_TIMEOUT_MS}")
        busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.info[SCRUB] = bool(busy)
    except sqlite3.Error:
        log.exception("the log could not be emptied after an erasure; it is tried again")
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _tell(group: list[_Waiting], outcomes: list[_Outcome]) -> None:
    loops = {id(waiting.future): waiting.loop for waiting in group}
    by_loop: dict[asyncio.AbstractEventLoop, list[_Outcome]] = defaultdict(list)
    for outcome in outcomes:
        loop = loops[id(outcome.future)]
        if loop is None:
            outcome.tell()
        else:
            by_loop[loop].append(outcome)
    for loop, told in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_all, told)


def _tell_all(outcomes: list[_Outcome]) -> None:
    for outcome in outcomes:
        outcome.tell()


def _sqlite_engine(path: Path, *, query_only: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # they are personal, and errors reach logs and inbox lines
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # We say BEGIN ourselves, where we need it: a listener to SQLAlchemy's "begin" would slow
        # down every statement by a tenth.
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "cache_size=-8192",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine
