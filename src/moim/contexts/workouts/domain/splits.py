"""A recording cut into kilometres and into the laps its device closed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.curves import Curves, WeightedCurve, at
from moim.contexts.workouts.domain.recording import Lap

Floats = NDArray[np.float64]

SPLIT_M = 1000.0
SPLITS_MAX = 2_000
_REMAINDER_AT_LEAST_M = 1.0


@dataclass(frozen=True, kw_only=True)
class Split:
    """One stretch of a recording. What was not recorded is None.

    ``start_offset_s`` counts from the first sample; ``pace_s_per_km`` is of moving time, the
    graded one what it would be on the flat (on foot); ``whole``
    is False for a last split shorter than a kilometre; ``trigger`` says what closed a lap and is
    None for a split.
    """

    index: int
    start_offset_s: float
    elapsed_s: float
    moving_s: float
    distance_m: float | None
    pace_s_per_km: float | None
    elevation_gain_m: float | None
    elevation_loss_m: float | None
    heart_rate_avg_bpm: float | None
    heart_rate_max_bpm: float | None
    cadence_avg_spm: float | None
    power_avg_w: float | None
    graded_pace_s_per_km: float | None = None
    whole: bool = True
    trigger: str | None = None


def kilometre_splits(curves: Curves) -> tuple[Split, ...]:
    """A split a kilometre and what remains; together they are the whole recording.

    Boundaries fall between samples, where the distance was reached at an even speed. A remainder
    of less than a metre belongs to the last kilometre. More than 2,000 km have no splits.
    """
    if curves.distance_m is None or curves.distance_m[-1] <= 0:
        return ()
    along = curves.distance_m
    total = float(along[-1])
    full = int(total // SPLIT_M)
    if full > SPLITS_MAX:
        return ()
    positions = crossings(along, np.arange(1.0, full + 1.0) * SPLIT_M)
    end = float(len(along) - 1)
    remains = total - full * SPLIT_M >= _REMAINDER_AT_LEAST_M
    inner = positions if remains else positions[:-1]
    boundaries = np.concatenate(([0.0], inner, [end]))
    return _between(curves, boundaries, last_whole=not remains)


def crossings(along_m: Floats, targets_m: Floats) -> Floats:
    """The fractional sample numbers at which ``along_m`` first reaches each target (> 0)."""
    after = np.searchsorted(along_m, targets_m, side="left")
    before = after - 1
    gained = along_m[after] - along_m[before]
    return np.asarray(before + (targets_m - along_m[before]) / gained)


def lap_splits(curves: Curves, laps: Sequence[Lap], start_ms: int) -> tuple[Split, ...]:
    """The device's laps, measured by the same curves.

    A lap's own distance and timer are kept where the device gave them and the track is silent;
    ``start_ms`` is the time of the first sample.
    """
    if not laps:
        return ()
    starts = np.array([lap.started_at.timestamp() - start_ms / 1000.0 for lap in laps])
    ends = starts + np.array([lap.elapsed_s for lap in laps])
    count = np.arange(len(curves.elapsed_s), dtype=np.float64)
    positions = np.interp(np.column_stack((starts, ends)).ravel(), curves.elapsed_s, count)
    pieces = _between(curves, positions)[::2]
    return tuple(
        _lap(piece, lap, index, float(start))
        for index, (piece, lap, start) in enumerate(zip(pieces, laps, starts, strict=True))
    )


def _lap(piece: Split, lap: Lap, index: int, start_s: float) -> Split:
    measured = piece.elapsed_s > 0
    distance = lap.distance_m if lap.distance_m is not None else piece.distance_m
    timer = lap.elapsed_s if lap.timer_s is None else lap.timer_s
    moving = min(piece.moving_s if measured else timer, lap.elapsed_s)
    return Split(
        index=index,
        start_offset_s=start_s,
        elapsed_s=lap.elapsed_s,
        moving_s=moving,
        distance_m=distance,
        pace_s_per_km=pace_s_per_km(distance, moving),
        elevation_gain_m=piece.elevation_gain_m,
        elevation_loss_m=piece.elevation_loss_m,
        heart_rate_avg_bpm=piece.heart_rate_avg_bpm,
        heart_rate_max_bpm=piece.heart_rate_max_bpm,
        cadence_avg_spm=piece.cadence_avg_spm,
        power_avg_w=piece.power_avg_w,
        graded_pace_s_per_km=piece.graded_pace_s_per_km,
        trigger=lap.trigger,
    )


def pace_s_per_km(distance_m: float | None, moving_s: float) -> float | None:
    """Seconds a kilometre, None for a stretch without a way or without time."""
    if distance_m is None or distance_m < 1 or moving_s <= 0:
        return None
    return moving_s / distance_m * 1000.0


def _between(curves: Curves, positions: Floats, *, last_whole: bool = True) -> tuple[Split, ...]:
    """The stretches between neighbouring ``positions`` (fractional sample numbers)."""
    elapsed = at(curves.elapsed_s, positions)
    moving = np.diff(at(curves.moving_s, positions)).tolist()
    starts, lasted = elapsed[:-1].tolist(), np.diff(elapsed).tolist()
    nothing: list[float | None] = [None] * len(starts)
    distance = _rises(curves.distance_m, positions) or nothing
    climb = curves.climb
    gain = _rises(climb.gain_m if climb else None, positions) or nothing
    loss = _rises(climb.loss_m if climb else None, positions) or nothing
    rate = _means(curves.heart_rate, positions) or nothing
    peak = _values(_maxima(curves.heart_rate_bpm, positions)) or nothing
    cadence = _means(curves.cadence, positions) or nothing
    power = _means(curves.power, positions) or nothing
    graded = _rises(curves.graded_m, positions) or nothing
    last = len(starts) - 1
    return tuple(
        Split(
            index=index,
            start_offset_s=starts[index],
            elapsed_s=lasted[index],
            moving_s=moving[index],
            distance_m=distance[index],
            pace_s_per_km=pace_s_per_km(distance[index], moving[index]),
            elevation_gain_m=gain[index],
            elevation_loss_m=loss[index],
            heart_rate_avg_bpm=rate[index],
            heart_rate_max_bpm=peak[index],
            cadence_avg_spm=cadence[index],
            power_avg_w=power[index],
            graded_pace_s_per_km=pace_s_per_km(graded[index], moving[index]),
            whole=last_whole or index < last,
        )
        for index in range(len(starts))
    )


def _rises(curve: Floats | None, positions: Floats) -> list[float | None] | None:
    return None if curve is None else np.diff(at(curve, positions)).tolist()


def _means(curve: WeightedCurve | None, positions: Floats) -> list[float | None] | None:
    return None if curve is None else _values(curve.means_between(positions))


def _values(column: Floats | None) -> list[float | None] | None:
    if column is None:
        return None
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 - NaN


def _maxima(column: Floats | None, positions: Floats) -> Floats | None:
    """The greatest sample of each stretch, NaN for a stretch without any."""
    if column is None:
        return None
    first = np.ceil(positions[:-1]).astype(np.intp)
    beyond = np.floor(positions[1:]).astype(np.intp) + 1
    padded = np.append(column, np.nan)
    found = np.fmax.reduceat(padded, np.column_stack((first, beyond)).ravel())[::2]
    return np.where(beyond > first, found, np.nan)
