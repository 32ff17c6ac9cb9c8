"""What insights does about its own events."""

from moim.contexts.insights.application.charts import snapshot
from moim.contexts.insights.application.ports import Work
from moim.contracts.insights import ChartRequested


def render_chart(event: ChartRequested, work: Work) -> None:
    """Take the latest data: whoever opens the chart sees it drawn from them."""
    chart = work.charts.find(event.chart_id, event.user_id)
    if chart is None:
        return  # its owner left meanwhile, or asked for a hundred others
    chart.stands(snapshot(chart, work), work.now)
    work.charts.save(chart)
