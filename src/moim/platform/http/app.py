"""The application that carries all routes; every refusal leaves it as a problem document."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from moim.kernel.errors import Refusal, Stale
from moim.platform.auth import Authenticator
from moim.platform.db import Overloaded
from moim.platform.http.bodies import NotJson
from moim.platform.http.dispatch import Dispatch
from moim.platform.http.edge import Edge
from moim.platform.http.health import Check, health_routes
from moim.platform.http.joining import take_in
from moim.platform.http.languages import KOREAN, language_of
from moim.platform.http.mistakes import of_pydantic
from moim.platform.http.openapi import document_of
from moim.platform.http.problem_pages import problem_routes
from moim.platform.http.problems import (
    InvalidInput,
    NoSuchAddress,
    Unreadable,
    problem,
    problem_of,
)
from moim.platform.http.reading import reading_routes

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

PLAIN: dict[int, tuple[str, str, str]] = {
    400: ("bad-request", "요청을 읽을 수 없습니다.", "The request cannot be read."),
    405: (
        "method-not-allowed",
        "이 주소에서 지원하지 않는 메서드입니다.",
        "This address does not take that method.",
    ),
    409: (
        "contended",
        "같은 항목을 여러 곳에서 동시에 바꾸고 있습니다. 잠시 후 다시 시도해 주세요.",
        "Others are changing the same thing. Try again in a moment.",
    ),
    503: (
        "overloaded",
        "요청이 몰려 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.",
        "Too much is waiting already. Try again in a moment.",
    ),
}


def make_app(
    *,
    version: str,
    base_url: str,
    authenticator: Authenticator,
    ready: Mapping[str, Check],
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """The application without the contexts' routes: ``take_in`` them.

    ``base_url`` is the public address or empty. ``ready`` names what must work before requests
    are sent here; it may still be filled after this call.
    """
    app = FastAPI(
        title="Moim",
        version=version,
        summary="함께 달리고, 타고, 공부하고, 모이는 사람들의 플랫폼",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # asked at each request
    )
    app.state.authenticator = authenticator
    app.add_middleware(Edge, base_url=base_url)
    _answer_refusals(app, base_url)
    app.openapi = lambda: document_of(app)  # type: ignore[method-assign] # FastAPI's own way
    app.router.middleware_stack = Dispatch(app.router)
    take_in(app, health_routes(ready))
    take_in(app, problem_routes())
    take_in(app, reading_routes())
    return app


def _answer_refusals(app: FastAPI, base_url: str) -> None:
    async def refused(request: Request, error: Exception) -> Response:
        return problem_of(_as_refusal(error), request.scope, base_url)

    async def plain(request: Request, error: Exception) -> Response:
        cause = error.__cause__
        if isinstance(cause, Refusal):  # FastAPI wraps what is raised while a body is read
            return problem_of(cause, request.scope, base_url)
        if not isinstance(error, HTTPException):
            status = 409 if isinstance(error, Stale) else 503
            return _plain(request.scope, status, base_url, {"retry-after": "1"})
        if error.status_code == 404:  # noqa: PLR2004 - the router found nothing
            return problem_of(NoSuchAddress(), request.scope, base_url)
        return _plain(request.scope, error.status_code, base_url, dict(error.headers or {}))

    handlers: dict[type[Exception], Any] = {
        Refusal: refused,
        RequestValidationError: refused,
        HTTPException: plain,
        Stale: plain,
        Overloaded: plain,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _as_refusal(error: Exception) -> Refusal:
    if isinstance(error, RequestValidationError):
        if isinstance(error.body, bytes):  # it was not even tried as JSON
            return NotJson()
        errors = error.errors()
        if any(item["type"] == "json_invalid" for item in errors):
            return Unreadable()
        return InvalidInput(of_pydantic(errors))
    assert isinstance(error, Refusal)  # noqa: S101 - it is registered for these two
    return error


def _plain(scope: Scope, status: int, base_url: str, headers: dict[str, str]) -> Response:
    code, ko, en = PLAIN.get(status, PLAIN[400])
    detail = ko if language_of(scope) == KOREAN else en
    return problem(
        scope, status=status, code=code, detail=detail, headers=headers, base_url=base_url
    )
