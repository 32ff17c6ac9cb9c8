"""What somebody did, where the file does not say: only what nothing else moves like.

A wrong sport is worse than none: it decides on records, on moving time and on which recordings are
of one outing. So most tracks stay ``OTHER``; a guess asks for ten minutes of known speed and for
figures that leave room for one sport only.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import steps_m
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.sports import Sport

Floats = NDArray[np.float64]

WINDOW_S: Final = 30.0
"""Speeds are of half a minute: shorter ones are noise of positions."""

WINDOWS_LEAST: Final = 20
MOVING_MPS: Final = 0.7

WALK_MPS: Final = (1.1, 1.9)
"""Median; swimmers and paddlers with a track are slower or do not keep to it."""

WALK_QUICKEST_MPS: Final = 2.5
RUN_MPS: Final = (2.0, 5.5)
RUN_QUICKEST_MPS: Final = 6.5
STEPS_SPM: Final = (140.0, 220.0)
"""Steps of a runner; no cyclist pedals so quickly for half of a ride."""

RIDE_LEAST_MPS: Final = 6.0
"""Above the best marathon; as a median over stops and climbs no runner's."""

RIDE_QUICKEST_MPS: Final = 18.0
"""Half a minute at 65 km/h is a car, a train or a descent that is no proof."""

PEDALLED_RPM: Final = (40.0, 130.0)


def guessed_sport(track: Track) -> Sport:
    """WALK, RUN or RIDE if the speeds (and the cadence) leave no other, else ``OTHER``."""
    speeds = _window_speeds_mps(track)
    speeds = speeds[speeds >= MOVING_MPS]
    if len(speeds) < WINDOWS_LEAST:
        return Sport.OTHER
    usual, quickest = float(np.median(speeds)), float(np.percentile(speeds, 95))
    cadence = _usual_cadence(track)
    if WALK_MPS[0] <= usual <= WALK_MPS[1] and quickest <= WALK_QUICKEST_MPS:
        return Sport.WALK if cadence is None or cadence < STEPS_SPM[0] else Sport.OTHER
    if usual >= RIDE_LEAST_MPS and quickest <= RIDE_QUICKEST_MPS:
        pedalled = cadence is None or PEDALLED_RPM[0] <= cadence <= PEDALLED_RPM[1]
        return Sport.RIDE if pedalled else Sport.OTHER
    stepped = cadence is not None and STEPS_SPM[0] <= cadence <= STEPS_SPM[1]
    if stepped and RUN_MPS[0] <= usual <= RUN_MPS[1] and quickest <= RUN_QUICKEST_MPS:
        return Sport.RUN
    return Sport.OTHER


def _window_speeds_mps(track: Track) -> Floats:
    """Mean speed of each half minute in which something was measured."""
    time_s, along_m = _along(track)
    if len(time_s) < 2 or time_s[-1] - time_s[0] < WINDOW_S:  # noqa: PLR2004 - a step has two ends
        return np.empty(0)
    marks = np.arange(time_s[0], time_s[-1], WINDOW_S)
    at = np.searchsorted(time_s, marks)
    at = np.unique(np.append(at, len(time_s) - 1))
    lasted = np.diff(time_s[at])
    known = (lasted > 0) & (lasted <= 2 * WINDOW_S)
    return np.asarray(np.diff(along_m[at])[known] / lasted[known])


def _along(track: Track) -> tuple[Floats, Floats]:
    """Seconds and metres so far, of the positions or else of the device's own distance."""
    if track.lat is not None and track.lon is not None:
        known = np.flatnonzero(np.isfinite(track.lat))
        steps = steps_m(track.lat[known], track.lon[known])
        return track.time_ms[known] / 1000.0, np.concatenate(([0.0], np.cumsum(steps)))
    if track.distance_m is not None:
        known = np.flatnonzero(np.isfinite(track.distance_m))
        return track.time_ms[known] / 1000.0, track.distance_m[known]
    return np.empty(0), np.empty(0)


def _usual_cadence(track: Track) -> float | None:
    """The median of the cadence while there is one, as the sensor counts it."""
    if track.cadence_spm is None:
        return None
    turning = track.cadence_spm[track.cadence_spm > 0]
    return float(np.median(turning)) if len(turning) else None
