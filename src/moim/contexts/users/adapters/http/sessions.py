"""Sessions over HTTP: sign-in, refresh, sign-out, and the keys that tokens are checked with."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door, Opened, session_of
from moim.contexts.users.adapters.edge import Edge, host_of, is_web
from moim.contexts.users.adapters.http import views
from moim.contexts.users.adapters.http.forms import RefreshForm, SignInForm
from moim.contexts.users.application import queries, sessions
from moim.contexts.users.domain.lock import AccountIsLocked
from moim.contexts.users.domain.lockout import TooManyFailures
from moim.contexts.users.domain.second_factor import SecondFactorNeeded, SecondFactorWrong
from moim.contexts.users.domain.session import RefreshTokenReused, SessionOver
from moim.contexts.users.domain.user import WrongCredentials
from moim.kernel.errors import NotFound
from moim.platform.auth import SignedIn
from moim.platform.cookies import CsrfMismatch
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import BadIdempotencyKey, key_of
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import TooOften

NO_STORE = {"cache-control": "no-store"}
JWKS_CACHE = {"cache-control": "public, max-age=300"}


def session_routes(door: Door, edge: Edge) -> APIRouter:
    """Under ``/v1``, and the key set at its well-known place."""
    router = APIRouter(tags=["sessions"])
    _ways_in(router, door, edge)
    _ways_out(router, door, edge)

    @router.get("/v1/sessions", summary="Where one is signed in", response_model=views.OpenSessions)
    async def get_sessions(caller: SignedIn) -> Response:
        found = await door.use.ask(queries.open_sessions, queries.WhoIs(user_id=caller.user_id))
        items = [views.open_session(one, caller.session_id) for one in found]
        return answer(views.OpenSessions(items=items, next=None))

    @router.get("/.well-known/jwks.json", summary="Keys that access tokens are verified with")
    async def get_jwks() -> Response:
        return answer(door.tokens.jwks(), headers=JWKS_CACHE)

    return router


def _ways_in(router: APIRouter, door: Door, edge: Edge) -> None:
    @router.post(
        "/v1/sessions",
        summary="Sign in",
        response_model=views.Tokens,
        responses=refusals(
            WrongCredentials,
            SecondFactorNeeded,
            SecondFactorWrong,
            AccountIsLocked,
            TooManyFailures,
            TooOften,
        ),
    )
    async def post_session(form: SignInForm, request: Request) -> Response:
        opened = await door.sign_in(
            form.email, form.password, form.device_label, host_of(request), form.otp
        )
        return _let_in(opened, edge, web=is_web(request))

    @router.post(
        "/v1/sessions/refresh",
        summary="Exchange the refresh token",
        response_model=views.Tokens,
        responses=refusals(SessionOver, RefreshTokenReused, CsrfMismatch, BadIdempotencyKey),
    )
    async def post_refresh(request: Request, form: RefreshForm | None = None) -> Response:
        """Whoever lost the answer repeats it with its Idempotency-Key: without, it is a reuse."""
        sent = form.refresh_token if form else None
        token = sent or edge.refresh_cookie(request)
        try:
            opened = await door.refresh(token, key_of(request))
        except RefreshTokenReused:
            edge.end_sessions([session_of(token)])
            raise
        return _let_in(opened, edge, web=not sent)


def _ways_out(router: APIRouter, door: Door, edge: Edge) -> None:
    @router.delete("/v1/sessions/current", summary="Sign out", status_code=204)
    async def delete_current(caller: SignedIn) -> Response:
        await _sign_out(door, edge, caller.user_id, caller.session_id)
        return edge.signed_out(Response(status_code=204))

    @router.delete(
        "/v1/sessions/{session_id}",
        summary="Sign another device out",
        status_code=204,
        responses=refusals(NotFound),
    )
    async def delete_session(session_id: UUID, caller: SignedIn) -> Response:
        await _sign_out(door, edge, caller.user_id, session_id)
        return Response(status_code=204)

    @router.delete("/v1/sessions", summary="Sign out everywhere", status_code=204)
    async def delete_sessions(caller: SignedIn) -> Response:
        command = sessions.SignOutEverywhere(user_id=caller.user_id)
        edge.end_sessions(await door.use.run(sessions.sign_out_everywhere, command))
        return edge.signed_out(Response(status_code=204))


async def _sign_out(door: Door, edge: Edge, user_id: UUID, session_id: UUID) -> None:
    command = sessions.SignOut(user_id=user_id, session_id=session_id)
    await door.use.run(sessions.sign_out, command)
    edge.end_sessions([session_id])


def _let_in(opened: Opened, edge: Edge, *, web: bool) -> Response:
    response = answer(views.tokens(opened, web=web), headers=NO_STORE)
    return edge.signed_in(response, opened) if web else response
