"""The files a workout comes from, over HTTP: the one it shows, and its alternates."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from moim.contexts.workouts.adapters.http.exports import download
from moim.contexts.workouts.adapters.importing import Importer
from moim.contexts.workouts.application.queries import (
    Kept,
    OneOf,
    OneOriginal,
    one_original,
    originals_of,
)
from moim.contexts.workouts.domain.workout import NoRecording, WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

Which = Annotated[
    UUID | None, Query(description="One of the originals by its id; without it, the one shown.")
]


@dataclass(frozen=True, kw_only=True)
class OriginalBody:
    """A file as it came. The one with ``shown`` is what the workout shows, others are alternates.

    ``provider`` is who brought it, as imports tell it.
    """

    id: UUID
    name: str
    provider: str
    imported_at: datetime
    shown: bool


@dataclass(frozen=True, kw_only=True)
class OriginalsBody:
    """All originals of a workout, the one shown first."""

    items: Sequence[OriginalBody]
    next: None = None


def routes(context: Context[Any], importer: Importer) -> APIRouter:
    """The routes below ``/v1/workouts/{id}`` that give back what came in; the owner's alone."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["tracks"])

    @router.get(
        "/originals",
        summary="The files it comes from: the one it shows, then its alternates",
        response_model=OriginalsBody,
        responses=refusals(WorkoutNotFound),
    )
    async def get_originals(workout_id: UUID, caller: SignedIn) -> Response:
        found = await context.ask(originals_of, OneOf(id=workout_id, user_id=caller.user_id))
        return answer(OriginalsBody(items=[_told(one) for one in found]))

    @router.get(
        "/original",
        summary="The file as it was uploaded",
        responses=refusals(WorkoutNotFound, NoRecording),
    )
    async def get_original(workout_id: UUID, caller: SignedIn, of: Which = None) -> Response:
        about = OneOriginal(id=workout_id, user_id=caller.user_id, of=of)
        source = await context.ask(one_original, about)
        content = await asyncio.to_thread(importer.blobs.get, source.sha256)
        return download(content, "application/octet-stream", source.name)

    return router


def _told(kept: Kept) -> OriginalBody:
    source, delivery = kept
    return OriginalBody(
        id=source.import_file_id,
        name=source.name,
        provider=delivery.provider,
        imported_at=delivery.started_at,
        shown=source.chosen,
    )
