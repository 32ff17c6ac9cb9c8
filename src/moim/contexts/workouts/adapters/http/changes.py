"""Why did my number change: the history of a workout's figures over HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from moim.contexts.workouts.application.progress_queries import ChangesOf, changes_of
from moim.contexts.workouts.domain.changes import FigureChange
from moim.contexts.workouts.domain.derivation import DERIVATION_VERSION
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
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
    """The route below ``/v1/workouts/{id}`` that tells what changed."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["workouts"])

    @router.get(
        "/changes",
        summary="What changed of its figures, why, and by which version; the newest first",
        responses=refusals(WorkoutNotFound),
    )
    async def get_changes(
        workout_id: UUID, caller: SignedIn, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
    ) -> Response:
        about = ChangesOf(
            workout_id=workout_id,
            user_id=caller.user_id,
            limit=limit,
            after=decode_cursor(cursor, (UUID,))[0] if cursor else None,
        )
        found = await context.ask(changes_of, about)
        more = encode_cursor((found[-1][0],)) if len(found) == limit else None
        body = page([_change(change) for _, change in found], more)
        return answer(body | {"current_version": DERIVATION_VERSION})

    return router


def _change(change: FigureChange) -> Mapping[str, Any]:
    return {
        "at": change.at,
        "cause": change.cause.value,
        "version_before": change.version_before,
        "version_after": change.version_after,
        "figures": [
            {"name": name, "before": before, "after": after}
            for name, (before, after) in sorted(change.figures.items())
        ],
    }
