"""What a dashboard offers, streaks, and the map of all one's ways, over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.chart_words import chart_title
from moim.contexts.insights.adapters.drawing.heat_map import HeatMapView, draw_heat_map
from moim.contexts.insights.adapters.drawing.theme import Theme
from moim.contexts.insights.adapters.http.asking import (
    SPORT,
    YEAR,
    BadQuery,
    UnknownSport,
    sport_asked,
    year_asked,
)
from moim.contexts.insights.adapters.http.chart_shapes import photo_url
from moim.contexts.insights.adapters.http.screens import Look, Reader, Screens, picture
from moim.contexts.insights.adapters.studio import Studio
from moim.contexts.insights.adapters.ways import Grid, grid_of
from moim.contexts.insights.application.charts import ways_lacking, ways_of
from moim.contexts.insights.application.ports import Selection
from moim.contexts.insights.application.queries import active_days
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.devices import charts_for
from moim.contexts.insights.domain.streaks import Streak, day_streak, week_streak
from moim.kernel.errors import Unauthenticated
from moim.kernel.periods import year_of
from moim.platform.http.openapi import refusals

READ_AT_ONCE = 100
"""Ways that a look at the map reads before it answers; the next look reads more."""

MAP = (YEAR, SPORT)

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class StreakBody:
    """Days or weeks in a row; a week begins on Monday."""

    current: int
    longest: int
    longest_ends_on: date | None


@dataclass(slots=True)
class StreaksBody:
    """As of ``today``."""

    today: date
    days: StreakBody
    weeks: StreakBody


@dataclass(slots=True)
class DashboardBody:
    """Who looks, and which kinds of charts their device has data for."""

    nickname: str | None
    photo: str | None
    device: str | None
    charts: list[ChartKind]


def routes(screens: Screens, studio: Studio) -> APIRouter:
    """The routes of ``/v1/insights/dashboard``, ``/streaks`` and ``/heatmap/map``."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])
    _telling(router, screens)
    _map(router, screens, studio)
    return router


def _telling(router: APIRouter, screens: Screens) -> None:
    @router.get(
        "/dashboard",
        summary="Which charts your device has data for",
        response_model=DashboardBody,
        responses=refusals(Unauthenticated),
    )
    async def get_dashboard(request: Request) -> Response:
        reader = await screens.reader(request)
        viewer = reader.viewer

        async def make() -> bytes:
            photo = photo_url(reader.user_id, viewer.photo_key)
            kinds = list(charts_for(viewer.device))
            return _encode(DashboardBody(viewer.nickname, photo, viewer.device, kinds))

        return await screens.told(request, reader, ("dashboard",), make)

    @router.get(
        "/streaks",
        summary="Days and weeks in a row with something done",
        response_model=StreaksBody,
        responses=refusals(Unauthenticated),
    )
    async def get_streaks(request: Request) -> Response:
        reader = await screens.reader(request)

        async def make() -> bytes:
            days = await screens.context.ask(active_days, (reader.user_id, reader.today))
            by_day, by_week = day_streak(days, reader.today), week_streak(days, reader.today)
            return _encode(StreaksBody(reader.today, _streak(by_day), _streak(by_week)))

        return await screens.told(request, reader, ("streaks",), make)


def _map(router: APIRouter, screens: Screens, studio: Studio) -> None:
    context = screens.context

    @picture(
        router,
        "/heatmap/map",
        summary="The map of all your ways: where you were most often; only ever your own",
        refused=(BadQuery, UnknownSport),
        parameters=MAP,
    )
    async def get_map(request: Request, look: Annotated[Look, Query()]) -> Response:
        reader = await screens.reader(request)
        about = _selected(request, reader)

        async def load() -> Sequence[bytes]:
            lacking = await context.ask(ways_lacking, about)
            await studio.read_ways(about, lacking[:READ_AT_ONCE])
            return await context.ask(ways_of, about)

        def draw(ways: Sequence[bytes], theme: Theme) -> str:
            view = _drawn(grid_of(ways), chart_title(ChartKind.MAP, reader.language))
            return draw_heat_map(view, theme=theme, language=reader.language, width=look.width)

        what = ("map", about.first, about.last, about.sport)
        return await screens.drawn(request, reader, what, look, load, draw)


def _selected(request: Request, reader: Reader) -> Selection:
    query = request.query_params
    year = year_asked(query)
    first, last = year_of(date(year, 1, 1)) if year else (date(1970, 1, 1), reader.today)
    return Selection(user_id=reader.user_id, first=first, last=last, sport=sport_asked(query))


def _drawn(grid: Grid | None, title: str) -> HeatMapView:
    if grid is None:
        return HeatMapView(
            title=title, columns=0, lines=0, cell_m=0.0, cells=(), workouts=0, shown=0
        )
    return HeatMapView(
        title=title,
        columns=grid.columns,
        lines=grid.rows,
        cell_m=grid.cell_m,
        cells=[(x, y, count) for x, y, count in grid.cells.tolist()],
        workouts=grid.workouts,
        shown=grid.shown,
    )


def _streak(streak: Streak) -> StreakBody:
    return StreakBody(streak.current, streak.longest, streak.longest_ends_on)
