"""Charts on request over HTTP: asked for, looked up, changed, cancelled, repaired."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.chart_files import Signed, csv_of, draw_signed
from moim.contexts.insights.adapters.http.asking import BadQuery
from moim.contexts.insights.adapters.http.chart_shapes import (
    ChangedChart,
    ChartBody,
    ChartsBody,
    NewChart,
    NewDownload,
    Subject,
    chart_body,
    period_of,
)
from moim.contexts.insights.adapters.http.screens import Look, Screens, picture
from moim.contexts.insights.adapters.sessions import signed_in_at
from moim.contexts.insights.application import charts
from moim.contexts.insights.application.ports import ChartList
from moim.contexts.insights.application.templates import preferences_of
from moim.contexts.insights.domain.chart import (
    Chart,
    ChartNotFound,
    ChartNotReady,
    ChartNotUnderWay,
    ChartUnderWay,
    ChartWasCancelled,
    SpanOfAnotherKind,
    TooManyLiveCharts,
)
from moim.contexts.insights.domain.chart_kinds import (
    SubjectOfAnotherKind,
    UnknownFilter,
    UnknownOrder,
)
from moim.contexts.insights.domain.sharing import FreshLoginNeeded
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.kernel.errors import Changed, Unauthenticated
from moim.platform.auth import Caller, SignedIn, caller_of
from moim.platform.context import KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import (
    BadIfMatch,
    content_etag,
    not_modified,
    version_etag,
    version_wanted,
)
from moim.platform.http.creating import created
from moim.platform.http.languages import language_of
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor
from moim.platform.http.problems import InvalidInput, Mistake

PREFIX = "/v1/insights/charts"
CHART_ID = {
    "name": "chart_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
NOT_AN_ID = Mistake(
    pointer="#/chart_id", code="uuid", ko="UUID가 아닙니다.", en="It is not a UUID.", part="path"
)
ACCEPTED = 202
FILES = (ChartNotFound, ChartNotReady, ChartWasCancelled)
ASKED_WRONG = (SpanTooLong, SpanOfAnotherKind, SubjectOfAnotherKind, UnknownFilter, UnknownOrder)
MEDIA = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv", "json": JSON}


class CsvResponse(Response):
    """A table."""

    media_type = "text/csv"


def routes(screens: Screens) -> APIRouter:
    """The routes of ``/v1/insights/charts``."""
    router = APIRouter(prefix=PREFIX, tags=["insights"])
    _asking(router, screens)
    _pictures(router, screens)
    _files(router, screens)
    _changing(router, screens)
    _looking(router, screens)
    return router


def _asking(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.post(
        "",
        status_code=ACCEPTED,
        summary="Ask for a chart; its data are taken right after",
        response_model=ChartBody,
        responses=refusals(
            *ASKED_WRONG, BadQuery, TooManyLiveCharts, KeyUsedForAnother, StillRunning
        ),
    )
    async def post_chart(request: Request, caller: SignedIn, new: NewChart) -> Response:
        given = new.model_dump() | {"period": period_of(new.period)}
        command = charts.AskForChart(user_id=caller.user_id, **given)
        language = language_of(request.scope)
        return await created(
            context,
            request,
            caller,
            charts.ask_for_chart,
            command,
            lambda chart: chart_body(chart, language),
            ACCEPTED,
            under=PREFIX,
        )


def _pictures(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @picture(router, "/{chart_id}", summary="A chart that was asked for", refused=FILES)
    async def get_chart_picture(
        request: Request, chart_id: UUID, look: Annotated[Look, Query()]
    ) -> Response:
        reader = await screens.reader(request)
        about = (chart_id, reader.user_id)
        version = await context.ask(charts.chart_version, about)
        tag = content_etag(
            request.scope["path"],
            version,
            reader.language,
            reader.viewer.photo_key or "",
            *look.model_dump().values(),
        )

        async def load() -> Signed:
            return await signed(screens, await context.ask(charts.one_chart, about))

        return await screens.pictured(
            request,
            tag,
            look,
            load,
            lambda ready, theme: draw_signed(
                ready, theme=theme, language=reader.language, width=look.width
            ),
        )


def _files(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    async def readable(chart_id: UUID, caller: Caller, format: str) -> Chart:
        await context.ask(charts.may_download, _download(chart_id, caller, format))
        return await context.ask(charts.one_chart, (chart_id, caller.user_id))

    @router.get(
        "/{chart_id}.csv",
        summary="A chart's figures as a table",
        response_class=CsvResponse,
        responses=refusals(*FILES, FreshLoginNeeded),
    )
    async def get_chart_table(chart_id: UUID, caller: SignedIn) -> Response:
        return CsvResponse(csv_of(await readable(chart_id, caller, "csv")))

    @router.get(
        "/{chart_id}.json",
        summary="A chart's figures as JSON",
        responses=refusals(*FILES, FreshLoginNeeded),
    )
    async def get_chart_figures(chart_id: UUID, caller: SignedIn) -> Response:
        return answer((await readable(chart_id, caller, "json")).shown())

    @router.post(
        "/{chart_id}/downloads",
        summary="Take a chart as a file",
        response_class=Response,
        responses=refusals(*FILES, FreshLoginNeeded),
    )
    async def post_download(
        request: Request, chart_id: UUID, caller: SignedIn, new: NewDownload
    ) -> Response:
        known = await context.ask(charts.one_chart, (chart_id, caller.user_id))
        format = new.format or known.format
        chart = await context.run(charts.download_chart, _download(chart_id, caller, format))
        liked = (await context.ask(preferences_of, caller.user_id)).chosen
        look = Look.model_validate({k: v for k, v in liked.items() if k in Look.model_fields})
        content = await file_of(screens, chart, format, look, language_of(request.scope))
        name = f"moim-{chart.kind.value}-{chart.first}.{format}"
        headers = {
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        }
        return Response(content, 200, headers, media_type=MEDIA[format])


async def file_of(screens: Screens, chart: Chart, format: str, look: Look, language: str) -> bytes:
    """The chart in a format."""
    if format == "csv":
        return csv_of(chart).encode()
    if format == "json":
        return bytes(answer(chart.shown()).body)
    return await screens.picture_of(
        await signed(screens, chart),
        look,
        lambda ready, theme: draw_signed(
            ready, theme=theme, language="ko" if language == "ko" else "en", width=look.width
        ),
        png=format == "png",
    )


async def signed(screens: Screens, chart: Chart) -> Signed:
    """A chart with the photo that its owner had when it was made, if that is still shown."""
    key = chart.shown().get("photo_key")
    return Signed(chart=chart, portrait=await screens.portrait(chart.user_id, key))


def _changing(router: APIRouter, screens: Screens) -> None:
    context = screens.context
    resting = (ChartNotFound, ChartUnderWay, ChartWasCancelled)

    @router.patch(
        "/{chart_id}",
        summary="Filter or sort a chart, or have it in another format",
        response_model=ChartBody,
        responses=refusals(
            *resting, UnknownFilter, UnknownOrder, TooManyLiveCharts, Changed, BadIfMatch
        ),
    )
    async def patch_chart(
        request: Request, chart_id: UUID, caller: SignedIn, changed: ChangedChart
    ) -> Response:
        command = charts.ChangeChart(
            id=chart_id,
            user_id=caller.user_id,
            version=version_wanted(request),
            **changed.model_dump(),
        )
        return _told(request, await context.run(charts.change_chart, command))

    @router.post(
        "/{chart_id}/cancel",
        summary="Say that a chart under way is not wanted any more",
        response_model=ChartBody,
        responses=refusals(ChartNotFound, ChartNotUnderWay),
    )
    async def post_cancel(request: Request, chart_id: UUID, caller: SignedIn) -> Response:
        about = (chart_id, caller.user_id)
        return _told(request, await context.run(charts.cancel_chart, about))

    @router.post(
        "/{chart_id}/repair",
        status_code=ACCEPTED,
        summary="Have a chart that failed or looks wrong drawn anew",
        response_model=ChartBody,
        responses=refusals(*resting),
    )
    async def post_repair(request: Request, chart_id: UUID, caller: SignedIn) -> Response:
        about = (chart_id, caller.user_id)
        return _told(request, await context.run(charts.ask_for_repair, about), ACCEPTED)


def _looking(router: APIRouter, screens: Screens) -> None:
    context = screens.context

    @router.get(
        "/{chart_id}",  # noqa: FAST003 - read from the path by hand
        summary="How a chart stands, with its figures",
        response_model=ChartBody,
        responses=refusals(Unauthenticated, ChartNotFound),
        openapi_extra={"parameters": [CHART_ID]},
    )
    async def get_chart(request: Request) -> Response:
        about = (_chart_id(request), caller_of(request).user_id)
        version = await context.ask(charts.chart_version, about)
        etag, language = version_etag(version), language_of(request.scope)
        if same := not_modified(request, etag):
            return same

        async def make() -> bytes:
            chart = await context.ask(charts.one_chart, about)
            return bytes(answer(chart_body(chart, language)).body)

        content = await screens.kept((*about, version, language), make)
        headers = {"etag": etag, "vary": "accept-language"}
        return Response(content, 200, headers, media_type=JSON)

    @router.get("", summary="Charts that were asked for, newest first", response_model=ChartsBody)
    async def get_charts(
        request: Request,
        caller: SignedIn,
        limit: Limit = 20,
        cursor: Cursor = None,
        subject: Subject | None = None,
    ) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        about = ChartList(user_id=caller.user_id, limit=limit, after=after, subject=subject)
        found = await context.ask(charts.charts_of, about)
        language = language_of(request.scope)
        more = encode_cursor((found[-1].id,)) if len(found) == limit else None
        return answer({"items": [chart_body(one, language) for one in found], "next": more})


def _chart_id(request: Request) -> UUID:
    """Of a route that reads its path itself; refused as FastAPI's would be."""
    try:
        return UUID(request.path_params["chart_id"])
    except ValueError:
        raise InvalidInput([NOT_AN_ID]) from None


def _told(request: Request, chart: Chart, status: int = 200) -> Response:
    headers = {"etag": version_etag(chart.version), "vary": "accept-language"}
    return answer(chart_body(chart, language_of(request.scope)), status, headers)


def _download(chart_id: UUID, caller: Caller, format: str) -> charts.Download:
    return charts.Download(
        id=chart_id, user_id=caller.user_id, format=format, signed_in_at=signed_in_at(caller)
    )
