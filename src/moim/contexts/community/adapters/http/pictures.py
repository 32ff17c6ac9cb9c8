"""Pictures of posts over HTTP."""

from dataclasses import dataclass
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
from moim.platform.context import KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified, once_of
from moim.platform.http.openapi import refusals
from moim.platform.picture_forms import FORM, REFUSED, headers_of, uploaded, webp
from moim.platform.ratelimit import RateLimit


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
        responses=refusals(NotAPicture, KeyUsedForAnother, StillRunning, *REFUSED),
    )
    async def post_picture(request: Request, caller: SignedIn) -> Response:
        pace.check(caller.user_id)
        content = await uploaded(request, BYTES_MAX)
        once = once_of(request, caller.user_id, content)
        sent = album.put(caller.user_id, content) if once is None else album.send(content, once)
        return answer(PictureStored(key=await sent), 201)

    @router.get(
        "/posts/{post_id}/photos/{key}",
        summary="A picture of a post",
        response_class=Response,
        responses={
            **webp("At most 1,600 pixels a side."),
            **refusals(PostNotFound, NoPicture),
        },
    )
    async def get_picture(
        request: Request, post_id: UUID, key: str, caller: PerhapsSignedIn
    ) -> Response:
        content = await album.read(OnePost(id=post_id, actor=actor_of(caller)), key)
        headers = headers_of(key)
        same = not_modified(request, headers["etag"])
        return same or Response(content, headers=headers, media_type="image/webp")

    return router
