"""The activity log and statistics as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Integer, bindparam, func, insert, select, update

from moim.contexts.users.domain.activity import Activity, Doing, Statistics
from moim.contexts.users.persistence.tables import activities, statistics
from moim.contexts.users.persistence.users import Publishes
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row

_FIGURES = dict[str, dict[str, float]]
_ADD = Prepared(
    insert(activities), ("id", "user_id", "doing", "at", "subject_id", "amount")
)  # after everybody's every deed

_NEWEST = (
    select(activities.c.id)
    .where(
        activities.c.user_id == bindparam("whose"),
        activities.c.at >= bindparam("since"),
        activities.c.doing == bindparam("what"),
    )
    .order_by(activities.c.at.desc())
    .limit(1)
)
_ADD_TO = Prepared(
    update(activities)
    .where(activities.c.id == _NEWEST.scalar_subquery())
    .values(amount=activities.c.amount + bindparam("more", type_=Integer))
)


class SqlActivities:
    """A row a line; ids rise with time, so the order of the log is theirs."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def add(self, line: Activity) -> None:
        """One more."""
        _ADD.run(
            self._connection,
            id=line.id,
            user_id=line.user_id,
            doing=line.doing.value,
            at=line.at,
            subject_id=line.subject_id,
            amount=line.amount,
        )
        self._work.collect(line)

    def add_to(self, user_id: UUID, doing: Doing, since: datetime, more: int) -> bool:
        """By the index of a person's lines in time."""
        given = {"whose": user_id, "since": since, "what": doing.value, "more": more}
        return _ADD_TO.run(self._connection, **given) > 0

    def page(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Activity]:
        """The newest first, older than ``after``."""
        wanted = select(activities).where(activities.c.user_id == user_id)
        if after is not None:
            wanted = wanted.where(activities.c.id < after)
        rows = self._connection.execute(wanted.order_by(activities.c.id.desc()).limit(limit))
        return [_line(row) for row in rows]

    def counts(self, user_id: UUID, begin: datetime, end: datetime) -> dict[Doing, int]:
        """How much of each was done from ``begin`` until before ``end``."""
        rows = self._connection.execute(
            select(activities.c.doing, func.sum(activities.c.amount))
            .where(activities.c.user_id == user_id, activities.c.at >= begin, activities.c.at < end)
            .group_by(activities.c.doing)
            .order_by(activities.c.doing)
        )
        return {Doing(doing): int(amount) for doing, amount in rows}


class SqlStatistics:
    """A row a request."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def find(self, id: UUID) -> Statistics | None:
        """The request, counted or not."""
        row = self._connection.execute(select(statistics).where(statistics.c.id == id)).first()
        if row is None:
            return None
        return Statistics(
            id=row.id,
            version=row.version,
            user_id=row.user_id,
            first=row.first,
            last=row.last,
            asked_at=row.asked_at,
            figures=None
            if row.figures is None
            else msgspec.json.decode(row.figures, type=_FIGURES),
        )

    def save(self, asked: Statistics) -> None:
        """Under a version check."""
        counted = asked.figures
        values = {
            "id": asked.id,
            "user_id": asked.user_id,
            "first": asked.first,
            "last": asked.last,
            "asked_at": asked.asked_at,
            "figures": None if counted is None else msgspec.json.encode(counted).decode(),
        }
        save_row(self._connection, statistics, asked, values)
        self._work.collect(asked)


def _line(row: Any) -> Activity:
    return Activity(
        id=row.id,
        user_id=row.user_id,
        doing=Doing(row.doing),
        at=row.at,
        subject_id=row.subject_id,
        amount=row.amount,
    )
