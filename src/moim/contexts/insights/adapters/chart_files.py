"""Charts that were asked for, as files."""

from moim.contexts.insights.adapters.drawing.bars import By, draw_bars
from moim.contexts.insights.adapters.drawing.calendar import draw_month
from moim.contexts.insights.adapters.drawing.measures import Metric
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.year import draw_year
from moim.contexts.insights.adapters.views import (
    Rows,
    month_of_rows,
    totals_of_rows,
    year_of_rows,
)
from moim.contexts.insights.domain.chart import Chart, ChartKind
from moim.contexts.insights.domain.counting import day_of

COLUMNS = ("starts_on", "ends_on", "workouts", "distance_m", "moving_s", "elevation_gain_m")
BARS: dict[ChartKind, By] = {
    ChartKind.WEEKS: "week",
    ChartKind.MONTHS: "month",
    ChartKind.YEARS: "year",
}
MEASURED: tuple[Metric, ...] = ("distance_m", "moving_s")


def draw_chart(chart: Chart, *, theme: Theme, language: Language, width: int) -> str:
    """The chart from its own figures, with its owner's name. Raises ChartNotReady."""
    data = chart.shown()
    rows, owner = data["rows"], data["nickname"] or ""
    today = chart.last if chart.as_of is None else day_of(chart.as_of, data["timezone"])
    if chart.kind is ChartKind.CALENDAR:
        month = month_of_rows(rows, chart.first, today, owner)
        return draw_month(month, theme=theme, language=language, width=width)
    metric = _metric(rows)
    if chart.kind is ChartKind.HEATMAP:
        year = year_of_rows(rows, chart.first.year, today, metric, owner)
        return draw_year(year, theme=theme, language=language, width=width)
    bars = totals_of_rows(rows, BARS[chart.kind], metric, owner)
    return draw_bars(bars, theme=theme, language=language, width=width)


def csv_of(chart: Chart) -> str:
    """The figures as RFC 4180, a row a day or period. Raises ChartNotReady."""
    lines = [",".join(COLUMNS)]
    lines += [",".join(str(row[name]) for name in COLUMNS) for row in chart.shown()["rows"]]
    return "\r\n".join([*lines, ""])


def _metric(rows: Rows) -> Metric:
    """Distance where there is any; who only lifts or stretches sees their time."""
    return next((name for name in MEASURED if any(row[name] for row in rows)), "distance_m")
