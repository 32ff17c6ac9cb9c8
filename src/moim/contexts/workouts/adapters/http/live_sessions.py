"""Live sessions over HTTP, and points of them over the WebSocket."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.adapters.http.live_shapes import (
    NewSession,
    PointsGiven,
    PointsOfSession,
    batch_of,
    batches_body,
    points_schema,
    received_body,
    session_body,
    watched_body,
)
from moim.contexts.workouts.adapters.session_keeping import TOPIC, SessionKeeper
from moim.contexts.workouts.application.live_sessions import (
    AddPoints,
    OneSession,
    StartSession,
    Watch,
    add_points,
    end_session,
    pause_session,
    resume_session,
    sessions_of,
    start_session,
)
from moim.contexts.workouts.application.watching import Spectators, Watched
from moim.contexts.workouts.domain.live_arrivals import TooManyGaps
from moim.contexts.workouts.domain.live_session import (
    SEQ_MAX,
    LiveSession,
    PointOutOfSession,
    SessionFull,
    SessionNotFound,
    SessionOver,
    State,
    TooManyPauses,
    TooManySessions,
)
from moim.kernel.errors import Invalid
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer, body, decoded
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import decode_cursor, encode_cursor, limit_of, page

MADE_WITHIN_S = 10.0
BATCHES_AT_ONCE_MAX = 1_000


class BadSeq(Invalid):
    """A number of a sequence that cannot be one."""

    code = "bad-seq"
    ko = "after_seq는 0 이상의 정수여야 합니다."
    en = "after_seq must be a whole number of 0 or more."


def routes(context: Context[Any], keeper: SessionKeeper, spectators: Spectators) -> APIRouter:
    """The routes of ``/v1/workout-sessions``."""
    router = APIRouter(prefix="/v1/workout-sessions", tags=["live sessions"])
    _starting(router, context)
    _adding(router, context, keeper)
    _steering(router, context, keeper, spectators)
    _watching(router, context, spectators)
    return router


def hear(context: Context[Any], keeper: SessionKeeper, spectators: Spectators) -> None:
    """Have the hub know the topic ``workout-session:{id}``, and take messages ``points``."""

    async def watches(caller: Caller, id: str) -> str:
        try:
            about = Watch(session_id=UUID(id), viewer_id=caller.user_id)
        except ValueError:
            raise SessionNotFound from None
        watched = await context.ask(spectators.session, about)
        return f"{TOPIC}:{watched.session.id}"

    async def points(caller: Caller, content: bytes) -> Mapping[str, Any]:
        given = decoded(content, PointsOfSession)
        command = AddPoints(session_id=given.session, user_id=caller.user_id, batch=batch_of(given))
        session = await context.run(add_points, command)
        keeper.tell(session)
        told: dict[str, Any] = msgspec.structs.asdict(received_body(session))
        return told | {"seq": given.seq}

    keeper.hub.register(TOPIC, watches)
    keeper.hub.receive("points", points)


def _starting(router: APIRouter, context: Context[Any]) -> None:
    @router.post(
        "",
        status_code=201,
        summary="Set out: start a live session",
        response_model=None,
        responses=refusals(TooManySessions),
    )
    async def post_session(request: Request, caller: SignedIn, new: NewSession) -> Response:
        command = StartSession(user_id=caller.user_id, sport=new.sport)
        return await created(
            context,
            request,
            caller,
            start_session,
            command,
            lambda session: session_body(session, context.clock()),
            under="/v1/workout-sessions",
        )


def _adding(router: APIRouter, context: Context[Any], keeper: SessionKeeper) -> None:
    @router.post(
        "/{session_id}/points",  # noqa: FAST003 - hot: it takes the bare request
        summary="Send a batch of points; a number sent again changes nothing",
        openapi_extra={"parameters": [SESSION_ID], "requestBody": points_schema()},
        responses=refusals(
            SessionNotFound, SessionOver, SessionFull, TooManyGaps, PointOutOfSession
        ),
    )
    async def post_points(request: Request, caller: SignedIn) -> Response:
        session_id = _id_of(request)
        given = await body(request, PointsGiven)
        command = AddPoints(session_id=session_id, user_id=caller.user_id, batch=batch_of(given))
        session = await context.run(add_points, command)
        keeper.tell(session)
        return answer(received_body(session))


def _steering(
    router: APIRouter, context: Context[Any], keeper: SessionKeeper, spectators: Spectators
) -> None:
    def steer(path: str, summary: str, handler: Callable[[OneSession, Any], LiveSession]) -> None:
        @router.post(
            f"/{{session_id}}/{path}",
            name=f"{path}_session",
            summary=summary,
            responses=refusals(SessionNotFound, SessionOver, TooManyPauses),
        )
        async def post(session_id: UUID, caller: SignedIn) -> Response:
            about = OneSession(session_id=session_id, user_id=caller.user_id)
            session = await context.run(handler, about)
            keeper.tell(session)
            return answer(session_body(session, context.clock()))

    steer("pause", "Count nothing until it is resumed", pause_session)
    steer("resume", "Go on after a pause", resume_session)

    @router.post(
        "/{session_id}/end",
        summary="End it; its workout is made of all that was sent",
        responses={
            202: {"description": "The workout is still being made: ask the session for it."},
            **refusals(SessionNotFound),
        },
    )
    async def post_end(session_id: UUID, caller: SignedIn) -> Response:
        about = OneSession(session_id=session_id, user_id=caller.user_id)
        session = await context.run(end_session, about)
        if session.state is State.ENDING:
            keeper.tell(session)
            await asyncio.wait([keeper.make(about)], timeout=MADE_WITHIN_S)
            watch = Watch(session_id=session_id, viewer_id=caller.user_id)
            session = (await context.ask(spectators.session, watch)).session
        status = 200 if session.state is State.ENDED else 202
        return answer(session_body(session, context.clock()), status)


def _watching(router: APIRouter, context: Context[Any], spectators: Spectators) -> None:
    @router.get("", summary="Your live sessions, newest first")
    async def get_sessions(request: Request, caller: SignedIn) -> Response:
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        (after,) = decode_cursor(cursor, (UUID,)) if cursor else (None,)
        found = await context.ask(sessions_of, (caller.user_id, limit, after))
        items = [session_body(session, context.clock()) for session in found]
        more = len(items) == limit
        return answer(page(items, encode_cursor((items[-1].id,)) if more else None))

    @router.get(
        "/{session_id}",
        summary="A session: its state and the way so far",
        responses=refusals(SessionNotFound),
    )
    async def get_session(session_id: UUID, caller: SignedIn) -> Response:
        watch = Watch(session_id=session_id, viewer_id=caller.user_id)
        watched: Watched = await context.ask(spectators.session, watch)
        return answer(watched_body(watched, context.clock()))

    @router.get(
        "/{session_id}/points",
        summary="Points that came after a batch, as columns, while it lasts",
        openapi_extra={"parameters": [AFTER_SEQ]},
        responses=refusals(SessionNotFound, BadSeq),
    )
    async def get_points(request: Request, session_id: UUID, caller: SignedIn) -> Response:
        watch = Watch(
            session_id=session_id,
            viewer_id=caller.user_id,
            after=_after(request),
            limit=BATCHES_AT_ONCE_MAX,
        )
        watched, batches = await context.ask(spectators.batches, watch)
        return answer(batches_body(watched, list(batches), watch.limit))


SESSION_ID = {
    "name": "session_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
AFTER_SEQ = {
    "name": "after_seq",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "maximum": SEQ_MAX},
}


def _id_of(request: Request) -> UUID:
    try:
        return UUID(request.path_params["session_id"])
    except ValueError:
        raise SessionNotFound from None


def _after(request: Request) -> int:
    text = request.query_params.get("after_seq")
    if text is None:
        return -1
    if not text.isascii() or not text.isdigit() or len(text) > len(str(SEQ_MAX)):
        raise BadSeq(field="after_seq")
    return int(text)
