"""A quantity along one workout, thinned to what a chart can show."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from moim.contexts.insights.adapters.courses import pace_of
from moim.contexts.insights.domain.chart import NoRecording, NoSuchFigure
from moim.contexts.insights.domain.chart_kinds import ChartKind, series_of
from moim.contracts.workouts import TrackView

POINTS = 400
"""Points of a chart: more than a screen of 360 px can tell apart."""

SANE = {
    ChartKind.PACE: (60.0, 3_600.0),
    ChartKind.HEART_RATE: (20.0, 300.0),
    ChartKind.ELEVATION: (-500.0, 9_000.0),
    ChartKind.CADENCE: (1.0, 400.0),
    ChartKind.POWER: (0.0, 3_000.0),
}
"""What each can be; the rest is a sensor's nonsense and counts as silence."""

Floats = npt.NDArray[np.float64]


def figures_of(kind: ChartKind, track: TrackView | None, axis: str) -> dict[str, Any]:
    """The rows of a chart of one workout: means over equal parts of the way, or of the time.

    Raises NoRecording without a track, NoSuchFigure where it says nothing of ``kind``.
    """
    if track is None or len(track.columns.get("time_s", ())) < 2:  # noqa: PLR2004 - a line
        raise NoRecording
    values = _values(kind, track)
    low, high = SANE[kind]
    if values is None:
        raise NoSuchFigure
    sane = np.where((values >= low) & (values <= high), values, np.nan)
    time_s = _column(track.columns["time_s"])
    way = track.columns.get("distance_m")
    way_m = None if way is None else np.maximum.accumulate(np.nan_to_num(_column(way)))
    by_way = axis == "distance" and way_m is not None and way_m[-1] > 0
    rows = _rows(series_of(kind), sane, time_s, way_m, by_way=by_way)
    if len(rows) < 2:  # noqa: PLR2004 - a line
        raise NoSuchFigure
    return {
        "rows": rows,
        "axis": "distance" if by_way else "time",
        "title": track.title,
        "sport": track.sport,
        "started_at": track.started_at.isoformat(),
        "zone": track.timezone,
    }


def _rows(
    name: str, values: Floats, time_s: Floats, way_m: Floats | None, *, by_way: bool
) -> list[dict[str, Any]]:
    along = way_m if by_way and way_m is not None else time_s
    span = along[-1] - along[0]
    part = np.minimum(((along - along[0]) / span * POINTS).astype(np.int64), POINTS - 1)
    known = np.isfinite(values)
    counts = np.bincount(part[known], minlength=POINTS)
    filled = np.flatnonzero(counts)

    def means(column: Floats) -> Floats:
        sums = np.bincount(part[known], weights=column[known], minlength=POINTS)
        return sums[filled] / counts[filled]

    told = {"time_s": np.round(means(time_s), 1), name: np.round(means(values), 2)}
    if way_m is not None:
        told["distance_m"] = np.round(means(way_m), 1)
    return [dict(zip(told, row, strict=True)) for row in np.column_stack([*told.values()]).tolist()]


def _values(kind: ChartKind, track: TrackView) -> Floats | None:
    columns = {name: _column(column) for name, column in track.columns.items()}
    if kind is ChartKind.PACE:
        return pace_of(columns)
    return columns.get(series_of(kind))


def _column(column: Sequence[float]) -> Floats:
    return np.ascontiguousarray(column, dtype=np.float64)
