"""Charts on request over HTTP: asked for, looked up, taken as a file."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.chart_files import csv_of, draw_chart
from moim.contexts.insights.adapters.http.asking import SPORT, Day
from moim.contexts.insights.adapters.http.screens import Look, Screens, picture
from moim.contexts.insights.adapters.http.shapes import ChartBody, ChartFormat, chart_body
from moim.contexts.insights.application.charts import AskForChart, ask_for_chart, one_chart
from moim.contexts.insights.domain.chart import (
    Chart,
    ChartKind,
    ChartNotFound,
    ChartNotReady,
    SpanOfAnotherKind,
)
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.platform.auth import SignedIn
from moim.platform.context import Answer
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import once_of
from moim.platform.http.openapi import refusals

ACCEPTED = 202
FILES = (ChartNotFound, ChartNotReady)


class CsvResponse(Response):
    """A table."""

    media_type = "text/csv"


class NewChart(BaseModel):
    """What to draw: a calendar of a month, a heatmap of a year, or totals of whole periods."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"kind": "weeks", "from": "2026-09-01", "to": "2026-11-30", "format": "png"}
        },
    )

    kind: ChartKind
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    sport: Annotated[str, Field(pattern=f"^{SPORT}$")] | None = None
    format: ChartFormat = "svg"


def routes(screens: Screens) -> APIRouter:
    """The routes of ``/v1/insights/charts``."""
    router = APIRouter(prefix="/v1/insights/charts", tags=["insights"])
    context = screens.context

    @router.post(
        "",
        status_code=ACCEPTED,
        summary="Ask for a chart; its data are taken right after",
        response_model=ChartBody,
        responses=refusals(SpanTooLong, SpanOfAnotherKind),
    )
    async def post_chart(request: Request, caller: SignedIn, new: NewChart) -> Response:
        command = AskForChart(user_id=caller.user_id, **new.model_dump())
        once = once_of(request, caller.user_id, await request.body())
        if once is None:
            chart = await context.run(ask_for_chart, command)
            location = {"location": f"{router.prefix}/{chart.id}"}
            return answer(chart_body(chart), ACCEPTED, location)
        given = await context.run_once(ask_for_chart, command, once, _accepted)
        return Response(given.body, given.status, media_type=JSON)

    @picture(router, "/{chart_id}", summary="A chart that was asked for", refused=FILES)
    async def get_chart_picture(
        request: Request, chart_id: UUID, look: Annotated[Look, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        chart = await context.ask(one_chart, (chart_id, reader.user_id))
        chart.shown()

        async def load() -> Chart:
            return chart

        return await screens.drawn(
            request,
            reader,
            ("chart", chart.id, chart.version),
            look,
            load,
            lambda ready, theme: draw_chart(
                ready, theme=theme, language=reader.language, width=look.width
            ),
        )

    @router.get(
        "/{chart_id}.csv",
        summary="A chart's figures as a table",
        response_class=CsvResponse,
        responses=refusals(*FILES),
    )
    async def get_chart_table(chart_id: UUID, caller: SignedIn) -> Response:
        chart = await context.ask(one_chart, (chart_id, caller.user_id))
        return CsvResponse(csv_of(chart))

    @router.get("/{chart_id}.json", summary="A chart's figures as JSON", responses=refusals(*FILES))
    async def get_chart_figures(chart_id: UUID, caller: SignedIn) -> Response:
        chart = await context.ask(one_chart, (chart_id, caller.user_id))
        return answer(chart.shown())

    @router.get(
        "/{chart_id}",
        summary="How a chart stands, with its figures",
        response_model=ChartBody,
        responses=refusals(ChartNotFound),
    )
    async def get_chart(chart_id: UUID, caller: SignedIn) -> Response:
        return answer(chart_body(await context.ask(one_chart, (chart_id, caller.user_id))))

    return router


def _accepted(chart: Chart) -> Answer:
    return Answer(status=ACCEPTED, body=bytes(answer(chart_body(chart)).body))
