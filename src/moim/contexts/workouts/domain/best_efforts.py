"""The fastest stretches of given lengths, and the strongest stretches of given durations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.curves import HELD_AT_MOST_S
from moim.contexts.workouts.domain.distance import GAP_S
from moim.contexts.workouts.domain.sports import Family

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MILE_M = 1609.344
FOOT_DISTANCES_M = (
    400.0, _MILE_M / 2, 1000.0, _MILE_M, 2 * _MILE_M, 5000.0, 10_000.0, 15_000.0, 10 * _MILE_M,
    20_000.0, 21_097.5, 30_000.0, 42_195.0, 50_000.0, 100_000.0,
)  # fmt: skip
RIDE_DISTANCES_M = (
    5000.0, 10_000.0, 20_000.0, 40_000.0, 50_000.0, 80_000.0, 100_000.0, 160_000.0, 100 * _MILE_M,
)  # fmt: skip
STANDING_M = 50.0
CURVE_DURATIONS_S = (1, 5, 10, 15, 30, 60, 120, 180, 300, 480, 600, 1200, 1800, 2700, 3600, 7200)
POWER_DURATIONS_S = (5, 30, 60, 300, 1200, 3600)

_DISTANCES_M = {Family.FOOT: FOOT_DISTANCES_M, Family.RIDE: RIDE_DISTANCES_M}
# Smoothed over 5 s: sprinters peak at 12.4 m/s, riders downhill at some 30 m/s.
_CEILING_MPS = {Family.FOOT: 12.5, Family.RIDE: 35.0}

# Men's world records on foot: metres and seconds. Nobody's phone ran faster.
_RECORDS_M = np.array([400, 800, 1000, 1500, _MILE_M, 5000, 10_000, 21_097.5, 42_195])
_RECORDS_S = np.array([43.03, 100.91, 131.96, 206.0, 223.13, 755.36, 1571.0, 3402.0, 7235.0])
_RECORD_SLACK = 1.02


@dataclass(frozen=True, kw_only=True)
class BestEffort:
    """The least elapsed time over ``distance_m``; the start counts from the first sample."""

    distance_m: float
    elapsed_s: float
    start_offset_s: float


@dataclass(frozen=True, kw_only=True)
class BestPower:
    """The greatest mean power over ``duration_s``; where nothing was measured counts as 0 W."""

    duration_s: int
    power_w: float
    start_offset_s: float


def best_efforts(
    elapsed_s: Floats, along_m: Floats, speed_mps: Floats, family: Family
) -> tuple[BestEffort, ...]:
    """The best effort over each standard distance of ``family`` that was covered, shortest first.

    Exact for a distance that runs straight between samples. No effort crosses a recording gap of
    more than 60 s in which somebody got on by 50 m or more, or an interval faster than people go
    (``speed_mps``, smoothed, one an interval), and none on foot beats the world record by more
    than 2 %.
    """
    distances = _DISTANCES_M.get(family)
    if distances is None:
        return ()
    # A watch that stops at a red light writes nothing: standing costs its time and hides nothing.
    lost = (np.diff(elapsed_s) > GAP_S) & (np.diff(along_m) >= STANDING_M)
    broken = lost | (speed_mps > _CEILING_MPS[family])
    pieces = _unbroken(broken)
    efforts = []
    for length in distances:
        found = [
            _fastest(elapsed_s[piece], along_m[piece], length)
            for piece in pieces
            if along_m[piece.stop - 1] - along_m[piece.start] >= length
        ]
        if not found:
            continue
        took, start = min(found)
        if took > 0 and not (family is Family.FOOT and length / took > fastest_on_foot_mps(length)):
            efforts.append(BestEffort(distance_m=length, elapsed_s=took, start_offset_s=start))
    return tuple(efforts)


def fastest_on_foot_mps(distance_m: float) -> float:
    """World-record speed over ``distance_m`` and 2 % more: what is faster was not run."""
    speed = np.interp(np.log(distance_m), np.log(_RECORDS_M), _RECORDS_M / _RECORDS_S)
    return float(speed) * _RECORD_SLACK


def _unbroken(broken: Flags) -> list[slice]:
    """The runs of samples without a broken interval inside."""
    breaks = np.flatnonzero(broken)
    starts = np.concatenate(([0], breaks + 1))
    stops = np.concatenate((breaks + 1, [len(broken) + 1]))
    long_enough = stops - starts > 1
    pairs = zip(starts[long_enough].tolist(), stops[long_enough].tolist(), strict=True)
    return [slice(start, stop) for start, stop in pairs]


def _fastest(elapsed_s: Floats, along_m: Floats, length_m: float) -> tuple[float, float]:
    """(seconds, start) of the fastest ``length_m``, which the piece must be long enough for.

    The best window of a piecewise straight curve begins or ends on a sample: one pass fixes the
    starts and interpolates the ends, the other the reverse. (Where the distance stands still,
    interpolation takes the end of the standing: the other pass has the window that stops before.)
    """
    starting = max(int(np.searchsorted(along_m, along_m[-1] - length_m, side="right")), 1)
    ends = np.interp(along_m[:starting] + length_m, along_m, elapsed_s)
    forward = ends - elapsed_s[:starting]
    ending = min(
        int(np.searchsorted(along_m, along_m[0] + length_m, side="left")), len(along_m) - 1
    )
    starts = np.interp(along_m[ending:] - length_m, along_m, elapsed_s)
    backward = elapsed_s[ending:] - starts
    first, second = int(forward.argmin()), int(backward.argmin())
    return min(
        (float(forward[first]), float(elapsed_s[first])),
        (float(backward[second]), float(starts[second])),
    )


def best_powers(
    elapsed_s: Floats, power_w: Floats, durations_s: Sequence[int] = POWER_DURATIONS_S
) -> tuple[BestPower, ...]:
    """The best mean power over each of the durations that the recording lasted, shortest first.

    A sample holds until the next, at most 10 s; between that and the next nothing is added. Equal
    to a sliding mean over whole seconds for a recording of one sample a second.
    """
    moments_s, work_j = work_curve(elapsed_s, power_w)
    if work_j[-1] <= 0:
        return ()
    return tuple(
        _strongest(moments_s, work_j, duration)
        for duration in durations_s
        if duration <= moments_s[-1] - moments_s[0]
    )


def work_curve(elapsed_s: Floats, power_w: Floats) -> tuple[Floats, Floats]:
    """Moments and the work done by each, with a moment added where a held sample ends."""
    held = np.minimum(np.diff(elapsed_s), HELD_AT_MOST_S)
    power = np.where(np.isfinite(power_w[:-1]), power_w[:-1], 0.0)
    work = np.concatenate(([0.0], np.cumsum(power * held)))
    ends = elapsed_s[:-1] + held
    ended = np.flatnonzero(ends < elapsed_s[1:])
    return (
        np.insert(elapsed_s, ended + 1, ends[ended]),
        np.insert(work, ended + 1, work[ended + 1]),
    )


def _strongest(moments_s: Floats, work_j: Floats, duration_s: int) -> BestPower:
    starts = np.concatenate((moments_s, moments_s - duration_s))
    starts = starts[(starts >= moments_s[0]) & (starts <= moments_s[-1] - duration_s)]
    done = np.interp(starts + duration_s, moments_s, work_j) - np.interp(starts, moments_s, work_j)
    best = int(done.argmax())
    return BestPower(
        duration_s=duration_s,
        power_w=float(done[best]) / duration_s,
        start_offset_s=float(starts[best]),
    )
