"""The activity log and statistics over HTTP: everybody's own alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.http.forms import Form
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.application import activity
from moim.contexts.users.domain.activity import Activity, PeriodNotAllowed, Statistics
from moim.kernel.errors import NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor
from moim.platform.ratelimit import TooOften

Day = Annotated[date, Field(strict=False, examples=["2026-05-01"])]


class PeriodForm(Form):
    """Days in one's own zone, both included."""

    first: Day
    last: Day


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """What was done, how many of it, and to what."""

    id: UUID
    activity: str
    at: datetime
    subject_id: UUID | None
    amount: int


@dataclass(frozen=True, kw_only=True)
class ActivityPage:
    """The newest first."""

    items: list[ActivityLine]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class StatisticsAsked:
    """``stats`` is null until it has been counted, a moment later."""

    id: UUID
    first: date
    last: date
    asked_at: datetime
    stats: dict[str, dict[str, float]] | None


def activity_routes(use: Context[Any], limits: Limits) -> APIRouter:
    """Under ``/v1/users/me``."""
    router = APIRouter(prefix="/v1/users/me", tags=["activity"])

    @router.get("/activities", summary="One's activity log", response_model=ActivityPage)
    async def get_activities(
        caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        wanted = activity.Lines(user_id=caller.user_id, after=after, limit=limit)
        found = await use.ask(activity.lines_of, wanted)
        more = encode_cursor((found[-1].id,)) if len(found) == limit else None
        return answer(ActivityPage(items=[_line(one) for one in found], next=more))

    @router.post(
        "/statistics",
        summary="Ask for statistics of what one did",
        status_code=202,
        response_model=StatisticsAsked,
        responses=refusals(PeriodNotAllowed, TooOften, KeyUsedForAnother, StillRunning),
    )
    async def post_statistics(form: PeriodForm, request: Request, caller: SignedIn) -> Response:
        limits.statistics(caller.user_id)
        command = activity.AskStatistics(
            id=new_id(), user_id=caller.user_id, first=form.first, last=form.last
        )
        handler = activity.ask_statistics
        return await created(use, request, caller, handler, command, _statistics, 202)

    @router.get(
        "/statistics/{request_id}",
        summary="Statistics that were asked for",
        response_model=StatisticsAsked,
        responses=refusals(NotFound),
    )
    async def get_statistics(request_id: UUID, caller: SignedIn) -> Response:
        wanted = activity.WhichStatistics(user_id=caller.user_id, id=request_id)
        return answer(_statistics(await use.ask(activity.statistics_of, wanted)))

    return router


def _line(line: Activity) -> ActivityLine:
    return ActivityLine(
        id=line.id,
        activity=line.doing.value,
        at=line.at,
        subject_id=line.subject_id,
        amount=line.amount,
    )


def _statistics(asked: Statistics) -> StatisticsAsked:
    return StatisticsAsked(
        id=asked.id,
        first=asked.first,
        last=asked.last,
        asked_at=asked.asked_at,
        stats=asked.figures,
    )
