"""What stands of challenges, notifications and announcements, over HTTP."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.http.asking import BadQuery, day_asked
from moim.contexts.insights.adapters.http.board_shapes import (
    AnnouncementBody,
    BoardBody,
    FunnelBody,
    TopicsBody,
    VolumesBody,
    announcement_body,
    board_body,
    funnel_body,
    topics_body,
    volumes_body,
)
from moim.contexts.insights.adapters.http.screens import Reader, Screens
from moim.contexts.insights.application.board_queries import (
    BoardOf,
    VolumesOf,
    announcement_of,
    board_of,
    consent_funnel,
    topic_rows,
    volumes_of,
)
from moim.contexts.insights.domain.boards import BoardNotShown
from moim.contexts.insights.domain.notices import AnnouncementNotShown
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.kernel.errors import Unauthenticated
from moim.platform.auth import Caller, RoleMissing, require
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

Staff = Annotated[Caller, Depends(require("staff"))]
Organiser = Annotated[Caller, Depends(require("organiser"))]
LATEST = timedelta(days=29)
SPAN = [
    {"name": name, "in": "query", "schema": {"type": "string", "format": "date"}}
    for name in ("from", "to")
]


def routes(screens: Screens) -> APIRouter:
    """The routes of boards of challenges, notifications and announcements."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])
    _own_routes(router, screens)
    _staff_routes(router, screens)
    return router


def _own_routes(router: APIRouter, screens: Screens) -> None:
    @router.get(
        "/challenges/{challenge_id}",
        summary="A challenge's charts: participation, podium, your places and results",
        response_model=BoardBody,
        responses=refusals(Unauthenticated, BoardNotShown),
    )
    async def get_board(request: Request, challenge_id: UUID) -> Response:
        reader = await screens.reader(request)
        about = BoardOf(challenge_id=challenge_id, user_id=reader.user_id)
        return answer(board_body(*await screens.context.ask(board_of, about)))

    @router.get(
        "/notifications",
        summary="How many messages you got, by day, topic and channel; the latest 30 days",
        response_model=VolumesBody,
        responses=refusals(Unauthenticated, BadQuery, SpanTooLong),
        openapi_extra={"parameters": SPAN},
    )
    async def get_volumes(request: Request) -> Response:
        reader = await screens.reader(request)
        first, last = _span(request, reader)

        async def make() -> bytes:
            about = VolumesOf(user_id=reader.user_id, first=first, last=last)
            volumes = await screens.context.ask(volumes_of, about)
            return msgspec.json.encode(volumes_body(volumes))

        what = ("volumes", first.toordinal(), last.toordinal())
        return await screens.told(request, reader, what, make)


def _staff_routes(router: APIRouter, screens: Screens) -> None:
    refused = (Unauthenticated, RoleMissing, BadQuery, SpanTooLong)

    @router.get(
        "/notifications/all",
        summary="How many messages everybody got, by day, topic and channel, for staff",
        response_model=VolumesBody,
        responses=refusals(*refused),
        openapi_extra={"parameters": SPAN},
    )
    async def get_all_volumes(request: Request, _staff: Staff) -> Response:
        first, last = _span(request, await screens.reader(request))
        about = VolumesOf(user_id=None, first=first, last=last)
        return answer(volumes_body(await screens.context.ask(volumes_of, about)))

    @router.get(
        "/consents",
        summary="The consent funnel, for staff: who was asked, who asked to be left out",
        response_model=FunnelBody,
        responses=refusals(*refused),
        openapi_extra={"parameters": SPAN},
    )
    async def get_funnel(request: Request, _staff: Staff) -> Response:
        span = _span(request, await screens.reader(request))
        return answer(funnel_body(await screens.context.ask(consent_funnel, span)))

    @router.get(
        "/topics",
        summary="Topics that somebody wanted to come earlier or later, for staff",
        response_model=TopicsBody,
        responses=refusals(Unauthenticated, RoleMissing),
    )
    async def get_topics(_staff: Staff) -> Response:
        return answer(topics_body(await screens.context.ask(topic_rows, None)))

    @router.get(
        "/announcements/{announcement_id}",
        summary="How an announcement was told, for organisers: reminders, deliveries, failures",
        response_model=AnnouncementBody,
        responses=refusals(Unauthenticated, RoleMissing, AnnouncementNotShown),
    )
    async def get_announcement(announcement_id: UUID, organiser: Organiser) -> Response:
        about = (announcement_id, organiser.user_id)
        return answer(announcement_body(*await screens.context.ask(announcement_of, about)))


def _span(request: Request, reader: Reader) -> tuple[date, date]:
    """The days from ``?from=`` to ``?to=``, the latest thirty if not said."""
    last = day_asked(request.query_params, "to") or reader.today
    return day_asked(request.query_params, "from") or last - LATEST, last
