"""The second factor over HTTP."""

import base64
import os
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door
from moim.contexts.users.adapters.http.forms import Form, LeaveForm
from moim.contexts.users.adapters.http.sessions import NO_STORE
from moim.contexts.users.application import second_factors
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.password import Proof, WrongPassword
from moim.contexts.users.domain.second_factor import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    SECRET_BYTES,
    CodeNotConfirmed,
    SecondFactorOff,
    SecondFactorOn,
    recovery_code,
    recovery_hash,
)
from moim.contexts.users.domain.user import User
from moim.platform.auth import SignedIn
from moim.platform.context import Answer, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import JSON, answer, encoded
from moim.platform.http.conditions import once_of
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.qr import qr_svg
from moim.platform.ratelimit import TooOften

ISSUER = "Moim"


class CodeForm(Form):
    """What the app shows."""

    code: Annotated[str, Field(max_length=20, examples=["123456"])]


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """Shown once; it counts when it is confirmed. ``qr_svg`` is a picture of ``uri`` to scan."""

    secret: str
    uri: str
    qr_svg: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodes:
    """Shown once; each lets in once in place of a code of the app."""

    recovery_codes: list[str]


@dataclass(frozen=True, kw_only=True)
class SecondFactorState:
    """Whether signing in needs it."""

    on: bool
    recovery_codes_left: int


def second_factor_routes(door: Door) -> APIRouter:
    """Under ``/v1/users/me/second-factor``."""
    router = APIRouter(prefix="/v1/users/me/second-factor", tags=["second factor"])
    _enrolment_routes(router, door)

    @router.get("", summary="Whether signing in needs it", response_model=SecondFactorState)
    async def get_state(caller: SignedIn) -> Response:
        about = WhoIs(user_id=caller.user_id)
        factor = await door.use.ask(second_factors.second_factor_of, about)
        on = factor is not None and factor.on
        left = len(factor.recovery) if factor else 0
        return answer(SecondFactorState(on=on, recovery_codes_left=left))

    @router.delete(
        "",
        summary="Turn it off, with the password",
        status_code=204,
        responses=refusals(WrongPassword, SecondFactorOff, TooOften),
    )
    async def delete_factor(form: LeaveForm, caller: SignedIn) -> Response:
        await door.with_password(
            caller.user_id,
            form.password,
            second_factors.end_second_factor,
            lambda proof: second_factors.EndSecondFactor(user_id=caller.user_id, proof=proof),
        )
        return Response(status_code=204)

    return router


def _enrolment_routes(router: APIRouter, door: Door) -> None:
    @router.post(
        "",
        summary="Begin it, with the password: a secret for an authenticator app",
        status_code=201,
        response_model=Enrolment,
        responses=refusals(
            WrongPassword, SecondFactorOn, TooOften, KeyUsedForAnother, StillRunning
        ),
    )
    async def post_factor(form: LeaveForm, request: Request, caller: SignedIn) -> Response:
        secret = os.urandom(SECRET_BYTES)

        def begin(proof: Proof) -> second_factors.BeginSecondFactor:
            return second_factors.BeginSecondFactor(
                user_id=caller.user_id, proof=proof, secret=secret
            )

        def told(user: User) -> Answer:
            return Answer(status=201, body=encoded(_enrolment(user, secret)))

        once = once_of(request, caller.user_id, await request.body())
        shown = (caller.user_id, form.password, second_factors.begin_second_factor, begin)
        if once is None:
            given = told(await door.with_password(*shown))
        else:
            given = await door.with_password_once(*shown, once, told)
        return Response(given.body, given.status, NO_STORE, media_type=JSON)

    @router.post(
        "/confirm",
        summary="Turn it on with a first code",
        response_model=RecoveryCodes,
        responses=refusals(
            CodeNotConfirmed,
            SecondFactorOn,
            SecondFactorOff,
            TooOften,
            KeyUsedForAnother,
            StillRunning,
        ),
    )
    async def post_confirm(form: CodeForm, request: Request, caller: SignedIn) -> Response:
        door.limits.code(caller.user_id)
        codes = [recovery_code(os.urandom(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
        command = second_factors.ConfirmSecondFactor(
            user_id=caller.user_id,
            code=form.code,
            recovery=tuple(recovery_hash(code) for code in codes),
        )
        return await created(
            door.use,
            request,
            caller,
            second_factors.confirm_second_factor,
            command,
            lambda _: RecoveryCodes(recovery_codes=codes),
            200,
            headers=NO_STORE,
        )


def _enrolment(user: User, secret: bytes) -> Enrolment:
    shown = base64.b32encode(secret).decode()
    label = quote(f"{ISSUER}:{user.known().nickname.text}")
    uri = f"otpauth://totp/{label}?{urlencode({'secret': shown, 'issuer': ISSUER})}"
    return Enrolment(secret=shown, uri=uri, qr_svg=qr_svg(uri))
