"""A workout as somebody other than its owner sees it, in JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from fastapi import Response
from starlette.requests import Request

from moim.contexts.workouts.adapters.http.shapes import WorkoutBody, workout_body
from moim.contexts.workouts.adapters.showing import track_shown
from moim.contexts.workouts.application.seeing import Seen
from moim.contexts.workouts.domain.geometry import bounding_box
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.workout import NoTrack
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import content_etag, not_modified, version_etag

BPM = ("heart_rate_avg_bpm", "heart_rate_max_bpm")
CLIMB = ("elevation_gain_m", "elevation_loss_m", "graded_pace_s_per_km")


def seen_answer(request: Request, seen: Seen, samples: bytes | None) -> Response:
    """The workout for whoever asked. Only its owner's ETag is a version to edit."""
    version = seen.workout.version
    etag = version_etag(version) if seen.sight.owner else seen_etag(seen)
    told = not_modified(request, etag)
    return told or answer(seen_body(seen, samples), headers={"etag": etag})


def seen_etag(seen: Seen, *more: object) -> str:
    """What an answer holds as long as neither the workout nor what is seen of it changes."""
    circles = [(circle.lat, circle.lon, circle.radius_m) for circle in seen.circles]
    sight = (seen.sight.owner, seen.sight.map, seen.sight.heart_rate)
    return content_etag(seen.workout.id, seen.workout.version, sight, circles, seen.nickname, *more)


def seen_body(seen: Seen, samples: bytes | None) -> WorkoutBody:
    """The owner's view, or what of it is left for others."""
    body = workout_body(seen.workout)
    if seen.sight.owner:
        return body
    left = _left(seen, samples)
    hidden: dict[str, Any] = {} if seen.sight.heart_rate else dict.fromkeys(BPM)
    return replace(
        body,
        **hidden,
        own=False,
        nickname=seen.nickname,
        import_id=None,
        has_track=left is not None,
        points=0 if left is None else len(left),
        bbox=None if left is None else _box(left),
    )


def seen_rows(seen: Seen, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Splits or laps: without heart rate or climb where these are not shown."""
    sight = seen.sight
    hidden = (() if sight.heart_rate else BPM) + (() if sight.map else CLIMB)
    return [{**row, **dict.fromkeys(hidden)} for row in rows] if hidden else rows


def _left(seen: Seen, samples: bytes | None) -> Track | None:
    try:
        return None if samples is None else track_shown(seen, samples)
    except NoTrack:
        return None


def _box(track: Track) -> tuple[float, float, float, float] | None:
    if track.lat is None or track.lon is None:
        return None
    known = ~np.isnan(track.lat) & ~np.isnan(track.lon)
    return bounding_box(track.lat[known], track.lon[known]) if known.any() else None
