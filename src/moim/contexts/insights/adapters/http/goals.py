"""How goals stand, over HTTP."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.drawing.curve import draw_curve
from moim.contexts.insights.adapters.drawing.rings import draw_ring
from moim.contexts.insights.adapters.http.screens import (
    Look,
    Reader,
    Screens,
    TallLook,
    picture,
)
from moim.contexts.insights.adapters.http.shapes import GoalsBody, goal_body
from moim.contexts.insights.adapters.views import curve_drawn, goal_drawn
from moim.contexts.insights.application.queries import goals_of, one_goal
from moim.contexts.insights.domain.goals import GoalNotShown, Progress
from moim.kernel.errors import Unauthenticated
from moim.platform.http.openapi import refusals

CURVE_HEIGHT = 360

_encode = msgspec.json.Encoder().encode


def routes(screens: Screens) -> APIRouter:
    """The routes of ``/v1/insights/goals``."""
    router = APIRouter(prefix="/v1/insights/goals", tags=["insights"])

    @router.get(
        "",
        summary="How far each of your goals has come",
        response_model=GoalsBody,
        responses=refusals(Unauthenticated),
    )
    async def get_goals(request: Request) -> Response:
        reader = await screens.reader(request)

        async def make() -> bytes:
            goals = await screens.context.ask(goals_of, reader.user_id)
            return _encode(GoalsBody([goal_body(goal) for goal in goals]))

        return await screens.told(request, reader, ("goals",), make)

    @picture(router, "/{goal_id}/ring", summary="A goal as a ring", refused=(GoalNotShown,))
    async def get_ring(request: Request, goal_id: UUID, look: Annotated[Look, Query()]) -> Response:
        reader = await screens.reader(request)
        return await screens.drawn(
            request,
            reader,
            ("ring", goal_id),
            look,
            lambda: _goal(goal_id, reader),
            lambda progress, theme: draw_ring(
                goal_drawn(progress, reader.today, reader.language),
                theme=theme,
                language=reader.language,
                width=look.width,
            ),
        )

    @picture(
        router,
        "/{goal_id}/curve",
        summary="A goal day by day against the even pace",
        refused=(GoalNotShown,),
    )
    async def get_curve(
        request: Request, goal_id: UUID, look: Annotated[TallLook, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        return await screens.drawn(
            request,
            reader,
            ("curve", goal_id),
            look,
            lambda: _goal(goal_id, reader),
            lambda progress, theme: draw_curve(
                curve_drawn(progress, reader.today, reader.language),
                theme=theme,
                language=reader.language,
                width=look.width,
                height=look.height or CURVE_HEIGHT,
            ),
        )

    async def _goal(goal_id: UUID, reader: Reader) -> Progress:
        return await screens.context.ask(one_goal, (goal_id, reader.user_id))

    return router
