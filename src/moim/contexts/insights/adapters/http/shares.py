"""Charts shown to others over HTTP."""

import secrets
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.chart_files import csv_of, draw_chart
from moim.contexts.insights.adapters.http.chart_shapes import (
    ChartBody,
    NewShare,
    ShareBody,
    SharesBody,
    chart_body,
    share_body,
)
from moim.contexts.insights.adapters.http.charts import CsvResponse
from moim.contexts.insights.adapters.http.screens import Look, Screens, picture
from moim.contexts.insights.application.sharing import (
    Opening,
    ShareChart,
    end_share,
    share_chart,
    shared_chart,
    shares_of,
)
from moim.contexts.insights.domain.chart import Chart, ChartNotFound, ChartNotReady
from moim.contexts.insights.domain.sharing import (
    ChartsProtected,
    Share,
    ShareEnded,
    ShareNotFound,
    SharingNeedsEmail,
    ShowsPlaces,
    TooManyShares,
)
from moim.platform.auth import PerhapsSignedIn, SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import content_etag
from moim.platform.http.creating import created
from moim.platform.http.languages import KOREAN, language_of
from moim.platform.http.openapi import refusals
from moim.platform.tokens import OPAQUE_BYTES, hash_token

PREFIX = "/v1/insights"
CLOSED = (ShareNotFound, ShareEnded, ChartsProtected)
NO_STORE = {"cache-control": "no-store"}
NO_CACHE = {"cache-control": "private, no-cache", "referrer-policy": "no-referrer"}
"""What is shared can be taken back: nobody answers for it in between."""


def routes(screens: Screens) -> APIRouter:
    """Sharing one's charts, and looking at those of others."""
    router = APIRouter(prefix=PREFIX, tags=["insights"])
    _owner(router, screens)
    _pictures(router, screens)
    _figures(router, screens)
    return router


def _owner(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.post(
        "/charts/{chart_id}/shares",
        status_code=201,
        summary="Show a chart to others; the link is told this once",
        response_model=ShareBody,
        responses=refusals(
            ChartNotFound, ChartNotReady, SharingNeedsEmail, ShowsPlaces, ChartsProtected,
            TooManyShares,
        ),
    )  # fmt: skip
    async def post_share(
        chart_id: UUID, request: Request, caller: SignedIn, new: NewShare
    ) -> Response:
        token = secrets.token_urlsafe(OPAQUE_BYTES)
        command = ShareChart(
            chart_id=chart_id,
            user_id=caller.user_id,
            audience=new.audience,
            token_hash=hash_token(token),
        )

        def shown(share: Share) -> Any:
            return share_body(share, token)

        return await created(
            context, request, caller, share_chart, command, shown, headers=NO_STORE
        )

    @router.get(
        "/charts/{chart_id}/shares",
        summary="Who a chart is shown to",
        response_model=SharesBody,
        responses=refusals(ChartNotFound),
    )
    async def get_shares(chart_id: UUID, caller: SignedIn) -> Response:
        found = await context.ask(shares_of, (chart_id, caller.user_id))
        return answer({"items": [share_body(share) for share in found], "next": None})

    @router.delete(
        "/chart-shares/{share_id}",
        status_code=204,
        summary="Take a share back; its link stops working at once",
        responses=refusals(ShareNotFound),
    )
    async def delete_share(share_id: UUID, caller: SignedIn) -> Response:
        await context.run(end_share, (share_id, caller.user_id))
        return Response(status_code=204)


async def _opened(screens: Screens, token: str, caller: PerhapsSignedIn) -> Chart:
    viewer_id = caller.user_id if caller else None
    about = Opening(token_hash=hash_token(token), viewer_id=viewer_id)
    return await screens.context.ask(shared_chart, about)


def _pictures(router: APIRouter, screens: Screens) -> None:
    @picture(router, "/shared/{token}", summary="A shared chart", refused=CLOSED)
    async def get_shared_picture(
        request: Request, token: str, caller: PerhapsSignedIn, look: Annotated[Look, Query()]
    ) -> Response:
        chart = await _opened(screens, token, caller)
        language = "ko" if language_of(request.scope) == KOREAN else "en"
        ending = request.scope["path"][-4:]
        tag = content_etag(chart.id, chart.version, ending, language, *look.model_dump().values())

        async def load() -> Chart:
            return chart

        told = await screens.pictured(
            request,
            tag,
            look,
            load,
            lambda ready, theme: draw_chart(
                ready, theme=theme, language="ko" if language == "ko" else "en", width=look.width
            ),
        )
        told.headers.update(NO_CACHE)
        return told


def _figures(router: APIRouter, screens: Screens) -> None:
    @router.get(
        "/shared/{token}.csv",
        summary="A shared chart's figures as a table",
        response_class=CsvResponse,
        responses=refusals(*CLOSED),
    )
    async def get_shared_table(token: str, caller: PerhapsSignedIn) -> Response:
        return CsvResponse(csv_of(await _opened(screens, token, caller)), headers=NO_CACHE)

    @router.get(
        "/shared/{token}",
        summary="A shared chart with its figures",
        response_model=ChartBody,
        responses=refusals(*CLOSED),
    )
    async def get_shared(request: Request, token: str, caller: PerhapsSignedIn) -> Response:
        chart = await _opened(screens, token, caller)
        return answer(chart_body(chart, language_of(request.scope)), headers=NO_CACHE)
