"""The figures of a workout that fit on a card."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.cells import cells_of
from moim.contexts.workouts.domain.curves import Curves, WeightedCurve
from moim.contexts.workouts.domain.distance import DistanceCurve, Fixes
from moim.contexts.workouts.domain.geometry import bounding_box
from moim.contexts.workouts.domain.moving_time import Motion, paused_until_s
from moim.contexts.workouts.domain.recording import Recording
from moim.contexts.workouts.domain.splits import pace_s_per_km

Floats = NDArray[np.float64]

DistanceSource = Literal["device", "gps", "none"]
ElevationSource = Literal["device", "barometric", "gps", "none"]
_AGREEMENT = 0.10
_AGREEMENT_AT_LEAST_M = 20.0


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What is known of a workout as a whole; None where nothing is.

    ``elapsed_s`` from start to end, ``timer_s`` while the device's timer ran, ``moving_s`` while
    somebody moved: never one more than the one before. Pace and mean speed are of moving time.
    ``bbox`` is (west, south, east, north); ``start_cell`` a number of ``cells_of``. Calories are
    the device's own or None: they are not estimated.
    """

    points: int
    has_track: bool
    distance_m: float | None
    distance_source: DistanceSource
    elapsed_s: float
    timer_s: float
    moving_s: float
    pace_s_per_km: float | None
    speed_avg_mps: float | None
    speed_max_mps: float | None
    heart_rate_avg_bpm: float | None
    heart_rate_max_bpm: float | None
    cadence_avg_spm: float | None
    power_avg_w: float | None
    elevation_gain_m: float | None
    elevation_gain_source: ElevationSource
    elevation_loss_m: float | None
    elevation_loss_source: ElevationSource
    calories_kcal: float | None
    bbox: tuple[float, float, float, float] | None
    start_lat: float | None
    start_lon: float | None
    start_cell: int | None


def summarise(
    recording: Recording,
    curves: Curves | None,
    motion: Motion | None,
    distance: DistanceCurve | None,
    fixes: Fixes | None,
    pauses_s: Floats,
) -> Summary:
    """The summary of a recording; ``curves`` and ``motion`` are None for one without samples.

    What the samples tell is preferred, but for elapsed and timer time, gain and loss, and a
    distance within 10 % of the samples': there the device knows better and people compare.
    """
    totals = recording.totals
    elapsed, timer, moving = _times(recording, curves, motion, distance, pauses_s)
    way, way_source = _way(totals.distance_m, distance)
    measured = _source_of_heights(recording, curves)
    climb = curves.climb if curves else None
    gain, gain_source = _preferred(
        totals.elevation_gain_m, climb.gain_m if climb else None, measured
    )
    loss, loss_source = _preferred(
        totals.elevation_loss_m, climb.loss_m if climb else None, measured
    )
    rate = curves.heart_rate if curves else None
    return Summary(
        points=len(recording.track),
        has_track=fixes is not None and fixes.index.size > 1,
        distance_m=way,
        distance_source=way_source,
        elapsed_s=elapsed,
        timer_s=timer,
        moving_s=moving,
        pace_s_per_km=pace_s_per_km(way, moving),
        speed_avg_mps=way / moving if way is not None and moving > 0 else None,
        speed_max_mps=_fastest(motion, totals.speed_max_mps),
        heart_rate_avg_bpm=_mean(rate, totals.heart_rate_avg_bpm),
        heart_rate_max_bpm=_peak(curves, totals.heart_rate_max_bpm),
        cadence_avg_spm=_mean(curves.cadence if curves else None, totals.cadence_avg_spm),
        power_avg_w=_mean(curves.power if curves else None, totals.power_avg_w),
        elevation_gain_m=gain,
        elevation_gain_source=gain_source,
        elevation_loss_m=loss,
        elevation_loss_source=loss_source,
        calories_kcal=totals.calories_kcal,
        bbox=bounding_box(fixes.lat, fixes.lon) if fixes else None,
        start_lat=float(fixes.lat[0]) if fixes else None,
        start_lon=float(fixes.lon[0]) if fixes else None,
        start_cell=int(cells_of(fixes.lat[:1], fixes.lon[:1])[0]) if fixes else None,
    )


def _times(
    recording: Recording,
    curves: Curves | None,
    motion: Motion | None,
    distance: DistanceCurve | None,
    pauses_s: Floats,
) -> tuple[float, float, float]:
    """Elapsed, timer and moving time, each no more than the one before."""
    totals = recording.totals
    span = float(curves.elapsed_s[-1]) if curves else 0.0
    elapsed = totals.elapsed_s or max(span, totals.timer_s or 0.0)
    stood = float(paused_until_s(np.array([elapsed]), pauses_s)[0])
    timer = min(totals.timer_s or elapsed - stood, elapsed)
    if motion is None or distance is None:
        return elapsed, timer, min(totals.moving_s or timer, timer)
    moved = float(np.dot(motion.active_s, motion.moving))
    return elapsed, timer, min(moved, timer)


def _way(
    device_m: float | None, distance: DistanceCurve | None
) -> tuple[float | None, DistanceSource]:
    """The distance of the whole and whose it is; a device's 0 m is a sensor it did not have."""
    measured = 0.0 if distance is None else float(distance.cumulative_m[-1])
    if distance is None or (measured <= 0 and device_m):
        return (device_m, "device") if device_m else (None, "none")
    if device_m is None:
        return measured, distance.source
    slack = max(_AGREEMENT * max(device_m, measured), _AGREEMENT_AT_LEAST_M)
    if abs(device_m - measured) <= slack:
        return device_m, "device"
    return measured, distance.source


def _source_of_heights(recording: Recording, curves: Curves | None) -> ElevationSource:
    if curves is None or curves.climb is None:
        return "none"
    return "barometric" if recording.barometric else "gps"


def _preferred(
    device_m: float | None, curve_m: Floats | None, measured: ElevationSource
) -> tuple[float | None, ElevationSource]:
    """The device's own total, which its altimeter earned; else the curve's end."""
    if device_m is not None:
        return device_m, "device"
    return (None if curve_m is None else float(curve_m[-1])), measured


def _fastest(motion: Motion | None, device_mps: float | None) -> float | None:
    if motion is None or motion.speed_mps is None:
        return device_mps
    going = motion.speed_mps[motion.moving & (motion.active_s > 0)]
    return float(going.max()) if going.size else device_mps


def _mean(curve: WeightedCurve | None, device: float | None) -> float | None:
    mean = None if curve is None else curve.mean()
    return device if mean is None else mean


def _peak(curves: Curves | None, device_bpm: float | None) -> float | None:
    if curves is None or curves.heart_rate_bpm is None:
        return device_bpm
    peak = float(np.fmax.reduce(curves.heart_rate_bpm))
    return device_bpm if np.isnan(peak) else peak
