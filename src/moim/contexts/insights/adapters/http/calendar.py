"""The month calendar over HTTP: the page that is opened most."""

import asyncio
from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.drawing.calendar import draw_month
from moim.contexts.insights.adapters.http.asking import (
    FIRST_WEEKDAY,
    MONTH,
    BadQuery,
    first_weekday_asked,
    month_asked,
)
from moim.contexts.insights.adapters.http.screens import Look, Reader, Screens, picture
from moim.contexts.insights.adapters.http.shapes import MonthBody, month_body
from moim.contexts.insights.adapters.public_holidays import holidays_in
from moim.contexts.insights.adapters.views import month_drawn
from moim.contexts.insights.application.queries import MonthOf, month_of_somebody
from moim.contexts.insights.domain.calendar import Month
from moim.contracts.workouts import RecordDays
from moim.kernel.errors import Unauthenticated
from moim.kernel.periods import month_of
from moim.platform.http.openapi import refusals

_encode = msgspec.json.Encoder().encode


def routes(screens: Screens, records: RecordDays) -> APIRouter:
    """The routes of ``/v1/insights/calendar``; ``records`` knows the days of records."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])

    @router.get(
        "/calendar",
        summary="A month, day by day and week by week, beside the month before",
        response_model=MonthBody,
        responses=refusals(Unauthenticated, BadQuery),
        openapi_extra={"parameters": [MONTH, FIRST_WEEKDAY]},
    )
    async def get_calendar(request: Request) -> Response:
        reader = await screens.reader(request)
        month, first_weekday = _asked(request, reader)

        async def make() -> bytes:
            shown = await _month(reader, month, first_weekday)
            return _encode(month_body(shown, reader.viewer.timezone, reader.today))

        what = ("calendar", month.toordinal(), first_weekday)
        return await screens.told(request, reader, what, make)

    @picture(
        router,
        "/calendar",
        summary="The month calendar",
        refused=(BadQuery,),
        parameters=(MONTH, FIRST_WEEKDAY),
    )
    async def get_calendar_picture(request: Request, look: Annotated[Look, Query()]) -> Response:
        reader = await screens.reader(request)
        month, first_weekday = _asked(request, reader)
        what = ("calendar-picture", month.toordinal(), first_weekday)

        async def make() -> Month:
            return await _month(reader, month, first_weekday)

        return await screens.drawn(
            request,
            reader,
            what,
            look,
            make,
            lambda shown, theme: draw_month(
                month_drawn(shown, reader.today),
                theme=theme,
                language=reader.language,
                width=look.width,
            ),
        )

    async def _month(reader: Reader, month: date, first_weekday: int) -> Month:
        return await screens.context.ask(
            month_of_somebody,
            MonthOf(
                user_id=reader.user_id,
                month=month,
                first_weekday=first_weekday,
                holidays=holidays_in(reader.language),
                records=await asyncio.to_thread(
                    records.record_days, reader.user_id, *month_of(month)
                ),
            ),
        )

    return router


def _asked(request: Request, reader: Reader) -> tuple[date, int]:
    query = request.query_params
    month = month_asked(query) or reader.today.replace(day=1)
    return month, first_weekday_asked(query)
