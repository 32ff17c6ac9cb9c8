"""Accounts over HTTP: sign-up, one's own profile, others' public part, the address, leaving."""

from uuid import UUID

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.door import Door, NewAccount
from moim.contexts.users.adapters.edge import Edge, host_of
from moim.contexts.users.adapters.http import views
from moim.contexts.users.adapters.http.forms import LeaveForm, ProfileForm, SignUpForm
from moim.contexts.users.application import accounts, leaving, profiles, queries
from moim.contexts.users.domain.email import EmailNotAllowed, EmailTaken
from moim.contexts.users.domain.links import EmailAlreadyVerified, LinkNoLongerWorks
from moim.contexts.users.domain.nickname import NicknameNotAllowed, NicknameTaken
from moim.contexts.users.domain.password import (
    PasswordIsName,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    WrongPassword,
)
from moim.contexts.users.domain.profile import (
    UnderAge,
    UnknownLocale,
    UnknownTimezone,
    ValueNotAllowed,
)
from moim.contexts.users.domain.regions import UnknownRegion
from moim.contexts.users.domain.user import (
    AlreadyLeaving,
    HealthConsentNeeded,
    NotLeaving,
    SignUpClosed,
    User,
)
from moim.kernel.errors import Changed, NotFound
from moim.platform.auth import SignedIn
from moim.platform.context import Answer
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import (
    not_modified,
    once_of,
    version_etag,
    version_wanted,
)
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import TooOften

WEAK_PASSWORDS = (PasswordTooShort, PasswordTooLong, PasswordTooCommon, PasswordIsName)
BAD_VALUES = (
    NicknameNotAllowed,
    NicknameTaken,
    UnknownRegion,
    UnknownTimezone,
    UnknownLocale,
    ValueNotAllowed,
    UnderAge,
)
ETAG = {"headers": {"ETag": {"schema": {"type": "string"}, "description": 'Such as "v3".'}}}


def account_routes(door: Door, edge: Edge) -> APIRouter:
    """Under ``/v1``."""
    router = APIRouter(prefix="/v1", tags=["users"])
    _sign_up_route(router, door)
    _own_routes(router, door)
    _leaving_routes(router, door, edge)
    _verification_routes(router, door, edge)

    @router.get(
        "/users/{user_id}",
        summary="The public part of an account",
        response_model=views.Profile,
        responses=refusals(NotFound),
    )
    async def get_user(user_id: UUID, _: SignedIn) -> Response:
        found = await door.use.ask(queries.public_profile, queries.WhoIs(user_id=user_id))
        return answer(views.public_profile(found))

    return router


def _sign_up_route(router: APIRouter, door: Door) -> None:
    @router.post(
        "/users",
        summary="Sign up",
        status_code=201,
        response_model=views.Registered,
        responses=refusals(
            EmailNotAllowed, EmailTaken, SignUpClosed, TooOften, *WEAK_PASSWORDS, *BAD_VALUES
        ),
    )
    async def post_user(form: SignUpForm, request: Request) -> Response:
        values = form.model_dump(exclude={"email", "password"}, exclude_none=True)
        wish = NewAccount(email=form.email, password=form.password, values=values)
        once = once_of(request, UUID(int=0), await request.body())
        if once is None:
            given = _registered(await door.sign_up(wish, host_of(request)))
        else:
            given = await door.sign_up_once(wish, host_of(request), once, _registered)
        return Response(given.body, given.status, media_type=JSON)


def _own_routes(router: APIRouter, door: Door) -> None:
    @router.get(
        "/users/me",
        summary="One's own profile",
        response_model=views.OwnProfile,
        responses={200: ETAG, 304: {"description": "It is what you have."}},
    )
    async def get_me(request: Request, caller: SignedIn) -> Response:
        user = await door.use.ask(queries.own_account, queries.WhoIs(user_id=caller.user_id))
        etag = version_etag(user.version)
        return not_modified(request, etag) or _own(user)

    @router.patch(
        "/users/me",
        summary="Change one's profile",
        response_model=views.OwnProfile,
        responses={200: ETAG, **refusals(Changed, HealthConsentNeeded, *BAD_VALUES)},
    )
    async def patch_me(form: ProfileForm, request: Request, caller: SignedIn) -> Response:
        values = form.model_dump(exclude_unset=True)
        command = profiles.EditProfile(
            user_id=caller.user_id,
            health_consent=values.pop("health_consent", None),
            values=values,
            version=version_wanted(request),
        )
        return _own(await door.use.run(profiles.edit_profile, command))


def _leaving_routes(router: APIRouter, door: Door, edge: Edge) -> None:
    @router.delete(
        "/users/me",
        summary="Leave: everything is erased in seven days",
        status_code=202,
        response_model=views.Leaving,
        responses=refusals(WrongPassword, AlreadyLeaving, TooOften),
    )
    async def delete_me(form: LeaveForm, caller: SignedIn) -> Response:
        begun = await door.leave(caller.user_id, form.password)
        edge.end_sessions(begun.ended)
        return edge.signed_out(answer(views.Leaving(leaves_at=begun.leaves_at), 202))

    @router.post(
        "/users/me/stay",
        summary="Change one's mind about leaving",
        response_model=views.OwnProfile,
        responses=refusals(NotLeaving),
    )
    async def post_stay(caller: SignedIn) -> Response:
        about = queries.WhoIs(user_id=caller.user_id)
        return _own(await door.use.run(leaving.stay, about))


def _verification_routes(router: APIRouter, door: Door, edge: Edge) -> None:
    @router.post(
        "/email-verifications",
        summary="Send another verification link",
        status_code=202,
        response_class=Response,
        responses=refusals(EmailAlreadyVerified, TooOften),
    )
    async def post_verification(caller: SignedIn) -> Response:
        door.limits.letter(caller.user_id)
        command = accounts.ResendVerification(user_id=caller.user_id)
        await door.use.run(accounts.resend_verification, command)
        return Response(status_code=202)

    @router.post(
        "/email-verifications/{token}",
        summary="Use a verification link",
        status_code=204,
        responses=refusals(LinkNoLongerWorks),
    )
    async def post_verification_token(token: str) -> Response:
        command = accounts.VerifyEmail(link=edge.verification_in(token))
        await door.use.run(accounts.verify_email, command)
        return Response(status_code=204)


def _own(user: User) -> Response:
    return answer(views.own_profile(user), headers={"etag": version_etag(user.version)})


def _registered(user: User) -> Answer:
    return Answer(status=201, body=msgspec.json.encode(views.registered(user)))
