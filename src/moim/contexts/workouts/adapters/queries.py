"""Answers other contexts' questions about workouts."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any
from uuid import UUID

import numpy as np

from moim.contexts.workouts.adapters.showing import course_shown
from moim.contexts.workouts.application.company_sight import CompanySight
from moim.contexts.workouts.application.seeing import Look, Watchers
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.records import ALL_TIME
from moim.contexts.workouts.domain.workout import NoTrack, Workout, WorkoutNotFound
from moim.contracts.workouts import TrackView
from moim.platform.context import Context

BESIDE_MAX = 8
COLUMNS = (
    "lat",
    "lon",
    "elevation_m",
    "heart_rate_bpm",
    "cadence_spm",
    "power_w",
    "speed_mps",
    "distance_m",
)


class LocalTracks:
    """The ``Tracks`` of the contracts, over the workouts of this very process."""

    def __init__(self, context: Context[Any], watchers: Watchers) -> None:
        """``context`` is workouts."""
        self._context = context
        self._watchers = watchers

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        """The track as far as its owner shows it, zones cut; None without a place on the map."""
        about = Look(workout_id=workout_id, viewer_id=viewer_id)
        try:
            seen, samples = self._context.database.read(
                lambda connection: self._watchers.see_track(
                    about, self._context.work_on(connection)
                )
            )
            track = course_shown(seen, samples)
        except (WorkoutNotFound, NoTrack):
            return None
        return _view(seen.workout, track)

    def tracks_beside(self, workout_id: UUID, viewer_id: UUID) -> Sequence[TrackView]:
        """The courses of the company that its people show, the longest together first."""
        sight = CompanySight(self._watchers)
        try:
            found, shown = self._context.database.read(
                lambda connection: sight.of_workout(
                    (workout_id, viewer_id), self._context.work_on(connection)
                )
            )
        except WorkoutNotFound:
            return ()
        ids = [one.workout_id for one in found.named if one.workout_id in shown]
        tracks = (self.track_for(id, viewer_id) for id in ids[:BESIDE_MAX])
        return [track for track in tracks if track is not None]


class LocalRecordDays:
    """The ``RecordDays`` of the contracts, over the workouts of this very process."""

    def __init__(self, context: Context[Any]) -> None:
        """``context`` is workouts."""
        self._context = context

    def record_days(self, user_id: UUID, first: date, last: date) -> Mapping[date, int]:
        """One row by key; weeks and streaks, which are on no one day, are left out."""
        book = self._context.database.read(
            lambda connection: self._context.work_on(connection).books.read(user_id, [ALL_TIME])
        ).get(ALL_TIME, {})
        held = (record.held for record in book.values())
        return Counter(
            mark.day for mark in held if mark.workout_id is not None and first <= mark.day <= last
        )


def _view(workout: Workout, track: Track) -> TrackView:
    start_ms = workout.started_at.astimezone(UTC).timestamp() * 1000
    columns = {"time_s": _column((track.time_ms - start_ms) / 1000.0)}
    for name in COLUMNS:
        values = getattr(track, name)
        if values is not None:
            columns[name] = _column(values)
    return TrackView(
        workout_id=workout.id,
        owner_id=workout.user_id,
        sport=workout.sport.value,
        title=workout.title,
        started_at=workout.started_at,
        timezone=workout.timezone,
        distance_m=workout.figures.distance_m,
        elapsed_s=workout.figures.elapsed_s,
        columns=columns,
    )


def _column(values: np.ndarray[Any, Any]) -> "array[float]":
    column = array("d")
    column.frombytes(np.ascontiguousarray(values, dtype=np.float64).tobytes())
    return column
