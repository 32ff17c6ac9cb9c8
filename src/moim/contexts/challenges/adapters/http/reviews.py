"""Doubted results, what is decided about them, and appeals, over HTTP."""

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.challenges.adapters.http.looking import MODERATOR
from moim.contexts.challenges.adapters.http.shapes import (
    NewAppeal,
    NewReview,
    ReviewDecision,
    unit_of,
    words,
)
from moim.contexts.challenges.application.desk import AskDesk, OnDesk, on_desk
from moim.contexts.challenges.application.reviews import (
    Appeal,
    AskReview,
    DecideReview,
    ValueNeeded,
    appeal,
    ask_review,
    decide_review,
)
from moim.contexts.challenges.domain.challenge import (
    Challenge,
    ChallengeNotFound,
    NotOrganiser,
    WrongState,
)
from moim.contexts.challenges.domain.entry import EntryNotFound, ResultNotFound
from moim.contexts.challenges.domain.review import (
    AlreadyBelieved,
    AlreadyDecided,
    AnotherDecides,
    NoAppeal,
    Review,
    ReviewNotFound,
)
from moim.kernel.errors import Changed
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

OWNER = "owner"


def routes(context: Context[Any]) -> APIRouter:
    """The routes of reviews."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenge results"])
    _of_all(router, context)
    _of_challenge(router, context)
    return router


def _of_all(router: APIRouter, context: Context[Any]) -> None:
    @router.get(
        "/reviews",
        summary="Reviews of all challenges for moderators, of those you organise otherwise",
        description="Those that wait come oldest first, the decided ones newest first.",
    )
    async def get_desk(
        caller: SignedIn,
        state: Literal["open", "decided"] = "open",
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        asked = replace(_asked(caller, limit, cursor), waiting=state == "open")
        found = await context.ask(on_desk, asked)
        items = [
            _review_body(*one, caller) | {"challenge": _challenge_body(one[0].challenge)}
            for one in found
        ]
        return answer(_page(items, limit))


def _of_challenge(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "/{challenge_id}/results/{result_id}/reviews",
        status_code=201,
        summary="Say that a result looks wrong; one open review a result",
        responses=refusals(
            ChallengeNotFound, EntryNotFound, ResultNotFound, WrongState, AlreadyBelieved
        ),
    )
    async def post_review(
        request: Request, challenge_id: UUID, result_id: UUID, caller: SignedIn, new: NewReview
    ) -> Response:
        command = AskReview(
            challenge_id=challenge_id,
            result_id=result_id,
            by=caller.user_id,
            reason=new.reason,
            note=words(new.note, "note"),
        )
        return await created(context, request, caller, ask_review, command, _asked_body)

    @router.get(
        "/{challenge_id}/reviews",
        summary="Reviews with their evidence: all for the organiser, your own otherwise",
        responses=refusals(ChallengeNotFound),
    )
    async def get_reviews(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        asked = _asked(caller, limit, cursor)
        found = await context.ask(on_desk, replace(asked, challenge_id=challenge_id))
        return answer(_page([_review_body(*one, caller) for one in found], limit))

    @router.patch(
        "/{challenge_id}/reviews/{review_id}",
        summary="Decide: keep, exclude, or correct to a value",
        responses=refusals(
            *(ChallengeNotFound, ReviewNotFound, NotOrganiser, WrongState),
            *(AlreadyDecided, AnotherDecides, ValueNeeded, Changed),
        ),
    )
    async def patch_review(
        request: Request,
        challenge_id: UUID,
        review_id: UUID,
        caller: SignedIn,
        decision: ReviewDecision,
    ) -> Response:
        command = DecideReview(
            challenge_id=challenge_id,
            review_id=review_id,
            by=caller.user_id,
            is_moderator=caller.has(MODERATOR),
            is_owner=caller.has(OWNER),
            decision=decision.decision,
            value=decision.value,
            answer=words(decision.answer, "answer"),
            version=version_wanted(request),
        )
        return _review_answer(await context.run(decide_review, command))

    @router.put(
        "/{challenge_id}/reviews/{review_id}/appeal",
        summary="Object, once, to a decision against your result",
        responses=refusals(ReviewNotFound, NoAppeal, WrongState),
    )
    async def put_appeal(
        challenge_id: UUID, review_id: UUID, caller: SignedIn, new: NewAppeal
    ) -> Response:
        command = Appeal(
            challenge_id=challenge_id,
            review_id=review_id,
            by=caller.user_id,
            text=words(new.text, "text"),
        )
        return _review_answer(await context.run(appeal, command))


def _asked_body(review: Review) -> dict[str, Any]:
    return {"id": review.id, "reason": review.reason, "asked_at": review.asked_at}


def _review_answer(review: Review) -> Response:
    told = {
        "id": review.id,
        "result_id": review.result_id,
        "reason": review.reason,
        "decision": review.decision.value if review.decision else None,
        "answer": review.answer,
        "appeal": review.appeal,
        "open": review.is_open,
        "version": review.version,
    }
    return answer(told, headers={"etag": version_etag(review.version)})


def _asked(caller: Caller, limit: int, cursor: str | None) -> AskDesk:
    return AskDesk(
        viewer_id=caller.user_id,
        is_moderator=caller.has(MODERATOR),
        is_owner=caller.has(OWNER),
        after=decode_cursor(cursor, (UUID,))[0] if cursor else None,
        limit=limit,
    )


def _page(items: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return page(items, encode_cursor((items[-1]["id"],)) if len(items) == limit else None)


def _review_body(one: OnDesk, may_decide: bool, caller: Caller) -> dict[str, Any]:
    """A review with its evidence; the entrant is not told who doubted the result."""
    told = {name: value for name, value in vars(one.review).items() if not name.startswith("_")}
    if one.review.user_id == caller.user_id:
        del told["asked_by"]
    return told | {
        "nickname": one.nickname,
        "open": one.review.is_open,
        "may_decide": may_decide,
    }


def _challenge_body(challenge: Challenge) -> dict[str, Any]:
    """What is needed to read a review's figures, and until when it can be decided."""
    terms = challenge.terms
    return {
        "id": challenge.id,
        "title": terms.title,
        "kind": terms.kind.value,
        "metric": terms.metric.value,
        "unit": unit_of(terms),
        "timezone": terms.timezone,
        "visibility": terms.visibility.value,
        "organiser_id": challenge.organiser_id,
        "state": challenge.state.shown,
        "waits_until": challenge.waits_until,
    }
