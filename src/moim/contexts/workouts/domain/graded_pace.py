"""Grade-adjusted pace: how fast the same effort would have been on the flat (formulas.md)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOW_M = 200.0
_SMOOTHED_OVER = 31
_GRADE_MAX = 0.45
_FLAT_BELOW = 0.005
_SHORTEST_M = 20.0

# Cost of a grade against the flat, as refitted from heart rates of many runners: Minetti's curve
# (2002) makes downhill too cheap. Straight between the points.
_GRADES = np.array(
    [-0.50, -0.35, -0.25, -0.18, -0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50]
)
_COSTS = np.array(
    [1.35, 1.25, 1.12, 1.01, 0.96, 0.88, 0.94, 1.0, 1.20, 1.42, 1.70, 2.00, 2.60, 3.25, 3.90]
)


def cost_of(grade: Floats) -> Floats:
    """How much a metre at ``grade`` (rise by run) costs against one on the flat."""
    bounded = np.clip(grade, -_GRADE_MAX, _GRADE_MAX)
    flat = np.abs(bounded) < _FLAT_BELOW
    return np.where(flat, 1.0, np.interp(bounded, _GRADES, _COSTS))


def graded_curve(along_m: Floats, elevation_m: Floats | None) -> Floats | None:
    """The distance on the flat that cost as much, one value a sample; None without heights.

    The grade at a place is the rise over the 200 m around it, of heights smoothed by a Gaussian
    over 31 samples.
    """
    if elevation_m is None:
        return None
    present = np.isfinite(elevation_m)
    if np.count_nonzero(present) < 2 or along_m[-1] < _SHORTEST_M:  # noqa: PLR2004 - a rise has two ends
        return None
    places = np.arange(len(along_m))
    heights = _smoothed(np.interp(places, places[present], elevation_m[present]))
    middle = (along_m[1:] + along_m[:-1]) / 2
    start = np.maximum(middle - WINDOW_M / 2, along_m[0])
    end = np.minimum(middle + WINDOW_M / 2, along_m[-1])
    rise = np.interp(end, along_m, heights) - np.interp(start, along_m, heights)
    run = np.maximum(end - start, _SHORTEST_M)
    graded = np.zeros(len(along_m))
    np.cumsum(np.diff(along_m) * cost_of(rise / run), out=graded[1:])
    return graded


def _smoothed(heights: Floats) -> Floats:
    half = _SMOOTHED_OVER // 2
    offsets = np.arange(-half, half + 1)
    kernel = np.exp(-0.5 * (offsets / (_SMOOTHED_OVER / 6)) ** 2)
    padded = np.pad(heights, half, mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")
