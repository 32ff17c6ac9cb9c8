"""Getting files in over HTTP: upload, progress, verdicts, undo."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from moim.contexts.workouts.adapters.http.deliveries import (
    Delivery,
    delivery_told,
    import_told,
)
from moim.contexts.workouts.adapters.http.shapes import ImportBody
from moim.contexts.workouts.adapters.importing import Importer
from moim.contexts.workouts.application.imports import (
    UndoImport,
    undo_import,
)
from moim.contexts.workouts.application.queries import list_imports
from moim.contexts.workouts.domain.imports import (
    AlreadyUndone,
    ImportNotFound,
    JoinNotUndone,
    StillImporting,
)
from moim.platform.auth import SignedIn
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page
from moim.platform.uploads import (
    BrokenUpload,
    FileTooLarge,
    NoFile,
    NotMultipart,
    TooManyFiles,
    UploadLimits,
    received,
)

UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": (
                                "FIT, GPX, TCX or KML, each also gzipped; a ZIP of them; an "
                                "Apple Health export; a Health Auto Export."
                            ),
                        }
                    },
                }
            }
        },
    }
}
Wait = Annotated[bool, Query(description="Answer when every file is settled.")]
PROVIDER = "files"


def routes(context: Context[Any], importer: Importer, limits: UploadLimits) -> APIRouter:
    """The routes of ``/v1/workouts/imports``."""
    router = APIRouter(prefix="/v1/workouts/imports", tags=["imports"])

    @router.post(
        "",
        status_code=202,
        summary="Upload device files; each gets a verdict",
        response_model=ImportBody,
        openapi_extra=UPLOAD,
        responses={
            201: {"description": "With `wait=true`: every file has its verdict."},
            **refusals(
                NotMultipart,
                BrokenUpload,
                NoFile,
                FileTooLarge,
                TooManyFiles,
                KeyUsedForAnother,
                StillRunning,
            ),
        },
    )
    async def post_import(
        request: Request,
        caller: SignedIn,
        wait: Wait = False,
    ) -> Response:
        async with received(request, limits) as upload:
            delivery = Delivery(context, request, caller.user_id, PROVIDER)
            await delivery.receive(importer, upload.files)
        return await delivery.told(wait=wait)

    @router.get("", summary="Your imports, newest first")
    async def get_imports(
        request: Request, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        found = await context.ask(list_imports, (caller.user_id, limit, after))
        items = [delivery_told(delivery, files, request) for delivery, files in found]
        more = encode_cursor((items[-1].id,)) if len(items) == limit else None
        return answer(page(items, more))

    @router.get(
        "/{import_id}",
        summary="How far an import is, with a verdict a file",
        response_model=ImportBody,
        responses=refusals(ImportNotFound),
    )
    async def get_import(request: Request, import_id: UUID, caller: SignedIn) -> Response:
        return answer(await import_told(context, import_id, caller.user_id, request))

    @router.delete(
        "/{import_id}",
        summary="Undo an import as a whole",
        response_model=ImportBody,
        responses=refusals(ImportNotFound, StillImporting, AlreadyUndone, JoinNotUndone),
    )
    async def delete_import(request: Request, import_id: UUID, caller: SignedIn) -> Response:
        await context.run(undo_import, UndoImport(import_id=import_id, user_id=caller.user_id))
        importer.nudge()
        return answer(await import_told(context, import_id, caller.user_id, request))

    return router
