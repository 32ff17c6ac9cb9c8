"""The profile photo over HTTP."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.album import Album
from moim.contexts.users.adapters.http.views import photo_url
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.application import photos
from moim.contexts.users.domain.photo import BYTES_MAX, NoPhoto, NotAPhoto, TooManyPixels
from moim.platform.auth import SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified
from moim.platform.http.openapi import refusals
from moim.platform.picture_forms import FORM, REFUSED, headers_of, uploaded, webp


@dataclass(frozen=True, kw_only=True)
class PhotoShown:
    """Where the photo is; the address changes with it."""

    photo: str


def photo_routes(album: Album, limits: Limits) -> APIRouter:
    """Under ``/v1/users``."""
    router = APIRouter(prefix="/v1/users", tags=["users"])

    @router.put(
        "/me/photo",
        summary="Set the profile photo: JPEG, PNG, WebP or HEIC",
        response_model=PhotoShown,
        openapi_extra=FORM,
        responses=refusals(NotAPhoto, TooManyPixels, *REFUSED),
    )
    async def put_photo(request: Request, caller: SignedIn) -> Response:
        limits.photo(caller.user_id)
        key = await album.put(caller.user_id, await uploaded(request, BYTES_MAX))
        return answer(PhotoShown(photo=photo_url(caller.user_id, key) or ""))

    @router.delete("/me/photo", summary="Take the profile photo away", status_code=204)
    async def delete_photo(caller: SignedIn) -> Response:
        command = photos.SetPhoto(user_id=caller.user_id, key=None)
        await album.use.run(photos.set_photo, command)
        return Response(status_code=204)

    @router.get(
        "/{user_id}/photo",
        summary="A profile photo",
        response_class=Response,
        responses={**webp("512 by 512 pixels."), **refusals(NoPhoto)},
    )
    async def get_photo(user_id: UUID, request: Request, _: SignedIn) -> Response:
        key = await album.key_of(user_id)
        headers = headers_of(key)
        if held := not_modified(request, headers["etag"]):
            return held
        return Response(await album.read(key), headers=headers, media_type="image/webp")

    return router
