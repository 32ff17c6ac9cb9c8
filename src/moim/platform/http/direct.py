"""An endpoint called without FastAPI's machinery where there is little left for it to do.

A route that takes the bare request, who is asking, and single values of its path and query, and
answers with a response, needs no exit stacks and no second search for exception handlers: 35 to
50 µs of processor time a request, a third of what a calendar kept in memory costs altogether.
Values are checked by the same pydantic types; a request with one that does not fit goes the long
way, where it is refused as ever.
"""

import inspect
import types
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from fastapi.dependencies.models import Dependant
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

TO_SOLVE = (
    "header_params",
    "cookie_params",
    "body_params",
    "websocket_param_name",
    "http_connection_param_name",
    "response_param_name",
    "background_tasks_param_name",
    "security_scopes_param_name",
)
SINGLE = (str, int, float, bool, UUID, datetime, date, Enum)
UNIONS = (Union, types.UnionType)
QUERIES_MAX = 500
QUERY_KEPT_MAX = 200
Given = Callable[[Request], Awaitable[Any]]


class _Unfit(Exception):
    """A value is missing or is not of its type."""


def direct(dependant: Dependant, long_way: ASGIApp) -> ASGIApp | None:
    """The application that calls the endpoint itself, or None if FastAPI must.

    ``long_way`` is FastAPI's own application of the route.
    """
    endpoint = dependant.call
    if endpoint is None or not _is_bare(dependant) or not _answers_itself(endpoint):
        return None
    fields = [*dependant.path_params, *dependant.query_params]
    if not all(_is_single(one) or _is_of_singles(one) for one in fields):
        return None
    given: list[tuple[str, Given]] = []
    for need in dependant.dependencies:
        if need.call is None or need.name is None or need.dependencies or not _is_bare(need):
            return None
        if need.request_param_name != "request" or need.path_params or need.query_params:
            return None
        given.append((need.name, need.call))
    return _application(dependant, endpoint, given, long_way)


def _is_bare(dependant: Dependant) -> bool:
    return inspect.iscoroutinefunction(dependant.call) and not any(
        getattr(dependant, name) for name in TO_SOLVE
    )


def _answers_itself(endpoint: Callable[..., Any]) -> bool:
    answers = inspect.signature(endpoint).return_annotation
    return isinstance(answers, type) and issubclass(answers, Response)


def _is_single(field: Any) -> bool:
    return field.validation_alias in (None, field.alias) and _single(field.field_info.annotation)


def _single(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _single(get_args(annotation)[0])
    if origin in UNIONS:
        return all(one is types.NoneType or _single(one) for one in get_args(annotation))
    return origin is Literal or (isinstance(annotation, type) and issubclass(annotation, SINGLE))


def _is_of_singles(field: Any) -> bool:
    """Whether it is the whole query as one model, each of its fields a single value."""
    model = field.field_info.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return False
    return all(_single(one.annotation) for one in model.model_fields.values())


def _application(
    dependant: Dependant,
    endpoint: Callable[..., Awaitable[Response]],
    given: list[tuple[str, Given]],
    long_way: ASGIApp,
) -> ASGIApp:
    request_name = dependant.request_param_name
    queried = _Queried(dependant.query_params) if dependant.query_params else None

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        values = {name: await find(request) for name, find in given}
        try:
            values.update(_read(dependant.path_params, request.path_params))
            if queried is not None:
                values.update(queried.of(request))
        except _Unfit:
            await long_way(scope, receive, send)
            return
        if request_name is not None:
            values[request_name] = request
        response = await endpoint(**values)
        await response(scope, receive, send)

    return application


class _Queried:
    """The values of query strings; those seen before are not read again if nobody can alter them.

    Raises _Unfit.
    """

    def __init__(self, fields: list[Any]) -> None:
        self._fields = fields
        self._shared = all(_single(field.field_info.annotation) for field in fields)
        self._seen: dict[bytes, dict[str, Any]] = {}

    def of(self, request: Request) -> Mapping[str, Any]:
        text: bytes = request.scope["query_string"]
        known = self._seen.get(text)
        if known is not None:
            return known
        values = dict(_read(self._fields, request.query_params))
        if self._shared and len(text) <= QUERY_KEPT_MAX:
            if len(self._seen) >= QUERIES_MAX:
                self._seen.clear()
            self._seen[text] = values
        return values


def _read(fields: list[Any], given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for field in fields:
        if not _single(field.field_info.annotation):
            value: Any = dict(given)
        elif (value := given.get(field.alias)) is None:
            if field.field_info.is_required():
                raise _Unfit
            yield field.name, field.get_default()
            continue
        fitting, errors = field.validate(value)
        if errors:
            raise _Unfit
        yield field.name, fitting
