"""What the host and staff look into over HTTP: parked events, and who listens to what."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from moim.kernel.errors import NotFound
from moim.platform.asyncapi import document
from moim.platform.auth import Caller, require
from moim.platform.catalogue import lines_of
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.parked import PAGE_MAX, drop_parked, list_parked, replay_parked

Staff = Annotated[Caller, Depends(require("staff"))]
Name = Annotated[str, Path(max_length=30, pattern="^[a-z]+$")]
Number = Annotated[int, Path(ge=1, le=2**62)]


class NoSuchParkedLine(NotFound):
    """It was replayed or dropped meanwhile, or never parked."""

    code = "parked-line-not-found"
    ko = "보류된 이벤트를 찾을 수 없습니다. 이미 다시 처리했거나 지웠을 수 있습니다."
    en = "There is no such parked event. It may have been replayed or dropped already."


def admin_routes(contexts: Sequence[Context[Any]], version: str) -> APIRouter:
    """``/v1/admin/parked`` for staff, and ``/asyncapi.json`` for everyone."""
    router = APIRouter(tags=["admin"])
    by_name = {context.name: context for context in contexts}
    tables = {context.name: list(context.policies.values()) for context in contexts}
    described = answer(document(lines_of(tables), version))

    @router.get("/v1/admin/parked", summary="Events that could not be handled, oldest first")
    async def get_parked(
        _staff: Staff, limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20
    ) -> Response:
        items = [
            {"context": context.name, **_told(line)}
            for context in contexts
            for line in await list_parked(context, limit=limit)
        ]
        return answer({"items": items[:limit], "next": None})

    @router.post(
        "/v1/admin/parked/{context}/{number}/replay",
        status_code=204,
        summary="Give a parked event all its attempts again",
        responses=refusals(NoSuchParkedLine),
    )
    async def post_replay(_staff: Staff, context: Name, number: Number) -> None:
        if context not in by_name or not await replay_parked(by_name[context], number):
            raise NoSuchParkedLine

    @router.delete(
        "/v1/admin/parked/{context}/{number}",
        status_code=204,
        summary="Give a parked event up",
        responses=refusals(NoSuchParkedLine),
    )
    async def delete_parked(_staff: Staff, context: Name, number: Number) -> None:
        if context not in by_name or not await drop_parked(by_name[context], number):
            raise NoSuchParkedLine

    @router.get("/asyncapi.json", include_in_schema=False)
    async def asyncapi() -> Response:
        return described

    return router


def _told(line: Any) -> dict[str, Any]:
    """Without the payload: staff need the reason, not the person."""
    names = ("number", "policy", "type", "at", "correlation", "attempts", "reason")
    return {name: getattr(line, name) for name in names}
