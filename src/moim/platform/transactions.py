"""What a unit of work may count on, whichever database it runs in."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from moim.kernel.errors import Stale

T = TypeVar("T")
Unit = Callable[[Connection], T]

WAITING_MAX = 20_000
SCRUB = "scrub"
"""Set in a connection's ``info`` by a unit that removed what no copy of may stay in the file."""
OVERTAKEN = frozenset({"40001", "40P01"})  # SQLSTATE: serialization failure, deadlock


class Overloaded(RuntimeError):
    """More units of work wait than will be queued; the caller should answer 503."""


class TransactionLost(RuntimeError):
    """The database itself undid the whole transaction: the disk is full, the server is gone."""


def in_savepoint(connection: Connection, step: Callable[[], T]) -> T:
    """Run one step of a unit of work so that only it is undone if it raises.

    Raises TransactionLost, which the unit must not survive, if it could not be undone alone.
    """
    raw: Any = connection.connection.dbapi_connection
    raw.execute("SAVEPOINT step")
    try:
        result = step()
    except BaseException as error:
        try:
            raw.execute("ROLLBACK TO SAVEPOINT step")
            raw.execute("RELEASE SAVEPOINT step")
        except Exception:  # noqa: BLE001 - whatever it was, the savepoint is gone
            raise TransactionLost from error
        raise
    raw.execute("RELEASE SAVEPOINT step")
    return result


def was_overtaken(error: Exception) -> bool:
    """Whether the same step may well succeed if it is tried again at once."""
    if isinstance(error, DBAPIError):
        return getattr(error.orig, "sqlstate", None) in OVERTAKEN
    return isinstance(error, Stale)
