"""The outermost layer: an id for each request, limits, headers, figures, and no bare 500."""

import logging
from time import perf_counter
from uuid import UUID

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from moim.kernel.ids import new_id
from moim.platform.context import correlation
from moim.platform.http.dispatch import ROUTE
from moim.platform.http.languages import KOREAN, language_of
from moim.platform.http.limits import LimitedBody
from moim.platform.http.problems import SERVER_ERROR, problem
from moim.platform.telemetry import REQUEST_SECONDS, note_request

REQUEST_ID = b"x-request-id"
GONE_BEFORE_ANSWERED = 499
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CONTENT_SECURITY_POLICY = (
    b"default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    b"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FAILED_KO = "서버에서 문제가 생겼습니다. 계속되면 요청 번호 {id}와 함께 운영자에게 알려 주세요."
FAILED_EN = "Something went wrong on our side. If it goes on, tell the host this request id: {id}"

log = logging.getLogger(__name__)


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        """``base_url`` is the public address, or empty; it begins the ``type`` of problems."""
        self.app = app
        self._base_url = base_url
        self._seconds: dict[tuple[str, str, int], object] = {}
        self._headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
        ]
        if base_url.startswith("https://"):
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        id = _sane_id(scope) or new_id()
        token = correlation.set(id)
        try:
            if scope["type"] == "http":
                await self._serve(id, scope, receive, send)
            else:
                await self.app(scope, receive, send)
        finally:
            correlation.reset(token)

    async def _serve(self, id: UUID, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(message["headers"], id, scope)
            await send(message)

        try:
            await self.app(scope, LimitedBody(scope, receive), send_with_headers)
        except ClientDisconnect:
            status = status or GONE_BEFORE_ANSWERED
        except Exception:
            log.exception("request failed")
            if status:
                raise  # the answer has begun: the server must break it off
            await self._failed(id, scope)(scope, receive, send_with_headers)
        finally:
            self._note(scope, status, perf_counter() - started)

    def _failed(self, id: UUID, scope: Scope) -> ASGIApp:
        detail = (FAILED_KO if language_of(scope) == KOREAN else FAILED_EN).format(id=id)
        return problem(
            scope,
            status=SERVER_ERROR,
            code="server-error",
            detail=detail,
            base_url=self._base_url,
        )

    def _add_headers(self, headers: list[tuple[bytes, bytes]], id: UUID, scope: Scope) -> None:
        names = {name for name, _ in headers}
        headers.append((REQUEST_ID, str(id).encode()))
        headers.extend(self._headers)
        if b"content-security-policy" not in names:
            headers.append((b"content-security-policy", CONTENT_SECURITY_POLICY))
        if b"cache-control" not in names and scope["path"].startswith("/v1/"):
            headers.append((b"cache-control", b"private, no-cache"))

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = scope.get(ROUTE) or "none"
        key = (method, route, status)
        histogram = self._seconds.get(key)
        if histogram is None:
            histogram = self._seconds[key] = REQUEST_SECONDS.labels(method, route, status)
        histogram.observe(seconds)  # type: ignore[attr-defined]
        told = {"method": method, "route": route, "status": status}
        note_request({**told, "ms": round(seconds * 1000, 2)})


def _sane_id(scope: Scope) -> UUID | None:
    """The id a gateway gave the request, if it is a UUID: anything else could be a message."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID:
            try:
                return UUID(value.decode("ascii"))
            except ValueError:
                return None
    return None
