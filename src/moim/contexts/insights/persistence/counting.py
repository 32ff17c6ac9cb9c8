"""Counted workouts and days as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from moim.contexts.insights.domain.counting import CountedWorkout, Day
from moim.contexts.insights.persistence.tables import counted_workouts, days, gone_workouts
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

SUMMED = ("distance_m", "moving_s", "elevation_gain_m")

_GET = Prepared(select(counted_workouts).where(counted_workouts.c.workout_id == bindparam("id")))
_GONE = Prepared(
    select(gone_workouts.c.workout_id).where(gone_workouts.c.workout_id == bindparam("id"))
)
_MOVE = (
    update(counted_workouts)
    .where(counted_workouts.c.workout_id == bindparam("id"))
    .values(day=bindparam("to"))
)
_DAYS_BETWEEN = (
    select(*(days.c[name] for name in Day._fields))
    .where(
        days.c.user_id == bindparam("user_id"),
        days.c.day >= bindparam("first"),
        days.c.day <= bindparam("last"),
    )
    .order_by(days.c.day, days.c.sport)
)
_BETWEEN = Prepared(_DAYS_BETWEEN)
_BETWEEN_OF_SPORT = Prepared(_DAYS_BETWEEN.where(days.c.sport == bindparam("sport")))
_SUM_OF_DAY = Prepared(
    select(
        func.count(), *(func.coalesce(func.sum(counted_workouts.c[name]), 0.0) for name in SUMMED)
    ).where(
        counted_workouts.c.user_id == bindparam("user_id"),
        counted_workouts.c.day == bindparam("day"),
        counted_workouts.c.sport == bindparam("sport"),
    )
)

_EVER = (
    select(counted_workouts.c.day, counted_workouts.c.sport)
    .where(counted_workouts.c.user_id == bindparam("user_id"))
    .distinct()
)
_TOUCHED = Prepared(_EVER)
_TOUCHED_SINCE = Prepared(_EVER.where(counted_workouts.c.told_at >= bindparam("moment")))


class SqlCounted:
    """The ``Counted`` port."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """``now`` is when what is put was told."""
        self._connection = connection
        self._now = now

    def get(self, workout_id: UUID) -> CountedWorkout | None:
        """One row by key."""
        row = _GET.first(self._connection, id=workout_id)
        return None if row is None else _counted(row)

    def some(self, workout_ids: Sequence[UUID]) -> Mapping[UUID, CountedWorkout]:
        """Rows by key."""
        rows = self._connection.execute(
            select(counted_workouts).where(counted_workouts.c.workout_id.in_(workout_ids))
        )
        return {row.workout_id: _counted(row) for row in rows}

    def put(self, workout: CountedWorkout) -> None:
        """Insert or replace."""
        row = {name: getattr(workout, name) for name in CountedWorkout.__dataclass_fields__}
        upsert(self._connection, counted_workouts, row | {"told_at": self._now})

    def remove(self, workout_id: UUID, user_id: UUID) -> None:
        """Delete by key, and one row that stays."""
        self._connection.execute(
            delete(counted_workouts).where(counted_workouts.c.workout_id == workout_id)
        )
        upsert(self._connection, gone_workouts, {"workout_id": workout_id, "user_id": user_id})

    def is_gone(self, workout_id: UUID) -> bool:
        """One row by key."""
        return bool(_GONE.rows(self._connection, id=workout_id))

    def all_of(self, user_id: UUID) -> Sequence[CountedWorkout]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(counted_workouts)
            .where(counted_workouts.c.user_id == user_id)
            .order_by(counted_workouts.c.workout_id)
        )
        return [_counted(row) for row in rows]

    def move(self, days: Mapping[UUID, date]) -> None:
        """One statement, run for each."""
        self._connection.execute(
            _MOVE, [{"id": workout_id, "to": day} for workout_id, day in days.items()]
        )

    def days_touched_since(
        self, user_id: UUID, moment: datetime | None
    ) -> Sequence[tuple[date, str]]:
        """By the index over the telling."""
        if moment is None:
            return [(day, sport) for day, sport in _TOUCHED.rows(self._connection, user_id=user_id)]
        rows = _TOUCHED_SINCE.rows(self._connection, user_id=user_id, moment=moment)
        return [(day, sport) for day, sport in rows]


class SqlDays:
    """The ``Days`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose days changed."""
        self._connection = connection
        self._moved = moved

    def recount(self, user_id: UUID, day: date, sport: str) -> None:
        """Sum by index, then one write."""
        self._moved(user_id)
        key = {"user_id": user_id, "day": day, "sport": sport}
        ((workouts, *sums),) = _SUM_OF_DAY.rows(self._connection, **key)
        if workouts:
            row = key | {"workouts": workouts} | dict(zip(SUMMED, sums, strict=True))
            upsert(self._connection, days, row)
        else:
            self._connection.execute(
                delete(days).where(
                    days.c.user_id == user_id, days.c.day == day, days.c.sport == sport
                )
            )

    def recount_all(self, user_id: UUID) -> None:
        """One delete and one insert from a grouped select."""
        self._moved(user_id)
        self._connection.execute(delete(days).where(days.c.user_id == user_id))
        keys = ("user_id", "day", "sport")
        grouped = (
            select(
                *(counted_workouts.c[name] for name in keys),
                func.count(),
                *(func.sum(counted_workouts.c[name]) for name in SUMMED),
            )
            .where(counted_workouts.c.user_id == user_id)
            .group_by(*(counted_workouts.c[name] for name in keys))
        )
        self._connection.execute(insert(days).from_select([*keys, "workouts", *SUMMED], grouped))

    def between(
        self, user_id: UUID, first: date, last: date, sport: str | None = None
    ) -> Sequence[Day]:
        """By the primary key."""
        span: dict[str, Any] = {"user_id": user_id, "first": first, "last": last}
        if sport is None:
            rows = _BETWEEN.rows(self._connection, **span)
        else:
            rows = _BETWEEN_OF_SPORT.rows(self._connection, **span, sport=sport)
        return [Day._make(row) for row in rows]


def _counted(row: Row[Any]) -> CountedWorkout:
    return CountedWorkout(
        **{name: getattr(row, name) for name in CountedWorkout.__dataclass_fields__}
    )
