"""One's telephone number for text messages, over HTTP."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.adapters.http.forms import CodeForm, PhoneForm
from moim.contexts.notifications.adapters.http.subscriptions import ChannelNotOffered
from moim.contexts.notifications.application import phones
from moim.contexts.notifications.application.settings import TooManySubscriptions
from moim.contexts.notifications.domain.phone import (
    CODE_DIGITS,
    CodeExpired,
    NoCodeAsked,
    NotAMobileNumber,
    TooManyCodes,
    WrongCode,
    judged,
    masked,
)
from moim.kernel.errors import Conflict, NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import RateLimit, TooOften

HOUR_S = 3_600.0
Texting = Callable[[str, str], Awaitable[None]]
"""Sends words to a number. Raises NotSent."""


class CodeNotSent(Conflict):
    """Whoever carries text messages did not take it."""

    code = "code-not-sent"
    ko = "이 번호로 문자를 보내지 못했습니다. 번호를 확인하고 다시 시도하세요."
    en = "No text message could be sent to this number. Check it and try again."


@dataclass(frozen=True, kw_only=True)
class ClaimShown:
    """A number that waits for its code."""

    number: str
    expires_at: datetime
    tries_left: int


@dataclass(frozen=True, kw_only=True)
class PhoneShown:
    """Numbers are masked; ``number`` is null until one is proved. ``offered``: whether SMS is."""

    number: str | None
    since: datetime | None
    waiting: ClaimShown | None
    offered: bool


def phone_routes(use: Context[Any], *, texting: Texting | None) -> APIRouter:
    """Under ``/v1/notification-settings/phone``; ``texting`` is None where there is no SMS."""
    router = APIRouter(prefix="/v1/notification-settings/phone", tags=["notifications"])
    by_number = RateLimit(burst=3, every_s=HOUR_S)  # whoever asks: nobody's phone is to ring so

    async def shown(user_id: UUID, status: int = 200) -> Response:
        found = await use.ask(phones.phone_of, user_id)
        return answer(_shown(found, offered=texting is not None), status=status)

    @router.get("", summary="One's number for text messages", response_model=PhoneShown)
    async def get_phone(caller: SignedIn) -> Response:
        return await shown(caller.user_id)

    @router.put(
        "",
        summary="Have a code sent to a number, to prove it; the one before holds until then",
        status_code=202,
        response_model=PhoneShown,
        responses=refusals(
            NotAMobileNumber, ChannelNotOffered, CodeNotSent, TooManyCodes, TooOften
        ),
    )
    async def put_phone(form: PhoneForm, caller: SignedIn) -> Response:
        if texting is None:
            raise ChannelNotOffered(provider="sms")
        by_number.check(judged(form.number))
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        command = phones.Ask(user_id=caller.user_id, number=form.number, code=code)
        text = await use.run(phones.ask, command)
        try:
            await texting(text.number, text.words)
        except NotSent:
            raise CodeNotSent from None
        return await shown(caller.user_id, status=202)

    @router.post(
        "/verification",
        summary="Prove the number with the code that came",
        response_model=PhoneShown,
        responses=refusals(NoCodeAsked, CodeExpired, WrongCode, TooManySubscriptions),
    )
    async def post_code(form: CodeForm, caller: SignedIn) -> Response:
        command = phones.Prove(id=new_id(), user_id=caller.user_id, code=form.code)
        refusal = await use.run(phones.prove, command)
        if refusal is not None:
            raise refusal
        return await shown(caller.user_id)

    @router.delete(
        "",
        summary="Get no text messages any more",
        status_code=204,
        responses=refusals(NotFound),
    )
    async def delete_phone(caller: SignedIn) -> Response:
        await use.run(phones.remove, caller.user_id)
        return Response(status_code=204)

    return router


def _shown(found: phones.Phone, *, offered: bool) -> PhoneShown:
    waiting = found.waiting
    return PhoneShown(
        number=None if found.number is None else masked(found.number),
        since=found.since,
        waiting=None
        if waiting is None
        else ClaimShown(
            number=masked(waiting.number),
            expires_at=waiting.expires_at,
            tries_left=waiting.tries_left,
        ),
        offered=offered,
    )
