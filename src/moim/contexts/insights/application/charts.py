"""Use cases about charts on request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from moim.contexts.insights.application.ports import ChartList, Selection, Work
from moim.contexts.insights.application.snapshots import is_taken_at_once, owned, take
from moim.contexts.insights.domain.chart import (
    CHARTS_MAX,
    LIVE_MAX,
    Chart,
    ChartNotFound,
    ChartNotUnderWay,
    TooManyLiveCharts,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import day_of
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id
from moim.kernel.periods import Period, window_of

PRESENT = {"week": Period.WEEK, "month": Period.MONTH, "year": Period.YEAR}
TRAILS_MAX = 2_000
"""Workouts on one map; of more, the newest."""


@dataclass(frozen=True, kw_only=True)
class AskForChart:
    """What to draw, from which days, in which format (``svg``, ``png``, ``json`` or ``csv``).

    ``period`` is two days, both included, or ``week``, ``month`` or ``year`` for the present one;
    None for what is usual of the kind. What is left out is as the person prefers.
    """

    user_id: UUID
    kind: ChartKind
    format: str | None = None
    period: tuple[date, date] | str | None = None
    subject: str | None = None
    filters: dict[str, str] = field(default_factory=dict)
    order: str | None = None
    live: bool = False


def ask_for_chart(command: AskForChart, work: Work) -> Chart:
    """Note the wish; the reaction to it takes the data, or a job reads recordings for it."""
    preferred = work.preferences.get(command.user_id)
    chosen = preferred.load()
    work.preferences.loaded(preferred)
    known = command.kind.traits.filters
    usual = {name: value for name, value in chosen.items() if name in known}
    if command.live and len(work.charts.live_of(command.user_id)) >= LIVE_MAX:
        raise TooManyLiveCharts(most=LIVE_MAX)
    first, last = _span(command, work)
    chart = Chart(
        id=new_id(),
        user_id=command.user_id,
        kind=command.kind,
        format=command.format or chosen.get("format", "svg"),
        first=first,
        last=last,
        subject=command.subject,
        filters=usual | command.filters,
        order=command.order,
        live=command.live,
    )
    chart.ask()
    work.charts.save(chart)
    work.charts.keep_newest(command.user_id, CHARTS_MAX)
    return chart


def _span(command: AskForChart, work: Work) -> tuple[date, date]:
    if isinstance(command.period, tuple):
        return command.period
    today = day_of(work.now, work.viewers.get(command.user_id).timezone)
    if command.period is None:
        return command.kind.usual_span(today)
    return window_of(PRESENT[command.period], today)


def one_chart(about: tuple[UUID, UUID], work: Work) -> Chart:
    """A chart by its id and its owner's."""
    chart = work.charts.find(*about)
    if chart is None:
        raise ChartNotFound
    return chart


def chart_version(about: tuple[UUID, UUID], work: Work) -> int:
    """How often it changed: enough to know whether an answer given before still holds."""
    version = work.charts.version_of(*about)
    if version is None:
        raise ChartNotFound
    return version


def charts_of(about: ChartList, work: Work) -> Sequence[Chart]:
    """A page of somebody's charts."""
    return work.charts.page(about)


@dataclass(frozen=True, kw_only=True)
class ChangeChart:
    """What is not None is to change. ``version`` as the asker last saw it, None for any."""

    id: UUID
    user_id: UUID
    version: int | None = None
    filters: dict[str, str] | None = None
    order: str | None = None
    format: str | None = None
    live: bool | None = None


def change_chart(command: ChangeChart, work: Work) -> Chart:
    """Filter, sort, or have it in another format. Raises Changed."""
    chart = one_chart((command.id, command.user_id), work)
    if command.version not in (None, chart.version):
        raise Changed
    if command.live is not None:
        chart.live = command.live
        if command.live and len(work.charts.live_of(command.user_id)) >= LIVE_MAX:
            raise TooManyLiveCharts(most=LIVE_MAX)
    if command.order is not None:
        chart.sort(command.order)
    if command.filters is not None and chart.filter(command.filters):
        take(chart, work)
    if command.format is not None:
        chart.change_format(command.format)
    work.charts.save(chart)
    return chart


def cancel_chart(about: tuple[UUID, UUID], work: Work) -> Chart:
    """It is not wanted any more; a job that works on it stops at its next step."""
    chart = one_chart(about, work)
    chart.cancel()
    work.charts.save(chart)
    return chart


def ask_for_repair(about: tuple[UUID, UUID], work: Work) -> Chart:
    """Have it drawn anew; the reaction to that takes the data."""
    chart = one_chart(about, work)
    chart.ask_for_repair()
    work.charts.save(chart)
    return chart


@dataclass(frozen=True, kw_only=True)
class Download:
    """``signed_in_at`` is when the session began; None for a script's token."""

    id: UUID
    user_id: UUID
    format: str
    signed_in_at: datetime | None


def download_chart(command: Download, work: Work) -> Chart:
    """Take it as a file. Raises FreshLoginNeeded after several failed sign-ins."""
    may_download(command, work)
    chart = one_chart((command.id, command.user_id), work)
    chart.download(command.format)
    work.charts.save(chart)
    return chart


def may_download(command: Download, work: Work) -> None:
    """Raises FreshLoginNeeded."""
    protection = work.protections.get(command.user_id)
    protection.must_let_download(command.signed_in_at, work.now)


# What the job that reads recordings does.


def next_chart_to_draw(_about: None, work: Work) -> Chart | None:
    """The one that waits longest."""
    return work.charts.next_to_draw()


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a job found for a chart: ``figures``, or why it cannot be drawn."""

    id: UUID
    user_id: UUID
    figures: dict[str, Any] | None = None
    error: str | None = None


def settle_chart(command: Drawn, work: Work) -> None:
    """The job is done, one way or the other; a chart that rests by now is left as it is."""
    chart = work.charts.find(command.id, command.user_id)
    if chart is None or not chart.under_way:
        return
    if command.figures is None:
        chart.fail(command.error or "chart-drawing-failed")
    else:
        chart.stands(owned(chart, command.figures.pop("rows"), work, **command.figures), work.now)
    work.charts.save(chart)


@dataclass(frozen=True, kw_only=True)
class WaysRead:
    """Ways of some workouts, and how far the job for a chart, if there is one, has come."""

    user_id: UUID
    points: dict[UUID, bytes]
    chart_id: UUID | None = None
    progress: float = 0.0


def keep_ways(command: WaysRead, work: Work) -> bool:
    """Keep them; whether the chart is still wanted."""
    for workout_id, points in command.points.items():
        if work.counted.get(workout_id) is not None:  # it may have been deleted meanwhile
            work.trails.put(workout_id, command.user_id, points)
    if command.chart_id is None:
        return True
    chart = work.charts.find(command.chart_id, command.user_id)
    if chart is None:
        return False
    try:
        chart.comes_along(command.progress)
    except ChartNotUnderWay:
        return False
    work.charts.save(chart)
    return True


def ways_lacking(about: Selection, work: Work) -> Sequence[UUID]:
    """Workouts of a map whose way was not read yet."""
    return work.trails.lacking(about, TRAILS_MAX)


def ways_of(about: Selection, work: Work) -> Sequence[bytes]:
    """The ways of a map."""
    return work.trails.of(about, TRAILS_MAX)


def selection_of(chart: Chart) -> Selection:
    """The workouts of a map."""
    return Selection(user_id=chart.user_id, first=chart.first, last=chart.last, sport=chart.sport)


def is_quick(chart: Chart) -> bool:
    """Whether it stands at once."""
    return is_taken_at_once(chart)
