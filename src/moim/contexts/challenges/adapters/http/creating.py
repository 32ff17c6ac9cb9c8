"""How a POST that creates is answered: once, however often it is sent with the same key."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request, Response

from moim.platform.auth import Caller
from moim.platform.context import Answer, Context
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import once_of

C = TypeVar("C")
T = TypeVar("T")


async def created(
    context: Context[Any],
    request: Request,
    caller: Caller,
    use_case: Callable[[C, Any], T],
    command: C,
    body_of: Callable[[T], Any],
    status: int = 201,
) -> Response:
    """Run the use case and tell what it made; with an Idempotency-Key, the same again."""

    def told(made: T) -> Answer:
        return Answer(status=status, body=bytes(answer(body_of(made)).body))

    once = once_of(request, caller.user_id, await request.body())
    if once is None:
        given = told(await context.run(use_case, command))
    else:
        given = await context.run_once(use_case, command, once, told)
    return Response(given.body, given.status, media_type=JSON)
