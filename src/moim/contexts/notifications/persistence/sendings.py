"""What leaves the house, as rows."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, bindparam, func, insert, literal_column, select, update

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.sending import IN_FLIGHT, Sending, SendingState
from moim.contexts.notifications.persistence.tables import sendings

HOLD = timedelta(minutes=2)
"""What a worker has claimed is its own for so long."""

PUT_OFF = ("queued", "quiet-hours", "legal-night")

_WAITING: Any = literal_column("'waiting'")  # as text: a bound value would hide the partial index
_DIGEST: Any = literal_column("'digest'")
_ADD = insert(sendings)
_NEXT = select(func.min(sendings.c.due)).where(
    sendings.c.state == _WAITING, sendings.c.lane == bindparam("lane")
)


class SqlSendings:
    """The ``Sendings`` port."""

    def __init__(self, connection: Connection, now: datetime, queued: Callable[[], None]) -> None:
        """``queued`` is told when there is something to send."""
        self._connection = connection
        self._now = now
        self._queued = queued

    def add(self, new: Sequence[Sending]) -> None:
        """One statement for all."""
        if new:
            self._connection.execute(_ADD, [_row(sending) for sending in new])
            self._queued()

    def claim(self, lane: Lane, most: int) -> Sequence[Sending]:
        """Held for two minutes: if nobody said by then what became of it, it is due again."""
        wanted = (
            select(sendings)
            .where(
                sendings.c.state == _WAITING,
                sendings.c.lane == lane.value,
                sendings.c.due <= self._now,
            )
            .order_by(sendings.c.due)
            .limit(most)
        )
        if self._connection.dialect.name == "postgresql":
            wanted = wanted.with_for_update(skip_locked=True)
        found = [_sending(row) for row in self._connection.execute(wanted)]
        if found:
            self._connection.execute(
                update(sendings)
                .where(sendings.c.id.in_([sending.id for sending in found]))
                .values(due=self._now + HOLD, attempts=sendings.c.attempts + 1, reason=IN_FLIGHT)
            )
        for sending in found:
            sending.attempts += 1
        return found

    def save(self, sending: Sending, *, held: int) -> bool:
        """Nothing changes if another worker has claimed it since."""
        changed = self._connection.execute(
            update(sendings)
            .where(sendings.c.id == sending.id, sendings.c.attempts == held)
            .values(
                state=sending.state.value,
                reason=sending.reason,
                due=sending.due,
                deadline=sending.deadline,
                attempts=sending.attempts,
                unsubscribed=sending.unsubscribed,
            )
        )
        return changed.rowcount > 0

    def find(self, id: UUID) -> Sending | None:
        """By key."""
        row = self._connection.execute(select(sendings).where(sendings.c.id == id)).first()
        return None if row is None else _sending(row)

    def of_notice(self, notice_id: UUID) -> Sequence[Sending]:
        """In the order in which they were queued."""
        wanted = select(sendings).where(sendings.c.notice_id == notice_id).order_by(sendings.c.id)
        return [_sending(row) for row in self._connection.execute(wanted)]

    def kept_for(self, user_id: UUID) -> Sequence[Sending]:
        """By an index of those alone."""
        wanted = select(sendings).where(sendings.c.user_id == user_id, sendings.c.state == _DIGEST)
        return [_sending(row) for row in self._connection.execute(wanted.order_by(sendings.c.id))]

    def next_due(self, lane: Lane) -> datetime | None:
        """From the index of those that wait."""
        due: datetime | None = self._connection.execute(_NEXT, {"lane": lane.value}).scalar()
        return due

    def look_again(self, user_id: UUID) -> None:
        """One statement; what waits for a provider or a bundle's end goes on waiting."""
        self._connection.execute(
            update(sendings)
            .where(
                sendings.c.user_id == user_id,
                sendings.c.state == _WAITING,
                sendings.c.due > self._now,
                sendings.c.reason.in_(PUT_OFF),
            )
            .values(due=self._now)
        )
        self._queued()

    def withhold_waiting(self, announcement_id: UUID, reason: str) -> None:
        """One statement."""
        waiting = (SendingState.WAITING.value, SendingState.DIGEST.value)
        self._connection.execute(
            update(sendings)
            .where(sendings.c.announcement_id == announcement_id, sendings.c.state.in_(waiting))
            .values(state=SendingState.WITHHELD.value, reason=reason)
        )

    def figures(self, announcement_id: UUID) -> Sequence[tuple[str, str, str, int, int]]:
        """Grouped by the database."""
        table = sendings.c
        rows = self._connection.execute(
            select(
                table.channel,
                table.state,
                table.reason,
                func.count(),
                func.sum(table.unsubscribed.cast(Integer)),
            )
            .where(table.announcement_id == announcement_id)
            .group_by(table.channel, table.state, table.reason)
        )
        return [
            (channel, state, why, int(n), int(left or 0)) for channel, state, why, n, left in rows
        ]


def _row(sending: Sending) -> dict[str, Any]:
    return {
        "id": sending.id,
        "notice_id": sending.notice_id,
        "user_id": sending.user_id,
        "channel": sending.channel.value,
        "round": sending.round,
        "lane": sending.lane.value,
        "kind": sending.kind.value,
        "topic": sending.topic.value,
        "announcement_id": sending.announcement_id,
        "state": sending.state.value,
        "reason": sending.reason,
        "due": sending.due,
        "deadline": sending.deadline,
        "attempts": sending.attempts,
        "unsubscribed": sending.unsubscribed,
    }


def _sending(row: Any) -> Sending:
    return Sending(
        id=row.id,
        notice_id=row.notice_id,
        user_id=row.user_id,
        channel=Channel(row.channel),
        round=row.round,
        lane=Lane(row.lane),
        kind=Kind(row.kind),
        topic=Topic(row.topic),
        announcement_id=row.announcement_id,
        state=SendingState(row.state),
        reason=row.reason,
        due=row.due,
        deadline=row.deadline,
        attempts=row.attempts,
        unsubscribed=row.unsubscribed,
    )
