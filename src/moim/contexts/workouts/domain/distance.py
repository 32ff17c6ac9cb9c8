"""How far a recording went: one cumulative distance for every sample, and where it is from."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import steps_m
from moim.contexts.workouts.domain.recording import Recording, Track
from moim.contexts.workouts.domain.sports import Sport

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TELEPORT_MPS = 50.0
GAP_S = 60.0
_AGREEMENT = 0.10
_AGREEMENT_AT_LEAST_M = 20.0

# Under a roof a position wanders or stands; the foot pod, belt or trainer knows better.
_INDOORS = frozenset({Sport.TREADMILL_RUN, Sport.INDOOR_RIDE, Sport.INDOOR_ROW, Sport.SWIM})


@dataclass(frozen=True, kw_only=True, eq=False)
class DistanceCurve:
    """The way covered since the first sample.

    ``cumulative_m`` has one value a sample, starts at 0 and never falls. ``known`` has one flag
    an interval between samples: False where nothing was measured for more than 60 s, or before
    the first or after the last measurement, so that standing there proves nothing.
    """

    cumulative_m: Floats
    known: Flags
    source: Literal["device", "gps"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Fixes:
    """The samples that have a position, and the steps between them.

    ``index`` points into the track. ``counted`` has one flag a step: False for a jump faster than
    50 m/s and for the way made while the timer stood.
    """

    index: NDArray[np.intp]
    lat: Floats
    lon: Floats
    time_ms: NDArray[np.int64]
    step_m: Floats
    counted: Flags
    teleport: Flags


def fixes_of(recording: Recording) -> Fixes | None:
    """The positions of a recording, None if it has none."""
    track = recording.track
    if track.lat is None or track.lon is None:
        return None
    index = np.flatnonzero(np.isfinite(track.lat) & np.isfinite(track.lon))
    if not index.size:
        return None
    whole = index.size == len(track)
    lat = track.lat if whole else track.lat[index]
    lon = track.lon if whole else track.lon[index]
    time_ms = track.time_ms if whole else track.time_ms[index]
    step_m = steps_m(lat, lon)
    teleport = _teleports(step_m, time_ms)
    return Fixes(
        index=index,
        lat=lat,
        lon=lon,
        time_ms=time_ms,
        step_m=step_m,
        counted=~(teleport | _paused(time_ms, recording.pauses_ms)),
        teleport=teleport,
    )


def _teleports(step_m: Floats, time_ms: NDArray[np.int64]) -> Flags:
    """Steps nobody makes. A file without real times (all equal) has none that could be told."""
    if time_ms[0] == time_ms[-1]:
        return np.zeros(len(step_m), dtype=bool)
    # Two fixes within one second are judged as one second: whole-second files repeat a time.
    seconds = np.maximum(np.diff(time_ms) / 1000.0, 1.0)
    return step_m > TELEPORT_MPS * seconds


def _paused(time_ms: NDArray[np.int64], pauses_ms: tuple[tuple[int, int], ...]) -> Flags:
    """Steps whose middle lies in a pause of the device's timer."""
    paused = np.zeros(max(len(time_ms) - 1, 0), dtype=bool)
    if pauses_ms:
        middle = (time_ms[1:] + time_ms[:-1]) / 2
        for start, end in pauses_ms:
            first, beyond = np.searchsorted(middle, (start, end))
            paused[first:beyond] = True
    return paused


def distance_curve(recording: Recording, fixes: Fixes | None) -> DistanceCurve | None:
    """The distance along a recording, None where neither the device nor a position tells it.

    The device's own distance is preferred (it knows the wheel, the foot pod and the lane) unless
    it differs by more than 10 % (and 20 m) from the positions over the same steps.
    """
    track = recording.track
    device = _device_samples(track)
    trusted = device is not None and (
        fixes is None or recording.sport in _INDOORS or _agrees(track.distance_m, fixes)
    )
    if device is not None and trusted and track.distance_m is not None:
        values = np.maximum.accumulate(track.distance_m[device])
        return _over_all_samples(track, device, values - values[0], "device")
    if fixes is None or fixes.index.size < 2:  # noqa: PLR2004 - a step needs two ends
        return None
    along = np.zeros(fixes.index.size)
    np.cumsum(np.where(fixes.counted, fixes.step_m, 0.0), out=along[1:])
    return _over_all_samples(track, fixes.index, along, "gps")


def _device_samples(track: Track) -> NDArray[np.intp] | None:
    """Where the device's distance has a value, None if it never moves."""
    if track.distance_m is None:
        return None
    index = np.flatnonzero(np.isfinite(track.distance_m))
    if index.size < 2 or track.distance_m[index].max() <= track.distance_m[index[0]]:  # noqa: PLR2004
        return None
    return index


def _agrees(device_m: Floats | None, fixes: Fixes) -> bool:
    """Whether device and positions tell the same way, where both were there all along."""
    if device_m is None:
        return False
    made = np.diff(device_m[fixes.index])
    both = fixes.counted & np.isfinite(made) & (np.diff(fixes.time_ms) <= GAP_S * 1000)
    by_device, by_position = float(made[both].sum()), float(fixes.step_m[both].sum())
    slack = max(_AGREEMENT * max(by_device, by_position), _AGREEMENT_AT_LEAST_M)
    return abs(by_device - by_position) <= slack


def _over_all_samples(
    track: Track, index: NDArray[np.intp], along_m: Floats, source: Literal["device", "gps"]
) -> DistanceCurve:
    """Spread a distance measured at some samples over all, evenly in time between them."""
    time_ms = track.time_ms
    near = np.diff(time_ms[index]) <= GAP_S * 1000
    if index.size == len(track):
        return DistanceCurve(cumulative_m=along_m, known=near, source=source)
    cumulative = np.interp(time_ms, time_ms[index], along_m)
    cumulative[index] = along_m
    np.maximum.accumulate(cumulative, out=cumulative)
    measured = np.zeros(len(track), dtype=np.intp)
    measured[index] = 1
    between = np.cumsum(measured)[:-1]  # 0 before the first measurement, index.size after the last
    known = np.concatenate(([False], near, [False]))[between]
    return DistanceCurve(cumulative_m=cumulative, known=known, source=source)
