"""What the query strings of insights may say."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from starlette.datastructures import QueryParams

from moim.kernel.errors import Invalid
from moim.kernel.periods import MONDAY, Period
from moim.kernel.sports import SPORTS

YEAR_MIN, YEAR_MAX = 1970, 2200
METRICS = ("distance_m", "moving_s", "elevation_gain_m", "workouts")
TOTALLED = {"week": Period.WEEK, "month": Period.MONTH, "year": Period.YEAR}

Day = Annotated[date, Field(ge=date(YEAR_MIN, 1, 1), le=date(YEAR_MAX, 12, 31))]

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class BadQuery(Invalid):
    """A part of the query string cannot be read, or is out of range."""

    code = "insights-query"
    ko = "조회 조건 {field}의 값이 올바르지 않습니다. 예: {example}"
    en = "The value of {field} in the query is not valid. It looks like {example}."


class UnknownSport(Invalid):
    """Nobody does such a sport here."""

    code = "insights-sport"
    ko = "모르는 종목입니다. 다음 중 하나여야 합니다: {sports}"
    en = "This sport is not known. It is one of: {sports}"


def month_asked(query: QueryParams) -> date | None:
    """The first day of ``?month=2026-11``; None for the present month."""
    text = query.get("month")
    if text is None:
        return None
    found = _MONTH.fullmatch(text)
    if found is None or not YEAR_MIN <= int(found[1]) <= YEAR_MAX or not 1 <= int(found[2]) <= 12:  # noqa: PLR2004 - months
        raise BadQuery(field="month", example="2026-11")
    return date(int(found[1]), int(found[2]), 1)


def first_weekday_asked(query: QueryParams) -> int:
    """``?first_weekday=``, 0 for Monday to 6 for Sunday; Monday if not said."""
    text = query.get("first_weekday")
    if text is None:
        return MONDAY
    if text not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise BadQuery(field="first_weekday", example="6")
    return int(text)


def year_asked(query: QueryParams) -> int | None:
    """``?year=2026``; None for the present one."""
    text = query.get("year")
    if text is None:
        return None
    if _YEAR.fullmatch(text) is None or not YEAR_MIN <= int(text) <= YEAR_MAX:
        raise BadQuery(field="year", example="2026")
    return int(text)


def day_asked(query: QueryParams, name: str) -> date | None:
    """A day such as ``?from=2026-11-02``."""
    text = query.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not YEAR_MIN <= day.year <= YEAR_MAX:
        raise BadQuery(field=name, example="2026-11-02")
    return day


def sport_asked(query: QueryParams) -> str | None:
    """``?sport=run``; None for all of them. Raises UnknownSport."""
    text = query.get("sport")
    if text is not None and text not in SPORTS:
        raise UnknownSport(field="sport", sports=", ".join(SPORTS))
    return text


def period_asked(query: QueryParams) -> Period:
    """``?by=week``, ``month`` or ``year``; weeks if not said."""
    period = TOTALLED.get(query.get("by", "week"))
    if period is None:
        raise BadQuery(field="by", example="week")
    return period


def documented(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    """A query parameter that a route reads itself, for its ``openapi_extra``."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


MONTH = documented(
    "month", {"type": "string", "pattern": r"^\d{4}-\d{2}$"}, "Such as 2026-11; else the present."
)
FIRST_WEEKDAY = documented(
    "first_weekday",
    {"type": "integer", "minimum": 0, "maximum": 6, "default": 0},
    "0 for Monday to 6 for Sunday.",
)
YEAR = documented(
    "year", {"type": "integer", "minimum": YEAR_MIN, "maximum": YEAR_MAX}, "Else the present one."
)
SPORT = documented("sport", {"type": "string", "enum": [*SPORTS]}, "Only this one.")
TOTALS = (
    documented("by", {"type": "string", "enum": [*TOTALLED], "default": "week"}, "What to add up."),
    documented("from", {"type": "string", "format": "date"}, "Its whole period is counted."),
    documented("to", {"type": "string", "format": "date"}, "Its whole period; else today's."),
    SPORT,
)
