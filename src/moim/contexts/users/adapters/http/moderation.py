"""Locks over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door
from moim.contexts.users.adapters.edge import Edge
from moim.contexts.users.adapters.http.forms import LockForm
from moim.contexts.users.application import locks
from moim.contexts.users.domain.audit import WhyNotAllowed, reason
from moim.contexts.users.domain.lock import AccountNotLocked, LockEndsInThePast, MayNotModerate
from moim.kernel.errors import NotFound
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.http.openapi import refusals

Moderator = Annotated[Caller, Depends(require("moderator"))]


def moderation_routes(door: Door, edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["moderation"])

    @router.post(
        "/users/{user_id}/lock",
        summary="Lock an account; its sessions end at once",
        status_code=204,
        responses=refusals(RoleMissing, MayNotModerate, NotFound, LockEndsInThePast, WhyNotAllowed),
    )
    async def post_lock(user_id: UUID, caller: Moderator, form: LockForm | None = None) -> Response:
        until = form.until if form else None
        why = reason(form.why) if form and form.why else ""
        command = locks.LockAccount(user_id=user_id, by=caller.user_id, until=until, why=why)
        edge.lock(user_id, await door.use.run(locks.lock_account, command), until)
        return Response(status_code=204)

    @router.post(
        "/users/{user_id}/unlock",
        summary="Unlock an account",
        status_code=204,
        responses=refusals(RoleMissing, MayNotModerate, NotFound, AccountNotLocked),
    )
    async def post_unlock(user_id: UUID, caller: Moderator) -> Response:
        await door.use.run(
            locks.unlock_account, locks.UnlockAccount(user_id=user_id, by=caller.user_id)
        )
        edge.unlock(user_id)
        return Response(status_code=204)

    return router
