"""A recording in other programs' formats, over HTTP, as far as the asker sees it."""

import asyncio
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response

from moim.contexts.workouts.adapters.csv_export import csv_of
from moim.contexts.workouts.adapters.exports import geojson_of, gpx_of
from moim.contexts.workouts.adapters.showing import course_shown
from moim.contexts.workouts.adapters.tcx_export import tcx_of
from moim.contexts.workouts.application.seeing import Look, Watchers
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.workout import NoTrack, Workout, WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.openapi import refusals


def routes(context: Context[Any], watchers: Watchers) -> APIRouter:
    """The routes below ``/v1/workouts/{id}`` that give a recording away."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["tracks"])

    @router.get(
        "/track.geojson",
        summary="The course as GeoJSON (RFC 7946)",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_geojson(workout_id: UUID, caller: SignedIn) -> Response:
        workout, track = await _track(workout_id, caller.user_id)
        content = geojson_of(workout, track)
        return Response(content, media_type="application/geo+json")

    @router.get(
        "/export.gpx",
        summary="The recording as GPX 1.1",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_gpx(workout_id: UUID, caller: SignedIn) -> Response:
        workout, track = await _track(workout_id, caller.user_id)
        content = await asyncio.to_thread(gpx_of, workout, track)
        return download(content, "application/gpx+xml", f"{workout.id}.gpx")

    @router.get(
        "/export.tcx",
        summary="The recording as TCX",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_tcx(workout_id: UUID, caller: SignedIn) -> Response:
        workout, track = await _track(workout_id, caller.user_id)
        content = await asyncio.to_thread(tcx_of, workout, track)
        return download(content, "application/vnd.garmin.tcx+xml", f"{workout.id}.tcx")

    @router.get(
        "/export.csv",
        summary="The samples as CSV, a row each",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_csv(workout_id: UUID, caller: SignedIn) -> Response:
        workout, track = await _track(workout_id, caller.user_id)
        content = await asyncio.to_thread(csv_of, workout.started_at, track)
        return download(content, "text/csv; charset=utf-8", f"{workout.id}.csv")

    async def _track(workout_id: UUID, user_id: UUID) -> tuple[Workout, Track]:
        about = Look(workout_id=workout_id, viewer_id=user_id)
        seen, samples = await context.ask(watchers.see_track, about)
        return seen.workout, course_shown(seen, samples)

    return router


def download(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, under this name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, headers={"content-disposition": disposition}, media_type=media_type)
