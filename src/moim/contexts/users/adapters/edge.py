"""What the web edge must know or be told at once: cookies, revocations, tokens of links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.door import Opened, session_of
from moim.contexts.users.domain.links import LinkNoLongerWorks
from moim.contexts.users.domain.session import SessionOver
from moim.kernel.clock import Clock
from moim.platform.cookies import REFRESH_COOKIE, CsrfMismatch, SessionCookies
from moim.platform.revocations import Revocations
from moim.platform.tokens import ACCESS_LIFETIME_S
from moim.platform.vault import Vault

WEB_HEADER = "x-moim-web"
VERIFICATION = "users.verification"
RESET = "users.reset"
FOR_EVER = datetime.max.replace(tzinfo=UTC)
_ACCESS_LIFETIME = timedelta(seconds=ACCESS_LIFETIME_S)


def host_of(request: Request) -> str:
    """Where the request comes from, for limits alone."""
    return request.client.host if request.client else ""


def is_web(request: Request) -> bool:
    """Whether one of our own pages asks, which keeps its tokens in cookies."""
    return request.headers.get(WEB_HEADER) == "1"


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The parts of the platform that hold what no database row tells fast enough."""

    cookies: SessionCookies
    revocations: Revocations
    vault: Vault
    clock: Clock

    def end_sessions(self, ended: Iterable[UUID]) -> None:
        """Their access tokens count no more, though they have not run out."""
        until = self.clock() + _ACCESS_LIFETIME
        for id in ended:
            self.revocations.revoke(id, until)

    def lock(self, user_id: UUID, ended: Iterable[UUID], until: datetime | None) -> None:
        """Nothing speaks for the user until then, or until ``unlock``."""
        self.end_sessions(ended)
        self.revocations.revoke(user_id, until or FOR_EVER)

    def unlock(self, user_id: UUID) -> None:
        """The user's personal tokens count again; sessions have to be opened anew."""
        self.revocations.restore(user_id)

    def verification_in(self, token: str) -> UUID:
        """The link in a verification token. Raises LinkNoLongerWorks."""
        return self._link(VERIFICATION, token)

    def reset_in(self, token: str) -> UUID:
        """The link in a reset token. Raises LinkNoLongerWorks."""
        return self._link(RESET, token)

    def signed_in(self, response: Response, opened: Opened) -> Response:
        """Give a browser its cookies."""
        self.cookies.set(
            response,
            session_id=opened.session.id,
            access=opened.access_token,
            refresh=opened.refresh_token,
            access_s=opened.expires_in_s,
        )
        return response

    def signed_out(self, response: Response) -> Response:
        """Take a browser's cookies away."""
        self.cookies.clear(response)
        return response

    def refresh_cookie(self, request: Request) -> str:
        """A browser's refresh token, with the proof that one of our pages sent it."""
        token = request.cookies.get(REFRESH_COOKIE)
        if not token:
            raise SessionOver
        if self.cookies.checked_session(request) != session_of(token):
            raise CsrfMismatch
        return token

    def _link(self, purpose: str, token: str) -> UUID:
        link = self.vault.check(purpose, token)
        if link is None:
            raise LinkNoLongerWorks
        return link
