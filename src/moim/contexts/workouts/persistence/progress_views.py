"""The read side of progress."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, func, or_, select

from moim.contexts.workouts.application.progress_queries import DayTotal, Versions
from moim.contexts.workouts.domain.outcomes import Discipline, Outcome
from moim.contexts.workouts.persistence.progress import outcome_from
from moim.contexts.workouts.persistence.progress_tables import (
    figure_changes,
    outcomes,
    streaks,
)
from moim.contexts.workouts.persistence.tables import sources, workouts
from moim.platform.prepared import Prepared
from moim.platform.work import UnitOfWork

_COVERED = Prepared(
    select(outcomes.c.discipline, outcomes.c.workout_id, outcomes.c.day, outcomes.c.distance_m)
    .where(outcomes.c.user_id == bindparam("user_id"), outcomes.c.distance_m > 0)
    .order_by(outcomes.c.day, outcomes.c.at, outcomes.c.workout_id)
)
_LAST_STREAK = Prepared(
    select(streaks.c.first_day, streaks.c.last_day)
    .where(streaks.c.user_id == bindparam("user_id"))
    .order_by(streaks.c.first_day.desc())
    .limit(1)
)
_LOADS = Prepared(
    select(
        outcomes.c.day,
        func.coalesce(func.sum(outcomes.c.load), 0.0),
        func.count(),
        func.count(outcomes.c.load),
    )
    .where(outcomes.c.user_id == bindparam("user_id"), outcomes.c.day <= bindparam("last"))
    .group_by(outcomes.c.day)
)
_ALIKE = select(outcomes).where(
    outcomes.c.user_id == bindparam("user_id"),
    outcomes.c.discipline == bindparam("discipline"),
    outcomes.c.distance_m >= bindparam("shortest_m"),
    outcomes.c.distance_m <= bindparam("longest_m"),
    outcomes.c.shape.is_not(None),
)


class SqlProgressViews:
    """The ``ProgressViews`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own snapshot."""
        self._connection = work.connection

    def covered(self, user_id: UUID) -> Sequence[tuple[Discipline, UUID, date, float]]:
        """From the owner's index alone."""
        known = {member.value: member for member in Discipline}
        return [
            (known[discipline], workout_id, day, distance_m)
            for discipline, workout_id, day, distance_m in _COVERED.rows(
                self._connection, user_id=user_id
            )
        ]

    def last_streak(self, user_id: UUID) -> tuple[date, date] | None:
        """By the owner's key."""
        rows = _LAST_STREAK.rows(self._connection, user_id=user_id)
        return (rows[0][0], rows[0][1]) if rows else None

    def loads(self, user_id: UUID, last: date) -> Mapping[date, DayTotal]:
        """One aggregate from the owner's index alone."""
        rows = _LOADS.rows(self._connection, user_id=user_id, last=last)
        return {
            day: DayTotal(load=float(load), workouts=count, unmeasured=count - measured)
            for day, load, count, measured in rows
        }

    def outdated(
        self, versions: Versions, user_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[tuple[UUID, UUID]]:
        """A walk over the key: only a command asks this."""
        never = workouts.c.id.not_in(select(outcomes.c.workout_id))
        read_before = exists().where(
            sources.c.workout_id == workouts.c.id,
            sources.c.chosen,
            sources.c.parser_version < versions.parser,
        )
        derived_before = workouts.c.derivation_version < versions.derivation
        statement = select(workouts.c.id, workouts.c.user_id).where(
            or_(derived_before, read_before, never)
        )
        if user_id is not None:
            statement = statement.where(workouts.c.user_id == user_id)
        if after is not None:
            statement = statement.where(workouts.c.id > after)
        rows = self._connection.execute(statement.order_by(workouts.c.id).limit(limit))
        return [(row.id, row.user_id) for row in rows]

    def changed_since(self, at: datetime) -> int:
        """A walk over all: only a command asks this."""
        counted = select(func.count(func.distinct(figure_changes.c.workout_id)))
        return int(self._connection.execute(counted.where(figure_changes.c.at >= at)).scalar_one())

    def alike(
        self, user_id: UUID, discipline: Discipline, shortest_m: float, longest_m: float
    ) -> Sequence[Outcome]:
        """By the index over the distance."""
        bounds = {"shortest_m": shortest_m, "longest_m": longest_m}
        about = {"user_id": user_id, "discipline": discipline.value, **bounds}
        return [outcome_from(row) for row in self._connection.execute(_ALIKE, about)]
