"""Goals and heart-rate zones over HTTP."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.adapters.http.shapes import (
    GoalBody,
    GoalChanges,
    NewGoal,
    NewZones,
    ZonesBody,
    goal_body,
    zones_body,
)
from moim.contexts.workouts.application.goals import (
    ChangeGoal,
    SetGoal,
    change_goal,
    set_goal,
)
from moim.contexts.workouts.application.queries import (
    GoalList,
    OneOf,
    list_goals,
    one_goal,
)
from moim.contexts.workouts.application.zones import (
    RecountWorkouts,
    SetZones,
    recount,
    set_zones,
    zones_told,
)
from moim.contexts.workouts.domain.goal import (
    Aim,
    DaysNeeded,
    Goal,
    GoalNotFound,
    TargetOutOfRange,
    TooManyGoals,
)
from moim.contexts.workouts.domain.zones import ZoneDefinition, ZonesNotFound, ZonesOutOfOrder
from moim.kernel.errors import Changed
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import (
    LIMIT_DEFAULT,
    Cursor,
    Limit,
    decode_cursor,
    encode_cursor,
    page,
)


def routes(context: Context[Any], nudge: Callable[[], None]) -> APIRouter:
    """The routes of ``/v1/goals`` and ``/v1/heart-rate-zones``.

    ``nudge`` is called when recordings are to be derived anew.
    """
    router = APIRouter(prefix="/v1", tags=["goals"])
    _goals(router, context)
    _zones(router, context, nudge)
    return router


def _goals(router: APIRouter, context: Context[Any]) -> None:

    @router.post(
        "/goals",
        status_code=201,
        summary="Set a goal",
        response_model=GoalBody,
        responses=refusals(TargetOutOfRange, DaysNeeded, TooManyGoals),
    )
    async def post_goal(request: Request, caller: SignedIn, new: NewGoal) -> Response:
        command = SetGoal(user_id=caller.user_id, aim=Aim(**new.model_dump()))
        return await created(context, request, caller, set_goal, command, goal_body)

    @router.get("/goals", summary="Your goals, oldest first, with those that ended")
    async def get_goals(
        caller: SignedIn, limit: Limit = LIMIT_DEFAULT, cursor: Cursor = None
    ) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        about = GoalList(user_id=caller.user_id, limit=limit, after=after)
        items = [goal_body(goal) for goal in await context.ask(list_goals, about)]
        more = encode_cursor((items[-1].id,)) if len(items) == limit else None
        return answer(page(items, more))

    @router.get(
        "/goals/{goal_id}",
        summary="One goal",
        response_model=GoalBody,
        responses=refusals(GoalNotFound),
    )
    async def get_goal(goal_id: UUID, caller: SignedIn) -> Response:
        return _told(await context.ask(one_goal, OneOf(id=goal_id, user_id=caller.user_id)))

    @router.patch(
        "/goals/{goal_id}",
        summary="Aim at something else, or stop counting",
        response_model=GoalBody,
        responses=refusals(GoalNotFound, TargetOutOfRange, DaysNeeded, Changed),
    )
    async def patch_goal(
        request: Request, goal_id: UUID, caller: SignedIn, changes: GoalChanges
    ) -> Response:
        given = changes.model_dump(exclude_unset=True)
        command = ChangeGoal(
            goal_id=goal_id,
            user_id=caller.user_id,
            ended=given.pop("ended", False),
            changes=given,
            version=version_wanted(request),
        )
        return _told(await context.run(change_goal, command))


def _zones(router: APIRouter, context: Context[Any], nudge: Callable[[], None]) -> None:
    @router.get("/heart-rate-zones", summary="Your heart-rate zones over time, oldest first")
    async def get_zones(caller: SignedIn) -> Response:
        zones = await context.ask(zones_told, caller.user_id)
        return answer(page([zones_body(one) for one in zones], None))

    @router.put(
        "/heart-rate-zones",
        status_code=204,
        summary="Let these zones apply from a day on; what was before stays as it was",
        responses=refusals(ZonesOutOfOrder),
    )
    async def put_zones(caller: SignedIn, new: NewZones) -> None:
        one, two, three, four, five = new.bounds_bpm
        zones = ZoneDefinition(
            valid_from=new.valid_from, bounds_bpm=(one, two, three, four, five), source="measured"
        )
        await context.run(set_zones, SetZones(user_id=caller.user_id, zones=zones))

    @router.post(
        "/heart-rate-zones/{valid_from}/recount",
        status_code=202,
        summary="Count the workouts of their days by these zones too",
        response_model=ZonesBody,
        responses=refusals(ZonesNotFound),
    )
    async def post_recount(valid_from: date, caller: SignedIn) -> Response:
        command = RecountWorkouts(user_id=caller.user_id, valid_from=valid_from)
        dated = await context.run(recount, command)
        nudge()
        return answer(zones_body(dated), 202)


def _told(goal: Goal) -> Response:
    return answer(goal_body(goal), headers={"etag": version_etag(goal.version)})
