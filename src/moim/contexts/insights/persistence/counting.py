"""Counted workouts and days as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from moim.contexts.insights.domain.counting import CountedWorkout, Day
from moim.contexts.insights.persistence.tables import counted_workouts, days, gone_workouts
from moim.platform.upsert import upsert

SUMMED = ("distance_m", "moving_s", "elevation_gain_m")

_GET = select(counted_workouts).where(counted_workouts.c.workout_id == bindparam("id"))
_GONE = select(gone_workouts.c.workout_id).where(gone_workouts.c.workout_id == bindparam("id"))
_MOVE = (
    update(counted_workouts)
    .where(counted_workouts.c.workout_id == bindparam("id"))
    .values(day=bindparam("to"))
)
_BETWEEN = (
    select(*(days.c[name] for name in Day._fields))
    .where(
        days.c.user_id == bindparam("user_id"),
        days.c.day >= bindparam("first"),
        days.c.day <= bindparam("last"),
    )
    .order_by(days.c.day, days.c.sport)
)
_BETWEEN_OF_SPORT = _BETWEEN.where(days.c.sport == bindparam("sport"))
_SUM_OF_DAY = select(
    func.count(), *(func.coalesce(func.sum(counted_workouts.c[name]), 0.0) for name in SUMMED)
).where(
    counted_workouts.c.user_id == bindparam("user_id"),
    counted_workouts.c.day == bindparam("day"),
    counted_workouts.c.sport == bindparam("sport"),
)

_TOUCHED = (
    select(counted_workouts.c.day, counted_workouts.c.sport)
    .where(counted_workouts.c.user_id == bindparam("user_id"))
    .distinct()
)
_TOUCHED_SINCE = _TOUCHED.where(counted_workouts.c.told_at >= bindparam("moment"))


class SqlCounted:
    """The ``Counted`` port."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """``now`` is when what is put was told."""
        self._connection = connection
        self._now = now

    def get(self, workout_id: UUID) -> CountedWorkout | None:
        """One row by key."""
        row = self._connection.execute(_GET, {"id": workout_id}).first()
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
        return self._connection.execute(_GONE, {"id": workout_id}).first() is not None

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
        about = {"user_id": user_id, "moment": moment}
        rows = self._connection.execute(_TOUCHED if moment is None else _TOUCHED_SINCE, about)
        return [(row.day, row.sport) for row in rows]


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
        workouts, *sums = self._connection.execute(_SUM_OF_DAY, key).one()
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
        span = {"user_id": user_id, "first": first, "last": last}
        if sport is None:
            rows = self._connection.execute(_BETWEEN, span)
        else:
            rows = self._connection.execute(_BETWEEN_OF_SPORT, span | {"sport": sport})
        return [Day._make(row) for row in rows.all()]


def _counted(row: Row[Any]) -> CountedWorkout:
    return CountedWorkout(
        **{name: getattr(row, name) for name in CountedWorkout.__dataclass_fields__}
    )
