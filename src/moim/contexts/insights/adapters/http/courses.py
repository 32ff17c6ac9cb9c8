"""Maps and elevation profiles of workouts over HTTP."""

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.courses import (
    Course,
    CourseNotFound,
    course_drawn,
    read,
)
from moim.contexts.insights.adapters.drawing.course import Colouring
from moim.contexts.insights.adapters.drawing.course_map import draw_map
from moim.contexts.insights.adapters.drawing.profile import draw_profile
from moim.contexts.insights.adapters.http.screens import Reader, Screens, TallLook, picture
from moim.contexts.insights.application.queries import counted_workout
from moim.contexts.insights.domain.counting import CountedWorkout
from moim.contracts.workouts import Companies, Tracks

MAP_HEIGHT = 640
PROFILE_HEIGHT = 320

Known = tuple[Course, CountedWorkout | None]


class MapLook(TallLook):
    """``color`` says what the line's colour tells; what was not recorded is drawn plain.

    ``companions`` adds the courses of those who were there, as far as they show them to the asker.
    """

    color: Colouring = "pace"
    companions: bool = False


class ProfileLook(TallLook):
    """Coloured by how steep it is, or plain."""

    color: Literal["gradient", "plain"] = "gradient"


def routes(screens: Screens, tracks: Tracks, companies: Companies) -> APIRouter:
    """The pictures of ``/v1/insights/workouts/{workout_id}``."""
    router = APIRouter(prefix="/v1/insights/workouts/{workout_id}", tags=["insights"])

    @picture(
        router, "/map", summary="Where a workout went, without map tiles", refused=(CourseNotFound,)
    )
    async def get_map(
        request: Request, workout_id: UUID, look: Annotated[MapLook, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        course = await _course(workout_id, reader)
        beside = await asyncio.to_thread(_beside, workout_id, reader) if look.companions else ()
        return await screens.drawn(
            request,
            reader,
            ("map", course.digest, *(one.digest for one in beside)),
            look,
            lambda: _known(course),
            lambda known, theme: draw_map(
                course_drawn(*known, reader.language),
                beside=[course_drawn(one, None, reader.language) for one in beside],
                color=look.color,
                theme=theme,
                language=reader.language,
                width=look.width,
                height=look.height or MAP_HEIGHT,
            ),
        )

    @picture(router, "/profile", summary="How a workout rose and fell", refused=(CourseNotFound,))
    async def get_profile(
        request: Request, workout_id: UUID, look: Annotated[ProfileLook, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        course = await _course(workout_id, reader)
        return await screens.drawn(
            request,
            reader,
            ("profile", course.digest),
            look,
            lambda: _known(course),
            lambda known, theme: draw_profile(
                course_drawn(*known, reader.language),
                color=look.color,
                theme=theme,
                language=reader.language,
                width=look.width,
                height=look.height or PROFILE_HEIGHT,
            ),
        )

    async def _course(workout_id: UUID, reader: Reader) -> Course:
        course = await asyncio.to_thread(_read, workout_id, reader.user_id)
        if course is None:
            raise CourseNotFound
        return course

    def _read(workout_id: UUID, user_id: UUID) -> Course | None:
        track = tracks.track_for(workout_id, user_id)
        return None if track is None else read(track)

    def _beside(workout_id: UUID, reader: Reader) -> tuple[Course, ...]:
        return tuple(map(read, companies.tracks_beside(workout_id, reader.user_id)))

    async def _known(course: Course) -> Known:
        return course, await screens.context.ask(counted_workout, course.track.workout_id)

    return router
