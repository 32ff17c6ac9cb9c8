"""What travels between contexts, and the tables it waits in.

An envelope leaves from its owner's outbox and lands in each listener's inbox, one line a policy.
Order, retry, duplicates and poison are settled in the inbox, so they are the same whether the
bus is a function call or Kafka.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    insert,
    literal_column,
    text,
)

from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.codec import encode_event
from moim.platform.columns import Instant, Sequence
from moim.platform.prepared import Prepared

HOPS_MAX = 8

# The states of an inbox line, as SQL text: a bound value would hide the partial indexes from
# both databases' planners.
WAITING: ColumnElement[str] = literal_column("'waiting'")  # may be taken up
LATER: ColumnElement[str] = literal_column(
    "'later'"
)  # a timer, or a failed line that holds back its key until due
DONE: ColumnElement[str] = literal_column("'done'")
PARKED: ColumnElement[str] = literal_column(
    "'parked'"
)  # given up until somebody replays or drops it
DROPPED: ColumnElement[str] = literal_column("'dropped'")

INBOX_INDEXES = (
    ("inbox_waiting", ("seq",), "state = 'waiting'"),
    ("inbox_waiting_key", ("key", "seq"), "state = 'waiting'"),
    ("inbox_later", ("due",), "state = 'later'"),
    ("inbox_later_key", ("key", "seq"), "state = 'later'"),
    ("inbox_parked", ("seq",), "state = 'parked'"),
    ("inbox_kept", ("done_at",), "done_at IS NOT NULL AND data IS NOT NULL"),
)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Why a unit of work runs: the request it began with and the event just before it."""

    correlation: UUID
    causation: UUID | None = None
    hops: int = 0


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An event on its way. ``hops`` counts the reactions since the request."""

    id: UUID
    type: str
    key: str
    at: datetime
    correlation: UUID
    causation: UUID | None
    hops: int
    data: bytes

    @classmethod
    def around(cls, event: Event, cause: Cause, at: datetime) -> "Envelope":
        """Put ``event`` on its way because of ``cause``."""
        return cls(
            id=new_id(),
            type=event.type_name(),
            key=event.ordering_key(),
            at=at,
            correlation=cause.correlation,
            causation=cause.causation,
            hops=cause.hops + 1,
            data=encode_event(event),
        )

    def line(self, policy: str) -> dict[str, Any]:
        """As a row of the inbox, for one policy that awaits it."""
        row = vars(self).copy()
        row["event_id"] = row.pop("id")
        return row | {"policy": policy, "state": "waiting", "due": self.at, "attempts": 0}


ENVELOPE_COLUMNS = ("id", "type", "key", "at", "correlation", "causation", "hops", "data")
LINE_COLUMNS = ("event_id", *ENVELOPE_COLUMNS[1:], "policy", "state", "due", "attempts")


def envelope_of(row: Iterable[Any]) -> Envelope:
    """From the ENVELOPE_COLUMNS of a row of the outbox."""
    return Envelope(**dict(zip(ENVELOPE_COLUMNS, row, strict=True)))


def _envelope_columns(*, data_nullable: bool) -> Iterable[Column[Any]]:
    yield Column("type", String(100), nullable=False)
    yield Column("key", String(200), nullable=False)
    yield Column("at", Instant, nullable=False)
    yield Column("correlation", Uuid, nullable=False)
    yield Column("causation", Uuid)
    yield Column("hops", Integer, nullable=False)
    yield Column("data", LargeBinary, nullable=data_nullable)


class Mailbox:
    """The durable tables that every context has beside its own, in the same database."""

    def __init__(self, metadata: MetaData) -> None:
        """Declare them in the context's metadata."""
        self.outbox = Table(
            "outbox",
            metadata,
            Column("seq", Sequence, primary_key=True, autoincrement=True),
            Column("id", Uuid, nullable=False),
            *_envelope_columns(data_nullable=False),
            sqlite_autoincrement=True,
        )
        self.posting = Prepared(insert(self.outbox), ENVELOPE_COLUMNS)
        self.inbox = Table(
            "inbox",
            metadata,
            Column("seq", Sequence, primary_key=True, autoincrement=True),
            Column("event_id", Uuid, nullable=False),
            Column("policy", String(100), nullable=False),
            *_envelope_columns(data_nullable=True),
            Column("state", String(10), nullable=False),  # see the constants below
            Column("due", Instant, nullable=False),
            Column("attempts", Integer, nullable=False),
            Column("reason", String(500)),
            Column("done_at", Instant),
            Index("inbox_once", "event_id", "policy", unique=True),
            sqlite_autoincrement=True,
        )
        for name, columns, where in INBOX_INDEXES:
            Index(
                name,
                *(self.inbox.c[column] for column in columns),
                sqlite_where=text(where),
                postgresql_where=text(where),
            )
        self.deliveries = Table(
            "deliveries",
            metadata,
            Column("id", Uuid, primary_key=True),
            Column("channel", String(20), nullable=False),
            Column("template", String(100), nullable=False),
            Column("user_id", Uuid, nullable=False),
            Column("data", LargeBinary, nullable=False),
            Column("state", String(10), nullable=False),  # waiting | sent | failed
            Column("due", Instant, nullable=False),
            Column("attempts", Integer, nullable=False),
            Column("reason", String(500)),
            Index("deliveries_due", "state", "due"),
        )
        self.leases = Table(
            "leases",
            metadata,
            Column("name", String(50), primary_key=True),
            Column("holder", Uuid, nullable=False),
            Column("until", Instant, nullable=False),
        )
        self.answers = Table(
            "answers",
            metadata,
            Column("user_id", Uuid, primary_key=True),
            Column("key", String(200), primary_key=True),
            Column("body_hash", LargeBinary, nullable=False),
            Column("status", Integer, nullable=False),
            Column("body", LargeBinary, nullable=False),
            Column("at", Instant, nullable=False),
            Index("answers_at", "at"),
        )
