"""Views to draw, made here, and a reader of what was drawn."""

import math
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

from moim.contexts.insights.adapters.drawing.bars import Bucket, TotalsView
from moim.contexts.insights.adapters.drawing.course import CourseView
from moim.contexts.insights.adapters.drawing.goal import GoalView
from moim.contexts.insights.adapters.drawing.measures import Totals
from moim.contexts.insights.adapters.drawing.month_view import (
    CalendarDay,
    CalendarWeek,
    MonthView,
)
from moim.contexts.insights.adapters.drawing.theme import COLOURS
from moim.contexts.insights.adapters.drawing.year import YearDay, YearView

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&]]>\x00\x1b\u202e\ud800\ufffe 아침 러닝 🏃"


def read(svg: str) -> ET.Element:
    """The drawing as a tree; fails when it is not well-formed or holds something unwanted."""
    assert re.search(r'="[^"]*\b(nan|inf)\b', svg) is None
    root = ET.fromstring(svg)
    allowed = ["svg", "title", "desc", "style", "g", "rect", "circle", "line", "path", "polygon"]
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {*allowed, "text"}
    return root


def words(svg: str) -> list[str]:
    """Every text that is seen."""
    return [element.text or "" for element in read(svg).iter(f"{SVG}text")]


def described(svg: str) -> tuple[str, str]:
    """Name and description as a screen reader finds them."""
    root = read(svg)
    name, description = root.get("aria-labelledby", "").split()
    by_id = {element.get("id"): element.text or "" for element in root.iter()}
    assert root.get("role") == "img"
    return by_id[name], by_id[description]


def painted(svg: str, token: str) -> bool:
    """Whether a light drawing uses a colour token."""
    return COLOURS[token][0] in svg


def totals(distance_m: float) -> Totals:
    return Totals(
        workouts=1, distance_m=distance_m, moving_s=distance_m * 0.33, elevation_gain_m=120
    )


def month(**changes) -> MonthView:
    start = date(2026, 10, 4)
    days = [
        CalendarDay(date=start, totals=totals(10_240), sports=("run",)),
        CalendarDay(
            date=date(2026, 10, 5),
            totals=totals(42_195),
            sports=("run", "strength"),
            goal_reached=True,
        ),
        CalendarDay(date=date(2026, 10, 9), holiday="한글날"),
    ]
    week = CalendarWeek(starts_on=start, totals=Totals(workouts=2, distance_m=52_435))
    whole = Totals(workouts=2, distance_m=52_435, moving_s=17_304, elevation_gain_m=240)
    given = {
        "month": date(2026, 10, 1),
        "first_weekday": 6,
        "today": date(2026, 10, 20),
        "days": days,
        "weeks": [week],
        "total": whole,
        "previous": Totals(workouts=5, distance_m=60_000, moving_s=20_000),
    }
    return MonthView(**(given | changes))


def course(points: int = 600, **changes) -> CourseView:
    """A loop of about 12.6 km by the river, with two hills."""
    turn = [2 * math.pi * index / (points - 1) for index in range(points)]
    given = {
        "title": "한강 한 바퀴",
        "lat_deg": [37.52 + 0.018 * math.sin(angle) for angle in turn],
        "lon_deg": [126.98 + 0.0227 * math.cos(angle) for angle in turn],
        "elevation_m": [30 + 25 * math.sin(2 * angle) for angle in turn],
        "pace_s_per_km": [330 + 40 * math.sin(3 * angle) for angle in turn],
        "heart_rate_bpm": [150 + 20 * math.sin(angle) for angle in turn],
        "totals": totals(12_580),
    }
    return CourseView(**(given | changes))


def goal(**changes) -> GoalView:
    given = {
        "title": "10월 100 km",
        "metric": "distance_m",
        "target": 100_000,
        "progress": 62_000,
        "starts_on": date(2026, 10, 1),
        "ends_on": date(2026, 10, 31),
        "today": date(2026, 10, 20),
    }
    return GoalView(**(given | changes))


def weeks(count: int, metric: str = "distance_m") -> TotalsView:
    first = date(2026, 1, 5)
    buckets = [
        Bucket(starts_on=first + timedelta(weeks=index), totals=totals(10_000 + 1000 * index))
        for index in range(count)
    ]
    return TotalsView(by="week", metric=metric, buckets=buckets)


def year(**changes) -> YearView:
    first = date(2026, 3, 1)
    given = {
        "year": 2026,
        "first_weekday": 0,
        "today": date(2026, 10, 20),
        "metric": "distance_m",
        "days": [
            YearDay(date=first + timedelta(days=index), totals=totals(4000 + 1000 * index))
            for index in (0, 1, 2, 5, 6, 9)
        ],
    }
    return YearView(**(given | changes))
