"""Joining two workouts over HTTP."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from moim.contexts.workouts.adapters.files.joined import Part, join_file
from moim.contexts.workouts.adapters.http.reasons import OriginalUnreadable, refusal_for
from moim.contexts.workouts.adapters.http.shapes import WorkoutBody, told
from moim.contexts.workouts.adapters.importing import FILE_BYTES_MAX, Importer
from moim.contexts.workouts.application.joining import (
    JoinWorkouts,
    Side,
    TwoWorkouts,
    join_workouts,
    sides_of,
)
from moim.contexts.workouts.domain.imports import ImportFile
from moim.contexts.workouts.domain.joining import NotJoinable
from moim.contexts.workouts.domain.workout import NoRecording, NoTrack, WorkoutNotFound
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.blobs import NoSuchBlob
from moim.platform.context import Context
from moim.platform.http.conditions import version_wanted
from moim.platform.http.openapi import refusals
from moim.platform.uploads import FileTooLarge

FILE_NAME = "joined.moim"


class NewJoin(BaseModel):
    """The workout that goes into this one and is then gone."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"other_id": "01980000-0000-7000-8000-000000000000"}},
    )

    other_id: UUID


def routes(context: Context[Any], importer: Importer) -> APIRouter:
    """The route below ``/v1/workouts/{id}`` that joins another to it."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["recordings"])

    @router.post(
        "/join",
        summary="Join another workout's recording to this one; the other is then gone",
        response_model=WorkoutBody,
        responses=refusals(
            WorkoutNotFound,
            NotJoinable,
            NoRecording,
            NoTrack,
            OriginalUnreadable,
            FileTooLarge,
            Changed,
        ),
    )
    async def post_join(
        request: Request, workout_id: UUID, caller: SignedIn, new: NewJoin
    ) -> Response:
        version = version_wanted(request)
        about = TwoWorkouts(workout_id=workout_id, other_id=new.other_id, user_id=caller.user_id)
        sides = await context.ask(sides_of, about)
        data = await asyncio.to_thread(_joined, importer, sides)
        file = ImportFile(
            id=new_id(),
            name=FILE_NAME,
            sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
        )
        sport = next(side.sport for side, _ in sides if side.id == workout_id)
        read = await importer.read(file, caller.user_id, data, None, sport)
        if not read.readings:
            raise refusal_for(read.reason, read.details)
        async with importer.arrivals.arriving():
            await asyncio.to_thread(importer.blobs.put, data, compress=True)
            command = JoinWorkouts(
                about=about,
                sides=sides,
                version=version,
                import_id=new_id(),
                file=file,
                readings=read.readings,
            )
            return told(await context.run(join_workouts, command))

    return router


def _joined(importer: Importer, sides: Sequence[Side]) -> bytes:
    """The file of both originals, whole, each with the part of it that is shown."""
    try:
        parts = [
            Part(
                data=importer.blobs.get(source.sha256), position=source.position, crop=workout.crop
            )
            for workout, source in sides
        ]
    except NoSuchBlob:
        raise OriginalUnreadable from None
    data = join_file(parts)
    if len(data) > FILE_BYTES_MAX:
        raise FileTooLarge(max_bytes=FILE_BYTES_MAX)
    return data
