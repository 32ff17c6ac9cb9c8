"""When somebody moved: elapsed, timer and moving time are three different things."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import GAP_S, DistanceCurve
from moim.contexts.workouts.domain.sports import Family, Sport

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SMOOTHED_OVER_S = 5.0
_STOP_AT_LEAST_S = 5.0


@dataclass(frozen=True, kw_only=True)
class MovingSpeeds:
    """Standing people move from ``start_mps`` on; moving people stand below ``stop_mps``."""

    start_mps: float
    stop_mps: float


_BY_FAMILY = {
    Family.FOOT: MovingSpeeds(start_mps=0.8, stop_mps=0.5),
    Family.RIDE: MovingSpeeds(start_mps=1.0, stop_mps=0.7),
    Family.SWIM: MovingSpeeds(start_mps=0.3, stop_mps=0.15),
    Family.OTHER: MovingSpeeds(start_mps=0.5, stop_mps=0.3),
}
_STROLLING = MovingSpeeds(start_mps=0.4, stop_mps=0.25)
_BY_SPORT = {Sport.WALK: _STROLLING, Sport.HIKE: _STROLLING}  # a steep path is climbed at 0.5 m/s


def moving_speeds(sport: Sport) -> MovingSpeeds:
    """The two speeds that decide for ``sport``."""
    return _BY_SPORT.get(sport) or _BY_FAMILY[sport.family]


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion:
    """What happened in each interval between two samples.

    ``active_s`` is the part of the interval in which the device recorded (0 in a recording gap,
    less the pauses of its timer), ``moving`` says whether it counts as moving, ``speed_mps`` is
    the speed smoothed over 5 s, None without a distance.
    """

    active_s: Floats
    moving: Flags
    speed_mps: Floats | None

    def moving_curve_s(self) -> Floats:
        """Moving time since the first sample, one value a sample."""
        curve = np.zeros(len(self.active_s) + 1)
        np.cumsum(self.active_s * self.moving, out=curve[1:])
        return curve


def motion(
    elapsed_s: Floats,
    pauses_s: Floats,
    distance: DistanceCurve | None,
    sport: Sport,
) -> Motion:
    """Split a recording into moving and standing.

    ``elapsed_s``: seconds since the first sample, one a sample. ``pauses_s``: rows (start, end)
    from ``pauses_since``. Where the distance is not known, somebody counts as moving.
    """
    active = _active_s(elapsed_s, pauses_s)
    if distance is None:
        return Motion(active_s=active, moving=np.ones(len(active), dtype=bool), speed_mps=None)
    speed = smoothed_speed_mps(elapsed_s, distance.cumulative_m)
    moving = _moving(speed, distance.known, moving_speeds(sport))
    return Motion(active_s=active, moving=_without_blinks(moving, active), speed_mps=speed)


def pauses_since(start_ms: int, pauses_ms: tuple[tuple[int, int], ...]) -> Floats:
    """Pauses as rows (start, end) in seconds after ``start_ms``, in order, none overlapping."""
    rows = np.array(sorted((max(a, start_ms), b) for a, b in pauses_ms if b > max(a, start_ms)))
    if not rows.size:
        return np.empty((0, 2))
    ends = np.maximum.accumulate(rows[:, 1])
    starts = rows[:, 0]
    starts[1:] = np.maximum(starts[1:], ends[:-1])
    rows = np.column_stack((starts, ends))
    return np.asarray((rows[ends > starts] - start_ms) / 1000.0)


def paused_until_s(elapsed_s: Floats, pauses_s: Floats) -> Floats:
    """How long the timer had stood by each moment of ``elapsed_s``."""
    if not len(pauses_s):
        return np.zeros(len(elapsed_s))
    stood = np.zeros(pauses_s.size)
    stood[1::2] = np.cumsum(pauses_s[:, 1] - pauses_s[:, 0])
    stood[2::2] = stood[1:-1:2]
    return np.interp(elapsed_s, pauses_s.ravel(), stood)


def smoothed_speed_mps(elapsed_s: Floats, cumulative_m: Floats) -> Floats:
    """Mean speed of the 5 s around the middle of each interval, less at the ends."""
    middle = (elapsed_s[1:] + elapsed_s[:-1]) / 2
    start = np.maximum(middle - _SMOOTHED_OVER_S / 2, elapsed_s[0])
    end = np.minimum(middle + _SMOOTHED_OVER_S / 2, elapsed_s[-1])
    made = np.interp(end, elapsed_s, cumulative_m) - np.interp(start, elapsed_s, cumulative_m)
    return np.asarray(np.divide(made, end - start, out=np.zeros(len(made)), where=end > start))


def _active_s(elapsed_s: Floats, pauses_s: Floats) -> Floats:
    interval = np.diff(elapsed_s)
    if len(pauses_s):
        interval = np.maximum(interval - np.diff(paused_until_s(elapsed_s, pauses_s)), 0.0)
    return np.where(interval > GAP_S, 0.0, interval)


def _moving(speed_mps: Floats, known: Flags, speeds: MovingSpeeds) -> Flags:
    """Between the two speeds whoever moved goes on moving and whoever stood goes on standing."""
    verdict = np.zeros(len(speed_mps) + 1, dtype=np.int8)
    verdict[0] = 1
    verdict[1:][speed_mps < speeds.stop_mps] = -1
    verdict[1:][(speed_mps >= speeds.start_mps) | ~known] = 1
    latest = np.maximum.accumulate(np.where(verdict != 0, np.arange(len(verdict)), 0))
    return verdict[latest[1:]] > 0


def _without_blinks(moving: Flags, active_s: Floats) -> Flags:
    """Standing for less than 5 s is a step aside, not a stop."""
    turns = np.flatnonzero(np.diff(moving)) + 1
    if not turns.size:
        return moving
    starts = np.concatenate(([0], turns))
    lasted = np.add.reduceat(active_s, starts)
    counts = np.diff(np.concatenate((starts, [len(moving)])))
    return np.asarray(moving | np.repeat(lasted < _STOP_AT_LEAST_S, counts))
