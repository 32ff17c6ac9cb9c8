"""Sharing over HTTP: requests and links for who is signed in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moim.contexts.workouts.application.sharing import (
    AnswerRequest,
    Asking,
    AskToSee,
    MakeLink,
    OneLink,
    OneRequest,
    RequestPage,
    ToldRequest,
    answer_request,
    links_of,
    make_link,
    requests_of,
    revoke_link,
    withdraw_request,
)
from moim.contexts.workouts.domain.sharing import (
    AlreadyAsked,
    AlreadyDecided,
    BadExpiry,
    NotToBeShared,
    OwnWorkout,
    ShareLink,
    ShareLinkNotFound,
    ShareRequest,
    ShareRequestNotFound,
    TooManyShareLinks,
    TooManyShareRequests,
)
from moim.contexts.workouts.domain.sight import Grant
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

PLACE = r"^(challenge|club):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class NewRequest(BaseModel):
    """Ask to see a workout; with ``place`` to show it in that challenge or club."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"place": None}})

    place: Annotated[str | None, Field(max_length=60, pattern=PLACE)] = None


class Approval(BaseModel):
    """What whoever asked may see besides the figures."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"map": True, "heart_rate": False}}
    )

    map: bool = True
    heart_rate: bool = False


class NewLink(Approval):
    """A link that shows the workout to whoever holds it, until it expires or is revoked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"map": True, "heart_rate": False, "expires_at": "2026-12-31T15:00:00Z"}
        },
    )

    expires_at: AwareDatetime | None = None


@dataclass(frozen=True, kw_only=True)
class RequestBody:
    """A request to see a workout. ``nickname`` is of whoever asks."""

    id: UUID
    workout_id: UUID
    asker_id: UUID
    nickname: str | None
    place: str | None
    state: str
    asked_at: datetime
    decided_at: datetime | None
    map: bool
    heart_rate: bool


@dataclass(frozen=True, kw_only=True)
class LinkBody:
    """A link. ``path`` has the token in it and is told once, when the link is made."""

    id: UUID
    workout_id: UUID
    map: bool
    heart_rate: bool
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    open: bool
    path: str | None = None


def routes(context: Context[Any], asking: Asking) -> APIRouter:
    """The routes about requests and links."""
    router = APIRouter(prefix="/v1", tags=["sharing"])
    _asking(router, context, asking)
    _answering(router, context)
    _links(router, context)
    return router


def _asking(router: APIRouter, context: Context[Any], asking: Asking) -> None:
    @router.post(
        "/workouts/{workout_id}/share-requests",
        status_code=201,
        summary="Ask the owner to let you see a workout",
        response_model=RequestBody,
        responses=refusals(WorkoutNotFound, OwnWorkout, AlreadyAsked, TooManyShareRequests),
    )
    async def post_request(
        request: Request, workout_id: UUID, caller: SignedIn, new: NewRequest
    ) -> Response:
        command = AskToSee(workout_id=workout_id, asker_id=caller.user_id, place=new.place)
        return await created(context, request, caller, asking.ask, command, _body)

    @router.delete(
        "/share-requests/{request_id}",
        status_code=204,
        summary="Take your own request back, and what it let you see with it",
        responses=refusals(ShareRequestNotFound, AlreadyDecided),
    )
    async def delete_request(request_id: UUID, caller: SignedIn) -> None:
        about = OneRequest(request_id=request_id, user_id=caller.user_id)
        await context.run(withdraw_request, about)


def _answering(router: APIRouter, context: Context[Any]) -> None:
    @router.get(
        "/share-requests", summary="Requests to see your workouts, or your own; newest first"
    )
    async def get_requests(
        caller: SignedIn,
        limit: Limit = 20,
        cursor: Cursor = None,
        state: Literal["asked", "approved", "refused", "withdrawn"] | None = None,
        box: Annotated[
            Literal["received", "sent"], Query(description="To answer, or asked by you.")
        ] = "received",
    ) -> Response:
        (after,) = decode_cursor(cursor, (UUID,)) if cursor else (None,)
        about = RequestPage(
            user_id=caller.user_id,
            limit=limit + 1,
            after=after,
            state=state,
            sent=box == "sent",
        )
        found = await context.ask(requests_of, about)
        shown = found[:limit]
        more = encode_cursor((shown[-1].request.id,)) if len(found) > limit else None
        return answer(page([_told(one) for one in shown], more))

    @router.post(
        "/share-requests/{request_id}/approve",
        summary="Let whoever asked see the workout",
        response_model=RequestBody,
        responses=refusals(ShareRequestNotFound, AlreadyDecided),
    )
    async def approve(request_id: UUID, caller: SignedIn, approval: Approval) -> Response:
        grant = Grant(map=approval.map, heart_rate=approval.heart_rate)
        command = AnswerRequest(request_id=request_id, user_id=caller.user_id, grant=grant)
        return answer(_body(await context.run(answer_request, command)))

    @router.post(
        "/share-requests/{request_id}/refuse",
        summary="Refuse, or take an approval back",
        response_model=RequestBody,
        responses=refusals(ShareRequestNotFound, AlreadyDecided),
    )
    async def refuse(request_id: UUID, caller: SignedIn) -> Response:
        command = AnswerRequest(request_id=request_id, user_id=caller.user_id, grant=None)
        return answer(_body(await context.run(answer_request, command)))


def _links(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "/workouts/{workout_id}/share-links",
        status_code=201,
        summary="Make a link to a workout; its path is told this once",
        response_model=LinkBody,
        responses=refusals(WorkoutNotFound, NotToBeShared, TooManyShareLinks, BadExpiry),
    )
    async def post_link(
        workout_id: UUID, request: Request, caller: SignedIn, new: NewLink
    ) -> Response:
        command = MakeLink(
            workout_id=workout_id,
            user_id=caller.user_id,
            grant=Grant(map=new.map, heart_rate=new.heart_rate),
            expires_at=_utc(new.expires_at),
        )

        def shown(made: tuple[ShareLink, str]) -> LinkBody:
            link, token = made
            return _link(link, context.clock(), f"/v1/shared/{token}")

        return await created(context, request, caller, make_link, command, shown)

    @router.get(
        "/workouts/{workout_id}/share-links",
        summary="The links to a workout of yours, oldest first",
        responses=refusals(WorkoutNotFound),
    )
    async def get_links(workout_id: UUID, caller: SignedIn) -> Response:
        links, now = await context.ask(links_of, (workout_id, caller.user_id))
        return answer(page([_link(link, now) for link in links], None))

    @router.delete(
        "/workouts/{workout_id}/share-links/{link_id}",
        status_code=204,
        summary="Let a link show nothing any more",
        responses=refusals(WorkoutNotFound, ShareLinkNotFound),
    )
    async def delete_link(workout_id: UUID, link_id: UUID, caller: SignedIn) -> None:
        about = OneLink(link_id=link_id, workout_id=workout_id, user_id=caller.user_id)
        await context.run(revoke_link, about)


def _utc(moment: datetime | None) -> datetime | None:
    try:
        return None if moment is None else moment.astimezone(UTC)
    except OverflowError:  # the first or the last day that there is
        raise BadExpiry(field="expires_at") from None


def _told(one: ToldRequest) -> RequestBody:
    return _body(one.request, one.nickname)


def _body(request: ShareRequest, nickname: str | None = None) -> RequestBody:
    return RequestBody(
        id=request.id,
        workout_id=request.workout_id,
        asker_id=request.asker_id,
        nickname=nickname,
        place=request.place,
        state=request.state.value,
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        map=request.grant.map,
        heart_rate=request.grant.heart_rate,
    )


def _link(link: ShareLink, now: datetime, path: str | None = None) -> LinkBody:
    return LinkBody(
        id=link.id,
        workout_id=link.workout_id,
        map=link.grant.map,
        heart_rate=link.grant.heart_rate,
        made_at=link.made_at,
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        open=link.open(now),
        path=path,
    )
