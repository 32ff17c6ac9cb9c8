"""Signing in with a provider over HTTP: the browser goes there and comes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from moim.contexts.users.adapters.edge import Edge, host_of, is_web
from moim.contexts.users.adapters.http import views
from moim.contexts.users.adapters.http.accounts import BAD_VALUES
from moim.contexts.users.adapters.http.forms import (
    Address,
    DeviceName,
    Form,
    LocaleText,
    NicknameText,
    RegionText,
    Year,
    ZoneText,
)
from moim.contexts.users.adapters.http.sessions import NO_STORE
from moim.contexts.users.adapters.oauth.entrance import Begun, Entrance
from moim.contexts.users.application import identities
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.email import EmailNotAllowed, EmailTaken
from moim.contexts.users.domain.identity import (
    IdentityTaken,
    ProviderDenied,
    ProviderMisconfigured,
    ProviderName,
    ProviderNotOffered,
    ProviderRefusedCode,
    ProviderUnavailable,
    TicketNoLongerWorks,
    TryUnknown,
)
from moim.contexts.users.domain.lock import AccountIsLocked
from moim.contexts.users.domain.lockout import TooManyFailures
from moim.contexts.users.domain.second_factor import SecondFactorWrong
from moim.contexts.users.domain.user import SignUpClosed
from moim.kernel.errors import NotFound, Refusal
from moim.platform.auth import SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.looking import wants_page
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import TooOften

COOKIE = "moim_oauth"
COOKIE_PATH = "/v1/oauth"
COOKIE_S = 600
QUERY_LENGTH_MAX = 2_048
SEE_OTHER = 303


class TicketForm(Form):
    """An account for who came with a ticket; what a provider suggested may be changed."""

    ticket: Annotated[str, Field(max_length=100)]
    email: Address
    nickname: NicknameText
    locale: LocaleText = "ko"
    timezone: ZoneText = "Asia/Seoul"
    region: RegionText | None = None
    preferred_device: DeviceName | None = None
    birth_year: Year | None = None


class CodeTicketForm(Form):
    """What the callback left in the address, and a code of the app or a recovery code."""

    ticket: Annotated[str, Field(max_length=100)]
    otp: Annotated[str, Field(min_length=6, max_length=40)]


@dataclass(frozen=True, kw_only=True)
class WaysIn:
    """The providers that the host has set up."""

    providers: list[str]


@dataclass(frozen=True, kw_only=True)
class SendTo:
    """Where to send the browser."""

    url: str


@dataclass(frozen=True, kw_only=True)
class LinkedIdentity:
    """A provider with which the account can be entered."""

    provider: str
    linked_at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkedIdentities:
    """By provider."""

    items: list[LinkedIdentity]
    next: str | None


def oauth_routes(entrance: Entrance, edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["sign-in with a provider"])
    _ways_in(router, entrance, edge)
    _sign_up(router, entrance, edge)
    _second_factor(router, entrance, edge)
    _identities(router, entrance)
    return router


def _ways_in(router: APIRouter, entrance: Entrance, edge: Edge) -> None:
    @router.get("/oauth", summary="Providers one can sign in with", response_model=WaysIn)
    async def get_providers() -> Response:
        return answer(WaysIn(providers=sorted(entrance.providers)))

    @router.get(
        "/oauth/{provider}/start",
        summary="Go to a provider; a browser opens this",
        status_code=SEE_OTHER,
        response_class=Response,
        responses=refusals(ProviderNotOffered, TooOften),
    )
    async def get_start(provider: str, request: Request) -> Response:
        begun = await entrance.begin(provider, None, host_of(request))
        return _remembered(RedirectResponse(begun.url, SEE_OTHER), begun, entrance)

    @router.get(
        "/oauth/{provider}/callback",
        summary="Where a provider sends the browser back",
        status_code=SEE_OTHER,
        response_class=Response,
        responses=refusals(
            ProviderNotOffered,
            TryUnknown,
            ProviderDenied,
            ProviderRefusedCode,
            ProviderMisconfigured,
            ProviderUnavailable,
            IdentityTaken,
            AccountIsLocked,
        ),
    )
    async def get_callback(provider: str, request: Request) -> Response:
        query = {name: value[:QUERY_LENGTH_MAX] for name, value in request.query_params.items()}
        browser = request.cookies.get(COOKIE, "")
        try:
            arrived = await entrance.arrive(provider, query, browser)
        except Refusal as refusal:
            if not wants_page(request.scope):
                raise
            url = f"{entrance.own_url}/refused#{refusal.code}"
            return RedirectResponse(url, SEE_OTHER, NO_STORE)
        if arrived.ticket is not None:
            told = {"ticket": arrived.ticket, "nickname": arrived.nickname or ""}
            # A fragment is sent to no server and stands in no log.
            url = f"{entrance.own_url}/sign-up#{urlencode(told)}"
        elif arrived.code_ticket is not None:
            told = {"code_ticket": arrived.code_ticket}
            url = f"{entrance.own_url}/sign-in#{urlencode(told)}"
        else:
            url = f"{entrance.own_url}/"
        response: Response = RedirectResponse(url, SEE_OTHER, NO_STORE)
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return edge.signed_in(response, arrived.opened) if arrived.opened else response


def _sign_up(router: APIRouter, entrance: Entrance, edge: Edge) -> None:
    @router.post(
        "/oauth/sign-ups",
        summary="Sign up with a provider's ticket",
        status_code=201,
        response_model=views.Tokens,
        responses=refusals(
            TicketNoLongerWorks,
            IdentityTaken,
            EmailNotAllowed,
            EmailTaken,
            SignUpClosed,
            TooOften,
            *BAD_VALUES,
        ),
    )
    async def post_sign_up(form: TicketForm, request: Request) -> Response:
        values = form.model_dump(exclude={"ticket", "email"}, exclude_none=True)
        opened = await entrance.sign_up(form.ticket, form.email, values, host_of(request))
        web = is_web(request)
        response = answer(views.tokens(opened, web=web), 201, NO_STORE)
        return edge.signed_in(response, opened) if web else response


def _second_factor(router: APIRouter, entrance: Entrance, edge: Edge) -> None:
    @router.post(
        "/oauth/second-factor",
        summary="Show the second factor after a provider vouched for the first",
        response_model=views.Tokens,
        responses=refusals(
            TicketNoLongerWorks, SecondFactorWrong, AccountIsLocked, TooManyFailures, TooOften
        ),
    )
    async def post_code(form: CodeTicketForm, request: Request) -> Response:
        opened = await entrance.show_code(form.ticket, form.otp, host_of(request))
        web = is_web(request)
        response = answer(views.tokens(opened, web=web), headers=NO_STORE)
        return edge.signed_in(response, opened) if web else response


def _identities(router: APIRouter, entrance: Entrance) -> None:
    use = entrance.door.use

    @router.get(
        "/users/me/identities",
        summary="Providers one's account can be entered with",
        response_model=LinkedIdentities,
    )
    async def get_identities(caller: SignedIn) -> Response:
        found = await use.ask(identities.identities_of, WhoIs(user_id=caller.user_id))
        items = [LinkedIdentity(provider=i.provider.value, linked_at=i.linked_at) for i in found]
        return answer(LinkedIdentities(items=items, next=None))

    @router.post(
        "/users/me/identities/{provider}",
        summary="Link a provider: where to send the browser",
        response_model=SendTo,
        responses=refusals(ProviderNotOffered, TooOften),
    )
    async def post_identity(provider: str, request: Request, caller: SignedIn) -> Response:
        begun = await entrance.begin(provider, caller.user_id, host_of(request))
        return _remembered(answer(SendTo(url=begun.url), headers=NO_STORE), begun, entrance)

    @router.delete(
        "/users/me/identities/{provider}",
        summary="Unlink a provider",
        status_code=204,
        responses=refusals(NotFound),
    )
    async def delete_identity(provider: ProviderName, caller: SignedIn) -> Response:
        command = identities.UnlinkIdentity(user_id=caller.user_id, provider=provider)
        await use.run(identities.unlink_identity, command)
        return Response(status_code=204)


def _remembered(response: Response, begun: Begun, entrance: Entrance) -> Response:
    """Only the browser that asked can bring the answer."""
    response.set_cookie(
        COOKIE,
        begun.browser,
        max_age=COOKIE_S,
        path=COOKIE_PATH,
        secure=entrance.own_url.startswith("https://"),
        httponly=True,
        samesite="lax",
    )
    return response
