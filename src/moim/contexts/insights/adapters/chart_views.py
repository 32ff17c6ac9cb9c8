"""From a chart's figures to what the drawings take, a function a kind."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from moim.contexts.insights.adapters.chart_words import advice, chart_title, named
from moim.contexts.insights.adapters.drawing.heat_map import HeatMapView
from moim.contexts.insights.adapters.drawing.lanes import Lane, LanesView, spans_of
from moim.contexts.insights.adapters.drawing.lines import Line, LinesView
from moim.contexts.insights.adapters.drawing.measures import (
    distance,
    duration,
    metres,
    pace,
    pick,
)
from moim.contexts.insights.adapters.drawing.rows import Amount, Group, RowsView
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.adapters.wording import course_title
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.chart_kinds import ChartKind, series_of
from moim.contexts.insights.domain.counting import day_of

Data = Mapping[str, Any]

UNITS = {ChartKind.CADENCE: "spm", ChartKind.HEART_RATE: "bpm", ChartKind.POWER: "W"}
TOKENS = {ChartKind.HEART_RATE: "pulse", ChartKind.POWER: "sport-strength"}
TOKENS |= {ChartKind.ELEVATION: "sport-hike", ChartKind.CADENCE: "sport-ride"}
LEAST_SPANS = {ChartKind.PACE: 30.0, ChartKind.ELEVATION: 40.0}
ZONE_TOKENS = ("heart-2", "heart-5", "heart-8", "heart-11", "heart-14")
CONSENT_WORDS = (("동의", "거부"), ("given", "refused"))
MINUTE_S, HOUR_S = 60, 3_600


def series_drawn(chart: Chart, data: Data, language: Language) -> LinesView:
    """A quantity along a workout."""
    kind, name = chart.kind, series_of(chart.kind)
    place = "distance_m" if data["axis"] == "distance" else "time_s"
    points = sorted((row[place], row[name]) for row in data["rows"])
    began = datetime.fromisoformat(data["started_at"])
    day = day_of(began, data["zone"])

    def write(value: float) -> str:
        if kind is ChartKind.PACE:
            return f"{pace(value)}/km"
        if kind is ChartKind.ELEVATION:
            return metres(value)
        return f"{value:,.0f} {UNITS[kind]}"

    mean = sum(value for _, value in points) / len(points)
    told = pick(language, f"평균 {write(mean)}", f"mean {write(mean)}")
    return LinesView(
        title=chart_title(kind, language),
        note=f"{course_title(data['title'], data['sport'], day, language)} · {told}",
        owner=data["nickname"] or "",
        axis=data["axis"],
        lines=[
            Line(
                name=chart_title(kind, language),
                points=points,
                token=TOKENS.get(kind, "accent"),
                filled=kind is not ChartKind.PACE,
            )
        ],
        write=write,
        write_short=pace if kind is ChartKind.PACE else lambda value: f"{value:,.0f}",
        less_is_more=kind is ChartKind.PACE,
        unit=MINUTE_S if kind is ChartKind.PACE else 1.0,
        least_span=LEAST_SPANS.get(kind, 20.0),
    )


def load_drawn(chart: Chart, data: Data, language: Language) -> LinesView:
    """Fitness, fatigue and form over days."""
    rows = sorted(data["rows"], key=lambda row: row["day"])
    names = {
        "fitness": (pick(language, "체력", "Fitness"), "accent"),
        "fatigue": (pick(language, "피로", "Fatigue"), "behind"),
        "form": (pick(language, "컨디션", "Form"), "saturday"),
    }
    any_load = any(row["load"] or row["fitness"] for row in rows)
    lines = [
        Line(
            name=words,
            points=[(float(at), row[name]) for at, row in enumerate(rows)],
            token=token,
            filled=name == "fitness",
        )
        for name, (words, token) in names.items()
        if any_load
    ]
    return LinesView(
        title=chart_title(chart.kind, language),
        note=_missing(data, language),
        owner=data["nickname"] or "",
        axis="day",
        lines=lines,
        write=lambda value: f"{value:,.1f}",
        write_short=lambda value: f"{value:,.0f}".replace("-", "−"),
        from_zero=True,
        first=chart.first,
        nothing=_looked_for(data, language) or advice(chart.kind, language),
    )


def records_drawn(chart: Chart, data: Data, language: Language) -> LinesView:
    """The best time over a distance as it fell."""
    rows = sorted(data["rows"], key=lambda row: row["day"])
    days = [(date.fromisoformat(row["day"]) - chart.first).days for row in rows]
    way = distance(data["distance_m"])
    best = min((row["elapsed_s"] for row in rows), default=None)
    told = [way, clock(best)] if best is not None else [way]
    points = [(float(day), row["elapsed_s"]) for day, row in zip(days, rows, strict=True)]
    return LinesView(
        title=chart_title(chart.kind, language),
        note=" · ".join([*told, *filter(None, [_missing(data, language)])]),
        owner=data["nickname"] or "",
        axis="day",
        lines=[Line(name=way, points=points, stepped=True, dots=True)] if rows else [],
        write=clock,
        write_short=clock,
        less_is_more=True,
        least_span=30.0,
        unit=MINUTE_S,
        first=chart.first,
        nothing=_looked_for(data, language) or advice(chart.kind, language),
    )


def zones_drawn(chart: Chart, data: Data, language: Language) -> RowsView:
    """Time in each heart-rate zone."""
    whole = sum(row["held_s"] for row in data["rows"]) or 1.0
    amounts = [
        Amount(
            name=pick(language, f"{row['zone']}구간", f"Zone {row['zone']}"),
            value=row["held_s"],
            words=f"{duration(row['held_s'], language)} · {100 * row['held_s'] / whole:.0f}%",
            token=ZONE_TOKENS[min(row["zone"], len(ZONE_TOKENS)) - 1],
        )
        for row in data["rows"]
    ]
    return RowsView(
        title=chart_title(chart.kind, language),
        note=_missing(data, language),
        owner=data["nickname"] or "",
        groups=[Group(name="", amounts=amounts)],
        nothing=_looked_for(data, language) or advice(chart.kind, language),
    )


def activity_drawn(chart: Chart, data: Data, language: Language) -> RowsView:
    """What somebody did, most often first."""
    counts: dict[str, int] = {}
    for row in data["rows"]:
        counts[row["activity"]] = counts.get(row["activity"], 0) + row["count"]
    amounts = [
        _count(named(name, language), count, language)
        for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    return RowsView(
        title=chart_title(chart.kind, language),
        owner=data["nickname"] or "",
        groups=[Group(name="", amounts=amounts)],
    )


def stats_drawn(chart: Chart, data: Data, language: Language) -> RowsView:
    """Activity statistics, by section."""
    sections: dict[str, list[Amount]] = {}
    for row in data["rows"]:
        amount = _count(named(row["name"], language), row["value"], language)
        sections.setdefault(row["section"], []).append(amount)
    return RowsView(
        title=chart_title(chart.kind, language),
        owner=data["nickname"] or "",
        groups=[
            Group(name=named(section, language), amounts=amounts)
            for section, amounts in sections.items()
        ],
    )


def consent_drawn(chart: Chart, data: Data, language: Language) -> LanesView:
    """What was consented to, from when to when."""
    zone = ZoneInfo(data["timezone"])
    changes: dict[tuple[str, str], list[tuple[date, bool]]] = {}
    for row in sorted(data["rows"], key=lambda row: row["at"]):
        day = datetime.fromisoformat(row["at"]).astimezone(zone).date()
        changes.setdefault((row["channel"], row["purpose"]), []).append((day, row["granted"]))
    today = chart.last if chart.as_of is None else min(chart.last, chart.as_of.date())
    lanes = []
    for (channel, purpose), told in changes.items():
        spans, holds = spans_of(told, today)
        name = f"{named(channel, language)} · {named(purpose, language)}"
        lanes.append(Lane(name=name, spans=spans, holds=holds))
    first = min((told[0][0] for told in changes.values()), default=chart.first)
    return LanesView(
        title=chart_title(chart.kind, language),
        first=max(min(first, today), chart.first),
        last=max(today, chart.first),
        lanes=lanes,
        words=CONSENT_WORDS[language != "ko"],
        owner=data["nickname"] or "",
    )


def analysis_drawn(chart: Chart, data: Data, language: Language) -> RowsView:
    """The tables of an analysis that compare along one figure."""
    tables: dict[str, dict[int, dict[str, float]]] = {}
    for row in data["rows"]:
        table = tables.setdefault(row["table"], {})
        table.setdefault(row["row"], {})[row["name"]] = row["value"]
    groups = [
        Group(name=named(table, language), amounts=amounts)
        for table, rows in tables.items()
        if (amounts := [_analysed(table, at, row, language) for at, row in sorted(rows.items())])
    ]
    return RowsView(
        title=chart_title(chart.kind, language), owner=data["nickname"] or "", groups=groups
    )


def map_drawn(chart: Chart, data: Data, language: Language) -> HeatMapView:
    """Where workouts went, and how often."""
    return HeatMapView(
        title=chart_title(chart.kind, language),
        owner=data["nickname"] or "",
        columns=data["columns"],
        lines=data["lines"],
        cell_m=data["cell_m"],
        cells=[(row["x"], row["y"], row["workouts"]) for row in data["rows"]],
        workouts=data["workouts"],
        shown=data["shown"],
    )


def clock(value_s: float) -> str:
    """``24:05``, ``1:32:10``."""
    whole = round(value_s)
    hours, rest = divmod(whole, HOUR_S)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _analysed(table: str, at: int, row: Mapping[str, float], language: Language) -> Amount:
    held_s = next((row[name] for name in ("moving_s", "elapsed_s", "held_s") if name in row), None)
    if table == "heart_rate_zones":
        zone = int(row.get("zone", at))
        name = pick(language, f"{zone}구간", f"Zone {zone}")
        return Amount(name=name, value=held_s or 0.0, words=duration(held_s or 0.0, language))
    if "power_w" in row:
        name = duration(row.get("duration_s", 0.0), language)
        return Amount(name=name, value=row["power_w"], words=f"{row['power_w']:,.0f} W")
    if held_s is not None and row.get("distance_m", 0) > 0:
        speed_pace = pace(held_s / row["distance_m"] * 1000)
        name = distance(row["distance_m"]) if table == "best_efforts" else str(at)
        return Amount(name=name, value=held_s, words=f"{clock(held_s)} · {speed_pace}/km")
    name, value = next(iter(row.items()), (str(at), 0.0))
    return Amount(name=named(name, language), value=value, words=f"{value:,.1f}")


def _count(name: str, count: float, language: Language) -> Amount:
    return Amount(name=name, value=count, words=pick(language, f"{count:,.0f}회", f"{count:,.0f}"))


def _looked_for(data: Data, language: Language) -> str:
    """Instead of advice, where what is missing may yet be what there is to draw."""
    missing = data.get("missing", 0)
    if not missing:
        return ""
    return pick(
        language,
        f"운동 {missing:,}회를 분석하고 있습니다. 끝나면 여기에 그려집니다.",
        f"Analysing {missing:,} workouts. They are drawn here as they come.",
    )


def _missing(data: Data, language: Language) -> str:
    missing = data.get("missing", 0)
    if not missing:
        return ""
    return pick(
        language,
        f"아직 분석하지 않은 운동 {missing:,}회는 빠져 있습니다",
        f"without {missing:,} workouts that are not analysed yet",
    )
