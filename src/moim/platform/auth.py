"""Who is asking: verified at the edge, without a database, for every context."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from moim.kernel.clock import Clock, system_clock
from moim.kernel.errors import Forbidden, Unauthenticated
from moim.platform.cookies import (
    ACCESS_COOKIE,
    SAFE_METHODS,
    CsrfMismatch,
    SessionCookies,
)
from moim.platform.revocations import Revocations
from moim.platform.tokens import PERSONAL_PREFIX, TokenInvalid, Tokens, hash_token

BEARER = "bearer "
IMPLIED_ROLES = {
    "owner": frozenset({"owner", "staff", "moderator", "organiser", "user"}),
    "staff": frozenset({"staff", "moderator", "organiser", "user"}),
}
NEVER_BY_PERSONAL_TOKEN = frozenset({"admin:read", "admin:write", "sessions:read"}) | frozenset(
    {"sessions:write", "users:write"}
)


class SessionEnded(Unauthenticated):
    """Signed out elsewhere, locked or erased, though the token has not run out."""

    code = "session-ended"
    ko = "로그아웃된 세션입니다. 다시 로그인해 주세요."
    en = "This session has ended. Please sign in again."


ROLES_KO = {
    "organiser": "주최자",
    "moderator": "운영자",
    "staff": "스태프",
    "owner": "소유자",
}
"""Roles as a Korean sentence names them."""


class RoleMissing(Forbidden):
    """It takes a role that the caller does not have."""

    code = "role-missing"
    ko = "이 작업에는 {role} 권한이 필요합니다."
    en = "This needs the role {role}."

    def sentence(self, language: str) -> str:
        """With the role as the pages call it."""
        role = str(self.details["role"])
        if language == "ko":
            return self.ko.format(role=ROLES_KO.get(role, role))
        return self.en.format(role=role)


class ScopeMissing(Forbidden):
    """A personal token was not made for this."""

    code = "scope-missing"
    ko = "이 개인 토큰으로는 할 수 없습니다. 필요한 범위: {scope}"
    en = "This personal token does not allow it. Scope needed: {scope}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A signed-in person, or a script with that person's token.

    ``session_id`` is the personal token's id when ``via`` is ``pat``, and only then do ``scopes``
    limit anything: ``workouts:read`` allows GET under ``/v1/workouts``, ``workouts:write`` the
    rest.
    """

    user_id: UUID
    session_id: UUID
    roles: frozenset[str]
    scopes: frozenset[str]
    via: Literal["cookie", "bearer", "pat"]

    def has(self, role: str) -> bool:
        """Whether they have the role or one that includes it."""
        return any(role in IMPLIED_ROLES.get(own, {own}) for own in self.roles)

    def must_have(self, role: str) -> None:
        """Raise RoleMissing unless they have it."""
        if not self.has(role):
            raise RoleMissing(role=role)


FindPersonal = Callable[[bytes], Caller | None]
"""The caller behind a personal token's hash. Called on the event loop: answer from memory, or by
one indexed read of SQLite."""


class Authenticator:
    """Turns a request's token into a Caller."""

    def __init__(
        self,
        tokens: Tokens,
        cookies: SessionCookies,
        revocations: Revocations,
        clock: Clock = system_clock,
    ) -> None:
        """Put it in ``app.state.authenticator``; the dependencies below look there."""
        self.tokens = tokens
        self.cookies = cookies
        self.revocations = revocations
        self.find_personal: FindPersonal = lambda _hash: None
        self._clock = clock

    def caller(self, request: HTTPConnection) -> Caller:
        """Who is asking. Raises an Unauthenticated or Forbidden refusal."""
        now = self._clock()
        authorization = request.headers.get("authorization")
        if authorization is None:
            return self._by_cookie(request, now)
        if authorization[: len(BEARER)].lower() != BEARER:
            raise Unauthenticated
        token = authorization[len(BEARER) :].strip()
        if token.startswith(PERSONAL_PREFIX):
            return self._by_personal(request, token, now)
        return self.caller_of_token(token, now)

    def caller_of_token(
        self, token: str, now: datetime, via: Literal["cookie", "bearer"] = "bearer"
    ) -> Caller:
        """Who bears this access token: for WebSockets, which send it in a message."""
        claims = self.tokens.verify(token, now)
        self._must_be_in_force(claims.session_id, claims.user_id, now)
        return Caller(
            user_id=claims.user_id,
            session_id=claims.session_id,
            roles=claims.roles,
            scopes=frozenset(),
            via=via,
        )

    def caller_of_socket(self, socket: HTTPConnection) -> Caller | None:
        """Who a web page's WebSocket is of, by its cookie; None without one.

        A page of another site gets none: the browser would send the cookie along.
        """
        token = socket.cookies.get(ACCESS_COOKIE)
        origin = socket.headers.get("origin", "")
        if not token or origin.partition("://")[2] != socket.headers.get("host"):
            return None
        return self.caller_of_token(token, self._clock(), via="cookie")

    def caller_of_message(self, token: str) -> Caller:
        """Who bears the access token that a WebSocket's first message brought."""
        return self.caller_of_token(token, self._clock())

    def must_still_be_in_force(self, caller: Caller) -> None:
        """Raise SessionEnded if a caller of some time ago was signed out or locked since."""
        self._must_be_in_force(caller.session_id, caller.user_id, self._clock())

    def _by_cookie(self, request: HTTPConnection, now: datetime) -> Caller:
        token = request.cookies.get(ACCESS_COOKIE)
        if not token:
            raise Unauthenticated
        caller = self.caller_of_token(token, now, via="cookie")
        safe = request.scope.get("method") in SAFE_METHODS
        if not safe and self.cookies.checked_session(request) != caller.session_id:
            raise CsrfMismatch
        return caller

    def _by_personal(self, request: HTTPConnection, token: str, now: datetime) -> Caller:
        caller = self.find_personal(hash_token(token))
        if caller is None:
            raise TokenInvalid
        self._must_be_in_force(caller.session_id, caller.user_id, now)
        scope = scope_needed(request.scope.get("method", "GET"), request.scope["path"])
        if scope in NEVER_BY_PERSONAL_TOKEN or scope not in caller.scopes:
            raise ScopeMissing(scope=scope)
        return caller

    def _must_be_in_force(self, session_id: UUID, user_id: UUID, now: datetime) -> None:
        if self.revocations.covers(user_id, now) or self.revocations.covers(session_id, now):
            raise SessionEnded


def scope_needed(method: str, path: str) -> str:
    """The scope a personal token needs for a request: ``{what}:read`` or ``{what}:write``."""
    segments = path.split("/", 3)  # "", "v1", what, rest
    what = segments[2] if len(segments) > 2 else ""  # noqa: PLR2004 - counted above
    return f"{what}:{'read' if method in SAFE_METHODS else 'write'}"


def caller_of(request: Request) -> Caller:
    """Who is asking, for routes that take the bare request."""
    authenticator: Authenticator = request.app.state.authenticator
    return authenticator.caller(request)


async def signed_in(request: Request) -> Caller:
    """The dependency behind SignedIn; async, so that it does not cost a thread."""
    return caller_of(request)


async def perhaps_signed_in(request: Request) -> Caller | None:
    """The dependency behind PerhapsSignedIn: a bad token is refused, none at all is a stranger."""
    if "authorization" in request.headers or ACCESS_COOKIE in request.cookies:
        return caller_of(request)
    return None


SignedIn = Annotated[Caller, Depends(signed_in)]
PerhapsSignedIn = Annotated[Caller | None, Depends(perhaps_signed_in)]


def require(role: str) -> Callable[[Caller], Awaitable[Caller]]:
    """For a route's signature: ``staff: Annotated[Caller, Depends(require("staff"))]``."""

    async def with_role(caller: SignedIn) -> Caller:
        caller.must_have(role)
        return caller

    return with_role
