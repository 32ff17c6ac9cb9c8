"""Notices, prompts, feed, feedback, statistics and contributions, over HTTP."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.challenges.adapters.http.looking import look_of
from moim.contexts.challenges.adapters.http.shapes import (
    Rating,
    SeenNotices,
    unit_of,
    without,
    words,
)
from moim.contexts.challenges.application.asking import (
    AnswerFeedback,
    AskedLately,
    AskFeedback,
    AskStatistics,
    RequestNotFound,
    answer_feedback,
    ask_feedback,
    ask_statistics,
    dismiss_prompt,
)
from moim.contexts.challenges.application.contributing import contributions
from moim.contexts.challenges.application.notices import see_notices
from moim.contexts.challenges.application.queries import (
    Span,
    feedback_requests,
    one_row,
    organisers_rows,
    own_rows,
    rows,
)
from moim.contexts.challenges.domain.challenge import ChallengeNotFound, NotOrganiser
from moim.contexts.challenges.domain.entry import EntryNotFound
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

TEXT_LENGTH_MAX = 1_000
REACHED = ("reached_at", "finished_at")
KEYS = {"feed": "share_id", "improvements": "feedback_id", "all-improvements": "feedback_id"}


def routes(context: Context[Any]) -> APIRouter:
    """The routes beside challenges, entries and results."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenges"])
    _own(router, context)
    _of_challenge(router, context)
    _feedback(router, context)
    _statistics(router, context)
    return router


def _own(router: APIRouter, context: Context[Any]) -> None:
    @router.get("/notices", summary="What you were told about challenges, newest first")
    async def get_notices(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        found = await context.ask(own_rows, ("notices", _span(None, caller, limit, cursor)))
        return _listed("notices", found, limit)

    @router.put("/notices/seen", status_code=204, summary="Mark notices as read")
    async def put_seen(caller: SignedIn, seen: SeenNotices) -> None:
        await context.run(see_notices, (caller.user_id, seen.ids))

    @router.get("/prompts", summary="Suggestions to share a result or a workout")
    async def get_prompts(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        found = await context.ask(own_rows, ("prompts", _span(None, caller, limit, cursor)))
        return _listed("prompts", found, limit)

    @router.delete("/prompts/{prompt_id}", status_code=204, summary="Not this time")
    async def delete_prompt(prompt_id: UUID, caller: SignedIn) -> None:
        await context.run(dismiss_prompt, (prompt_id, caller.user_id))

    @router.get(
        "/improvements",
        summary="What feedback on challenges asks to be made better; for staff",
    )
    async def get_all_improvements(
        caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        caller.must_have("staff")
        span = _span(None, caller, limit, cursor)
        return _listed(
            "all-improvements", await context.ask(own_rows, ("all-improvements", span)), limit
        )

    @router.get(
        "/activity-statistics/{request_id}",
        summary="The challenges section of activity statistics that you asked for",
        responses=refusals(RequestNotFound),
    )
    async def get_section(request_id: UUID, caller: SignedIn) -> Response:
        row = await context.ask(one_row, ("section", request_id))
        return _own_section(row, caller, "activity")

    @router.get(
        "/contributions",
        summary="The same in a list with each challenge; empty while it was not analysed",
    )
    async def get_contributions(caller: SignedIn, workout_id: UUID) -> Response:
        found = await context.ask(contributions, (workout_id, caller.user_id))
        items = [
            {
                "challenge_id": one.challenge.id,
                "title": one.challenge.terms.title,
                "metric": one.challenge.terms.metric.value,
                "unit": unit_of(one.challenge.terms),
                "adds": one.adds,
                "at": one.at,
            }
            for one in found
        ]
        return answer(page(items, None))

    @router.get(
        "/contributions/{workout_id}",
        summary="What a workout of yours adds to each running challenge, as last analysed",
        responses=refusals(RequestNotFound),
    )
    async def get_contribution(workout_id: UUID, caller: SignedIn) -> Response:
        row = await context.ask(one_row, ("contribution", workout_id))
        return _own_section(row, caller, "workout")


def _of_challenge(router: APIRouter, context: Context[Any]) -> None:
    @router.get(
        "/{challenge_id}/entries/me/activities",
        summary="What you did while you took part, newest first",
        responses=refusals(ChallengeNotFound),
    )
    async def get_activities(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller, limit, cursor)
        about = look_of(challenge_id, caller)
        found = await context.ask(rows, ("activities", about, span))
        return _listed("activities", found, limit)

    @router.get(
        "/{challenge_id}/feed",
        summary="Workouts shared in it, or what became of those you asked for",
        responses=refusals(ChallengeNotFound),
    )
    async def get_feed(
        challenge_id: UUID,
        caller: SignedIn,
        asked_by: Literal["me"] | None = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        span = _span(challenge_id, caller, limit, cursor, own=asked_by == "me")
        found = await context.ask(rows, ("feed", look_of(challenge_id, caller), span))
        return _listed("feed", found, limit)

    @router.get(
        "/{challenge_id}/entries",
        summary="As the organiser, who takes part",
        responses=refusals(ChallengeNotFound, NotOrganiser),
    )
    async def get_entrants(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller, limit, cursor)
        found = await context.ask(
            organisers_rows, ("entrants", look_of(challenge_id, caller), span)
        )
        shown = ("user_id", "nickname", "joined_at", "team", "region", "value")
        items = [{name: row[name] for name in (*shown, *REACHED)} for row in found]
        last = encode_cursor((items[-1]["user_id"],)) if len(items) == limit else None
        return answer(page(items, last))

    @router.get(
        "/{challenge_id}/improvements",
        summary="As the organiser, what feedback asks to be made better",
        responses=refusals(ChallengeNotFound, NotOrganiser),
    )
    async def get_improvements(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller, limit, cursor)
        about = look_of(challenge_id, caller)
        found = await context.ask(organisers_rows, ("improvements", about, span))
        return _listed("improvements", found, limit)


def _feedback(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "/{challenge_id}/feedback-requests",
        status_code=201,
        summary="As the organiser, ask the entrants, once in seven days",
        responses=refusals(ChallengeNotFound, NotOrganiser, AskedLately),
    )
    async def post_feedback(request: Request, challenge_id: UUID, caller: SignedIn) -> Response:
        command = AskFeedback(challenge_id=challenge_id, by=caller.user_id)
        return await created(context, request, caller, ask_feedback, command, lambda id: {"id": id})

    @router.get(
        "/{challenge_id}/feedback-requests",
        summary="When entrants were asked, newest first, and whether you answered",
        responses=refusals(ChallengeNotFound),
    )
    async def get_feedback(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller, limit, cursor)
        found = await context.ask(feedback_requests, (look_of(challenge_id, caller), span))
        return _listed("feedback", found, limit)

    @router.put(
        "/{challenge_id}/feedback-requests/{request_id}/answers/me",
        status_code=204,
        summary="Say what you think, from 1 to 5",
        responses=refusals(EntryNotFound, RequestNotFound),
    )
    async def put_answer(
        challenge_id: UUID, request_id: UUID, caller: SignedIn, rating: Rating
    ) -> None:
        command = AnswerFeedback(
            challenge_id=challenge_id,
            request_id=request_id,
            user_id=caller.user_id,
            rating=rating.rating,
            text=words(rating.text, "text", TEXT_LENGTH_MAX),
        )
        await context.run(answer_feedback, command)


def _statistics(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "/{challenge_id}/statistics",
        status_code=202,
        summary="Ask for the figures of all participants",
        responses=refusals(ChallengeNotFound, EntryNotFound),
    )
    async def post_statistics(request: Request, challenge_id: UUID, caller: SignedIn) -> Response:
        command = AskStatistics(challenge_id=challenge_id, user_id=caller.user_id)
        return await created(
            context, request, caller, ask_statistics, command, lambda id: {"request_id": id}, 202
        )

    @router.get(
        "/{challenge_id}/statistics/{request_id}",
        summary="The figures; 202 while they are counted",
        responses=refusals(RequestNotFound),
    )
    async def get_statistics(challenge_id: UUID, request_id: UUID, caller: SignedIn) -> Response:
        row = await context.ask(one_row, ("statistics", request_id))
        if row is None or row["user_id"] != caller.user_id or row["challenge_id"] != challenge_id:
            raise RequestNotFound
        told = {"request_id": request_id, "asked_at": row["asked_at"], "stats": row["stats"]}
        return answer(told, 202 if row["stats"] is None else 200)


def _own_section(row: Any, caller: Caller, kind: str) -> Response:
    if row is None or row["user_id"] != caller.user_id or row["kind"] != kind:
        raise RequestNotFound
    return answer({"challenges": row["figures"], "at": row["at"]})


def _span(
    challenge_id: UUID | None, caller: Caller, limit: int, cursor: str | None, *, own: bool = True
) -> Span:
    after = decode_cursor(cursor, (UUID,)) if cursor else None
    user_id = caller.user_id if own else None
    return Span(challenge_id=challenge_id, user_id=user_id, after=after, limit=limit)


def _listed(name: str, found: Any, limit: int) -> Response:
    key = KEYS.get(name, "id")
    last = encode_cursor((found[-1][key],)) if len(found) == limit else None
    hidden = {"improvements": ("user_id",)}.get(name, ())
    return answer(page([without(row, *hidden) for row in found], last))
