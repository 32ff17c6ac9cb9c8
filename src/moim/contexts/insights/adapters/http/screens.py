"""What all routes of insights share: who looks, what still holds, and how pictures are answered."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.drawing.png import PNG_WIDTHS, to_png
from moim.contexts.insights.adapters.drawing.portrait import round_portrait
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, WIDTHS
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.application.queries import standing_of
from moim.contexts.insights.domain.viewer import Viewer
from moim.contracts.users import Photos
from moim.kernel.errors import Refusal, Unauthenticated
from moim.platform.auth import caller_of
from moim.platform.context import Context
from moim.platform.http.bodies import JSON
from moim.platform.http.conditions import content_etag
from moim.platform.http.kept import Kept
from moim.platform.http.languages import KOREAN, preferred
from moim.platform.http.openapi import refusals

T = TypeVar("T")

SVG, PNG = "image/svg+xml", "image/png"
PNG_TIMEOUT_S = 20.0
PIXELS_A_POINT = 2
SVG_HEADERS = {
    # A drawing brings its own style sheet, if it follows the reader's theme, and a photo in itself.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
}


class Workers(Protocol):
    """Processes that run a module's function."""

    async def run(self, function: Any, *args: Any, timeout_s: float) -> Any:
        """Its result; raises a Refusal if the process died or took too long."""
        ...


class SvgResponse(Response):
    """A drawing."""

    media_type = SVG


class PngResponse(Response):
    """A drawing as pixels."""

    media_type = PNG


ENDINGS: dict[str, type[Response]] = {"svg": SvgResponse, "png": PngResponse}


class Look(BaseModel):
    """How a picture is wanted. A PNG has two pixels for each of ``width``, and no ``auto`` theme.

    ``auto`` follows the theme of the device it is looked at with.
    """

    theme: Theme = "auto"
    width: Annotated[int, Field(ge=WIDTHS[0], le=WIDTHS[1])] = 720


class TallLook(Look):
    """Of a picture that can be of any height; each has its own if none is said."""

    height: Annotated[int, Field(ge=HEIGHTS[0], le=HEIGHTS[1])] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks, in which language, and which day it is for them."""

    user_id: UUID
    viewer: Viewer
    today: date
    language: Language


class Screens:
    """Answers from what is kept while it holds, else anew."""

    def __init__(self, context: Context[Any], workers: Workers, photos: Photos) -> None:
        """``workers`` make pixels; ``photos`` is asked in a thread."""
        self.context = context
        self._workers = workers
        self._photos = photos
        self._kept = Kept()

    async def reader(self, request: Request) -> Reader:
        """Raises Unauthenticated. Without Accept-Language the language is that of the account."""
        user_id = caller_of(request).user_id
        standing = await self.context.ask(standing_of, user_id)
        wanted = request.headers.get("accept-language") or standing.viewer.locale
        return Reader(
            user_id=user_id,
            viewer=standing.viewer,
            today=standing.today,
            language="ko" if preferred(wanted) == KOREAN else "en",
        )

    async def told(
        self,
        request: Request,
        reader: Reader,
        what: tuple[object, ...],
        make: Callable[[], Awaitable[bytes]],
    ) -> Response:
        """JSON that depends on ``what`` and on what the reader has; 304 if they have it."""
        return await self.json(request, _tag(reader, *what), make)

    async def json(
        self, request: Request, tag: str, make: Callable[[], Awaitable[bytes]]
    ) -> Response:
        """``told``, of what ``tag`` names with all that it depends on."""
        return await self._answered(request, tag, make, JSON, {})

    async def drawn(
        self,
        request: Request,
        reader: Reader,
        what: tuple[object, ...],
        look: Look,
        load: Callable[[], Awaitable[T]],
        draw: Callable[[T, Theme], str],
    ) -> Response:
        """The picture that the path's ending asks for, drawn beside the event loop."""
        tag = _tag(reader, *what, _is_png(request), *look.model_dump().values())
        return await self.pictured(request, tag, look, load, draw)

    async def pictured(
        self,
        request: Request,
        tag: str,
        look: Look,
        load: Callable[[], Awaitable[T]],
        draw: Callable[[T, Theme], str],
    ) -> Response:
        """``drawn``, of what ``tag`` names with all that it depends on."""
        png = _is_png(request)

        async def make() -> bytes:
            return await self.picture_of(await load(), look, draw, png=png)

        if png:
            return await self._answered(request, tag, make, PNG, {})
        return await self._answered(request, tag, make, SVG, SVG_HEADERS)

    async def picture_of(
        self, shown: T, look: Look, draw: Callable[[T, Theme], str], *, png: bool
    ) -> bytes:
        """A drawing, made beside the event loop; as pixels in another process."""
        theme: Theme = "light" if png and look.theme == "auto" else look.theme
        drawing = await asyncio.to_thread(draw, shown, theme)
        if not png:
            return drawing.encode()
        width_px = min(PIXELS_A_POINT * look.width, PNG_WIDTHS[1])
        pixels: bytes = await self._workers.run(to_png, drawing, width_px, timeout_s=PNG_TIMEOUT_S)
        return pixels

    async def kept(self, key: tuple[object, ...], make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The answer to what ``key`` names with all that it depends on: from memory, or now."""
        content = self._kept.get(key)
        if content is None:
            content = await make()
            self._kept.put(key, content)
        return content

    async def portrait(self, user_id: UUID, key: str | None) -> str:
        """The photo for a drawing; empty if the account shows none, or another than ``key``."""
        if key is None:
            return ""
        photo = await asyncio.to_thread(self._photos.photo_of, user_id, key)
        if photo is None:
            return ""
        made: str = await self._workers.run(round_portrait, photo, timeout_s=PNG_TIMEOUT_S)
        return made

    async def _answered(
        self,
        request: Request,
        tag: str,
        make: Callable[[], Awaitable[bytes]],
        media_type: str,
        headers: dict[str, str],
    ) -> Response:
        headers = {"vary": "accept-language", **headers}
        return await self._kept.answer(request, tag, make, media_type, headers)


def picture(
    router: APIRouter,
    path: str,
    *,
    summary: str,
    refused: Sequence[type[Refusal]] = (),
    parameters: Sequence[dict[str, Any]] = (),
) -> Callable[[Callable[..., Awaitable[Response]]], None]:
    """Mount a picture at ``path`` with ``.svg`` and with ``.png``."""

    def mount(endpoint: Callable[..., Awaitable[Response]]) -> None:
        for ending, kind in ENDINGS.items():
            router.add_api_route(
                f"{path}.{ending}",
                endpoint,
                summary=f"{summary}, as {ending.upper()}",
                response_class=kind,
                responses=refusals(Unauthenticated, *refused),
                openapi_extra={"parameters": [*parameters]},
            )

    return mount


def _is_png(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.endswith(".png")


def _tag(reader: Reader, *what: object) -> str:
    return content_etag(
        *what, reader.user_id, reader.viewer.revision, reader.today.toordinal(), reader.language
    )
