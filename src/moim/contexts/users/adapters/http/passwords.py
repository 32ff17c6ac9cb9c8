"""Passwords over HTTP: changing, asking for a reset, resetting."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door
from moim.contexts.users.adapters.edge import Edge, host_of
from moim.contexts.users.adapters.http.accounts import WEAK_PASSWORDS
from moim.contexts.users.adapters.http.forms import PasswordForm, ResetAskForm, ResetForm
from moim.contexts.users.domain.links import LinkNoLongerWorks
from moim.contexts.users.domain.password import WrongPassword
from moim.platform.auth import SignedIn
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import TooOften


def password_routes(door: Door, edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["passwords"])

    @router.post(
        "/users/me/password",
        summary="Change the password, or set the first one; other sessions end",
        status_code=204,
        responses=refusals(WrongPassword, TooOften, *WEAK_PASSWORDS),
    )
    async def post_password(form: PasswordForm, caller: SignedIn) -> Response:
        ended = await door.change_password(
            caller.user_id, caller.session_id, form.current_password or "", form.new_password
        )
        edge.end_sessions(ended)
        return Response(status_code=204)

    @router.post(
        "/password-resets",
        summary="Have a reset link sent; the answer is the same for every address",
        status_code=202,
        responses=refusals(TooOften),
    )
    async def post_reset(form: ResetAskForm, request: Request) -> Response:
        await door.ask_reset(form.email, host_of(request))
        return Response(status_code=202)

    @router.post(
        "/password-resets/{token}",
        summary="Set a new password by a link; every session ends",
        status_code=204,
        responses=refusals(LinkNoLongerWorks, *WEAK_PASSWORDS),
    )
    async def post_reset_token(token: str, form: ResetForm) -> Response:
        edge.end_sessions(await door.reset_password(edge.reset_in(token), form.password))
        return Response(status_code=204)

    return router
