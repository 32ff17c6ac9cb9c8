"""What insights does about its own events."""

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.snapshots import (
    METRICS_MISSING,
    is_taken_at_once,
    take,
    waits_in_vain,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contracts.insights import ChartDataUpdated, ChartRequested, RepairRequested

ANALYSES = ChartKind.ANALYSIS.traits.dataset


def render_chart(event: ChartRequested, work: Work) -> None:
    """Take the latest data: whoever opens the chart sees it drawn from them."""
    _draw(event, work)


def repair_chart(event: RepairRequested, work: Work) -> None:
    """Take the latest data once more."""
    _draw(event, work)


def move_live_charts(event: ChartDataUpdated, work: Work) -> None:
    """The person's live charts of what changed are drawn from it, and those that lacked it."""
    if event.reason == METRICS_MISSING:
        return
    if event.dataset == ANALYSES:
        for chart in work.charts.lacking_of(event.user_id):
            if not chart.live and not waits_in_vain(chart, work):
                take(chart, work)
                work.charts.save(chart)
    for chart in work.charts.live_of(event.user_id):
        if chart.kind.traits.dataset == event.dataset and is_taken_at_once(chart):
            take(chart, work)
            work.charts.save(chart)


def _draw(event: ChartRequested | RepairRequested, work: Work) -> None:
    chart = work.charts.find(event.chart_id, event.user_id)
    if chart is None or not chart.under_way:
        return  # its owner left meanwhile, cancelled it, or asked for a hundred others
    take(chart, work)
    work.charts.save(chart)
