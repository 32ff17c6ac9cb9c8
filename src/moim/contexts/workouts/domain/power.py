"""Power: what an uneven ride cost, against what somebody can hold for an hour (formulas.md)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MEAN_OVER_S = 30.0
_LONGEST_S = 200_000.0


@dataclass(frozen=True, kw_only=True)
class PowerLoad:
    """``intensity`` is normalised power by threshold power, ``stress`` 100 for an hour at it."""

    intensity: float
    stress: float


def normalised_power_w(moments_s: Floats, work_j: Floats) -> float | None:
    """The fourth-power mean of the 30 s rolling mean, a value a second; zeros count.

    ``work_j`` is the work done by each of ``moments_s``. None for less than 30 s, without work,
    or for what lasted longer than two days.
    """
    lasted_s = float(moments_s[-1] - moments_s[0])
    if not _MEAN_OVER_S <= lasted_s <= _LONGEST_S or work_j[-1] <= 0:
        return None
    ends = np.arange(moments_s[0] + _MEAN_OVER_S, moments_s[-1] + 0.5)
    done = np.interp(ends, moments_s, work_j)
    before = np.interp(ends - _MEAN_OVER_S, moments_s, work_j)
    rolling = (done - before) / _MEAN_OVER_S
    return float(np.mean(rolling**4) ** 0.25)


def power_load(normalised_w: float, ridden_s: float, ftp_w: int) -> PowerLoad:
    """Intensity factor and training stress score (Allen and Coggan)."""
    intensity = normalised_w / ftp_w
    return PowerLoad(
        intensity=round(intensity, 3), stress=round(ridden_s / 3600 * intensity**2 * 100, 1)
    )
