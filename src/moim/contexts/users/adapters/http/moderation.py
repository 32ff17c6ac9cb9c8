"""Locks over HTTP."""

from dataclasses import dataclass
from datetime import datetime
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
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals


@dataclass(frozen=True, kw_only=True)
class LockNow:
    """``until`` is null where somebody has to unlock it."""

    reason: str
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class StandingNow:
    """``may_lock`` and ``grantable`` say what the moderator who asks may do about it."""

    id: UUID
    roles: list[str]
    lock: LockNow | None
    may_lock: bool
    grantable: list[str]


Moderator = Annotated[Caller, Depends(require("moderator"))]


def moderation_routes(door: Door, edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["moderation"])

    @router.get(
        "/users/{user_id}/standing",
        summary="How an account stands, for moderators; once an hour it is noted in its access log",
        response_model=StandingNow,
        responses=refusals(RoleMissing, NotFound),
    )
    async def get_standing(user_id: UUID, caller: Moderator) -> Response:
        about = locks.StandingOf(user_id=user_id, by=caller.user_id)
        return answer(_standing(await door.use.run(locks.standing_of, about), door.use.clock()))

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


def _standing(found: locks.Standing, now: datetime) -> StandingNow:
    lock = found.user.lock
    return StandingNow(
        id=found.user.id,
        roles=sorted(found.user.roles),
        lock=LockNow(reason=lock.reason.value, until=lock.until)
        if lock is not None and not lock.has_run_out(now)
        else None,
        may_lock=found.may_lock,
        grantable=[role.value for role in found.grantable],
    )
