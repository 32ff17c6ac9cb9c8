"""What a share link shows, to whoever holds it: no account is needed, and none is looked at."""

import asyncio
from typing import Annotated, Any
from xml.sax.saxutils import escape

from fastapi import APIRouter, Path, Request, Response

from moim.contexts.workouts.adapters.certificates.course import Course, course_to_show, fitted
from moim.contexts.workouts.adapters.certificates.theme import Box
from moim.contexts.workouts.adapters.exports import geojson_of
from moim.contexts.workouts.adapters.http.seen import seen_answer, seen_etag
from moim.contexts.workouts.adapters.http.shapes import WorkoutBody
from moim.contexts.workouts.adapters.http.tracks import Zoom, track_answer
from moim.contexts.workouts.adapters.showing import course_shown
from moim.contexts.workouts.application.seeing import (
    Seen,
    see_track_by_link,
    see_whole_by_link,
)
from moim.contexts.workouts.application.sharing import token_hash
from moim.contexts.workouts.domain.sharing import ShareLinkGone, ShareLinkNotFound
from moim.contexts.workouts.domain.workout import NoTrack
from moim.platform.context import Context
from moim.platform.http.conditions import not_modified
from moim.platform.http.openapi import refusals

SIDE, EDGE = 640, 24
Token = Annotated[str, Path(max_length=100)]
UNSEEN = {"cache-control": "private, no-cache", "x-robots-tag": "noindex"}


def routes(context: Context[Any]) -> APIRouter:
    """The routes of ``/v1/shared/{token}``."""
    router = APIRouter(prefix="/v1/shared/{token}", tags=["sharing"])

    @router.get(
        "",
        summary="The workout that a link shows",
        response_model=WorkoutBody,
        responses=refusals(ShareLinkNotFound, ShareLinkGone),
    )
    async def get_shared(request: Request, token: Token) -> Response:
        seen, samples = await context.ask(see_whole_by_link, token_hash(token))
        return _unseen(await asyncio.to_thread(seen_answer, request, seen, samples))

    @router.get(
        "/track",
        summary="Its samples as columns, without what is not shown",
        responses=refusals(ShareLinkNotFound, ShareLinkGone, NoTrack),
    )
    async def get_shared_track(request: Request, token: Token, zoom: Zoom = None) -> Response:
        seen, samples = await context.ask(see_track_by_link, token_hash(token))
        return _unseen(await asyncio.to_thread(track_answer, request, seen, samples, zoom))

    @router.get(
        "/track.geojson",
        summary="Its course as GeoJSON (RFC 7946)",
        responses=refusals(ShareLinkNotFound, ShareLinkGone, NoTrack),
    )
    async def get_shared_geojson(token: Token) -> Response:
        seen, samples = await context.ask(see_track_by_link, token_hash(token))
        track = await asyncio.to_thread(course_shown, seen, samples)
        content = await asyncio.to_thread(geojson_of, seen.workout, track)
        return _unseen(Response(content, media_type="application/geo+json"))

    @router.get(
        "/map.svg",
        summary="Its course as a picture",
        response_class=Response,
        responses={
            200: {"content": {"image/svg+xml": {}}, "description": "640 by 640 pixels."},
            **refusals(ShareLinkNotFound, ShareLinkGone, NoTrack),
        },
    )
    async def get_shared_map(request: Request, token: Token) -> Response:
        seen, samples = await context.ask(see_track_by_link, token_hash(token))
        etag = seen_etag(seen, "map")
        unchanged = not_modified(request, etag)
        if unchanged is not None:
            return unchanged
        picture = await asyncio.to_thread(_picture, seen, samples)
        return _unseen(Response(picture, headers={"etag": etag}, media_type="image/svg+xml"))

    return router


def _picture(seen: Seen, samples: bytes) -> str:
    pieces = course_to_show(course_shown(seen, samples), seen.circles)
    course = fitted(pieces, Box(EDGE, EDGE, SIDE - EDGE, SIDE - EDGE), 1.0)
    if course is None:
        raise NoTrack
    return svg_of(course, seen.workout.title or seen.workout.sport.value)


def svg_of(course: Course, title: str) -> str:
    """The lines of a course, dark on light or light on dark as the reader's screen is."""
    lines = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist()) for line in course.lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img">'
        f"<title>{escape(title)}</title><style>"
        "rect{fill:#fbfaf7}path{stroke:#c2410c}"
        "@media(prefers-color-scheme:dark){rect{fill:#16181d}path{stroke:#fb923c}}</style>"
        f'<rect width="{SIDE}" height="{SIDE}"/><path d="{lines}" fill="none" '
        'stroke-width="5" stroke-linejoin="round" stroke-linecap="round"/></svg>'
    )


def _unseen(response: Response) -> Response:
    """Whoever passes a link on must not put it into a search engine by it."""
    response.headers.update(UNSEEN)
    return response
