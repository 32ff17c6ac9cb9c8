"""Answers other contexts' questions about workouts."""

from array import array
from datetime import UTC
from typing import Any
from uuid import UUID

import numpy as np

from moim.contexts.workouts.adapters.track_codec import decode_track
from moim.contexts.workouts.application.queries import OneOf, track_of
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.workout import NoTrack, Workout, WorkoutNotFound
from moim.contracts.workouts import TrackView
from moim.platform.context import Context

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

    def __init__(self, context: Context[Any]) -> None:
        """``context`` is workouts."""
        self._context = context

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        """The owner's track; until workouts can be shared nobody else has one."""
        if viewer_id is None:
            return None
        about = OneOf(id=workout_id, user_id=viewer_id)
        try:
            workout, samples = self._context.database.read(
                lambda connection: track_of(about, self._context.work_on(connection))
            )
        except (WorkoutNotFound, NoTrack):
            return None
        return _view(workout, decode_track(samples))


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
