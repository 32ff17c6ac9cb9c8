"""Roles and the audit log over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from moim.contexts.users.adapters.edge import Edge
from moim.contexts.users.adapters.http.forms import Form
from moim.contexts.users.application import audit
from moim.contexts.users.domain.audit import Entry, WhyNotAllowed
from moim.contexts.users.domain.roles import MayNotGrant, Role
from moim.kernel.errors import NotFound
from moim.platform.auth import Caller, RoleMissing, SignedIn, require
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor

Staff = Annotated[Caller, Depends(require("staff"))]
Owner = Annotated[Caller, Depends(require("owner"))]


class RolesForm(Form):
    """All roles beside ``user``; what is not named is taken away."""

    roles: Annotated[
        list[Literal["user", "organiser", "moderator", "staff", "owner"]], Field(max_length=5)
    ]
    why: Annotated[str, Field(max_length=600, examples=["토요일 모임을 진행합니다"])]


@dataclass(frozen=True, kw_only=True)
class RolesNow:
    """What the account may do."""

    id: UUID
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """``actor_id`` did it with what is ``subject_id``'s; ``hash`` in hexadecimal."""

    number: int
    at: datetime
    actor_id: UUID
    subject_id: UUID
    deed: str
    why: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """The newest first."""

    items: list[AuditLine]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class Verification:
    """``breaks_at`` is the first number that does not hold, null if the chain is whole."""

    intact: bool
    breaks_at: int | None


def audit_routes(use: Context[Any], edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["moderation"])
    _reading_routes(router, use)

    @router.put(
        "/users/{user_id}/roles",
        summary="Give and take roles",
        response_model=RolesNow,
        responses=refusals(RoleMissing, MayNotGrant, NotFound, WhyNotAllowed),
    )
    async def put_roles(user_id: UUID, form: RolesForm, caller: Staff) -> Response:
        command = audit.SetRoles(
            user_id=user_id,
            by=caller.user_id,
            roles=frozenset(Role(name) for name in form.roles),
            why=form.why,
        )
        done = await use.run(audit.set_roles, command)
        edge.end_sessions(done.ended)
        return answer(RolesNow(id=user_id, roles=sorted(done.user.roles)))

    return router


def _reading_routes(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/users/me/accesses",
        summary="Who did what with one's own account and data",
        response_model=AuditPage,
    )
    async def get_accesses(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        wanted = audit.Entries(about=caller.user_id, before=_position(cursor), limit=limit)
        return answer(_page(await use.ask(audit.entries, wanted), limit))

    @router.get(
        "/audit",
        summary="The audit log, for the owner",
        response_model=AuditPage,
        responses=refusals(RoleMissing),
    )
    async def get_audit(_: Owner, limit: Limit = 20, cursor: Cursor = None) -> Response:
        wanted = audit.Entries(about=None, before=_position(cursor), limit=limit)
        return answer(_page(await use.ask(audit.entries, wanted), limit))

    @router.get(
        "/audit/verification",
        summary="Whether the audit log is whole",
        response_model=Verification,
        responses=refusals(RoleMissing),
    )
    async def get_verification(_: Owner) -> Response:
        breaks_at = await use.ask(audit.verify, audit.WholeChain())
        return answer(Verification(intact=breaks_at is None, breaks_at=breaks_at))


def _position(cursor: str | None) -> int | None:
    return decode_cursor(cursor, (int,))[0] if cursor else None


def _page(found: Sequence[Entry], limit: int) -> AuditPage:
    items = [
        AuditLine(
            number=entry.number,
            at=entry.at,
            actor_id=entry.actor_id,
            subject_id=entry.subject_id,
            deed=entry.deed.value,
            why=entry.why,
            hash=entry.hash.hex(),
        )
        for entry in found
    ]
    more = encode_cursor((found[-1].number,)) if len(found) == limit else None
    return AuditPage(items=items, next=more)
