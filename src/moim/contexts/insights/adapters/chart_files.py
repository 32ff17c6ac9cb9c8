"""Charts that were asked for, as files."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from moim.contexts.insights.adapters import chart_views as views
from moim.contexts.insights.adapters.drawing.bars import By, draw_bars
from moim.contexts.insights.adapters.drawing.calendar import draw_month
from moim.contexts.insights.adapters.drawing.heat_map import draw_heat_map
from moim.contexts.insights.adapters.drawing.lanes import draw_lanes
from moim.contexts.insights.adapters.drawing.lines import draw_lines
from moim.contexts.insights.adapters.drawing.measures import Metric
from moim.contexts.insights.adapters.drawing.portrait import with_portrait
from moim.contexts.insights.adapters.drawing.rows import draw_rows
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.year import draw_year
from moim.contexts.insights.adapters.views import (
    Rows,
    month_of_rows,
    totals_of_rows,
    year_of_rows,
)
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import day_of

BARS: dict[ChartKind, By] = {
    ChartKind.WEEKS: "week",
    ChartKind.MONTHS: "month",
    ChartKind.YEARS: "year",
}
MEASURED: tuple[Metric, ...] = ("distance_m", "moving_s")

Drawing = tuple[Callable[[Chart, views.Data, Language], Any], Callable[..., str]]

_LINES = {
    ChartKind.TRAINING_LOAD: views.load_drawn,
    ChartKind.RECORDS: views.records_drawn,
    ChartKind.PACE: views.series_drawn,
    ChartKind.HEART_RATE: views.series_drawn,
    ChartKind.ELEVATION: views.series_drawn,
    ChartKind.CADENCE: views.series_drawn,
    ChartKind.POWER: views.series_drawn,
}
_DRAWINGS: dict[ChartKind, Drawing] = {
    **{kind: (view, draw_lines) for kind, view in _LINES.items()},
    ChartKind.ZONES: (views.zones_drawn, draw_rows),
    ChartKind.ACTIVITY: (views.activity_drawn, draw_rows),
    ChartKind.ACTIVITY_STATS: (views.stats_drawn, draw_rows),
    ChartKind.ANALYSIS: (views.analysis_drawn, draw_rows),
    ChartKind.CONSENT: (views.consent_drawn, draw_lanes),
    ChartKind.MAP: (views.map_drawn, draw_heat_map),
}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A chart and the photo of whose it is, as a ``data:`` address; empty where there is none."""

    chart: Chart
    portrait: str


def draw_signed(signed: Signed, *, theme: Theme, language: Language, width: int) -> str:
    """``draw_chart`` with the photo of its owner at the top right."""
    portrait = signed.portrait
    drawing = draw_chart(
        signed.chart, theme=theme, language=language, width=width, portrait=bool(portrait)
    )
    return with_portrait(drawing, portrait) if portrait else drawing


def draw_chart(
    chart: Chart, *, theme: Theme, language: Language, width: int, portrait: bool = False
) -> str:
    """The chart from its own figures, with its owner's name. Raises ChartNotReady.

    ``portrait`` leaves room for their photo.
    """
    data = chart.shown()
    drawing = _DRAWINGS.get(chart.kind)
    if drawing is None:
        return _draw_totals(chart, theme, language, width, portrait=portrait)
    view, draw = drawing
    return draw(view(chart, data, language), theme=theme, language=language, width=width)


def csv_of(chart: Chart) -> str:
    """The figures as RFC 4180, a row a day, period or point. Raises ChartNotReady.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    columns = chart.kind.traits.columns
    table = csv.writer(written)
    table.writerow(columns)
    table.writerows([[_cell(row.get(name)) for name in columns] for row in chart.shown()["rows"]])
    return written.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _draw_totals(
    chart: Chart, theme: Theme, language: Language, width: int, *, portrait: bool
) -> str:
    data = chart.shown()
    rows, owner = data["rows"], data["nickname"] or ""
    today = chart.last if chart.as_of is None else day_of(chart.as_of, data["timezone"])
    if chart.kind is ChartKind.CALENDAR:
        month = replace(month_of_rows(rows, chart.first, today, owner), portrait=portrait)
        return draw_month(month, theme=theme, language=language, width=width)
    metric = _metric(chart, rows)
    if chart.kind is ChartKind.HEATMAP:
        year = year_of_rows(rows, chart.first.year, today, metric, owner)
        return draw_year(year, theme=theme, language=language, width=width)
    bars = totals_of_rows(rows, BARS[chart.kind], metric, owner)
    return draw_bars(bars, theme=theme, language=language, width=width)


def _metric(chart: Chart, rows: Rows) -> Metric:
    """As filtered; else distance where there is any: who only lifts sees their time."""
    wanted = chart.filters.get("metric")
    if wanted is not None:
        return wanted  # type: ignore[return-value] # one of them, as the filter was checked
    return next((name for name in MEASURED if any(row[name] for row in rows)), "distance_m")
