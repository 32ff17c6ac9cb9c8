"""One's own data as a file: asked for, prepared as a job, fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from moim.contexts.users.adapters.exporting import Exporter
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.application import exports
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.export import (
    Export,
    ExportBySessionOnly,
    ExportNotReady,
    NoExport,
)
from moim.platform.auth import Caller, SignedIn
from moim.platform.blobs import NoSuchBlob
from moim.platform.context import KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.ratelimit import TooOften

FILE_NAME = "moim-export.zip"
BY_TOKEN = "pat"  # noqa: S105 - a way in, not a secret
ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {}}, "description": "Everything, as one ZIP."}
}


@dataclass(frozen=True, kw_only=True)
class ExportBody:
    """``state``: ``none``, ``waiting``, ``making``, ``ready`` or ``failed``; ``file``: where it is.

    ``none``: none was asked for, or it was kept for as long as one is; it has no id.
    ``done`` of ``total`` pieces are in it; ``total`` is 0 until it is known.
    """

    id: UUID | None
    state: str
    done: int
    total: int
    asked_at: datetime | None
    size_bytes: int | None
    expires_at: datetime | None
    file: str | None


NONE = ExportBody(
    id=None,
    state="none",
    done=0,
    total=0,
    asked_at=None,
    size_bytes=None,
    expires_at=None,
    file=None,
)


def export_routes(exporter: Exporter, limits: Limits) -> APIRouter:
    """Under ``/v1/users/me/export``."""
    router = APIRouter(prefix="/v1/users/me/export", tags=["users"])

    @router.post(
        "",
        summary="Have everything kept of you prepared as one file",
        status_code=202,
        response_model=ExportBody,
        responses=refusals(ExportBySessionOnly, TooOften, KeyUsedForAnother, StillRunning),
    )
    async def post_export(request: Request, caller: SignedIn) -> Response:
        _must_be_there(caller)
        limits.export(caller.user_id)
        whom = WhoIs(user_id=caller.user_id)
        given = await created(exporter.use, request, caller, exports.ask_export, whom, _body, 202)
        exporter.nudge()
        return given

    @router.get(
        "",
        summary="How far it is",
        response_model=ExportBody,
        responses=refusals(ExportBySessionOnly),
    )
    async def get_export(caller: SignedIn) -> Response:
        _must_be_there(caller)
        try:
            return answer(_body(await exporter.use.ask(exports.export_of, _whom(caller))))
        except NoExport:
            return answer(NONE)

    @router.get(
        "/file",
        summary="Fetch it",
        response_class=Response,
        responses={**ZIP, **refusals(NoExport, ExportNotReady, ExportBySessionOnly)},
    )
    async def get_export_file(caller: SignedIn) -> Response:
        _must_be_there(caller)
        export = await exporter.use.ask(exports.export_of, _whom(caller))
        if export.file is None:
            raise ExportNotReady
        try:
            blocks = exporter.stream(export.file)
        except NoSuchBlob:
            raise NoExport from None
        headers = {
            "content-disposition": f'attachment; filename="{FILE_NAME}"',
            "content-length": str(export.file.size_bytes),
            "cache-control": "no-store",
        }
        return StreamingResponse(blocks, headers=headers, media_type="application/zip")

    return router


def _must_be_there(caller: Caller) -> None:
    if caller.via == BY_TOKEN:
        raise ExportBySessionOnly


def _whom(caller: Caller) -> WhoIs:
    return WhoIs(user_id=caller.user_id)


def _body(export: Export) -> ExportBody:
    file = export.file
    return ExportBody(
        id=export.id,
        state=export.state.value,
        done=export.done,
        total=export.total,
        asked_at=export.asked_at,
        size_bytes=file.size_bytes if file else None,
        expires_at=export.expires_at,
        file="/v1/users/me/export/file" if file else None,
    )
