"""From the columns a reader gathered to a track that keeps its promises, whatever the format.

The promises: time never falls, a position has both halves and lies on Earth, no heart beats zero
times a minute, distance never falls, a column without a value is left out.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.recording import Track

Floats = NDArray[np.float64]

SPAN_MOST_MS: Final = 15 * 86_400_000
"""Samples further than this from the middle one are of a broken clock, not of this workout."""

STRIDES_MOST: Final = 130
"""Above this a cadence on foot already counts both feet (some apps write steps)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST_MS: Final = 7_258_118_400_000
"""The year 2200: later (or before 1970) is no time of a workout."""

PAUSE_LEAST_MS: Final = 10_000

CHANNELS: Final = (
    "lat",
    "lon",
    "elevation_m",
    "heart_rate_bpm",
    "cadence_spm",
    "power_w",
    "temperature_c",
    "speed_mps",
    "distance_m",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Samples as read: milliseconds since 1970 (NaN if unknown) and a column a channel."""

    time_ms: Floats
    channels: dict[str, Floats]

    def __len__(self) -> int:
        """How many samples."""
        return len(self.time_ms)

    def part(self, which: slice | NDArray[np.bool_] | NDArray[np.int64]) -> "Columns":
        """Some of the samples."""
        return Columns(self.time_ms[which], {k: v[which] for k, v in self.channels.items()})


def in_order(columns: Columns) -> tuple[Columns, bool]:
    """The samples that have a believable time, in its order, and whether some were dropped.

    Samples of one instant keep the order in which they were read.
    """
    times = columns.time_ms
    known = (times >= 0) & (times < LATEST_MS)
    if not known.all():
        columns = columns.part(known)
        times = columns.time_ms
    if not len(times):
        return columns, False
    if (np.diff(times) < 0).any():
        columns = columns.part(np.argsort(times, kind="stable"))
        times = columns.time_ms
    middle = times[len(times) // 2]
    near = np.abs(times - middle) <= SPAN_MOST_MS
    if near.all():
        return columns, False
    return columns.part(near), True


def track_of(columns: Columns) -> Track:
    """Make a track of samples that are in order."""
    channels = dict(columns.channels)
    _clean_position(channels)
    _clear(channels, "heart_rate_bpm", low=1, high=300)
    _clear(channels, "cadence_spm", low=0, high=600)
    _clear(channels, "power_w", low=0, high=10_000)
    _clear(channels, "elevation_m", low=-12_000, high=50_000)
    _clear(channels, "temperature_c", low=-100, high=200)
    _clear(channels, "speed_mps", low=0, high=1_000)
    _clear(channels, "distance_m", low=0, high=1e8)
    distance = channels.get("distance_m")
    if distance is not None:
        risen = np.fmax.accumulate(distance)
        channels["distance_m"] = np.where(np.isnan(distance), np.nan, risen)
    kept = {
        name: np.ascontiguousarray(channels[name])
        for name in CHANNELS
        if name in channels and not np.isnan(channels[name]).all()
    }
    return Track(time_ms=columns.time_ms.astype(np.int64), **kept)


def count_both_feet(columns: Columns) -> None:
    """Devices count strides on foot; we count steps. What is too quick for strides is left."""
    cadence = columns.channels.get("cadence_spm")
    if cadence is None:
        return
    moving = cadence[cadence > 0]
    if len(moving) and float(np.median(moving)) < STRIDES_MOST:
        columns.channels["cadence_spm"] = cadence * 2


def _clear(channels: dict[str, Floats], name: str, *, low: float, high: float) -> None:
    """Take impossible values away."""
    column = channels.get(name)
    if column is None:
        return
    with np.errstate(invalid="ignore"):
        wrong = (column < low) | (column > high)
    if wrong.any():
        channels[name] = np.where(wrong, np.nan, column)


def _clean_position(channels: dict[str, Floats]) -> None:
    """Both halves or none; 0° 0° is what devices write without a fix."""
    lat, lon = channels.pop("lat", None), channels.pop("lon", None)
    if lat is None or lon is None:
        return
    good = (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & ((lat != 0) | (lon != 0))  # noqa: PLR2004
    if not good.all():
        lat, lon = np.where(good, lat, np.nan), np.where(good, lon, np.nan)
    channels["lat"], channels["lon"] = lat, lon


def started_at(track: Track) -> datetime:
    """The instant of the first sample."""
    return instant(int(track.time_ms[0]) / 1000)


def instant(seconds: float) -> datetime:
    """A UTC instant of Unix seconds, to the microsecond."""
    return _EPOCH + timedelta(seconds=seconds)


def pauses_between(spans_ms: list[tuple[float, float]]) -> tuple[tuple[int, int], ...]:
    """The gaps between stretches of one recording, each long enough to be a pause."""
    return tuple(
        (int(before[1]), int(after[0]))
        for before, after in pairwise(spans_ms)
        if after[0] - before[1] > PAUSE_LEAST_MS
    )
