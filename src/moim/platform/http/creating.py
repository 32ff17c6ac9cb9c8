"""POST that makes a thing: once, however often it is sent with one Idempotency-Key."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from moim.platform.auth import Caller
from moim.platform.context import Answer, Context
from moim.platform.http.bodies import JSON, encoded
from moim.platform.http.conditions import once_of

C = TypeVar("C")
T = TypeVar("T")


async def created(
    context: Context[Any],
    request: Request,
    caller: Caller,
    use_case: Callable[[C, Any], T],
    command: C,
    view: Callable[[T], Any],
    status: int = 201,
    under: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Carry it out and answer ``view`` of what came of it.

    ``under`` is the path below which it stands by its ``id``: Location. The answer is kept sealed,
    so that it may hold a secret that is told this once.
    """

    def told(made: T) -> Answer:
        return Answer(status=status, body=encoded(view(made)))

    once = once_of(request, caller.user_id, await request.body())
    if once is None:
        given = told(await context.run(use_case, command))
    else:
        given = await context.run_once(use_case, command, once, told)
    response = Response(given.body, given.status, headers, media_type=JSON)
    if under is not None:
        response.headers["location"] = f"{under}/{msgspec.json.decode(given.body)['id']}"
    return response
