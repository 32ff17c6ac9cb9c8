"""A track as it is drawn: the columns of another context's answer as a course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import cast

import numpy as np
import numpy.typing as npt

from moim.contexts.insights.adapters.drawing.course import CourseView
from moim.contexts.insights.adapters.drawing.measures import Totals
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.adapters.wording import course_title
from moim.contexts.insights.domain.counting import CountedWorkout, day_of
from moim.contracts.workouts import TrackView
from moim.kernel.errors import NotFound

STANDING_MPS = 0.2
"""Slower than this is standing, and has no pace."""

DIGEST_BYTES = 12

Floats = npt.NDArray[np.float64]


class CourseNotFound(NotFound):
    """No such workout, no track with it, or not the asker's to see."""

    code = "course-not-found"
    ko = "그릴 수 있는 운동 기록을 찾을 수 없습니다."
    en = "There is no recorded track here that you may see."


@dataclass(frozen=True, kw_only=True)
class Course:
    """A track with what tells its content from any other's."""

    track: TrackView
    digest: str


def read(track: TrackView) -> Course:
    """With the digest of all that a picture of it shows."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    told = (track.sport, track.title, track.started_at, track.timezone, track.distance_m)
    digest.update(repr((*told, track.elapsed_s, sorted(track.columns))).encode())
    for _, column in sorted(track.columns.items()):
        digest.update(_floats(column).tobytes())
    return Course(track=track, digest=digest.hexdigest())


def course_drawn(course: Course, counted: CountedWorkout | None, language: Language) -> CourseView:
    """As the drawings want it; the figures are those that are counted, where they have arrived."""
    track = course.track
    columns = {name: _floats(column) for name, column in track.columns.items()}
    nowhere = np.full(len(columns["time_s"]), np.nan)
    day = day_of(track.started_at, track.timezone)
    return CourseView(
        title=course_title(track.title, track.sport, day, language),
        lat_deg=_listed(columns.get("lat", nowhere)),
        lon_deg=_listed(columns.get("lon", nowhere)),
        distance_m=_given(columns, "distance_m"),
        elevation_m=_given(columns, "elevation_m"),
        pace_s_per_km=_listed_if_known(pace_of(columns)),
        heart_rate_bpm=_given(columns, "heart_rate_bpm"),
        sport=track.sport,
        totals=_totals(track, counted),
    )


def _totals(track: TrackView, counted: CountedWorkout | None) -> Totals:
    if counted is None:
        return Totals(workouts=1, distance_m=track.distance_m or 0.0, moving_s=track.elapsed_s)
    return Totals(
        workouts=1,
        distance_m=counted.distance_m,
        moving_s=counted.moving_s,
        elevation_gain_m=counted.elevation_gain_m,
    )


def pace_of(columns: Mapping[str, Floats]) -> Floats | None:
    """Seconds a kilometre, from the speed, or from the way and the time."""
    speed = columns.get("speed_mps")
    if speed is None:
        way, time = columns.get("distance_m"), columns["time_s"]
        if way is None or len(time) < 2:  # noqa: PLR2004 - a slope needs two points
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            speed = np.gradient(way) / np.gradient(time)
    moving = np.isfinite(speed) & (speed > STANDING_MPS)
    pace: Floats = np.divide(1000.0, speed, out=np.full(len(speed), np.nan), where=moving)
    return pace


def _listed_if_known(column: Floats | None) -> Sequence[float] | None:
    return None if column is None else _listed(column)


def _given(columns: Mapping[str, Floats], name: str) -> Sequence[float] | None:
    return _listed(columns[name]) if name in columns else None


def _floats(column: Sequence[float]) -> Floats:
    return np.ascontiguousarray(column, dtype=np.float64)


def _listed(column: Floats) -> Sequence[float]:
    return cast("Sequence[float]", column)  # a view takes any sequence, and numpy its own
