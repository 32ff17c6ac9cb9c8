"""Everything that is worked out from a recording, in one step that can be done again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.best_efforts import (
    CURVE_DURATIONS_S,
    POWER_DURATIONS_S,
    BestEffort,
    BestPower,
    best_efforts,
    best_powers,
    work_curve,
)
from moim.contexts.workouts.domain.cells import MinuteCells, minute_cells
from moim.contexts.workouts.domain.curves import Curves, curves_of
from moim.contexts.workouts.domain.distance import Fixes, distance_curve, fixes_of
from moim.contexts.workouts.domain.elevation import climb_curve
from moim.contexts.workouts.domain.graded_pace import graded_curve
from moim.contexts.workouts.domain.moving_time import Motion, motion, pauses_since
from moim.contexts.workouts.domain.power import normalised_power_w
from moim.contexts.workouts.domain.recording import Recording, Track
from moim.contexts.workouts.domain.same_route import shape_of
from moim.contexts.workouts.domain.simplification import Polyline, polylines
from moim.contexts.workouts.domain.splits import (
    Split,
    kilometre_splits,
    lap_splits,
    pace_s_per_km,
)
from moim.contexts.workouts.domain.sports import Family
from moim.contexts.workouts.domain.summary import Summary, summarise
from moim.contexts.workouts.domain.zones import (
    TimeInZones,
    ZoneDefinition,
    seconds_at_rates,
    time_in_zones,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Rises by one whenever the same recording would give another figure. docs/formulas.md says why.
DERIVATION_VERSION = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Derived:
    """What ``derive`` found.

    ``distance_m`` is the cumulative distance, one value a sample; ``moving`` has one flag an
    interval between samples. Both are None for a recording without them, ``minutes`` for one
    without positions. ``heart_s`` is the seconds at each heart rate, ``shape`` the course to be
    known again by.
    """

    version: int
    summary: Summary
    splits: tuple[Split, ...]
    laps: tuple[Split, ...]
    best_efforts: tuple[BestEffort, ...]
    best_powers: tuple[BestPower, ...]
    power_curve: tuple[BestPower, ...]
    normalised_power_w: float | None
    graded_pace_s_per_km: float | None
    zones: TimeInZones | None
    zones_used: ZoneDefinition | None
    heart_s: Mapping[int, float]
    polylines: tuple[Polyline, ...]
    shape: Floats | None
    minutes: MinuteCells | None
    distance_m: Floats | None
    moving: Flags | None


def derive(recording: Recording, zones: ZoneDefinition | None = None) -> Derived:
    """Work out all figures of a recording; the same recording gives the same, bit for bit.

    ``zones`` are those in force on the day; without them there is no time in zones.
    """
    track = recording.track
    if not len(track):
        return _without_samples(recording)
    elapsed_s = (track.time_ms - track.time_ms[0]) / 1000.0
    start_ms = int(track.time_ms[0])
    fixes = fixes_of(recording)
    distance = distance_curve(recording, fixes)
    pauses_s = pauses_since(start_ms, recording.pauses_ms)
    moved = motion(elapsed_s, pauses_s, distance, recording.sport)
    climb = climb_curve(track.elevation_m, barometric=recording.barometric)
    curves = curves_of(track, elapsed_s, moved, distance, climb)
    if distance is not None and recording.sport.family is Family.FOOT:
        curves = replace(curves, graded_m=graded_curve(distance.cumulative_m, track.elevation_m))
    powers, normalised_w = _power(track, elapsed_s)
    return Derived(
        version=DERIVATION_VERSION,
        summary=summarise(recording, curves, moved, distance, fixes, pauses_s),
        splits=kilometre_splits(curves),
        laps=lap_splits(curves, recording.laps, start_ms),
        best_efforts=_best_efforts(recording, curves, moved),
        best_powers=tuple(one for one in powers if one.duration_s in POWER_DURATIONS_S),
        power_curve=powers,
        normalised_power_w=normalised_w,
        graded_pace_s_per_km=_graded_pace(curves),
        zones=_zones(curves, zones),
        zones_used=zones,
        heart_s=_heart_s(curves),
        polylines=_polylines(fixes),
        shape=None if fixes is None else shape_of(fixes),
        minutes=None if fixes is None else minute_cells(fixes),
        distance_m=curves.distance_m,
        moving=None if distance is None else moved.moving,
    )


def _without_samples(recording: Recording) -> Derived:
    """A workout of totals alone, such as one entered by hand."""
    nothing = np.empty((0, 2))
    return Derived(
        version=DERIVATION_VERSION,
        summary=summarise(recording, None, None, None, None, nothing),
        splits=(),
        laps=(),
        best_efforts=(),
        best_powers=(),
        power_curve=(),
        normalised_power_w=None,
        graded_pace_s_per_km=None,
        zones=None,
        zones_used=None,
        heart_s={},
        polylines=(),
        shape=None,
        minutes=None,
        distance_m=None,
        moving=None,
    )


def _best_efforts(recording: Recording, curves: Curves, moved: Motion) -> tuple[BestEffort, ...]:
    if curves.distance_m is None or moved.speed_mps is None:
        return ()
    family = recording.sport.family
    return best_efforts(curves.elapsed_s, curves.distance_m, moved.speed_mps, family)


def _power(track: Track, elapsed_s: Floats) -> tuple[tuple[BestPower, ...], float | None]:
    if track.power_w is None:
        return (), None
    normalised_w = normalised_power_w(*work_curve(elapsed_s, track.power_w))
    return best_powers(elapsed_s, track.power_w, CURVE_DURATIONS_S), normalised_w


def _graded_pace(curves: Curves) -> float | None:
    if curves.graded_m is None:
        return None
    return pace_s_per_km(float(curves.graded_m[-1]), float(curves.moving_s[-1]))


def _zones(curves: Curves, zones: ZoneDefinition | None) -> TimeInZones | None:
    if zones is None or curves.heart_rate_bpm is None:
        return None
    return time_in_zones(curves.elapsed_s, curves.heart_rate_bpm, zones)


def _heart_s(curves: Curves) -> Mapping[int, float]:
    """Seconds at each whole heart rate: what zones and load are worked out from later."""
    if curves.heart_rate_bpm is None:
        return {}
    return seconds_at_rates(curves.elapsed_s, curves.heart_rate_bpm)


def _polylines(fixes: Fixes | None) -> tuple[Polyline, ...]:
    if fixes is None:
        return ()
    jumps = np.flatnonzero(fixes.teleport) + 1
    return polylines(zip(np.split(fixes.lat, jumps), np.split(fixes.lon, jumps), strict=True))
