"""POST that makes a thing: once, however often it is sent with one Idempotency-Key."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from moim.platform.auth import Caller
from moim.platform.context import Answer, Context
from moim.platform.http.bodies import JSON
from moim.platform.http.conditions import once_of

C = TypeVar("C")
T = TypeVar("T")
UseCases = Context[Any]


async def created(
    use: UseCases,
    request: Request,
    caller: Caller,
    handler: Callable[[C, Any], T],
    command: C,
    view: Callable[[T], Any],
    status: int = 201,
) -> Response:
    """Carry it out and answer ``view`` of what came of it."""

    def told(made: T) -> Answer:
        return Answer(status=status, body=msgspec.json.encode(view(made)))

    once = once_of(request, caller.user_id, await request.body())
    if once is None:
        given = told(await use.run(handler, command))
    else:
        given = await use.run_once(handler, command, once, told)
    return Response(given.body, given.status, media_type=JSON)
