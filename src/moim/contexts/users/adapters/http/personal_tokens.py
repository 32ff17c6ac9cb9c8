"""Personal access tokens over HTTP. Only a session makes them, never another token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.edge import Edge
from moim.contexts.users.adapters.http.forms import TokenForm
from moim.contexts.users.adapters.http.sessions import NO_STORE
from moim.contexts.users.application import personal_tokens
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.personal_token import (
    PersonalToken,
    TokenNameNotAllowed,
    TooManyTokens,
    UnknownScope,
)
from moim.kernel.errors import NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.tokens import new_personal_token


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """A token as its owner sees it later: without itself."""

    id: UUID
    name: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NewToken(TokenLine):
    """``token`` is shown this once; keep it."""

    token: str


@dataclass(frozen=True, kw_only=True)
class TokenList:
    """The newest first."""

    items: list[TokenLine]
    next: str | None


def personal_token_routes(use: Context[Any], edge: Edge) -> APIRouter:
    """Under ``/v1/users/me/tokens``."""
    router = APIRouter(prefix="/v1/users/me/tokens", tags=["personal tokens"])

    @router.post(
        "",
        summary="Make a personal token; it is shown this once",
        status_code=201,
        response_model=NewToken,
        responses=refusals(TokenNameNotAllowed, UnknownScope, TooManyTokens),
    )
    async def post_token(form: TokenForm, request: Request, caller: SignedIn) -> Response:
        token, token_hash = new_personal_token()
        command = personal_tokens.MakeToken(
            id=new_id(),
            user_id=caller.user_id,
            token_hash=token_hash,
            name=form.name,
            scopes=tuple(form.scopes),
            days=form.expires_in_days,
        )

        def shown(made: PersonalToken) -> NewToken:
            return NewToken(token=token, **_told(made))

        return await created(
            use, request, caller, personal_tokens.make_token, command, shown, headers=NO_STORE
        )

    @router.get("", summary="One's personal tokens", response_model=TokenList)
    async def get_tokens(caller: SignedIn) -> Response:
        found = await use.ask(personal_tokens.tokens_of, WhoIs(user_id=caller.user_id))
        return answer(TokenList(items=[TokenLine(**_told(one)) for one in found], next=None))

    @router.delete(
        "/{token_id}",
        summary="Revoke a personal token; it counts no more at once",
        status_code=204,
        responses=refusals(NotFound),
    )
    async def delete_token(token_id: UUID, caller: SignedIn) -> Response:
        command = personal_tokens.RevokeToken(user_id=caller.user_id, id=token_id)
        await use.run(personal_tokens.revoke_token, command)
        edge.end_sessions([token_id])
        return Response(status_code=204)

    return router


def _told(token: PersonalToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "made_at": token.made_at,
        "expires_at": token.expires_at,
        "used_at": token.used_at,
    }
