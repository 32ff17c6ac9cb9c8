"""Training load over HTTP, and the thresholds it is measured against."""

from datetime import MAXYEAR, date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from moim.contexts.workouts.application.progress_queries import (
    LoadBetween,
    LoadTold,
    list_thresholds,
    revision_and_today,
    training_load,
)
from moim.contexts.workouts.application.records import SetThresholds, set_thresholds
from moim.contexts.workouts.domain.training_load import Sex, Thresholds, ThresholdsOutOfRange
from moim.kernel.errors import Invalid
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import JSON, answer, encoded
from moim.platform.http.conditions import content_etag
from moim.platform.http.kept import Kept
from moim.platform.http.openapi import refusals

DAYS_USUAL = 90
DAYS_MAX = 3 * 366
FIRST_YEAR = 1970

From = Annotated[date | None, Query(alias="from", description="First day; 90 days before `to`.")]
To = Annotated[date | None, Query(description="Last day; today if left out.")]


class DaysOutOfRange(Invalid):
    """Days in the wrong order, too many, or too far off."""

    code = "days-out-of-range"
    ko = "시작일은 종료일보다 늦을 수 없고, 최대 {days_max}일까지 볼 수 있습니다."
    en = "The first day must not be after the last, and at most {days_max} days can be asked for."


class NewThresholds(BaseModel):
    """Thresholds from a day on. What is left out or null is not known, and then estimated."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"valid_from": "2026-11-01", "resting_bpm": 52, "greatest_bpm": 188}
        },
    )

    valid_from: Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(2199, 12, 31))]
    resting_bpm: int | None = None
    greatest_bpm: int | None = None
    ftp_w: int | None = None
    sex: Sex | None = None


def routes(context: Context[Any]) -> APIRouter:
    """The routes of ``/v1/training-load`` and ``/v1/thresholds``."""
    router = APIRouter(prefix="/v1", tags=["training load"])
    kept = Kept()

    @router.get(
        "/training-load",
        summary="Load, fitness (CTL), fatigue (ATL) and form (TSB), a row a day",
        responses=refusals(DaysOutOfRange),
    )
    async def get_training_load(
        request: Request,
        caller: SignedIn,
        first: From = None,
        to: To = None,
    ) -> Response:
        revision, today = await context.ask(revision_and_today, caller.user_id)
        about = _asked(caller.user_id, first, to or today)

        async def content() -> bytes:
            days = await context.ask(training_load, about)
            return encoded({"items": [_day(day) for day in days], "next": None})

        return await kept.answer(request, content_etag(revision, about), content, JSON)

    @router.get("/thresholds", summary="Your thresholds over time, oldest first")
    async def get_thresholds(caller: SignedIn) -> Response:
        items = await context.ask(list_thresholds, caller.user_id)
        return answer({"items": items, "next": None})

    @router.put(
        "/thresholds",
        status_code=204,
        summary="Let these thresholds apply from a day on; what was before stays as it was",
        responses=refusals(ThresholdsOutOfRange),
    )
    async def put_thresholds(caller: SignedIn, new: NewThresholds) -> None:
        thresholds = Thresholds(**new.model_dump())
        command = SetThresholds(user_id=caller.user_id, thresholds=thresholds)
        await context.run(set_thresholds, command)

    return router


def _asked(user_id: Any, first: date | None, last: date) -> LoadBetween:
    if not FIRST_YEAR <= last.year < MAXYEAR:
        raise DaysOutOfRange(field="to", days_max=DAYS_MAX)
    since = first or last - timedelta(days=DAYS_USUAL - 1)
    if since.year < FIRST_YEAR or not 0 <= (last - since).days < DAYS_MAX:
        raise DaysOutOfRange(field="from", days_max=DAYS_MAX)
    return LoadBetween(user_id=user_id, first=since, last=last)


def _day(told: LoadTold) -> dict[str, Any]:
    day = told.day
    return {
        "day": day.day,
        "load": round(day.load, 1),
        "fitness": round(day.fitness, 1),
        "fatigue": round(day.fatigue, 1),
        "form": round(day.form, 1),
        "workouts": told.workouts,
        "without_heart_rate": told.unmeasured,
    }
