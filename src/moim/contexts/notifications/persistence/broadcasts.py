"""Broadcasts as rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, func, insert, literal_column, select, update

from moim.contexts.notifications.domain.broadcast import Audience, Broadcast, BroadcastState
from moim.contexts.notifications.persistence.tables import broadcasts

_WAITING: Any = literal_column("'waiting'")  # as text: a bound value would hide the partial index


class _Message(msgspec.Struct):
    template: str
    key: str
    values: dict[str, str]
    actor: UUID | None
    subject_kind: str
    subject_id: UUID | None


class SqlBroadcasts:
    """The ``Broadcasts`` port."""

    def __init__(self, connection: Connection, now: datetime, queued: Callable[[], None]) -> None:
        """``queued`` is told when there is something to spread."""
        self._connection = connection
        self._now = now
        self._queued = queued

    def add(self, broadcast: Broadcast) -> bool:
        """The unique index decides between two at once."""
        if broadcast.announcement_id is not None:
            held = select(broadcasts.c.id).where(
                broadcasts.c.announcement_id == broadcast.announcement_id,
                broadcasts.c.occurrence == broadcast.occurrence,
            )
            if self._connection.execute(held).first() is not None:
                return False
        self._connection.execute(insert(broadcasts).values(_row(broadcast)))
        self._queued()
        return True

    def due(self) -> Broadcast | None:
        """The one that waits longest; small ones are not kept waiting by a crowd for ever.

        Whoever takes a portion moves its broadcast to the end of the queue.
        """
        row = self._connection.execute(
            select(broadcasts)
            .where(broadcasts.c.state == _WAITING, broadcasts.c.due <= self._now)
            .order_by(broadcasts.c.due)
            .limit(1)
        ).first()
        return None if row is None else _broadcast(row)

    def next_due(self) -> datetime | None:
        """From the index of those that wait."""
        due: datetime | None = self._connection.execute(
            select(func.min(broadcasts.c.due)).where(broadcasts.c.state == _WAITING)
        ).scalar()
        return due

    def advance(self, broadcast: Broadcast, last: UUID | None, *, done: bool) -> bool:
        """Under a check of how far it was."""
        table = broadcasts.c
        was = table.after.is_(None) if broadcast.after is None else table.after == broadcast.after
        state = BroadcastState.DONE if done else BroadcastState.WAITING
        changed = self._connection.execute(
            update(broadcasts)
            .where(table.id == broadcast.id, table.state == _WAITING, was)
            .values(after=last, state=state.value, due=broadcast.due if done else self._now)
        )
        if not done:
            self._queued()
        return changed.rowcount > 0

    def count_told(self, broadcast: Broadcast, told: int) -> None:
        """What no organiser asks about is not kept once it is told."""
        if broadcast.announcement_id is None:
            done = (
                broadcasts.c.id == broadcast.id,
                broadcasts.c.state == BroadcastState.DONE.value,
            )
            self._connection.execute(delete(broadcasts).where(*done))
        self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.id == broadcast.id)
            .values(
                considered=broadcasts.c.considered + broadcast.considered,
                told=broadcasts.c.told + told,
            )
        )

    def of_announcement(self, announcement_id: UUID) -> Sequence[Broadcast]:
        """By the unique index."""
        wanted = select(broadcasts).where(broadcasts.c.announcement_id == announcement_id)
        rows = self._connection.execute(wanted.order_by(broadcasts.c.id))
        return [_broadcast(row) for row in rows]

    def find(self, id: UUID) -> Broadcast | None:
        """By key."""
        row = self._connection.execute(select(broadcasts).where(broadcasts.c.id == id)).first()
        return None if row is None else _broadcast(row)

    def cancel_waiting(self, announcement_id: UUID) -> None:
        """One statement."""
        self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.announcement_id == announcement_id, broadcasts.c.state == _WAITING)
            .values(state=BroadcastState.CANCELLED.value)
        )


def _row(broadcast: Broadcast) -> dict[str, Any]:
    message = _Message(
        template=broadcast.template,
        key=broadcast.key,
        values=dict(broadcast.values),
        actor=broadcast.actor,
        subject_kind=broadcast.subject_kind,
        subject_id=broadcast.subject_id,
    )
    return {
        "id": broadcast.id,
        "audience": broadcast.audience.value,
        "target": broadcast.target,
        "message": msgspec.json.encode(message).decode(),
        "announcement_id": broadcast.announcement_id,
        "occurrence": broadcast.occurrence or str(broadcast.id),
        "state": broadcast.state.value,
        "due": broadcast.due,
        "after": broadcast.after,
        "considered": broadcast.considered,
        "told": broadcast.told,
    }


def _broadcast(row: Any) -> Broadcast:
    message = msgspec.json.decode(row.message, type=_Message)
    return Broadcast(
        id=row.id,
        audience=Audience(row.audience),
        target=row.target,
        template=message.template,
        key=message.key,
        values=message.values,
        actor=message.actor,
        subject_kind=message.subject_kind,
        subject_id=message.subject_id,
        announcement_id=row.announcement_id,
        occurrence=row.occurrence,
        state=BroadcastState(row.state),
        due=row.due,
        after=row.after,
        considered=row.considered,
        told=row.told,
    )
