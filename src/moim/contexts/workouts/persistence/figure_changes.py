"""What changed on workouts and why, as rows."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, insert, select

from moim.contexts.workouts.domain.changes import Cause, FigureChange, Value
from moim.contexts.workouts.domain.workout import Workout
from moim.contexts.workouts.persistence.portions import portions
from moim.contexts.workouts.persistence.progress_tables import figure_changes
from moim.kernel.ids import new_id
from moim.platform.work import UnitOfWork

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, tuple[Value, Value]]).decode


class SqlFigureChanges:
    """The ``FigureChanges`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def add(self, workout: Workout, change: FigureChange) -> None:
        """One row; ids rise with time."""
        row = {
            "id": new_id(),
            "workout_id": workout.id,
            "user_id": workout.user_id,
            "at": change.at,
            "cause": change.cause.value,
            "version_before": change.version_before,
            "version_after": change.version_after,
            "figures": _pack(change.figures),
        }
        self._connection.execute(insert(figure_changes), row)

    def of(
        self, workout_id: UUID, limit: int, after: UUID | None
    ) -> Sequence[tuple[UUID, FigureChange]]:
        """Keyset over the id, falling."""
        statement = select(figure_changes).where(figure_changes.c.workout_id == workout_id)
        if after is not None:
            statement = statement.where(figure_changes.c.id < after)
        rows = self._connection.execute(statement.order_by(figure_changes.c.id.desc()).limit(limit))
        return [(row.id, _change(row)) for row in rows]

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """By the index over the workout."""
        for some in portions(workout_ids):
            held = figure_changes.c.workout_id.in_(some)
            self._connection.execute(delete(figure_changes).where(held))


def _change(row: Row[Any]) -> FigureChange:
    return FigureChange(
        at=row.at,
        cause=Cause(row.cause),
        version_before=row.version_before,
        version_after=row.version_after,
        figures=_unpack(row.figures),
    )
