"""Accounts at device makers over HTTP: connect, sync, part; and where the makers post."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from moim.contexts.workouts.adapters.providers.port import NotFromProvider
from moim.contexts.workouts.adapters.providers.syncing import Syncer
from moim.contexts.workouts.application.connections import connections_of
from moim.contexts.workouts.domain.connections import (
    AccessLost,
    ConnectedElsewhere,
    ConnectionDenied,
    ConnectionNotAsked,
    NotConnected,
    ProviderNotOffered,
    ProviderUnavailable,
)
from moim.kernel.errors import NotFound, Refusal
from moim.platform.auth import SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.limits import allow_body
from moim.platform.http.looking import wants_page
from moim.platform.http.openapi import refusals

COOKIE = "moim_connection"
COOKIE_PATH = "/v1/connections"
COOKIE_S = 600
SEE_OTHER = 303
POSTED_BYTES_MAX = 10_000_000
QUERY_LENGTH_MAX = 2_048
PAGE = "/settings/connections"


@dataclass(frozen=True, kw_only=True)
class ConnectionLine:
    """A maker: ``state`` is ``active``, ``needs_reauth``, or null where nothing is connected.

    What comes from one that is ``personal_only`` is never shown to anybody else.
    """

    provider: str
    state: str | None
    connected_at: datetime | None
    synced_at: datetime | None
    personal_only: bool


@dataclass(frozen=True, kw_only=True)
class ConnectionLines:
    """By name."""

    items: list[ConnectionLine]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class GoThere:
    """Where to send the browser."""

    url: str


def routes(syncer: Syncer) -> APIRouter:
    """Under ``/v1/connections`` and ``/v1/providers``."""
    router = APIRouter(prefix="/v1", tags=["connections"])
    _own(router, syncer)
    _ways_back(router, syncer)
    _told(router, syncer)
    return router


def _own(router: APIRouter, syncer: Syncer) -> None:
    @router.get(
        "/connections", summary="Makers that workouts come from", response_model=ConnectionLines
    )
    async def get_connections(caller: SignedIn) -> Response:
        mine = {
            one.provider: one
            for one in await syncer.importer.context.ask(connections_of, caller.user_id)
        }
        items = []
        for name, provider in sorted(syncer.providers.items()):
            one = mine.get(name)
            items.append(
                ConnectionLine(
                    provider=name,
                    state=one.state.value if one else None,
                    connected_at=one.connected_at if one else None,
                    synced_at=one.synced_at if one else None,
                    personal_only=provider.capabilities.personal_only,
                )
            )
        return answer(ConnectionLines(items=items, next=None))

    @router.post(
        "/connections/{provider}",
        summary="Connect a maker: where to send the browser",
        response_model=GoThere,
        responses=refusals(ProviderNotOffered),
    )
    async def post_connection(provider: str, caller: SignedIn) -> Response:
        begun = await syncer.begin(provider, caller.user_id)
        response = answer(GoThere(url=begun.url), headers={"cache-control": "no-store"})
        response.set_cookie(
            COOKIE,
            begun.browser,
            max_age=COOKIE_S,
            path=COOKIE_PATH,
            secure=syncer.own_url.startswith("https://"),
            httponly=True,
            samesite="lax",
        )
        return response

    @router.post(
        "/connections/{provider}/sync",
        summary="Ask a maker for the last month",
        status_code=202,
        responses=refusals(ProviderNotOffered, NotConnected, AccessLost, ProviderUnavailable),
    )
    async def post_sync(provider: str, caller: SignedIn) -> Response:
        await syncer.sync(provider, caller.user_id)
        return Response(status_code=202)

    @router.delete(
        "/connections/{provider}",
        summary="Part with a maker; workouts that came stay",
        status_code=204,
        responses=refusals(NotConnected),
    )
    async def delete_connection(provider: str, caller: SignedIn) -> Response:
        await syncer.part(provider, caller.user_id)
        return Response(status_code=204)


def _ways_back(router: APIRouter, syncer: Syncer) -> None:
    @router.get(
        "/connections/{provider}/callback",
        summary="Where a maker sends the browser back",
        status_code=SEE_OTHER,
        response_class=Response,
        responses=refusals(
            ProviderNotOffered,
            ConnectionNotAsked,
            ConnectionDenied,
            ConnectedElsewhere,
            AccessLost,
            ProviderUnavailable,
        ),
    )
    async def get_callback(provider: str, request: Request) -> Response:
        query = {name: value[:QUERY_LENGTH_MAX] for name, value in request.query_params.items()}
        told = {"connected": provider}
        try:
            await syncer.arrive(provider, query, request.cookies.get(COOKIE, ""))
        except (ConnectionDenied, ConnectedElsewhere, AccessLost, ProviderUnavailable) as refusal:
            told = {"refused": _code(refusal)}
        except (ConnectionNotAsked, ProviderNotOffered) as refusal:
            if not wants_page(request.scope):
                raise
            told = {"refused": _code(refusal)}
        url = f"{syncer.own_url}{PAGE}#{urlencode(told)}"
        response = RedirectResponse(url, SEE_OTHER, {"cache-control": "no-store"})
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response


def _told(router: APIRouter, syncer: Syncer) -> None:
    @router.get("/providers/{provider}/{secret}", include_in_schema=False)
    async def get_challenge(provider: str, secret: str, request: Request) -> Response:
        _must_know(syncer, provider, secret)
        told = syncer.provider(provider).challenge(dict(request.query_params))
        if told is None:
            raise NotFound
        return answer(told)

    @router.post("/providers/{provider}/{secret}", include_in_schema=False)
    async def post_notice(provider: str, secret: str, request: Request) -> Response:
        _must_know(syncer, provider, secret)
        allow_body(request, POSTED_BYTES_MAX)
        try:
            await syncer.heard(provider, request.headers, await request.body())
        except NotFromProvider:
            raise NotFound from None
        return Response(status_code=200)


def _must_know(syncer: Syncer, provider: str, secret: str) -> None:
    """Who does not know the whole address does not learn that there is one."""
    if provider not in syncer.providers or secret != syncer.secret(provider):
        raise NotFound


def _code(refusal: Refusal) -> str:
    return refusal.code
