"""Curves that only grow over a recording, so that any stretch of it is a difference of two."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import DistanceCurve
from moim.contexts.workouts.domain.elevation import Climb
from moim.contexts.workouts.domain.moving_time import Motion
from moim.contexts.workouts.domain.recording import Track

Floats = NDArray[np.float64]

HELD_AT_MOST_S = 10.0


@dataclass(frozen=True, kw_only=True, eq=False)
class WeightedCurve:
    """A column summed over time: each sample holds until the next, for 10 s at most."""

    integral: Floats
    weight_s: Floats

    def mean(self) -> float | None:
        """The mean over the whole recording, weighted by time."""
        weight = float(self.weight_s[-1])
        return float(self.integral[-1]) / weight if weight > 0 else None

    def means_between(self, positions: Floats) -> Floats:
        """The mean of each stretch between neighbouring ``positions``; NaN without values."""
        weight = np.diff(at(self.weight_s, positions))
        total = np.diff(at(self.integral, positions))
        return np.asarray(
            np.divide(total, weight, out=np.full(len(weight), np.nan), where=weight > 0)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Curves:
    """A recording as cumulative columns, one value a sample; None for what was not recorded.

    ``heart_rate_bpm`` is the column itself with NaN for what no heart does. ``graded_m`` is the
    distance on the flat that would have cost as much, on foot alone.
    """

    elapsed_s: Floats
    moving_s: Floats
    distance_m: Floats | None
    climb: Climb | None
    heart_rate_bpm: Floats | None
    heart_rate: WeightedCurve | None
    cadence: WeightedCurve | None
    power: WeightedCurve | None
    graded_m: Floats | None = None


def at(curve: Floats, positions: Floats) -> Floats:
    """``curve`` read at fractional sample numbers, straight between samples."""
    below = np.minimum(positions.astype(np.intp), max(len(curve) - 2, 0))
    above = np.minimum(below + 1, len(curve) - 1)
    return np.asarray(curve[below] + (positions - below) * (curve[above] - curve[below]))


def curves_of(
    track: Track,
    elapsed_s: Floats,
    motion: Motion,
    distance: DistanceCurve | None,
    climb: Climb | None,
) -> Curves:
    """All the curves of one recording of at least one sample."""
    held_s = np.minimum(np.diff(elapsed_s), HELD_AT_MOST_S)
    heart_rate = believable_heart_rate(track.heart_rate_bpm)
    cadence = track.cadence_spm
    return Curves(
        elapsed_s=elapsed_s,
        moving_s=motion.moving_curve_s(),
        distance_m=None if distance is None else distance.cumulative_m,
        climb=climb,
        heart_rate_bpm=heart_rate,
        heart_rate=_weighted(heart_rate, held_s),
        # Freewheeling and standing are not a cadence; both would halve the mean.
        cadence=_weighted(
            None if cadence is None else np.where(cadence > 0, cadence, np.nan), held_s
        ),
        power=_weighted(track.power_w, held_s),
    )


def believable_heart_rate(heart_rate_bpm: Floats | None) -> Floats | None:
    """The column with NaN for 0 and for more than 300 beats a minute."""
    if heart_rate_bpm is None:
        return None
    believable = (heart_rate_bpm > 0) & (heart_rate_bpm <= 300)  # noqa: PLR2004 - facts 6.7
    return np.where(believable, heart_rate_bpm, np.nan)


def _weighted(column: Floats | None, held_s: Floats) -> WeightedCurve | None:
    if column is None:
        return None
    present = np.isfinite(column)
    if not present.any():
        return None
    weight = np.zeros(len(column))
    integral = np.zeros(len(column))
    held = held_s * present[:-1]
    np.cumsum(held, out=weight[1:])
    np.cumsum(np.where(present[:-1], column[:-1], 0.0) * held, out=integral[1:])
    return WeightedCurve(integral=integral, weight_s=weight)
