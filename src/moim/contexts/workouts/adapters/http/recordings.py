"""What an owner does to a workout's recording over HTTP: crop, replace, remove, derive anew."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from moim.contexts.workouts.adapters.http.imports import UPLOAD
from moim.contexts.workouts.adapters.http.reasons import OriginalUnreadable, refusal_for
from moim.contexts.workouts.adapters.http.shapes import WorkoutBody, told
from moim.contexts.workouts.adapters.importing import Importer, described, original_of
from moim.contexts.workouts.application.ports import Source
from moim.contexts.workouts.application.queries import OneOf, one_workout, recording_of
from moim.contexts.workouts.application.recordings import (
    CropWorkout,
    NotOneRecording,
    ReplaceTrack,
    TrackOfAnother,
    crop_workout,
    replace_track,
)
from moim.contexts.workouts.application.workouts import OneWorkout, drop_track, request_analysis
from moim.contexts.workouts.domain.cropping import Crop, CropOutOfRange
from moim.contexts.workouts.domain.limits import ELAPSED_S_MAX
from moim.contexts.workouts.domain.workout import NoRecording, NoTrack, Workout, WorkoutNotFound
from moim.kernel.errors import Changed, Unsupported
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.conditions import version_wanted
from moim.platform.http.openapi import refusals
from moim.platform.uploads import (
    BrokenUpload,
    FileTooLarge,
    NoFile,
    NotMultipart,
    TooManyFiles,
    UploadLimits,
    received,
)

Seconds = Annotated[float, Field(ge=0, le=ELAPSED_S_MAX)]


class ArchiveNotTaken(Unsupported):
    """A ZIP where one recording is wanted."""

    code = "archive-not-taken"
    ko = "ZIP이 아니라 운동 파일 하나를 올려 주세요."
    en = "Send one workout file, not a ZIP."


class NewCrop(BaseModel):
    """The part to keep, in seconds since the workout's start; without an end, up to its end."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"start_s": 30, "end_s": 1800}}
    )

    start_s: Seconds = 0
    end_s: Seconds | None = None


def routes(context: Context[Any], importer: Importer, limits: UploadLimits) -> APIRouter:
    """The routes below ``/v1/workouts/{id}`` that change its recording."""
    router = APIRouter(prefix="/v1/workouts/{workout_id}", tags=["recordings"])
    _crop_routes(router, context, importer)
    _track_routes(router, context, importer, limits)
    _analysis_route(router, context, importer)
    return router


def _crop_routes(router: APIRouter, context: Context[Any], importer: Importer) -> None:
    @router.post(
        "/crop",
        summary="Keep a part of the recording; the original stays whole",
        response_model=WorkoutBody,
        responses=refusals(
            WorkoutNotFound, NoTrack, NoRecording, CropOutOfRange, OriginalUnreadable, Changed
        ),
    )
    async def post_crop(
        request: Request, workout_id: UUID, caller: SignedIn, new: NewCrop
    ) -> Response:
        workout, source = await _shown(context, request, workout_id, caller.user_id)
        crop = workout.part_to_keep(new.start_s, new.end_s)
        return told(await _cropped(context, importer, workout, source, crop))

    @router.delete(
        "/crop",
        summary="Show the whole recording again",
        response_model=WorkoutBody,
        responses=refusals(WorkoutNotFound, NoRecording, OriginalUnreadable, Changed),
    )
    async def delete_crop(request: Request, workout_id: UUID, caller: SignedIn) -> Response:
        workout, source = await _shown(context, request, workout_id, caller.user_id)
        return told(await _cropped(context, importer, workout, source, None))


def _track_routes(
    router: APIRouter, context: Context[Any], importer: Importer, limits: UploadLimits
) -> None:
    one_file = UploadLimits(
        file_max_bytes=limits.file_max_bytes, total_max_bytes=limits.file_max_bytes, files_max=1
    )

    @router.put(
        "/track",
        summary="Put another recording in the place of this one, which stays as an alternate",
        response_model=WorkoutBody,
        openapi_extra=UPLOAD,
        responses=refusals(
            WorkoutNotFound,
            NotMultipart,
            BrokenUpload,
            NoFile,
            FileTooLarge,
            TooManyFiles,
            ArchiveNotTaken,
            NotOneRecording,
            TrackOfAnother,
            Changed,
        ),
    )
    async def put_track(request: Request, workout_id: UUID, caller: SignedIn) -> Response:
        await context.ask(one_workout, OneOf(id=workout_id, user_id=caller.user_id))
        async with received(request, one_file) as upload:
            (uploaded,) = upload.files
            file = described(uploaded)
            if file.kind == "archive":
                raise ArchiveNotTaken
            read = await importer.read(file, caller.user_id, uploaded.read())
            if not read.readings:
                raise refusal_for(read.reason, read.details)
            async with importer.arrivals.arriving():
                await importer.keep(uploaded, file)
                command = ReplaceTrack(
                    workout_id=workout_id,
                    user_id=caller.user_id,
                    version=version_wanted(request),
                    import_id=new_id(),
                    file=file,
                    readings=read.readings,
                )
                return told(await context.run(replace_track, command))

    @router.delete(
        "/track",
        summary="Remove the track; the workout and its figures stay",
        response_model=WorkoutBody,
        responses=refusals(WorkoutNotFound, NoTrack),
    )
    async def delete_track(workout_id: UUID, caller: SignedIn) -> Response:
        about = OneWorkout(workout_id=workout_id, user_id=caller.user_id)
        return told(await context.run(drop_track, about))


def _analysis_route(router: APIRouter, context: Context[Any], importer: Importer) -> None:
    @router.post(
        "/analysis",
        status_code=202,
        summary="Have it derived anew from the original, with the zones of its day",
        responses=refusals(WorkoutNotFound, NoRecording),
    )
    async def post_analysis(workout_id: UUID, caller: SignedIn) -> dict[str, UUID]:
        about = OneWorkout(workout_id=workout_id, user_id=caller.user_id)
        request_id = await context.run(request_analysis, about)
        importer.nudge()
        return {"request_id": request_id}


async def _shown(
    context: Context[Any], request: Request, workout_id: UUID, user_id: UUID
) -> tuple[Workout, Source]:
    workout, source = await context.ask(recording_of, OneOf(id=workout_id, user_id=user_id))
    if version_wanted(request) not in (None, workout.version):
        raise Changed
    return workout, source


async def _cropped(
    context: Context[Any], importer: Importer, workout: Workout, source: Source, crop: Crop | None
) -> Workout:
    read = await importer.read(original_of(source), workout.user_id, None, crop, workout.sport)
    reading = next((one for one in read.readings if one.position == source.position), None)
    if reading is None:
        raise OriginalUnreadable
    command = CropWorkout(
        workout_id=workout.id,
        user_id=workout.user_id,
        version=workout.version,
        source=source,
        crop=crop,
        reading=reading,
    )
    return await context.run(crop_workout, command)
