"""How much somebody climbed, without counting the noise of the altimeter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HYSTERESIS_M = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Climb:
    """Gain and loss since the first sample, one value a sample, both never falling."""

    gain_m: Floats
    loss_m: Floats


def climb_curve(elevation_m: Floats | None, *, barometric: bool | None) -> Climb | None:
    """Gain and loss with hysteresis, None without elevations.

    A reference height follows the profile only when that has left it by more than 1 m; each time
    it follows, the difference counts. Heights that did not come from air pressure, or about which
    nobody knows, pass a running median of 7 first.
    """
    if elevation_m is None:
        return None
    present = np.isfinite(elevation_m)
    heights = elevation_m[present]
    if not heights.size:
        return None
    moved = _followed(heights if barometric else _running_median_of_7(heights))
    change = np.zeros(len(elevation_m))
    change[present] = moved
    return Climb(
        gain_m=np.cumsum(np.maximum(change, 0.0)), loss_m=np.cumsum(np.maximum(-change, 0.0))
    )


def _followed(heights: Floats) -> Floats:
    """By how much the reference height moved at each sample (0 at most)."""
    moved = np.zeros(len(heights))
    # A pass over the changes alone: many altimeters repeat a height for seconds.
    changes = np.flatnonzero(np.diff(heights)) + 1
    reference = float(heights[0])
    low, high = reference - HYSTERESIS_M, reference + HYSTERESIS_M
    for index, height in zip(changes.tolist(), heights[changes].tolist(), strict=True):
        if height > high or height < low:
            moved[index] = height - reference
            reference = height
            low, high = height - HYSTERESIS_M, height + HYSTERESIS_M
    return moved


# A selection network for the median of seven: after these exchanges the middle stands at 3.
_EXCHANGES = (
    (0, 5), (0, 3), (1, 6), (2, 4), (0, 1), (3, 5), (2, 6), (2, 3), (3, 6), (4, 5), (1, 4), (1, 3),
    (3, 4),
)  # fmt: skip


def _running_median_of_7(heights: Floats) -> Floats:
    """Median of each height and its three neighbours on both sides; the ends are repeated."""
    padded = np.pad(heights, 3, mode="edge")
    count = len(heights)
    lanes = [padded[shift : shift + count] for shift in range(7)]
    for low, high in _EXCHANGES:
        lanes[low], lanes[high] = (
            np.minimum(lanes[low], lanes[high]),
            np.maximum(lanes[low], lanes[high]),
        )
    return lanes[3]
