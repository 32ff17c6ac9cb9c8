"""The same way on other days, over HTTP."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.adapters.http.shapes import rates
from moim.contexts.workouts.adapters.shape_codec import unpack_shapes
from moim.contexts.workouts.application.progress_queries import (
    Alike,
    alike,
    revision_and_today,
)
from moim.contexts.workouts.application.queries import OneOf
from moim.contexts.workouts.domain.outcomes import Outcome
from moim.contexts.workouts.domain.same_route import same_route
from moim.contexts.workouts.domain.workout import NoTrack, WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import JSON, encoded
from moim.platform.http.conditions import content_etag
from moim.platform.http.kept import Kept
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import (
    LIMIT_DEFAULT,
    Cursor,
    Limit,
    decode_cursor,
    encode_cursor,
    page,
)


def routes(context: Context[Any]) -> APIRouter:
    """The route below ``/v1/workouts/{id}`` that finds the same way again."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["records"])
    kept = Kept()

    @router.get(
        "/same-route",
        summary="Your workouts along the same way in the same direction, the newest first",
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def get_same_route(
        request: Request,
        workout_id: UUID,
        caller: SignedIn,
        limit: Limit = LIMIT_DEFAULT,
        cursor: Cursor = None,
    ) -> Response:
        about = OneOf(id=workout_id, user_id=caller.user_id)
        revision, _ = await context.ask(revision_and_today, caller.user_id)
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None

        async def content() -> bytes:
            found = await context.ask(alike, about)
            return encoded(await asyncio.to_thread(_body, found, limit, after))

        tag = content_etag(revision, about, limit, cursor)
        return await kept.answer(request, tag, content, JSON)

    return router


def _body(found: Alike, limit: int, after: tuple[datetime, UUID] | None) -> dict[str, Any]:
    same = _same(found)
    quickest = sorted(same, key=lambda one: (one.active_s, one.at))
    rank = {one.workout_id: place for place, one in enumerate(quickest, start=1)}
    newest = sorted(same, key=lambda one: (one.at, one.workout_id), reverse=True)
    rest = [one for one in newest if after is None or (one.at, one.workout_id) < after]
    shown = rest[:limit]
    more = (shown[-1].at, shown[-1].workout_id) if len(rest) > limit else None
    items = [_item(one, rank[one.workout_id]) for one in shown]
    return page(items, encode_cursor(more) if more else None) | {"count": len(same)}


def _same(found: Alike) -> Sequence[Outcome]:
    """The workout itself and those along its way."""
    others = [one for one in found.others if one.workout_id != found.own.workout_id]
    shapes = [one.marks.shape for one in (found.own, *others) if one.marks.shape is not None]
    own, *rest = unpack_shapes(shapes)
    if not rest:
        return [found.own]
    matched = same_route(own, unpack_shapes(shapes[1:]))
    return [found.own, *(one for one, same in zip(others, matched, strict=True) if same)]


def _item(one: Outcome, rank: int) -> dict[str, Any]:
    pace, speed = rates(one.distance_m, one.active_s)
    return {
        "workout_id": one.workout_id,
        "started_at": one.at,
        "distance_m": one.distance_m,
        "moving_s": one.active_s,
        "pace_s_per_km": pace,
        "speed_avg_mps": speed,
        "elevation_gain_m": one.climb_m,
        "rank": rank,
    }
