"""What all routes of community share."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from fastapi import Depends
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import Actor
from moim.platform.auth import Caller, PerhapsSignedIn, require
from moim.platform.context import Answer, Context
from moim.platform.http.bodies import JSON
from moim.platform.http.conditions import once_of

C = TypeVar("C")
T = TypeVar("T")
NOBODY = UUID(int=0)
"""Stands for a guest where an id is needed; no account has it."""

Moderator = Annotated[Caller, Depends(require("moderator"))]


class Form(BaseModel):
    """Nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)


def actor_of(caller: PerhapsSignedIn) -> Actor:
    """Who acts, with their roles."""
    if caller is None:
        return Actor(user_id=NOBODY)
    return Actor(
        user_id=caller.user_id, moderator=caller.has("moderator"), staff=caller.has("staff")
    )


async def created(
    use: Context[Any],
    request: Request,
    caller: Caller,
    handler: Callable[[C, Work], T],
    command: C,
    view: Callable[[T], Any],
    status: int = 201,
) -> Response:
    """Carry it out, once for each Idempotency-Key, and answer ``view`` of what came of it."""

    def told(made: T) -> Answer:
        return Answer(status=status, body=msgspec.json.encode(view(made)))

    once = once_of(request, caller.user_id, await request.body())
    if once is None:
        given = told(await use.run(handler, command))
    else:
        given = await use.run_once(handler, command, once, told)
    return Response(given.body, given.status, media_type=JSON)
