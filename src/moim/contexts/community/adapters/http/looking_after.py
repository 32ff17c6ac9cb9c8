"""Who looks after a board, over HTTP: staff name them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from moim.contexts.community.application.looking import MemberNotFound
from moim.contexts.community.application.looking_after import (
    OneModerator,
    name_moderator,
    named_for,
    release_moderator,
)
from moim.contexts.community.domain.boards import NoSuchBoard
from moim.contexts.community.domain.looking_after import TooManyNamed
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import page

Staff = Annotated[Caller, Depends(require("staff"))]


def routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/boards/{board}/moderators``."""
    router = APIRouter(prefix="/v1/boards/{board}/moderators", tags=["moderation"])

    @router.get(
        "",
        summary="Whom staff named to look after the board; where nobody is, all moderators do",
        responses=refusals(NoSuchBoard, RoleMissing),
    )
    async def get_moderators(board: str, _: Staff) -> Response:
        named = await use.ask(named_for, board)
        return answer(page([{"id": one.user_id, "nickname": one.nickname} for one in named], None))

    @router.put(
        "/{user_id}",
        status_code=204,
        summary="Have somebody look after the board: told of reports, if a moderator",
        responses=refusals(NoSuchBoard, MemberNotFound, TooManyNamed, RoleMissing),
    )
    async def put_moderator(board: str, user_id: UUID, _: Staff) -> Response:
        await use.run(name_moderator, OneModerator(board=board, user_id=user_id))
        return Response(status_code=204)

    @router.delete(
        "/{user_id}",
        status_code=204,
        summary="Have somebody look after the board no longer",
        responses=refusals(NoSuchBoard, RoleMissing),
    )
    async def remove_moderator(board: str, user_id: UUID, _: Staff) -> Response:
        await use.run(release_moderator, OneModerator(board=board, user_id=user_id))
        return Response(status_code=204)

    return router
