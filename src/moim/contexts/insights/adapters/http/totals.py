"""Totals by week, month or year, and the heatmap of a year, over HTTP."""

from itertools import groupby
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.drawing.bars import By, draw_bars
from moim.contexts.insights.adapters.drawing.measures import Metric
from moim.contexts.insights.adapters.drawing.year import draw_year
from moim.contexts.insights.adapters.http.asking import (
    FIRST_WEEKDAY,
    TOTALS,
    YEAR,
    BadQuery,
    UnknownSport,
    day_asked,
    first_weekday_asked,
    period_asked,
    sport_asked,
    year_asked,
)
from moim.contexts.insights.adapters.http.screens import (
    Look,
    Reader,
    Screens,
    TallLook,
    picture,
)
from moim.contexts.insights.adapters.http.shapes import (
    TotalsBody,
    YearBody,
    period_body,
    year_day_body,
)
from moim.contexts.insights.adapters.views import totals_drawn, year_drawn
from moim.contexts.insights.application.queries import TotalsOf, totals_of, year_of_somebody
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.kernel.errors import Unauthenticated
from moim.kernel.periods import Period
from moim.platform.http.openapi import refusals

BARS_HEIGHT = 360
BY: dict[Period, By] = {Period.WEEK: "week", Period.MONTH: "month", Period.YEAR: "year"}

_encode = msgspec.json.Encoder().encode


class TotalsLook(TallLook):
    """``metric`` is what the bars measure."""

    metric: Metric = "distance_m"


class YearLook(Look):
    """``metric`` is what makes a day dark."""

    metric: Metric = "distance_m"


def routes(screens: Screens) -> APIRouter:
    """The routes of ``/v1/insights/totals`` and ``/v1/insights/heatmap``."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])

    @router.get(
        "/totals",
        summary="Totals by week, month or year, the latest twelve if no span is said",
        response_model=TotalsBody,
        responses=refusals(Unauthenticated, BadQuery, UnknownSport, SpanTooLong),
        openapi_extra={"parameters": [*TOTALS]},
    )
    async def get_totals(request: Request) -> Response:
        reader = await screens.reader(request)
        about = _totals_asked(request, reader)

        async def make() -> bytes:
            spans = await screens.context.ask(totals_of, about)
            items = [period_body(span, sums) for span, sums in spans.items()]
            return _encode(TotalsBody(about.by.value, items))

        return await screens.told(request, reader, ("totals", *_parts(about)), make)

    @picture(
        router,
        "/totals",
        summary="Totals as bars",
        refused=(BadQuery, UnknownSport, SpanTooLong),
        parameters=TOTALS,
    )
    async def get_totals_picture(
        request: Request, look: Annotated[TotalsLook, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        about = _totals_asked(request, reader)
        return await screens.drawn(
            request,
            reader,
            ("bars", *_parts(about)),
            look,
            lambda: screens.context.ask(totals_of, about),
            lambda spans, theme: draw_bars(
                totals_drawn(spans, BY[about.by], look.metric),
                theme=theme,
                language=reader.language,
                width=look.width,
                height=look.height or BARS_HEIGHT,
            ),
        )

    @router.get(
        "/heatmap",
        summary="The days of a year on which something was done",
        response_model=YearBody,
        responses=refusals(Unauthenticated, BadQuery),
        openapi_extra={"parameters": [YEAR]},
    )
    async def get_heatmap(request: Request) -> Response:
        reader = await screens.reader(request)
        year = year_asked(request.query_params) or reader.today.year

        async def make() -> bytes:
            days = await screens.context.ask(year_of_somebody, (reader.user_id, year))
            by_day = groupby(days, key=lambda day: day.day)
            told = [year_day_body(at, list(parts)) for at, parts in by_day]
            return _encode(YearBody(year, reader.viewer.timezone, reader.today, told))

        return await screens.told(request, reader, ("heatmap", year), make)

    @picture(
        router,
        "/heatmap",
        summary="A year at a glance",
        refused=(BadQuery,),
        parameters=(YEAR, FIRST_WEEKDAY),
    )
    async def get_heatmap_picture(request: Request, look: Annotated[YearLook, Query()]) -> Response:
        reader = await screens.reader(request)
        year = year_asked(request.query_params) or reader.today.year
        first_weekday = first_weekday_asked(request.query_params)
        return await screens.drawn(
            request,
            reader,
            ("year", year, first_weekday),
            look,
            lambda: screens.context.ask(year_of_somebody, (reader.user_id, year)),
            lambda days, theme: draw_year(
                year_drawn(year, days, reader.today, first_weekday, look.metric),
                theme=theme,
                language=reader.language,
                width=look.width,
            ),
        )

    return router


def _totals_asked(request: Request, reader: Reader) -> TotalsOf:
    query = request.query_params
    return TotalsOf(
        user_id=reader.user_id,
        by=period_asked(query),
        first=day_asked(query, "from"),
        last=day_asked(query, "to"),
        sport=sport_asked(query),
    )


def _parts(about: TotalsOf) -> tuple[object, ...]:
    """What tells one question from another."""
    return about.by, about.first, about.last, about.sport
