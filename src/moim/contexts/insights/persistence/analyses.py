"""Analyses of workouts, and the ways they went, as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select

from moim.contexts.insights.application.ports import Selection
from moim.contexts.insights.domain.analysis import Analysed, Effort, Timed
from moim.contexts.insights.persistence.tables import (
    analysed_workouts,
    counted_workouts,
    efforts,
    trails,
)
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

_ADD_EFFORTS = Prepared(insert(efforts), ("user_id", "workout_id", *Effort._fields))
_DROP_EFFORTS = Prepared(delete(efforts).where(efforts.c.workout_id == bindparam("workout_id")))
_REMOVE_TRAIL = Prepared(delete(trails).where(trails.c.workout_id == bindparam("workout_id")))


class SqlAnalyses:
    """The ``Analyses`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose analyses changed."""
        self._connection = connection
        self._moved = moved

    def put(self, analysed: Analysed) -> None:
        """Insert or replace the workout's row and its efforts."""
        self._moved(analysed.user_id)
        names = ("workout_id", "user_id", "tables", "load")
        row = {name: getattr(analysed, name) for name in names}
        row |= {"zones_s": list(analysed.zones_s)}
        upsert(self._connection, analysed_workouts, row)
        self._drop_efforts(analysed.workout_id)
        told = [
            {"user_id": analysed.user_id, "workout_id": analysed.workout_id} | effort._asdict()
            for effort in analysed.efforts
        ]
        if told:
            _ADD_EFFORTS.run_many(self._connection, told)

    def get(self, workout_id: UUID, user_id: UUID) -> Analysed | None:
        """By key."""
        table = analysed_workouts
        row = self._connection.execute(
            select(table).where(table.c.workout_id == workout_id, table.c.user_id == user_id)
        ).first()
        if row is None:
            return None
        known = self._connection.execute(
            select(efforts.c.distance_m, efforts.c.elapsed_s).where(
                efforts.c.workout_id == workout_id
            )
        )
        values = dict(row._mapping) | {"zones_s": tuple(row.zones_s)}  # noqa: SLF001
        return Analysed(**values, efforts=tuple(Effort._make(one) for one in known))

    def remove(self, workout_id: UUID) -> None:
        """By key."""
        table = analysed_workouts
        self._connection.execute(delete(table).where(table.c.workout_id == workout_id))
        self._drop_efforts(workout_id)

    def loads(self, about: Selection) -> Mapping[date, float]:
        """By the index over a person's days, joined by key."""
        day = counted_workouts.c.day
        rows = self._connection.execute(
            select(day, func.sum(analysed_workouts.c.load))
            .join(analysed_workouts, _SAME)
            .where(*_selected(about), analysed_workouts.c.load.is_not(None))
            .group_by(day)
        )
        return {row[0]: row[1] for row in rows}

    def zones(self, about: Selection) -> Sequence[Sequence[float]]:
        """As ``loads``."""
        rows = self._connection.execute(
            select(analysed_workouts.c.zones_s)
            .select_from(counted_workouts)
            .join(analysed_workouts, _SAME)
            .where(*_selected(about))
        )
        return [row.zones_s for row in rows]

    def timed(self, about: Selection, distance_m: int) -> Sequence[Timed]:
        """By the index over a person's efforts of one distance, joined by key."""
        rows = self._connection.execute(
            select(counted_workouts.c.day, efforts.c.elapsed_s, efforts.c.workout_id)
            .join(efforts, efforts.c.workout_id == counted_workouts.c.workout_id)
            .where(
                efforts.c.user_id == about.user_id,
                efforts.c.distance_m == distance_m,
                *_selected(about),
            )
            .order_by(counted_workouts.c.started_at)
        )
        return [Timed._make(row) for row in rows]

    def missing(self, about: Selection) -> int:
        """Workouts of the selection that were never analysed."""
        return self._connection.execute(
            select(func.count())
            .select_from(counted_workouts.outerjoin(analysed_workouts, _SAME))
            .where(*_selected(about), analysed_workouts.c.workout_id.is_(None))
        ).scalar_one()

    def unanalysed(self, about: Selection, limit: int) -> Sequence[UUID]:
        """By the index over a person's days."""
        c = counted_workouts.c
        found = (
            select(c.workout_id)
            .select_from(counted_workouts.outerjoin(analysed_workouts, _SAME))
            .where(*_selected(about), analysed_workouts.c.workout_id.is_(None))
        )
        newest = found.order_by(c.day.desc(), c.workout_id.desc()).limit(limit)
        return self._connection.execute(newest).scalars().all()

    def _drop_efforts(self, workout_id: UUID) -> None:
        _DROP_EFFORTS.run(self._connection, workout_id=workout_id)


class SqlTrails:
    """The ``Trails`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose map changed."""
        self._connection = connection
        self._moved = moved

    def put(self, workout_id: UUID, user_id: UUID, points: bytes) -> None:
        """Insert or replace."""
        self._moved(user_id)
        row: dict[str, Any] = {"workout_id": workout_id, "user_id": user_id, "points": points}
        upsert(self._connection, trails, row)

    def remove(self, workout_id: UUID, user_id: UUID) -> None:
        """By key."""
        self._moved(user_id)
        _REMOVE_TRAIL.run(self._connection, workout_id=workout_id)

    def lacking(self, about: Selection, limit: int) -> Sequence[UUID]:
        """Newest first, by the index over a person's days."""
        rows = self._connection.execute(
            select(counted_workouts.c.workout_id)
            .select_from(counted_workouts.outerjoin(trails, _SAME_TRAIL))
            .where(*_selected(about), trails.c.workout_id.is_(None))
            .order_by(counted_workouts.c.day.desc())
            .limit(limit)
        )
        return rows.scalars().all()

    def of(self, about: Selection, limit: int) -> Sequence[bytes]:
        """The newest, by the index over a person's days, joined by key."""
        rows = self._connection.execute(
            select(trails.c.points)
            .select_from(counted_workouts)
            .join(trails, _SAME_TRAIL)
            .where(*_selected(about))
            .order_by(counted_workouts.c.day.desc())
            .limit(limit)
        )
        return rows.scalars().all()


_SAME = analysed_workouts.c.workout_id == counted_workouts.c.workout_id
_SAME_TRAIL = and_(
    trails.c.workout_id == counted_workouts.c.workout_id,
    trails.c.user_id == counted_workouts.c.user_id,
)


def _selected(about: Selection) -> list[ColumnElement[bool]]:
    counted = counted_workouts.c
    chosen = [
        counted.user_id == about.user_id,
        counted.day >= about.first,
        counted.day <= about.last,
    ]
    if about.sport is not None:
        chosen.append(counted.sport == about.sport)
    return chosen
