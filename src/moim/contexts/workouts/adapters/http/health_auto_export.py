"""Where the app Health Auto Export sends a phone's workouts, by itself and again and again."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from moim.contexts.workouts.adapters.http.deliveries import Delivery
from moim.contexts.workouts.adapters.http.shapes import ImportBody
from moim.contexts.workouts.adapters.importing import FILE_BYTES_MAX, Importer
from moim.platform.auth import SignedIn
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import NotJson
from moim.platform.http.limits import BodyTooLarge, TooDeep, allow_body, is_json
from moim.platform.http.openapi import refusals
from moim.platform.uploads import UploadedFile

PROVIDER = "health_auto_export"
NAME = "health-auto-export.json"
Wait = Annotated[bool, Query(description="Answer when every workout is settled.")]
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "The app's JSON, version 1 or 2, as it posts it.",
                    "example": {"data": {"workouts": []}},
                }
            }
        },
    }
}


def routes(context: Context[Any], importer: Importer) -> APIRouter:
    """The route that the app's REST automation is pointed at."""
    router = APIRouter(prefix="/v1/workouts", tags=["imports"])

    @router.post(
        "/health-auto-export",
        status_code=202,
        summary="Take what Health Auto Export posts; each workout gets a verdict",
        response_model=ImportBody,
        openapi_extra=BODY,
        responses={
            201: {"description": "With `wait=true`: every workout has its verdict."},
            **refusals(NotJson, BodyTooLarge, TooDeep, KeyUsedForAnother, StillRunning),
        },
    )
    async def post_health_auto_export(
        request: Request, caller: SignedIn, wait: Wait = False
    ) -> Response:
        if not is_json(request.headers.get("content-type", "")):
            raise NotJson
        allow_body(request, FILE_BYTES_MAX)
        data = await request.body()
        sent = UploadedFile(
            field="body",
            name=NAME,
            size_bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            data=data,
            path=None,
        )
        delivery = Delivery(context, request, caller.user_id, PROVIDER)
        await delivery.receive(importer, [sent])
        return await delivery.told(wait=wait)

    return router
