"""Refusals by telephone, handed in by whoever hosts the instance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from moim.contexts.notifications.adapters.http.forms import TextRefusalForm
from moim.contexts.notifications.application import refusals as use_cases
from moim.contexts.notifications.domain.refusal import NotRefusals
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

Staff = Annotated[Caller, Depends(require("staff"))]


@dataclass(frozen=True, kw_only=True)
class RefusalsTaken:
    """``taken`` numbers, ``closed`` consents; ``unread`` lines begin with no mobile number."""

    taken: int
    closed: int
    unread: Sequence[int]


def text_refusal_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/notifications/text-refusals``."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

    @router.post(
        "/text-refusals",
        summary="Numbers that refused advertising by the 080 number, one a line; staff only",
        response_model=RefusalsTaken,
        responses=refusals(RoleMissing, NotRefusals),
    )
    async def post_refusals(form: TextRefusalForm, _caller: Staff) -> Response:
        command = use_cases.Import(lines=form.list.strip().splitlines())
        done = await use.run(use_cases.take_in, command)
        return answer(RefusalsTaken(taken=done.taken, closed=done.closed, unread=done.unread))

    return router
