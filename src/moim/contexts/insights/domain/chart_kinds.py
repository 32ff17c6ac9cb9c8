"""The kinds of charts: what each is made of, what may be filtered, and how its rows are sorted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from moim.contexts.insights.domain.totals import latest
from moim.kernel.errors import Invalid
from moim.kernel.periods import Period, month_of, window_of, year_of
from moim.kernel.sports import SPORTS

YEARS_SHOWN = 10
"""Of a chart of years, if no others are said: as long as a span may be."""

SUBJECT = re.compile(r"[a-z]+:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class UnknownFilter(Invalid):
    """This kind of chart has no such filter, or the filter no such value."""

    code = "chart-filter"
    ko = "이 차트에는 쓸 수 없는 필터입니다: {name}"
    en = "This chart has no such filter, or the filter no such value: {name}"


class UnknownOrder(Invalid):
    """Rows of this kind have no such field."""

    code = "chart-order"
    ko = "이 차트는 {fields} 기준으로만 정렬할 수 있습니다. 내림차순은 앞에 -를 붙이세요."
    en = "This chart can be sorted by {fields}; with a - before it, falling."


class SubjectOfAnotherKind(Invalid):
    """A chart of a workout needs the workout, and others have no subject."""

    code = "chart-subject"
    ko = "이 차트에는 대상이 {wanted}이어야 합니다."
    en = "The subject of this chart must be {wanted}."


class ChartKind(StrEnum):
    """What is drawn."""

    CALENDAR = "calendar"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HEATMAP = "heatmap"
    PACE = "pace"
    HEART_RATE = "heart_rate"
    ELEVATION = "elevation"
    CADENCE = "cadence"
    POWER = "power"
    MAP = "map"
    TRAINING_LOAD = "training_load"
    ZONES = "zones"
    RECORDS = "records"
    ACTIVITY = "activity"
    CONSENT = "consent"
    ANALYSIS = "analysis"
    ACTIVITY_STATS = "activity_stats"

    @property
    def traits(self) -> "Traits":
        """How it is made."""
        return _TRAITS[self]

    def usual_span(self, today: date) -> tuple[date, date]:
        """The days that are shown if none are said."""
        if self in (ChartKind.CALENDAR, ChartKind.ANALYSIS):
            return month_of(today)
        if self is ChartKind.YEARS:
            return date(today.year - YEARS_SHOWN + 1, 1, 1), year_of(today)[1]
        if self.traits.bucket in (Period.WEEK, Period.MONTH):
            return latest(self.traits.bucket, today), window_of(self.traits.bucket, today)[1]
        return year_of(today)


class Source(StrEnum):
    """Where its figures come from.

    ``rows``: our own, taken at once. ``track``, ``tracks``: recordings, read by a job beside the
    policies. ``told``: another context tells them when it has counted.
    """

    ROWS = "rows"
    TRACK = "track"
    TRACKS = "tracks"
    TOLD = "told"


@dataclass(frozen=True, kw_only=True)
class Traits:
    """``dataset`` names what moves it; ``columns`` what a row holds and may be sorted by.

    ``subject`` is the kind of thing it is about, None for its owner's days. What ``shareable`` is
    not would show strangers where its owner lives.
    """

    source: Source
    dataset: str
    columns: tuple[str, ...]
    filters: Mapping[str, re.Pattern[str]]
    bucket: Period | None = None
    subject: str | None = None
    shareable: bool = True


_SPORT = re.compile("|".join(SPORTS))
_BY_SPORT = {"sport": _SPORT}
_MEASURED = _BY_SPORT | {"metric": re.compile("distance_m|moving_s|elevation_gain_m|workouts")}
_SUMS = ("workouts", "distance_m", "moving_s", "elevation_gain_m")
_BUCKETS = {
    ChartKind.CALENDAR: Period.DAY,
    ChartKind.HEATMAP: Period.DAY,
    ChartKind.WEEKS: Period.WEEK,
    ChartKind.MONTHS: Period.MONTH,
    ChartKind.YEARS: Period.YEAR,
}
_SERIES = {
    ChartKind.PACE: "pace_s_per_km",
    ChartKind.HEART_RATE: "heart_rate_bpm",
    ChartKind.ELEVATION: "elevation_m",
    ChartKind.CADENCE: "cadence_spm",
    ChartKind.POWER: "power_w",
}
_TRAITS: dict[ChartKind, Traits] = {
    kind: Traits(
        source=Source.ROWS,
        dataset="calendar",
        columns=("starts_on", "ends_on", *_SUMS),
        filters=_MEASURED,
        bucket=bucket,
    )
    for kind, bucket in _BUCKETS.items()
}
_TRAITS |= {
    kind: Traits(
        source=Source.TRACK,
        dataset="tracks",
        columns=("distance_m", "time_s", column),
        filters={"axis": re.compile("distance|time")},
        subject="workout",
        shareable=kind is not ChartKind.ELEVATION,
    )
    for kind, column in _SERIES.items()
}
_TRAITS |= {
    ChartKind.MAP: Traits(
        source=Source.TRACKS,
        dataset="tracks",
        columns=("x", "y", "workouts"),
        filters=_BY_SPORT,
        shareable=False,
    ),
    ChartKind.TRAINING_LOAD: Traits(
        source=Source.ROWS,
        dataset="analysis",
        columns=("day", "load", "fitness", "fatigue", "form"),
        filters=_BY_SPORT,
    ),
    ChartKind.ZONES: Traits(
        source=Source.ROWS, dataset="analysis", columns=("zone", "held_s"), filters=_BY_SPORT
    ),
    ChartKind.RECORDS: Traits(
        source=Source.ROWS,
        dataset="analysis",
        columns=("day", "elapsed_s", "workout_id"),
        filters=_BY_SPORT | {"distance_m": re.compile(r"\d{2,7}")},
    ),
    ChartKind.ACTIVITY: Traits(
        source=Source.ROWS,
        dataset="activity",
        columns=("day", "activity", "count"),
        filters={"activity": re.compile(r"[a-z][a-z-]{0,39}")},
    ),
    ChartKind.CONSENT: Traits(
        source=Source.ROWS,
        dataset="consent",
        columns=("at", "channel", "purpose", "granted"),
        filters={"channel": re.compile("app|push|email|sms")},
    ),
    ChartKind.ANALYSIS: Traits(
        source=Source.TOLD,
        dataset="analysis",
        columns=("table", "row", "name", "value"),
        filters={"table": re.compile(r"[a-z][a-z_]{0,39}")},
        subject="workout",
    ),
    ChartKind.ACTIVITY_STATS: Traits(
        source=Source.TOLD, dataset="activity", columns=("section", "name", "value"), filters={}
    ),
}


def series_of(kind: ChartKind) -> str:
    """The column of a track that a chart of a workout shows."""
    return _SERIES[kind]


def check_filters(kind: ChartKind, filters: Mapping[str, str]) -> None:
    """Raise UnknownFilter at what this kind does not know."""
    known = kind.traits.filters
    for name, value in filters.items():
        if name not in known or known[name].fullmatch(value) is None:
            raise UnknownFilter(field="filters", name=name[:40])


def check_order(kind: ChartKind, order: str | None) -> None:
    """Raise UnknownOrder at a field that rows of this kind do not have."""
    columns = kind.traits.columns
    if order is not None and order.removeprefix("-") not in columns:
        raise UnknownOrder(field="order", fields=", ".join(columns))


def check_subject(kind: ChartKind, subject: str | None) -> None:
    """Raise SubjectOfAnotherKind unless it is about what this kind is about."""
    wanted = kind.traits.subject
    if subject is None and wanted is None:
        return
    given = subject.partition(":")[0] if subject and SUBJECT.fullmatch(subject) else None
    if wanted is None or given != wanted:
        raise SubjectOfAnotherKind(field="subject", wanted=f"{wanted}:<id>" if wanted else "null")


def in_order(rows: Sequence[dict[str, Any]], order: str | None) -> list[dict[str, Any]]:
    """The rows sorted as asked; those without a value come last either way."""
    if order is None:
        return list(rows)
    name, falling = order.removeprefix("-"), order.startswith("-")
    known = [row for row in rows if row.get(name) is not None]
    without = [row for row in rows if row.get(name) is None]
    return sorted(known, key=lambda row: row[name], reverse=falling) + without
