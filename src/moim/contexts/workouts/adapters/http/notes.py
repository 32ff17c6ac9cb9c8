"""What community says about workouts, and what it asks their owners, over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from moim.contexts.workouts.application.notes import (
    NotePage,
    OnePrompt,
    Reading,
    ToldFeedback,
    dismiss_prompt,
    open_reviews,
    prompts_of,
)
from moim.contexts.workouts.application.seeing import Look, Watchers
from moim.contexts.workouts.domain.notes import PromptNotFound
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.platform.auth import Caller, RoleMissing, SignedIn, require
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

Moderator = Annotated[Caller, Depends(require("moderator"))]


@dataclass(frozen=True, kw_only=True)
class FeedbackBody:
    """A comment under a post with the workout: read its words there."""

    comment_id: UUID
    post_id: UUID
    user_id: UUID
    nickname: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ExposureBody:
    """In how many posts the workout is, and how often they were seen."""

    posts: int
    seen: int


def routes(context: Context[Any], watchers: Watchers) -> APIRouter:
    """The routes about feedback, exposure, prompts and reviews."""
    router = APIRouter(prefix="/v1", tags=["notes"])
    _about_workouts(router, context, Reading(watchers))
    _prompts(router, context)
    _reviews(router, context)
    return router


def _about_workouts(router: APIRouter, context: Context[Any], reading: Reading) -> None:
    @router.get(
        "/workouts/{workout_id}/feedback",
        summary="Comments on posts with this workout, newest first",
        responses=refusals(WorkoutNotFound),
    )
    async def get_feedback(
        workout_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        look = Look(workout_id=workout_id, viewer_id=caller.user_id)
        found = await context.ask(reading.feedback, (look, _page(limit, cursor)))
        shown = found[:limit]
        more = encode_cursor((shown[-1].feedback.comment_id,)) if len(found) > limit else None
        return answer(page([_feedback(one) for one in shown], more))

    @router.get(
        "/workouts/{workout_id}/exposure",
        summary="How often posts with this workout were seen",
        response_model=ExposureBody,
        responses=refusals(WorkoutNotFound),
    )
    async def get_exposure(workout_id: UUID, caller: SignedIn) -> Response:
        look = Look(workout_id=workout_id, viewer_id=caller.user_id)
        posts, seen = await context.ask(reading.exposure, look)
        return answer(ExposureBody(posts=posts, seen=seen))


def _prompts(router: APIRouter, context: Context[Any]) -> None:
    @router.get("/workout-prompts", summary="What you are asked about your posts, newest first")
    async def get_prompts(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        found = await context.ask(prompts_of, (caller.user_id, _page(limit, cursor)))
        shown = found[:limit]
        more = encode_cursor((shown[-1].id,)) if len(found) > limit else None
        return answer(page(shown, more))

    @router.delete(
        "/workout-prompts/{prompt_id}",
        status_code=204,
        summary="Not to be asked this any more",
        responses=refusals(PromptNotFound),
    )
    async def delete_prompt(prompt_id: UUID, caller: SignedIn) -> None:
        about = OnePrompt(prompt_id=prompt_id, user_id=caller.user_id)
        await context.run(dismiss_prompt, about)


def _reviews(router: APIRouter, context: Context[Any]) -> None:
    @router.get(
        "/moderation/workouts",
        summary="Workouts of reported posts that nobody decided about, oldest first",
        responses=refusals(RoleMissing),
    )
    async def get_reviews(_: Moderator, limit: Limit = 20, cursor: Cursor = None) -> Response:
        found = await context.ask(open_reviews, _page(limit, cursor))
        shown = found[:limit]
        more = encode_cursor((shown[-1].report_id,)) if len(found) > limit else None
        return answer(page(shown, more))


def _page(limit: int, cursor: str | None) -> NotePage:
    (after,) = decode_cursor(cursor, (UUID,)) if cursor else (None,)
    return NotePage(limit=limit + 1, after=after)


def _feedback(one: ToldFeedback) -> FeedbackBody:
    said = one.feedback
    return FeedbackBody(
        comment_id=said.comment_id,
        post_id=said.post_id,
        user_id=said.user_id,
        nickname=one.nickname,
        at=said.at,
    )
