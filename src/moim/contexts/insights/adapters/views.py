"""From what is known to what the drawings take."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from moim.contexts.insights.adapters.drawing.bars import Bucket, By, TotalsView
from moim.contexts.insights.adapters.drawing.curve import GoalCurveView
from moim.contexts.insights.adapters.drawing.goal import GoalView
from moim.contexts.insights.adapters.drawing.measures import Metric, Totals
from moim.contexts.insights.adapters.drawing.month_view import CalendarDay, CalendarWeek, MonthView
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.adapters.drawing.year import YearDay, YearView
from moim.contexts.insights.adapters.wording import GOAL_METRICS, goal_title
from moim.contexts.insights.domain.calendar import Month
from moim.contexts.insights.domain.counting import Day, Sums, total
from moim.contexts.insights.domain.goals import Progress
from moim.kernel.periods import MONDAY, week_of

Rows = Sequence[Mapping[str, Any]]


def month_drawn(month: Month, today: date) -> MonthView:
    """A month as its route tells it."""
    return MonthView(
        month=month.first,
        first_weekday=month.first_weekday,
        today=today,
        days=[
            CalendarDay(
                date=day.date,
                totals=_totals(day.sums),
                sports=day.sports,
                goal_reached=day.goal_reached,
                records=day.records,
                holiday=day.holiday,
            )
            for day in month.days
        ],
        weeks=[
            CalendarWeek(starts_on=week.starts_on, totals=_totals(week.sums))
            for week in month.weeks
        ],
        total=_totals(month.total),
        previous=_totals(month.previous),
    )


def totals_drawn(spans: Mapping[tuple[date, date], Sums], by: By, metric: Metric) -> TotalsView:
    """Totals as bars."""
    buckets = [Bucket(starts_on=first, totals=_totals(sums)) for (first, _), sums in spans.items()]
    return TotalsView(by=by, metric=metric, buckets=buckets)


def year_drawn(
    year: int, days: Sequence[Day], today: date, first_weekday: int, metric: Metric
) -> YearView:
    """A year as a heatmap."""
    parts: dict[date, list[Day]] = {}
    for day in days:
        parts.setdefault(day.day, []).append(day)
    return YearView(
        year=year,
        first_weekday=first_weekday,
        today=today,
        metric=metric,
        days=[YearDay(date=at, totals=_totals(total(within))) for at, within in parts.items()],
    )


def goal_drawn(progress: Progress, today: date, language: Language) -> GoalView:
    """A goal as a ring."""
    return GoalView(
        title=goal_title(progress, language),
        metric=GOAL_METRICS[progress.goal.metric],
        target=progress.goal.target,
        progress=progress.value,
        starts_on=progress.starts_on,
        ends_on=progress.ends_on,
        today=today,
        reached_on=progress.reached_on,
    )


def curve_drawn(progress: Progress, today: date, language: Language) -> GoalCurveView:
    """A goal as a curve."""
    days = [
        (progress.starts_on + timedelta(days=at), value) for at, value in enumerate(progress.curve)
    ]
    return GoalCurveView(goal=goal_drawn(progress, today, language), days=days)


def month_of_rows(rows: Rows, month: date, today: date, owner: str) -> MonthView:
    """The calendar of a chart that was asked for."""
    days = [
        CalendarDay(date=_first(row), totals=_row_totals(row), sports=tuple(row["sports"]))
        for row in rows
    ]
    weeks: dict[date, list[Sums]] = {}
    for row in rows:
        weeks.setdefault(week_of(_first(row), MONDAY)[0], []).append(_row_sums(row))
    return MonthView(
        month=month,
        first_weekday=MONDAY,
        today=today,
        days=days,
        weeks=[
            CalendarWeek(starts_on=start, totals=_totals(total(parts)))
            for start, parts in weeks.items()
        ],
        total=_totals(total(map(_row_sums, rows))),
        owner=owner,
    )


def totals_of_rows(rows: Rows, by: By, metric: Metric, owner: str) -> TotalsView:
    """The bars of a chart that was asked for."""
    buckets = [Bucket(starts_on=_first(row), totals=_row_totals(row)) for row in rows]
    return TotalsView(by=by, metric=metric, buckets=buckets, owner=owner)


def year_of_rows(rows: Rows, year: int, today: date, metric: Metric, owner: str) -> YearView:
    """The heatmap of a chart that was asked for."""
    return YearView(
        year=year,
        first_weekday=MONDAY,
        today=today,
        metric=metric,
        days=[YearDay(date=_first(row), totals=_row_totals(row)) for row in rows],
        owner=owner,
    )


def _first(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["starts_on"])


def _row_sums(row: Mapping[str, Any]) -> Sums:
    return Sums(*(row[name] for name in Sums._fields))


def _row_totals(row: Mapping[str, Any]) -> Totals:
    return _totals(_row_sums(row))


def _totals(sums: Sums) -> Totals:
    return Totals(**sums._asdict())
