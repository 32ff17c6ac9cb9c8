"""Accounts that staff look for, over HTTP.

What is looked for stands in the body: addresses are personal, and paths are logged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field, model_validator
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door
from moim.contexts.users.adapters.http.forms import Address, Form, NicknameText
from moim.contexts.users.adapters.http.views import photo_url
from moim.contexts.users.application.finding import (
    AccountsNamed,
    AccountWithEmail,
    account_with_email,
    accounts_named,
)
from moim.contexts.users.domain.email import Email, EmailNotAllowed
from moim.contexts.users.domain.nickname import NicknameNotAllowed
from moim.contexts.users.domain.user import User
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    decode_cursor,
    encode_cursor,
    page,
)
from moim.platform.ratelimit import TooOften

Staff = Annotated[Caller, Depends(require("staff"))]


class FindForm(Form):
    """One of the two: a whole address, or how a nickname begins."""

    email: Address | None = None
    nickname: NicknameText | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT
    cursor: Annotated[str, Field(max_length=CURSOR_LENGTH_MAX)] | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> "FindForm":
        if (self.email is None) == (self.nickname is None):
            raise ValueError("name either email or nickname")
        return self


@dataclass(frozen=True, kw_only=True)
class FoundAccount:
    """An account, without its address; ``locked`` whatever for, ``leaves_at`` if it asked to."""

    id: UUID
    nickname: str
    photo: str | None
    roles: list[str]
    joined_at: datetime
    email_verified: bool
    locked: bool
    leaves_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FoundAccounts:
    """In the order of their names."""

    items: list[FoundAccount]
    next: str | None


def finding_routes(door: Door) -> APIRouter:
    """Under ``/v1/admin``: never by a personal token."""
    router = APIRouter(prefix="/v1/admin/accounts", tags=["moderation"])

    @router.post(
        "/search",
        summary="Find an account by its whole address or how its name begins; it is noted for each",
        response_model=FoundAccounts,
        responses=refusals(RoleMissing, EmailNotAllowed, NicknameNotAllowed, TooOften),
    )
    async def post_search(form: FindForm, caller: Staff) -> Response:
        door.limits.finding(caller.user_id)
        found: Sequence[User]
        if form.email is not None:
            email_hash = door.index_of(Email.of(form.email))
            one = AccountWithEmail(by=caller.user_id, email_hash=email_hash)
            found = await door.use.run(account_with_email, one)
        else:
            named = AccountsNamed(
                by=caller.user_id,
                beginning=form.nickname or "",
                after=decode_cursor(form.cursor, (str,))[0] if form.cursor else None,
                limit=form.limit,
            )
            found = await door.use.run(accounts_named, named)
        now = door.use.clock()
        more = form.nickname is not None and len(found) == form.limit
        last = encode_cursor((found[-1].known().nickname.key,)) if more else None
        return answer(page([_told(user, now) for user in found], last))

    return router


def _told(user: User, now: datetime) -> FoundAccount:
    lock = user.lock
    return FoundAccount(
        id=user.id,
        nickname=user.known().nickname.text,
        photo=photo_url(user.id, user.photo_key),
        roles=sorted(user.roles),
        joined_at=user.joined_at,
        email_verified=user.email_verified_at is not None,
        locked=lock is not None and not lock.has_run_out(now),
        leaves_at=user.leaves_at,
    )
