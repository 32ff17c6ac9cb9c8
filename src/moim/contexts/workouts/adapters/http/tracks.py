"""What was recorded and derived, over HTTP: track, splits, analysis."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import numpy as np
from fastapi import APIRouter, Query, Request, Response

from moim.contexts.workouts.adapters.derived_codec import unpack
from moim.contexts.workouts.adapters.http.analysis import analysis_body
from moim.contexts.workouts.adapters.http.seen import seen_etag, seen_rows
from moim.contexts.workouts.adapters.showing import track_shown
from moim.contexts.workouts.application.progress_queries import measured_by
from moim.contexts.workouts.application.seeing import Look, Seen, Watchers
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.workout import NoTrack, WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import not_modified
from moim.platform.http.openapi import refusals

DECIMALS = {
    "lat": 6,
    "lon": 6,
    "elevation_m": 1,
    "heart_rate_bpm": 0,
    "cadence_spm": 1,
    "power_w": 0,
    "temperature_c": 1,
    "speed_mps": 2,
    "distance_m": 1,
}
Zoom = Annotated[int | None, Query(ge=0, le=2, description="0 to 2: fewer samples.")]
ZOOM_POINTS = {0: 100, 1: 500, 2: 2_000}
_encode = msgspec.json.Encoder().encode


def routes(context: Context[Any], watchers: Watchers) -> APIRouter:
    """The routes below ``/v1/workouts/{id}`` that read its recording."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["tracks"])

    @router.get(
        "/track",
        summary="The samples as columns; null where the device had no value",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_track(
        request: Request,
        workout_id: UUID,
        caller: SignedIn,
        zoom: Zoom = None,
    ) -> Response:
        about = Look(workout_id=workout_id, viewer_id=caller.user_id)
        seen, samples = await context.ask(watchers.see_track, about)
        if seen.sight.owner:
            return track_answer(request, seen, samples, zoom)
        return await asyncio.to_thread(track_answer, request, seen, samples, zoom)

    @router.get(
        "/splits",
        summary="Kilometres and laps",
        responses=refusals(WorkoutNotFound),
    )
    async def get_splits(workout_id: UUID, caller: SignedIn) -> Response:
        seen, derived = await _derived(workout_id, caller.user_id)
        return answer({name: seen_rows(seen, derived.get(name, [])) for name in ("splits", "laps")})

    @router.get(
        "/analysis",
        summary="Best efforts, power, zones, load, graded pace and race predictions",
        responses=refusals(WorkoutNotFound),
    )
    async def get_analysis(workout_id: UUID, caller: SignedIn) -> Response:
        seen, derived = await _derived(workout_id, caller.user_id)
        measured = await context.ask(measured_by, seen.workout) if seen.sight.owner else None
        return answer(analysis_body(seen, derived, measured))

    async def _derived(workout_id: UUID, user_id: UUID) -> tuple[Seen, dict[str, Any]]:
        about = Look(workout_id=workout_id, viewer_id=user_id)
        seen, blob = await context.ask(watchers.see_derived, about)
        return seen, {} if blob is None else unpack(blob)

    return router


def track_answer(request: Request, seen: Seen, samples: bytes, zoom: int | None) -> Response:
    """The samples as columns, as far as they are seen; raises NoTrack if nothing is."""
    etag = seen_etag(seen, zoom)
    return not_modified(request, etag) or Response(
        _encode(columns_of(track_shown(seen, samples), seen.workout.started_at, zoom)),
        headers={"etag": etag},
        media_type=JSON,
    )


def columns_of(track: Track, started_at: datetime, zoom: int | None) -> dict[str, Any]:
    """Columnar JSON: ``points`` and a list a quantity; ``time_s`` counts from ``started_at``."""
    shown = _shown(track, None if zoom is None else ZOOM_POINTS[zoom])
    start_ms = int(started_at.astimezone(UTC).timestamp() * 1000)
    time_s = (track.time_ms[shown] - start_ms) / 1000.0
    columns: dict[str, Any] = {"points": len(time_s), "time_s": time_s.tolist()}
    for name, decimals in DECIMALS.items():
        values = getattr(track, name)
        if values is not None:
            columns[name] = _listed(values[shown], decimals)
    return columns


def _shown(track: Track, most: int | None) -> slice | np.ndarray[Any, Any]:
    """All, or ``most`` samples evenly apart, the first and the last among them.

    The first sample of each gap is there too: a line must not be drawn across it.
    """
    count = len(track)
    if most is None or count <= most:
        return slice(None)
    picked = np.linspace(0, count - 1, most).astype(np.int64)
    if track.lat is None:
        return picked
    missing = np.isnan(track.lat)
    gaps = np.flatnonzero(missing[1:] & ~missing[:-1]) + 1
    return np.union1d(picked, gaps) if gaps.size else picked


def _listed(values: np.ndarray[Any, Any], decimals: int) -> list[float | None]:
    """Plain numbers with null for NaN, which JSON does not know."""
    listed: list[float | None] = np.round(values, decimals).tolist()
    missing = np.flatnonzero(np.isnan(values)).tolist()
    for at in missing:
        listed[at] = None
    return listed
