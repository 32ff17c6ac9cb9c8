"""A recording as the fairness rules and the best stretches read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from math import cos, hypot, isfinite, radians

MAX_GAP_S = 60.0
JUMP_MPS = 50.0
METRES_A_DEGREE = 111_195.0
STANDARD_M = (
    400, 800, 1_000, 1_609, 3_000, 5_000, 10_000, 15_000, 20_000, 21_097, 30_000, 42_195,
    40_000, 50_000, 80_000, 100_000, 160_934,
)  # fmt: skip
SAMPLED_EVERY_S = 30.0
SAMPLES_MIN = 10


@dataclass(frozen=True)
class Trace:
    """A row a sample: seconds since the start and metres so far, which both only grow.

    Other columns are empty where nothing was recorded; a missing sample is NaN.
    """

    sport: str
    time_s: Sequence[float]
    distance_m: Sequence[float]
    speed_mps: Sequence[float] = ()
    lat: Sequence[float] = ()
    lon: Sequence[float] = ()
    elevation_m: Sequence[float] = ()
    heart_rate_bpm: Sequence[float] = ()
    cadence_spm: Sequence[float] = field(default=())

    def speeds(self) -> Sequence[float]:
        """Metres a second at each sample, as recorded or from the way."""
        return self._speeds

    @cached_property
    def _speeds(self) -> list[float]:
        if self.speed_mps:
            return [speed if isfinite(speed) else 0.0 for speed in self.speed_mps]
        speeds = [0.0]
        for index in range(1, len(self.time_s)):
            took_s = self.time_s[index] - self.time_s[index - 1]
            way_m = self.distance_m[index] - self.distance_m[index - 1]
            speeds.append(way_m / took_s if 0 < took_s <= MAX_GAP_S else 0.0)
        return speeds

    def smooth_speeds(self) -> list[float]:
        """The mean of three samples."""
        speeds = self._speeds
        return [
            sum(speeds[max(0, index - 2) : index + 1]) / len(speeds[max(0, index - 2) : index + 1])
            for index in range(len(speeds))
        ]

    def steps(self) -> list[float]:
        """Metres a second between positions, standing still and gaps left out."""
        found: list[float] = []
        for index in range(1, min(len(self.lat), len(self.time_s))):
            took_s = self.time_s[index] - self.time_s[index - 1]
            way_m = self._way(index)
            if way_m is not None and 0 < took_s <= MAX_GAP_S and way_m > 0:
                found.append(way_m / took_s)
        return found

    def jumps(self, mps: float) -> int:
        """How often two positions are farther apart than anything moves."""
        count = 0
        for index in range(1, min(len(self.lat), len(self.time_s))):
            took_s = self.time_s[index] - self.time_s[index - 1]
            way_m = self._way(index)
            count += way_m is not None and took_s > 0 and way_m / took_s > mps
        return count

    def fingerprint(self) -> str | None:
        """The same for the same recording, whoever brings it; None if it is too short to tell."""
        told: list[str] = []
        due = 0.0
        for time_s, lat, lon in zip(self.time_s, self.lat, self.lon, strict=False):
            if time_s >= due and isfinite(lat) and isfinite(lon):
                told.append(f"{round(time_s)}:{lat:.4f}:{lon:.4f}")
                due = time_s + SAMPLED_EVERY_S
        if len(told) < SAMPLES_MIN:
            return None
        return sha256("|".join(told).encode()).hexdigest()

    def _way(self, index: int) -> float | None:
        lat, lon = self.lat[index], self.lon[index]
        before, lon_before = self.lat[index - 1], self.lon[index - 1]
        if not (isfinite(lat) and isfinite(lon) and isfinite(before) and isfinite(lon_before)):
            return None
        east = (lon - lon_before) * cos(radians(lat))
        return hypot(lat - before, east) * METRES_A_DEGREE


def best_times(trace: Trace, lengths_m: Iterable[float]) -> dict[int, float]:
    """Seconds of the quickest stretch of each length, by rounded metres.

    No stretch goes over a gap of a minute or over a jump.
    """
    parts = _parts(trace)
    found: dict[int, float] = {}
    for length_m in lengths_m:
        times = [time_s for part in parts if (time_s := _quickest(trace, part, length_m))]
        if times:
            found[round(length_m)] = round(min(times), 2)
    return found


def _parts(trace: Trace) -> list[range]:
    """Where the recording goes on without a gap or a jump."""
    parts: list[range] = []
    first = 0
    for index in range(1, len(trace.time_s)):
        took_s = trace.time_s[index] - trace.time_s[index - 1]
        way_m = trace.distance_m[index] - trace.distance_m[index - 1]
        if took_s > MAX_GAP_S or way_m > JUMP_MPS * max(took_s, 1.0):
            parts.append(range(first, index))
            first = index
    parts.append(range(first, len(trace.time_s)))
    return parts


def _quickest(trace: Trace, part: range, length_m: float) -> float | None:
    times, ways = trace.time_s, trace.distance_m
    best: float | None = None
    if not part or ways[part[-1]] - ways[part[0]] < length_m:
        return None
    end = part[0]
    for first in part:
        goal = ways[first] + length_m
        while end < part[-1] and ways[end] < goal:
            end += 1
        if ways[end] < goal:
            break
        over_m = ways[end] - goal
        step_m = ways[end] - ways[end - 1] if end > part[0] else 0.0
        back_s = (times[end] - times[end - 1]) * over_m / step_m if step_m > 0 else 0.0
        took_s = times[end] - back_s - times[first]
        best = took_s if best is None else min(best, took_s)
    return best
