"""What a chart is drawn from: its figures, taken now from our own rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from moim.contexts.insights.application.ports import Selection, Work
from moim.contexts.insights.domain.analysis import (
    flat,
    records,
    training_load,
    zones_held,
)
from moim.contexts.insights.domain.chart import AWAITED_DOWN_TO, Chart
from moim.contexts.insights.domain.chart_kinds import ChartKind, Source
from moim.contexts.insights.domain.counting import Day, day_of, total
from moim.contexts.insights.domain.facts import about_user
from moim.contexts.insights.domain.totals import by_period, whole_periods
from moim.contracts.insights import ChartDataUpdated
from moim.kernel.periods import Period

Row = dict[str, Any]
ACTIVITY, CONSENT = "activity", "consent"
RECORDS_OF = {"sport": "run", "distance_m": "5000"}
"""What records are shown of if nothing is said."""

BEGINNING = date(1970, 1, 1)
METRICS_MISSING = "metrics-missing"
ASKED_FOR_MAX = 500
"""So many analyses are asked for at once; as they have come, the next are."""


def owned(chart: Chart, rows: Sequence[Row], work: Work, **more: Any) -> dict[str, Any]:
    """Figures with whose they are, under which name, photo and zone."""
    viewer = work.viewers.get(chart.user_id)
    who = {"nickname": viewer.nickname, "photo_key": viewer.photo_key, "timezone": viewer.timezone}
    return who | more | {"rows": list(rows)}


def take(chart: Chart, work: Work) -> None:
    """Have it stand on the latest figures, where they are ours to take; others are waited for."""
    snapshot = _SNAPSHOTS.get(chart.kind)
    if snapshot is not None:
        chart.stands(snapshot(chart, work), work.now)
    elif chart.kind is ChartKind.ANALYSIS:
        _take_analysis(chart, work)


def is_taken_at_once(chart: Chart) -> bool:
    """Whether its figures are rows of ours."""
    return chart.kind.traits.source is Source.ROWS


def _take_analysis(chart: Chart, work: Work) -> None:
    analysed = work.analyses.get(chart.subject_id(), chart.user_id)
    if analysed is None:
        _tell_missing(chart, [chart.subject_id()], work)
        return
    chart.stands(owned(chart, analysis_rows(chart, analysed.tables), work), work.now)


def analysis_rows(chart: Chart, tables: Mapping[str, Any]) -> list[Row]:
    """Rows of an analysis, of one table where the chart is filtered to it."""
    wanted = chart.filters.get("table")
    return [row for row in flat(tables) if wanted in (None, row["table"])]


def _totals(chart: Chart, work: Work) -> dict[str, Any]:
    by = chart.kind.traits.bucket or Period.DAY
    first, last = whole_periods(by, chart.first, chart.last)
    days = work.days.between(chart.user_id, first, last, chart.sport)
    if by is Period.DAY:
        return owned(chart, _daily(days), work)
    spans = by_period(days, by, first, last)
    return owned(chart, [_row(span, sums._asdict()) for span, sums in spans.items()], work)


def _daily(days: Sequence[Day]) -> list[Row]:
    parts: dict[date, list[Day]] = {}
    for day in days:
        parts.setdefault(day.day, []).append(day)
    return [
        _row((at, at), total(within)._asdict() | {"sports": [day.sport for day in within]})
        for at, within in parts.items()
    ]


def _row(span: tuple[date, date], figures: Row) -> Row:
    return {"starts_on": span[0].isoformat(), "ends_on": span[1].isoformat()} | figures


def _load(chart: Chart, work: Work) -> dict[str, Any]:
    loads = work.analyses.loads(_selection(chart, first=BEGINNING))
    today = day_of(work.now, work.viewers.get(chart.user_id).timezone)
    last = max(min(chart.last, today), chart.first)  # tomorrow is not trained for yet
    rows = [
        {"day": day.day.isoformat()}
        | {name: round(getattr(day, name), 2) for name in ("load", "fitness", "fatigue", "form")}
        for day in training_load(loads, chart.first, last)
    ]
    return owned(chart, rows, work, **_missing(chart, work, first=BEGINNING))


def _zones(chart: Chart, work: Work) -> dict[str, Any]:
    held = zones_held(work.analyses.zones(_selection(chart)))
    rows = [{"zone": zone, "held_s": round(held_s, 1)} for zone, held_s in enumerate(held, 1)]
    return owned(chart, rows, work, **_missing(chart, work))


def _records(chart: Chart, work: Work) -> dict[str, Any]:
    chosen = RECORDS_OF | chart.filters
    about = _selection(chart, sport=chosen["sport"])
    rows = [
        {"day": one.day.isoformat(), "elapsed_s": one.elapsed_s, "workout_id": str(one.workout_id)}
        for one in records(work.analyses.timed(about, int(chosen["distance_m"])))
    ]
    more = {"distance_m": int(chosen["distance_m"]), "sport": chosen["sport"]}
    return owned(chart, rows, work, **_missing(chart, work), **more)


def _activity(chart: Chart, work: Work) -> dict[str, Any]:
    wanted = chart.filters.get("activity")
    tallies = work.facts.between(about_user(chart.user_id), ACTIVITY, chart.first, chart.last)
    rows = [
        {"day": tally.day.isoformat(), "activity": tally.name, "count": tally.times}
        for tally in tallies
        if wanted in (None, tally.name)
    ]
    return owned(chart, rows, work)


def _consent(chart: Chart, work: Work) -> dict[str, Any]:
    """The whole history, for a consent holds until it is taken back."""
    wanted = chart.filters.get("channel")
    rows = []
    for fact in work.facts.told(about_user(chart.user_id), CONSENT):
        channel, _, purpose = fact.name.partition("/")
        if wanted in (None, channel) and fact.day <= chart.last:
            told: Row = {"at": fact.at.isoformat(), "channel": channel, "purpose": purpose}
            rows.append(told | {"granted": fact.value > 0})
    return owned(chart, rows, work)


def _missing(chart: Chart, work: Work, *, first: date | None = None) -> dict[str, int]:
    """How many of its workouts were never analysed; whoever can is asked to.

    The next are asked for once all have come that were asked for before.
    """
    about = _selection(chart, first=first)
    missing = work.analyses.missing(about)
    awaited_down_to = (chart.data or {}).get(AWAITED_DOWN_TO, 0)
    if missing and (chart.under_way or missing <= awaited_down_to):
        _tell_missing(chart, work.analyses.unanalysed(about, ASKED_FOR_MAX), work)
        awaited_down_to = max(missing - ASKED_FOR_MAX, 0)
    return {"missing": missing, AWAITED_DOWN_TO: awaited_down_to}


def _tell_missing(chart: Chart, workout_ids: Sequence[UUID], work: Work) -> None:
    work.publish(
        ChartDataUpdated(
            user_id=chart.user_id,
            dataset=chart.kind.traits.dataset,
            reason=METRICS_MISSING,
            workout_ids=tuple(workout_ids),
        )
    )


def waits_in_vain(chart: Chart, work: Work) -> bool:
    """Whether what it waits for has not come either: to take it would only ask again."""
    if chart.kind is not ChartKind.ANALYSIS:
        return False
    return work.analyses.get(chart.subject_id(), chart.user_id) is None


def _selection(chart: Chart, *, first: date | None = None, sport: str | None = None) -> Selection:
    return Selection(
        user_id=chart.user_id,
        first=first or chart.first,
        last=chart.last,
        sport=sport or chart.sport,
    )


_SNAPSHOTS: Mapping[ChartKind, Callable[[Chart, Work], dict[str, Any]]] = {
    **{kind: _totals for kind in ChartKind if kind.traits.dataset == "calendar"},
    ChartKind.TRAINING_LOAD: _load,
    ChartKind.ZONES: _zones,
    ChartKind.RECORDS: _records,
    ChartKind.ACTIVITY: _activity,
    ChartKind.CONSENT: _consent,
}
