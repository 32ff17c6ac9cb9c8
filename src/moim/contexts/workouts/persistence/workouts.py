"""Workouts as rows."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, select

from moim.contexts.workouts.domain.cropping import Crop
from moim.contexts.workouts.domain.duplicates import Outing
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.goal import Metric
from moim.contexts.workouts.domain.limits import ELAPSED_S_MAX
from moim.contexts.workouts.domain.route import Route
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Typed, Workout, WorkoutNotFound
from moim.contexts.workouts.persistence.audiences import shown_of, shown_row
from moim.contexts.workouts.persistence.note_tables import (
    workout_feedback,
    workout_posts,
    workout_prompts,
    workout_reviews,
)
from moim.contexts.workouts.persistence.originals import SqlOriginals
from moim.contexts.workouts.persistence.privacy_tables import share_links, share_requests
from moim.contexts.workouts.persistence.tables import (
    FIGURES,
    sources,
    tasks,
    tracks,
    workouts,
)
from moim.platform.columns import Instant
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.work import UnitOfWork

TOTALS = {
    Metric.DISTANCE: func.coalesce(func.sum(workouts.c.distance_m), 0.0),
    Metric.TIME: func.coalesce(
        func.sum(func.coalesce(workouts.c.moving_s, workouts.c.elapsed_s)), 0.0
    ),
    Metric.COUNT: func.count(),
    Metric.CLIMB: func.coalesce(func.sum(workouts.c.elevation_gain_m), 0.0),
}

_BY_ID = Prepared(
    select(workouts).where(
        workouts.c.id == bindparam("id"), workouts.c.user_id == bindparam("user_id")
    )
)
_ANYBODYS = Prepared(select(workouts).where(workouts.c.id == bindparam("id")))
_PLACES = ("first_lat", "first_lon", "last_lat", "last_lon")
_OUTINGS = Prepared(
    select(
        workouts.c.id,
        workouts.c.sport,
        func.coalesce(workouts.c.outing_starts_at, workouts.c.started_at, type_=Instant),
        func.coalesce(workouts.c.outing_ends_at, workouts.c.ended_at, type_=Instant),
        workouts.c.richness,
        *(workouts.c[name] for name in _PLACES),
    ).where(
        workouts.c.user_id == bindparam("user_id"),
        workouts.c.started_at <= bindparam("until"),
        workouts.c.started_at >= bindparam("since"),
        workouts.c.ended_at >= bindparam("ends_from"),
    )
)
_LONGEST = timedelta(seconds=ELAPSED_S_MAX)
BESIDE = (
    share_requests,
    share_links,
    workout_posts,
    workout_feedback,
    workout_prompts,
    workout_reviews,
)
_BESIDE = [
    (delete(table).where(table.c.workout_id == bindparam("id")))
    for table in (tracks, sources, tasks, *BESIDE)
]


class SqlWorkouts:
    """The ``Workouts`` port over Core statements."""

    def __init__(
        self, work: UnitOfWork, originals: SqlOriginals, moved: Callable[[UUID], None]
    ) -> None:
        """Rows of the unit's own transaction. ``moved`` is told whose list changed."""
        self._work = work
        self._connection = work.connection
        self._originals = originals
        self._moved = moved

    def get(self, id: UUID, user_id: UUID) -> Workout:
        """One row by key; raises WorkoutNotFound for a stranger's too."""
        row = _BY_ID.first(self._connection, id=id, user_id=user_id)
        if row is None:
            raise WorkoutNotFound
        return workout_of(row)

    def find(self, id: UUID) -> Workout:
        """One row by key; raises WorkoutNotFound."""
        row = _ANYBODYS.first(self._connection, id=id)
        if row is None:
            raise WorkoutNotFound
        return workout_of(row)

    def outings(
        self, user_id: UUID, start: datetime, end: datetime
    ) -> Sequence[tuple[UUID, Outing]]:
        """By the owner's index: nothing lasts longer than ELAPSED_S_MAX, so it is bounded."""
        span = {"since": start - _LONGEST, "until": end, "ends_from": start}
        return [
            (
                id,
                Outing(
                    sport=Sport(sport),
                    started_at=started_at,
                    ended_at=ended_at,
                    where=None if None in where else tuple(where),
                    richness=richness,
                ),
            )
            for id, sport, started_at, ended_at, richness, *where in _OUTINGS.rows(
                self._connection, user_id=user_id, **span
            )
        ]

    def total(
        self, user_id: UUID, metric: str, sport: Sport | None, start: datetime, end: datetime
    ) -> float:
        """One indexed aggregate."""
        statement = self._span(select(TOTALS[Metric(metric)]), user_id, sport, start, end)
        return float(self._connection.execute(statement).scalar_one())

    def starts(
        self, user_id: UUID, sport: Sport | None, start: datetime, end: datetime
    ) -> Sequence[datetime]:
        """One indexed read."""
        statement = self._span(select(workouts.c.started_at), user_id, sport, start, end)
        return [row[0] for row in self._connection.execute(statement)]

    def save(self, workout: Workout, outing: Outing | None = None) -> None:
        """Insert or update under the version; the unit publishes what was recorded."""
        row = _row(workout)
        if outing is not None:
            row |= _outing_row(outing)
        save_row(self._connection, workouts, workout, row)
        self._moved(workout.user_id)
        self._work.collect(workout)

    def tell(self, workout: Workout) -> None:
        """The unit publishes what was recorded; no row is touched."""
        self._work.collect(workout)

    def remove(self, workout: Workout) -> None:
        """Delete its rows in every table, if nobody changed it meanwhile."""
        about = {"id": workout.id}
        kept = select(sources.c.sha256).where(sources.c.workout_id == workout.id)
        self._originals.let_go(self._connection.execute(kept).scalars(), self._work.now)
        for statement in _BESIDE:
            self._connection.execute(statement, about)
        self._connection.execute(delete(workouts).where(workouts.c.id == workout.id))
        self._moved(workout.user_id)
        self._work.collect(workout)

    def _span(
        self, statement: Any, user_id: UUID, sport: Sport | None, start: datetime, end: datetime
    ) -> Any:
        statement = statement.where(
            workouts.c.user_id == user_id,
            workouts.c.started_at >= start,
            workouts.c.started_at < end,
        )
        return statement if sport is None else statement.where(workouts.c.sport == sport)


def _row(workout: Workout) -> dict[str, Any]:
    route = workout.route
    return {
        "id": workout.id,
        "user_id": workout.user_id,
        "sport": workout.sport.value,
        "title": workout.title,
        "note": workout.note,
        "started_at": workout.started_at,
        "ended_at": workout.ended_at,
        "timezone": workout.timezone,
        **{name: getattr(workout.figures, name) for name in FIGURES},
        "elevation_source": workout.figures.elevation_source,
        "source": workout.source,
        "device": workout.device,
        "partial": workout.partial,
        **shown_row(workout.shown),
        "import_id": workout.import_id,
        "derivation_version": workout.derivation_version,
        "points": route.points if route else None,
        "bbox": route.bbox if route else None,
        "cells": list(route.cells) if route else None,
        "crop_starts_at": workout.crop.starts_at if workout.crop else None,
        "crop_ends_at": workout.crop.ends_at if workout.crop else None,
        "track_removed": workout.track_removed,
        "typed": _json_typed(workout.typed),
    }


def _outing_row(outing: Outing) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(_PLACES, outing.where or (None,) * 4, strict=True))
    row |= {"richness": outing.richness}
    return row | {"outing_starts_at": outing.started_at, "outing_ends_at": outing.ended_at}


def _json_typed(typed: Typed | None) -> dict[str, Any] | None:
    if typed is None:
        return None
    return {"started_at": typed.started_at.isoformat(), "figures": asdict(typed.figures)}


def _typed(json: dict[str, Any] | None) -> Typed | None:
    if json is None:
        return None
    return Typed(
        started_at=datetime.fromisoformat(json["started_at"]), figures=Figures(**json["figures"])
    )


def workout_of(row: Row[Any]) -> Workout:
    """A workout from its row."""
    route = None
    if row.points is not None:
        bbox = tuple(row.bbox) if row.bbox else None
        route = Route(points=row.points, bbox=bbox, cells=tuple(row.cells))
    return Workout(
        id=row.id,
        user_id=row.user_id,
        version=row.version,
        sport=Sport(row.sport),
        title=row.title,
        note=row.note,
        started_at=row.started_at,
        timezone=row.timezone,
        figures=Figures(
            **{name: getattr(row, name) for name in FIGURES},
            elevation_source=row.elevation_source,
        ),
        source=row.source,
        device=row.device,
        partial=row.partial,
        shown=shown_of(row),
        import_id=row.import_id,
        derivation_version=row.derivation_version,
        route=route,
        crop=_crop(row),
        track_removed=row.track_removed,
        typed=_typed(row.typed),
    )


def _crop(row: Row[Any]) -> Crop | None:
    if row.crop_starts_at is None:
        return None
    return Crop(starts_at=row.crop_starts_at, ends_at=row.crop_ends_at)
