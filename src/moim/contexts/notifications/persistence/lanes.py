"""Priorities and the requests to change them, as rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from moim.contexts.notifications.domain.channels import Lane, Topic
from moim.contexts.notifications.domain.priority import PriorityRequest, RequestState
from moim.contexts.notifications.persistence.tables import (
    own_priorities,
    priorities,
    priority_requests,
)
from moim.kernel.aggregates import Aggregate
from moim.platform.saving import save_row
from moim.platform.upsert import upsert

_PORTION = 500


class SqlLanes:
    """The ``Lanes`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def of(self, topic: Topic) -> Lane | None:
        """By key."""
        lane = self._connection.execute(
            select(priorities.c.lane).where(priorities.c.topic == topic.value)
        ).scalar()
        return None if lane is None else Lane(lane)

    def own(self, topic: Topic, user_ids: Sequence[UUID]) -> Mapping[UUID, Lane]:
        """By key; few have one."""
        found: dict[UUID, Lane] = {}
        table = own_priorities.c
        for first in range(0, len(user_ids), _PORTION):
            portion = user_ids[first : first + _PORTION]
            wanted = select(table.user_id, table.lane).where(
                table.user_id.in_(portion), table.topic == topic.value
            )
            rows = self._connection.execute(wanted)
            found.update({row.user_id: Lane(row.lane) for row in rows})
        return found

    def set(self, topic: Topic, lane: Lane, user_id: UUID | None) -> None:
        """One row."""
        row: dict[str, Any] = {"topic": topic.value, "lane": lane.value}
        if user_id is None:
            upsert(self._connection, priorities, row)
        else:
            upsert(self._connection, own_priorities, row | {"user_id": user_id})


class SqlPriorityRequests:
    """The ``PriorityRequests`` port."""

    def __init__(self, connection: Connection, collect: Callable[[Aggregate], None]) -> None:
        """``collect`` publishes what an aggregate recorded."""
        self._connection = connection
        self._collect = collect

    def find(self, id: UUID) -> PriorityRequest | None:
        """By key."""
        row = self._connection.execute(
            select(priority_requests).where(priority_requests.c.id == id)
        ).first()
        return None if row is None else _request(row)

    def save(self, request: PriorityRequest) -> None:
        """Under a version check."""
        values = {
            "id": request.id,
            "topic": request.topic.value,
            "user_id": request.user_id,
            "to": request.to.value,
            "for_all": request.for_all,
            "state": request.state.value,
            "reason": request.reason,
            "asked_at": request.asked_at,
        }
        save_row(self._connection, priority_requests, request, values)
        self._collect(request)

    def page(
        self, state: RequestState | None, user_id: UUID | None, after: UUID | None, most: int
    ) -> Sequence[PriorityRequest]:
        """Ids rise with time."""
        wanted = select(priority_requests)
        if state is not None:
            wanted = wanted.where(priority_requests.c.state == state.value)
        if user_id is not None:
            wanted = wanted.where(priority_requests.c.user_id == user_id)
        if after is not None:
            wanted = wanted.where(priority_requests.c.id < after)
        rows = self._connection.execute(wanted.order_by(priority_requests.c.id.desc()).limit(most))
        return [_request(row) for row in rows]


def _request(row: Any) -> PriorityRequest:
    return PriorityRequest(
        id=row.id,
        version=row.version,
        topic=Topic(row.topic),
        user_id=row.user_id,
        to=Lane(row.to),
        for_all=row.for_all,
        state=RequestState(row.state),
        reason=row.reason,
        asked_at=row.asked_at,
    )
