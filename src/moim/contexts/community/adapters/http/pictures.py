"""Pictures of posts over HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.album import Album
from moim.contexts.community.adapters.http.asking import actor_of
from moim.contexts.community.application.posts import OnePost
from moim.contexts.community.domain.pictures import BYTES_MAX, NoPicture, NotAPicture
from moim.contexts.community.domain.post import PostNotFound
from moim.platform.auth import PerhapsSignedIn, SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified
from moim.platform.http.openapi import refusals
from moim.platform.processes import ProcessingFailed, ProcessingTooSlow
from moim.platform.ratelimit import RateLimit, TooOften
from moim.platform.uploads import BrokenUpload, FileTooLarge, NoFile, UploadLimits, received

LIMITS = UploadLimits(file_max_bytes=BYTES_MAX, total_max_bytes=BYTES_MAX, files_max=1)
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
WEBP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/webp": {}}, "description": "At most 1,600 pixels a side."}
}


@dataclass(frozen=True, kw_only=True)
class PictureStored:
    """What to name in a post's ``photos``."""

    key: str


def routes(album: Album) -> APIRouter:
    """``/v1/post-photos`` takes them, ``/v1/posts/{id}/photos/{key}`` shows them."""
    router = APIRouter(prefix="/v1", tags=["posts"])
    pace = RateLimit(burst=20, every_s=30)

    @router.post(
        "/post-photos",
        status_code=201,
        summary="Upload a picture for a post: JPEG, PNG, WebP or HEIC",
        response_model=PictureStored,
        openapi_extra=FORM,
        responses=refusals(
            NotAPicture,
            FileTooLarge,
            NoFile,
            BrokenUpload,
            ProcessingFailed,
            ProcessingTooSlow,
            TooOften,
        ),
    )
    async def post_picture(request: Request, caller: SignedIn) -> Response:
        pace.check(caller.user_id)
        async with received(request, LIMITS) as upload:
            content = upload.files[0].read()
        return answer(PictureStored(key=await album.put(caller.user_id, content)), 201)

    @router.get(
        "/posts/{post_id}/photos/{key}",
        summary="A picture of a post",
        response_class=Response,
        responses={**WEBP, **refusals(PostNotFound, NoPicture)},
    )
    async def get_picture(
        request: Request, post_id: UUID, key: str, caller: PerhapsSignedIn
    ) -> Response:
        content = await album.read(OnePost(id=post_id, actor=actor_of(caller)), key)
        etag = f'"{key[:24]}"'
        headers = {"etag": etag, "cache-control": "private, max-age=86400"}
        headers["x-content-type-options"] = "nosniff"
        same = not_modified(request, etag)
        return same or Response(content, headers=headers, media_type="image/webp")

    return router
