"""Use cases about charts on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.chart import CHARTS_MAX, Chart, ChartKind, ChartNotFound
from moim.contexts.insights.domain.counting import Day, total
from moim.contexts.insights.domain.totals import by_period, whole_periods
from moim.kernel.ids import new_id
from moim.kernel.periods import Period


@dataclass(frozen=True, kw_only=True)
class AskForChart:
    """What to draw, from which days, in which format (``svg``, ``png``, ``json`` or ``csv``)."""

    user_id: UUID
    kind: ChartKind
    format: str
    first: date
    last: date
    sport: str | None = None


def ask_for_chart(command: AskForChart, work: Work) -> Chart:
    """Note the wish; the reaction to it takes the data."""
    chart = Chart(
        id=new_id(),
        user_id=command.user_id,
        kind=command.kind,
        format=command.format,
        first=command.first,
        last=command.last,
        sport=command.sport,
    )
    chart.ask()
    work.charts.save(chart)
    work.charts.keep_newest(command.user_id, CHARTS_MAX)
    return chart


def one_chart(about: tuple[UUID, UUID], work: Work) -> Chart:
    """A chart by its id and its owner's."""
    chart = work.charts.find(*about)
    if chart is None:
        raise ChartNotFound
    return chart


def snapshot(chart: Chart, work: Work) -> dict[str, Any]:
    """The figures to draw, with whose they are.

    A row a day that has any, or one for each week, month or year, oldest first.
    """
    viewer = work.viewers.get(chart.user_id)
    by = chart.kind.bucket
    first, last = whole_periods(by, chart.first, chart.last)
    days = work.days.between(chart.user_id, first, last, chart.sport)
    if by is Period.DAY:
        rows = _daily(days)
    else:
        spans = by_period(days, by, first, last)
        rows = [_row(span, sums._asdict()) for span, sums in spans.items()]
    return {"nickname": viewer.nickname, "timezone": viewer.timezone, "rows": rows}


def _daily(days: Sequence[Day]) -> list[dict[str, Any]]:
    parts: dict[date, list[Day]] = {}
    for day in days:
        parts.setdefault(day.day, []).append(day)
    return [
        _row((at, at), total(within)._asdict() | {"sports": [day.sport for day in within]})
        for at, within in parts.items()
    ]


def _row(span: tuple[date, date], figures: dict[str, Any]) -> dict[str, Any]:
    return {"starts_on": span[0].isoformat(), "ends_on": span[1].isoformat()} | figures
