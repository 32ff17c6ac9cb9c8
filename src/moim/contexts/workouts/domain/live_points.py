"""Points of a live session as they are sent, kept and put together.

A batch keeps 24 bytes a point, in the order of time: a session of twelve hours at one point a
second is one megabyte, and a batch is one row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, radians
from struct import Struct
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import TELEPORT_MPS
from moim.contexts.workouts.domain.geometry import EARTH_RADIUS_M
from moim.contexts.workouts.domain.recording import Floats

POINTS_A_BATCH_MAX = 1_000
_DEGREE = 10_000_000
_UNKNOWN = -(2**31)
_UNKNOWN_RATE = 0xFFFF
_POINT = Struct("<qiiiHH")
_COLUMNS = np.dtype(
    {
        "names": ["time_ms", "lat", "lon", "ele", "hr", "cad"],
        "formats": ["<i8", "<i4", "<i4", "<i4", "<u2", "<u2"],
    }
)
_M_A_DEGREE = EARTH_RADIUS_M * pi / 180

Pauses = Sequence[tuple[int, int | None]]
"""Spans in milliseconds since 1970 that do not count; the end None while it lasts."""


class Point(NamedTuple):
    """Where somebody was at an instant, in whole units so that it is kept as it was compared.

    ``lat`` and ``lon`` are 1e-7 degrees, ``elevation_cm`` centimetres; heart rate and cadence a
    minute. None where the phone did not say.
    """

    time_ms: int
    lat: int
    lon: int
    elevation_cm: int | None = None
    heart_rate_bpm: int | None = None
    cadence_spm: int | None = None

    @classmethod
    def at(
        cls,
        time_ms: int,
        lat_deg: float,
        lon_deg: float,
        elevation_m: float | None = None,
        heart_rate_bpm: float | None = None,
        cadence_spm: float | None = None,
    ) -> Self:
        """From the units that phones send."""
        return cls(
            time_ms,
            round(lat_deg * _DEGREE),
            round(lon_deg * _DEGREE),
            None if elevation_m is None else round(elevation_m * 100),
            None if heart_rate_bpm is None else round(heart_rate_bpm),
            None if cadence_spm is None else round(cadence_spm),
        )

    @property
    def lat_deg(self) -> float:
        """Degrees north."""
        return self.lat / _DEGREE

    @property
    def lon_deg(self) -> float:
        """Degrees east."""
        return self.lon / _DEGREE

    def kept(self) -> bytes:
        """Its 24 bytes."""
        ele, bpm, spm = self.elevation_cm, self.heart_rate_bpm, self.cadence_spm
        return _POINT.pack(
            self.time_ms,
            self.lat,
            self.lon,
            _UNKNOWN if ele is None else ele,
            _UNKNOWN_RATE if bpm is None else bpm,
            _UNKNOWN_RATE if spm is None else spm,
        )

    @classmethod
    def of(cls, kept: bytes) -> Self:
        """From its 24 bytes."""
        time_ms, lat, lon, ele, bpm, spm = _POINT.unpack(kept)
        return cls(
            time_ms,
            lat,
            lon,
            None if ele == _UNKNOWN else ele,
            None if bpm == _UNKNOWN_RATE else bpm,
            None if spm == _UNKNOWN_RATE else spm,
        )


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Points that were sent together under one number of the session's sequence."""

    seq: int
    kept: bytes

    @classmethod
    def sent(cls, seq: int, points: Iterable[Point]) -> Self:
        """At least one point, in any order."""
        ordered = sorted(points, key=lambda point: point.time_ms)
        return cls(seq=seq, kept=b"".join(point.kept() for point in ordered))

    @property
    def count(self) -> int:
        """How many points."""
        return len(self.kept) // _POINT.size

    @property
    def first(self) -> Point:
        """The earliest point."""
        return Point.of(self.kept[: _POINT.size])

    @property
    def last(self) -> Point:
        """The latest point."""
        return Point.of(self.kept[-_POINT.size :])

    def points(self) -> list[Point]:
        """All of them, earliest first."""
        starts = range(0, len(self.kept), _POINT.size)
        return [Point.of(self.kept[start : start + _POINT.size]) for start in starts]

    def length_cm(self, pauses: Pauses) -> int:
        """The way from its first point to its last."""
        return sum(step_cm(before, after, pauses) for before, after in pairwise(self.points()))


def step_cm(before: Point, after: Point, pauses: Pauses) -> int:
    """The way between two points, in whole centimetres so that sums do not depend on order.

    None is counted for a jump faster than 50 m/s, backwards in time, or over a pause.
    """
    took_ms = after.time_ms - before.time_ms
    if took_ms <= 0 or any(
        after.time_ms >= start and (end is None or before.time_ms < end) for start, end in pauses
    ):
        return 0
    north = after.lat_deg - before.lat_deg
    east = (after.lon_deg - before.lon_deg + 180) % 360 - 180
    middle = radians((after.lat_deg + before.lat_deg) / 2)
    way_m = hypot(north, east * cos(middle)) * _M_A_DEGREE
    return 0 if way_m * 1000 > TELEPORT_MPS * took_ms else round(way_m * 100)


@dataclass(frozen=True, kw_only=True, eq=False)
class LiveTrack:
    """All points of a session that count, in the order of time.

    Degrees, metres and rates a minute, NaN where unknown. ``stretch`` rises by one after each
    pause.
    """

    time_ms: NDArray[np.int64]
    lat: Floats
    lon: Floats
    elevation_m: Floats
    heart_rate_bpm: Floats
    cadence_spm: Floats
    stretch: NDArray[np.int64]

    def __len__(self) -> int:
        """How many points."""
        return len(self.time_ms)


def track_of_batches(kept: bytes, pauses: Pauses) -> LiveTrack:
    """The track of batches, their bytes joined in the order of the sequence.

    What was sent for one instant twice counts once, as the lower number has it; what fell into a
    pause does not count.
    """
    rows = np.frombuffer(kept, dtype=_COLUMNS)
    _, firsts = np.unique(rows["time_ms"], return_index=True)
    rows = rows[firsts]
    time_ms = rows["time_ms"].astype(np.int64)
    counts = np.ones(len(rows), dtype=np.bool_)
    stretch = np.zeros(len(rows), dtype=np.int64)
    for start, end in pauses:
        after = time_ms >= start
        counts &= ~after if end is None else ~(after & (time_ms < end))
        stretch += after
    rows, stretch = rows[counts], stretch[counts]
    elevation = np.where(rows["ele"] == _UNKNOWN, np.nan, rows["ele"] / 100)
    return LiveTrack(
        time_ms=rows["time_ms"].astype(np.int64),
        lat=rows["lat"] / _DEGREE,
        lon=rows["lon"] / _DEGREE,
        elevation_m=elevation,
        heart_rate_bpm=_rates(rows["hr"]),
        cadence_spm=_rates(rows["cad"]),
        stretch=stretch,
    )


def _rates(values: NDArray[np.uint16]) -> Floats:
    return np.where(values == _UNKNOWN_RATE, np.nan, values.astype(np.float64))
