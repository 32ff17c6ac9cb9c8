"""Records over HTTP: the best of all time, of a year and of a month, and what each beat."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from moim.contexts.workouts.application.progress_queries import (
    RecordsOf,
    RecordsTold,
    records_of,
    revision_and_today,
)
from moim.contexts.workouts.domain.outcomes import Discipline
from moim.contexts.workouts.domain.records import (
    ALL_TIME,
    Category,
    Kind,
    Mark,
    Record,
    month_scope,
    year_scope,
)
from moim.kernel.errors import Invalid
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import JSON, encoded
from moim.platform.http.conditions import content_etag
from moim.platform.http.kept import Kept
from moim.platform.http.openapi import refusals

UNITS = {
    Kind.FASTEST: "s",
    Kind.POWER: "W",
    Kind.LONGEST: "m",
    Kind.LONGEST_TIME: "s",
    Kind.HIGHEST_CLIMB: "m",
    Kind.BIGGEST_WEEK: "m",
    Kind.STREAK: "days",
}
_ORDER = {kind: place for place, kind in enumerate(Kind)}
_DISCIPLINES = {discipline: place for place, discipline in enumerate(Discipline)}

YEARS, MONTHS = range(1970, 2200), range(1, 13)
QUERY = [
    {
        "name": "year",
        "in": "query",
        "description": "Of one year alone.",
        "schema": {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]},
    },
    {
        "name": "month",
        "in": "query",
        "description": "Of one month of that year.",
        "schema": {"type": "integer", "minimum": MONTHS[0], "maximum": MONTHS[-1]},
    },
]


class BadPeriod(Invalid):
    """A year or a month that there is none of."""

    code = "bad-period"
    ko = "연도나 월이 올바르지 않습니다: {field}"
    en = "This is no year or month: {field}"


class YearNeeded(Invalid):
    """A month without its year."""

    code = "year-needed"
    ko = "월을 고르려면 연도도 함께 보내 주세요."
    en = "A month needs its year."


class MarkBody(msgspec.Struct, kw_only=True):
    """A result. ``workout_id`` is null for a week and a streak; ``day`` is then the first."""

    value: float
    day: date
    workout_id: UUID | None


class RecordBody(msgspec.Struct, kw_only=True):
    """A record: ``value`` in ``unit``, over a distance or a duration where there is one."""

    kind: str
    discipline: str | None
    over_distance_m: float | None
    over_duration_s: float | None
    unit: str
    value: float
    day: date
    workout_id: UUID | None
    beat: MarkBody | None


def routes(context: Context[Any]) -> APIRouter:
    """The route of ``/v1/records``."""
    router = APIRouter(prefix="/v1/records", tags=["records"])
    kept = Kept()

    @router.get(
        "",
        summary="Your records of all time, or of a year or a month, and what each beat",
        openapi_extra={"parameters": QUERY},
        responses=refusals(YearNeeded, BadPeriod),
    )
    async def get_records(request: Request, caller: SignedIn) -> Response:
        about = RecordsOf(user_id=caller.user_id, scope=_scope(request))
        revision, today = await context.ask(revision_and_today, caller.user_id)

        async def content() -> bytes:
            told = await context.ask(records_of, about)
            return encoded(_body(about.scope, told, today))

        return await kept.answer(request, content_etag(revision, today, about), content, JSON)

    return router


def _scope(request: Request) -> str:
    year, month = _number(request, "year", YEARS), _number(request, "month", MONTHS)
    if year is None:
        if month is not None:
            raise YearNeeded(field="year")
        return ALL_TIME
    return year_scope(date(year, 1, 1)) if month is None else month_scope(date(year, month, 1))


def _number(request: Request, name: str, allowed: range) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len("2026")):
        raise BadPeriod(field=name)
    if int(text) not in allowed:
        raise BadPeriod(field=name)
    return int(text)


def _body(scope: str, told: RecordsTold, today: date) -> dict[str, Any]:
    body: dict[str, Any] = {"period": scope, "records": list(_records(told))}
    if scope == ALL_TIME:
        body["milestones"] = told.milestones
        body["streak"] = _streak(told.streak, today)
    return body


def _records(told: RecordsTold) -> Iterator[RecordBody]:
    """In the order of disciplines and kinds, the shortest distance first."""
    for category in sorted(told.book, key=_place):
        record = told.book[category]
        yield _record(category, record)


def _place(category: Category) -> tuple[int, int, float]:
    discipline = category.discipline
    first = len(_DISCIPLINES) if discipline is None else _DISCIPLINES[discipline]
    return first, _ORDER[category.kind], category.over


def _record(category: Category, record: Record) -> RecordBody:
    over = category.over or None
    held = record.held
    return RecordBody(
        kind=category.kind.value,
        discipline=category.discipline,
        over_distance_m=over if category.kind is Kind.FASTEST else None,
        over_duration_s=over if category.kind is Kind.POWER else None,
        unit=UNITS[category.kind],
        value=round(held.value, 2),
        day=held.day,
        workout_id=held.workout_id,
        beat=None if record.beat is None else _mark(record.beat),
    )


def _mark(mark: Mark) -> MarkBody:
    return MarkBody(value=round(mark.value, 2), day=mark.day, workout_id=mark.workout_id)


def _streak(run: tuple[date, date] | None, today: date) -> dict[str, Any] | None:
    """The run that goes on: its last day is today, or yesterday while today can still count."""
    if run is None or run[1] < today - timedelta(days=1):
        return None
    first, last = run
    return {"days": (last - first).days + 1, "first_day": first, "last_day": last}
