"""A course to be drawn, made ready: aligned columns, and each stretch's place on a colour ramp."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing.measures import NOTHING, Totals, metres, pace, pick
from moim.contexts.insights.adapters.drawing.ramps import STEPS
from moim.contexts.insights.adapters.drawing.sports import RIDE, SWIM, mark_of
from moim.contexts.insights.adapters.drawing.theme import Language

Colouring = Literal["pace", "heart_rate", "elevation", "gradient", "plain"]

POINTS_MAX = 20_000
"""A longer course is drawn from evenly chosen points."""

_WAY_MAX_M = 1e8
_STRETCHES = 240
_RAMPS = {"pace": "pace", "heart_rate": "heart", "elevation": "height", "gradient": "slope"}


@dataclass(frozen=True, kw_only=True)
class CourseView:
    """One course, a value a point in every column that is given; NaN where a sensor was silent.

    ``distance_m`` is what was covered up to the point; without it the way is measured here. A NaN
    coordinate breaks the line. ``elevation_loss_m`` beside the gain in ``totals``, if it is known.
    """

    title: str
    lat_deg: Sequence[float]
    lon_deg: Sequence[float]
    distance_m: Sequence[float] | None = None
    elevation_m: Sequence[float] | None = None
    pace_s_per_km: Sequence[float] | None = None
    heart_rate_bpm: Sequence[float] | None = None
    sport: str = "run"
    totals: Totals = field(default_factory=Totals)
    elevation_loss_m: float | None = None


@dataclass(frozen=True)
class Columns:
    """A course as arrays of one length."""

    x_m: g.Floats
    y_m: g.Floats
    distance_m: g.Floats
    elevation_m: g.Floats
    pace_s_per_km: g.Floats
    heart_rate_bpm: g.Floats

    @property
    def length_m(self) -> float:
        """The whole way."""
        return float(self.distance_m[-1]) if len(self.distance_m) else 0.0


@dataclass(frozen=True)
class Shading:
    """Which step of which ramp each point has (−1: unknown), and what the ramp's ends mean."""

    ramp: str
    steps: npt.NDArray[np.int64]
    labels: tuple[str, str, str]
    name: str


def columns_of(view: CourseView) -> Columns:
    """The view's columns, at most POINTS_MAX long, in Web Mercator."""
    length = min(len(view.lat_deg), len(view.lon_deg))
    lat, lon = g.floats(view.lat_deg, length), g.floats(view.lon_deg, length)
    lat = np.where(np.abs(lat) <= 90, lat, np.nan)
    lon = np.where(np.abs(lon) <= 540, lon, np.nan)
    lat[np.isnan(lon)] = np.nan
    lon[np.isnan(lat)] = np.nan
    given = np.clip(g.floats(view.distance_m, length), 0.0, _WAY_MAX_M)
    way = g.along(lat, lon) if view.distance_m is None else g.rising(given)
    x_m, y_m = g.mercator(lat, lon)
    columns = (
        x_m,
        y_m,
        way,
        _between(g.floats(view.elevation_m, length), -12_000.0, 40_000.0),
        _between(g.floats(view.pace_s_per_km, length), 1.0, 3600.0),
        _between(g.floats(view.heart_rate_bpm, length), 1.0, 400.0),
    )
    if length > POINTS_MAX:
        evenly = np.rint(np.linspace(0, length - 1, POINTS_MAX)).astype(np.int64)
        return Columns(*(column[evenly] for column in columns))
    return Columns(*columns)


def _between(values: g.Floats, low: float, high: float) -> g.Floats:
    """The values that can be; a sensor's nonsense counts as silence."""
    return np.where((values >= low) & (values <= high), values, np.nan)


def shade(
    view: CourseView, columns: Columns, color: Colouring, language: Language
) -> Shading | None:
    """The course's colours, or None when it is plain or the sensor said too little."""
    if color == "plain" or columns.length_m <= 0:
        return None
    values = _values(columns, color)
    stretch = np.minimum(
        (columns.distance_m / columns.length_m * _STRETCHES).astype(np.int64), _STRETCHES - 1
    )
    known = np.isfinite(values)
    if np.count_nonzero(known) < 2:
        return None
    counts = np.bincount(stretch[known], minlength=_STRETCHES)
    sums = np.bincount(stretch[known], weights=values[known], minlength=_STRETCHES)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    low, high = _range(means[counts > 0], color)
    share = (means - low) / (high - low)
    if color == "pace":
        share = 1 - share
    steps = np.clip(np.nan_to_num(share) * STEPS, 0, STEPS - 1).astype(np.int64)
    steps = np.where(counts > 0, steps, -1)
    return Shading(
        _RAMPS[color],
        np.where(known, steps[stretch], -1),
        _labels(view, color, low, high),
        _name(view, color, language),
    )


def _values(columns: Columns, color: Colouring) -> g.Floats:
    calm_m = max(columns.length_m / 150, 30.0)
    way = columns.distance_m
    if color == "pace":
        return g.smooth(columns.pace_s_per_km, way, calm_m)
    if color == "heart_rate":
        return g.smooth(columns.heart_rate_bpm, way, calm_m)
    if color == "elevation":
        return g.smooth(columns.elevation_m, way, calm_m)
    return g.slope_percent(columns.elevation_m, way, max(calm_m, 80.0))


def _range(means: g.Floats, color: Colouring) -> tuple[float, float]:
    """What the ramp's ends stand for: the usual range, not widened by a few odd stretches."""
    if color == "gradient":
        steep = max(3.0, math.ceil(float(np.percentile(np.abs(means), 95))))
        return -steep, steep
    tail = 0 if color == "elevation" else 5
    low, high = (float(v) for v in np.percentile(means, (tail, 100 - tail)))
    least = {"pace": 10.0, "heart_rate": 4.0}.get(color, 10.0)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    return low, high


def _labels(view: CourseView, color: Colouring, low: float, high: float) -> tuple[str, str, str]:
    writers: dict[str, Callable[[float], str]] = {
        "pace": _pace_writer(view.sport),
        "heart_rate": lambda value: f"{value:.0f}",
        "elevation": metres,
        "gradient": lambda value: f"{value:+.0f}%".replace("-", "−").replace("+0%", "0%"),
    }
    write = writers[color]
    first, last = (high, low) if color == "pace" else (low, high)
    return write(first), write((low + high) / 2), write(last)


def _pace_writer(sport: str) -> Callable[[float], str]:
    mark = mark_of(sport)
    if mark is RIDE:
        return lambda value: f"{3600 / value:.1f}" if value > 0 else NOTHING
    if mark is SWIM:
        return lambda value: pace(value / 10)
    return pace


def _name(view: CourseView, color: Colouring, language: Language) -> str:
    if color == "pace":
        mark = mark_of(view.sport)
        if mark is RIDE:
            return pick(language, "속도 (km/h)", "Speed (km/h)")
        if mark is SWIM:
            return pick(language, "페이스 (분/100 m)", "Pace (min/100 m)")
        return pick(language, "페이스 (분/km)", "Pace (min/km)")
    names = {
        "heart_rate": ("심박 (bpm)", "Heart rate (bpm)"),
        "elevation": ("고도", "Elevation"),
        "gradient": ("경사", "Gradient"),
    }
    return pick(language, *names[color])


def missing(color: Colouring, language: Language) -> str:
    """What to say when the colour that was asked for has no data."""
    names = {
        "pace": ("페이스", "pace"),
        "heart_rate": ("심박", "heart-rate"),
        "elevation": ("고도", "elevation"),
        "gradient": ("경사", "gradient"),
    }
    ko, en = names.get(color, ("", ""))
    return pick(language, f"{ko} 데이터 없음", f"No {en} data") if ko else ""


def runs_of(
    shading: Shading | None, kept: g.Mask, known: g.Mask
) -> list[tuple[int, npt.NDArray[np.int64]]]:
    """The line cut where its colour changes: (step, indices), each run reaching into the next."""
    runs = []
    for start, stop in g.pieces(known):
        if shading is None:
            runs.append((-1, start + np.flatnonzero(kept[start:stop])))
            continue
        steps = shading.steps[start:stop]
        cuts = [0, *(np.flatnonzero(np.diff(steps)) + 1).tolist(), stop - start - 1]
        for first, last in pairwise(cuts):
            if last <= first:
                continue
            inside = kept[start + first : start + last + 1].copy()
            inside[[0, -1]] = True
            runs.append((int(steps[first]), start + first + np.flatnonzero(inside)))
    return runs
