"""What an export names by what it was, found here by that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from moim.contexts.community.persistence.tables import goals, workouts


class SqlKept:
    """The ``Kept`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def workout_at(self, user_id: UUID, sport: str, started_at: datetime) -> UUID | None:
        """By the index over a person's workouts."""
        found: UUID | None = self._connection.execute(
            select(workouts.c.workout_id)
            .where(
                workouts.c.user_id == user_id,
                workouts.c.started_at == started_at,
                workouts.c.sport == sport,
            )
            .order_by(workouts.c.workout_id)
            .limit(1)
        ).scalar()
        return found

    def goal_like(self, user_id: UUID, metric: str, target: float, period: str) -> UUID | None:
        """Among the few of a person."""
        found: UUID | None = self._connection.execute(
            select(goals.c.goal_id)
            .where(
                goals.c.user_id == user_id,
                goals.c.metric == metric,
                goals.c.target == target,
                goals.c.period == period,
            )
            .order_by(goals.c.goal_id)
            .limit(1)
        ).scalar()
        return found
