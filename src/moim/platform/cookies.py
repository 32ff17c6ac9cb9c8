"""A session in a browser: three cookies, and a token that another site cannot read."""

from uuid import UUID

from starlette.requests import HTTPConnection
from starlette.responses import Response

from moim.kernel.errors import Forbidden
from moim.platform.vault import Vault

ACCESS_COOKIE = "moim_access"
REFRESH_COOKIE = "moim_refresh"
CSRF_COOKIE = "moim_csrf"
CSRF_HEADER = "x-csrf-token"
CSRF_PURPOSE = "csrf"
REFRESH_PATH = "/v1/sessions"
REFRESH_LIFETIME_S = 30 * 24 * 60 * 60
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfMismatch(Forbidden):
    """A request that changes something came with cookies alone: another site could have sent it."""

    code = "csrf-mismatch"
    ko = "보안 확인에 실패했습니다. 페이지를 새로 고친 뒤 다시 시도해 주세요."
    en = "The security check failed. Reload the page and try again."


class SessionCookies:
    """Sets, clears and checks the cookies of a signed-in browser."""

    def __init__(self, vault: Vault, *, secure: bool) -> None:
        """``secure``: over TLS only, as it must be wherever the instance has an https address."""
        self._vault = vault
        self._secure = secure

    def set(
        self, response: Response, *, session_id: UUID, access: str, refresh: str, access_s: int
    ) -> None:
        """Sign the browser in. ``access_s`` is the access token's lifetime."""
        self._put(response, ACCESS_COOKIE, access, access_s)
        self._put(response, REFRESH_COOKIE, refresh, REFRESH_LIFETIME_S, path=REFRESH_PATH)
        csrf = self._vault.mint(CSRF_PURPOSE, session_id)
        self._put(response, CSRF_COOKIE, csrf, REFRESH_LIFETIME_S, httponly=False)

    def clear(self, response: Response) -> None:
        """Sign the browser out."""
        self._put(response, ACCESS_COOKIE, "", 0)
        self._put(response, REFRESH_COOKIE, "", 0, path=REFRESH_PATH)
        self._put(response, CSRF_COOKIE, "", 0, httponly=False)

    def checked_session(self, request: HTTPConnection) -> UUID:
        """The session that the request's CSRF token belongs to. Raises CsrfMismatch.

        The header must repeat the cookie, and the cookie must be ours for that session.
        """
        sent = request.headers.get(CSRF_HEADER, "")
        session_id = self._vault.check(CSRF_PURPOSE, sent)
        if session_id is None or request.cookies.get(CSRF_COOKIE) != sent:
            raise CsrfMismatch
        return session_id

    def _put(
        self,
        response: Response,
        name: str,
        value: str,
        max_age: int,
        *,
        path: str = "/",
        httponly: bool = True,
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=path,
            secure=self._secure,
            httponly=httponly,
            samesite="lax",
        )
