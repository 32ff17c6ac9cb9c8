"""From a path to its route by look-up: a scan over some hundred routes costs 0.3 ms a request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fastapi.routing import APIRoute, APIRouter, RouteContext, iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

from moim.platform.http.direct import direct

ROUTE = "moim.route"
Key = tuple[str, str, str, int]  # method, first and second segment, number of segments


@dataclass(frozen=True, slots=True)
class _Way:
    path: str
    pattern: re.Pattern[str]
    convertors: dict[str, Any]
    endpoint: Any
    route: APIRoute
    app: ASGIApp
    fastapi: dict[str, Any] = field(default_factory=dict)


class Dispatch:
    """Stands before a router: goes straight to the route where its first two segments are fixed.

    All else (paths with ``:path``, mounts, WebSockets, 404, 405) is left to the router. Among
    routes it knows, the one declared first wins; it prefers them to those it does not know.
    """

    def __init__(self, router: APIRouter) -> None:
        """Routes are read at the first request: add them all before."""
        self._router = router
        self._rest = router.middleware_stack
        self._ways: dict[Key, list[_Way]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the scope."""
        if scope["type"] != "http" or scope.get("root_path"):
            await self._rest(scope, receive, send)
            return
        way = self._find(scope)
        if way is None:
            await self._rest(scope, receive, send)
            scope.setdefault(ROUTE, _told(scope))
            return
        await way.app(scope, receive, send)

    def _find(self, scope: Scope) -> _Way | None:
        if self._ways is None:
            self._ways = _ways_of(iter_route_contexts(self._router.routes))
        path: str = scope["path"]
        segments = path.split("/", 3)
        if len(segments) < 3:  # noqa: PLR2004 - "", first, second
            return None
        key = (scope["method"], segments[1], segments[2], path.count("/"))
        for way in self._ways.get(key, ()):
            match = way.pattern.match(path)
            if match is None:
                continue
            parameters = match.groupdict()
            for name, value in parameters.items():
                parameters[name] = way.convertors[name].convert(value)
            scope["router"] = self._router
            scope["endpoint"] = way.endpoint
            scope["path_params"] = parameters
            scope["route"] = way.route
            scope["fastapi"] = dict(way.fastapi)
            scope[ROUTE] = way.path
            return way
        return None


def _told(scope: Scope) -> str | None:
    """The template of the route that the router chose, if any."""
    effective = scope.get("fastapi", {}).get("effective_route_context")
    path = getattr(effective, "path", None) or getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else None


def _ways_of(contexts: Iterable[RouteContext]) -> dict[Key, list[_Way]]:
    ways: dict[Key, list[_Way]] = {}
    for context in contexts:
        route = context.original_route
        path = context.path
        if not isinstance(route, APIRoute) or not path or ":path}" in path:
            continue
        segments = path.split("/")
        if len(segments) < 3 or "{" in segments[1] + segments[2]:  # noqa: PLR2004 - as above
            continue
        way = _way(context, route, path)
        for method in context.methods or ():
            key = (method, segments[1], segments[2], len(segments) - 1)
            ways.setdefault(key, []).append(way)
    return ways


def _way(context: RouteContext, route: APIRoute, path: str) -> _Way:
    effective: Any = context._route_context or route  # noqa: SLF001 - as FastAPI's router has it
    included = effective is not route
    return _Way(
        path=path,
        pattern=effective.path_regex,
        convertors=effective.param_convertors,
        endpoint=effective.endpoint,
        route=route,
        app=direct(effective.dependant, effective.app) or effective.app,
        fastapi={"effective_route_context": effective} if included else {},
    )
