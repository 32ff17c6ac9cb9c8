"""Everything that is worked out from a recording, in one step that can be done again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.best_efforts import (
    BestEffort,
    BestPower,
    best_efforts,
    best_powers,
)
from moim.contexts.workouts.domain.cells import MinuteCells, minute_cells
from moim.contexts.workouts.domain.curves import Curves, curves_of
from moim.contexts.workouts.domain.distance import Fixes, distance_curve, fixes_of
from moim.contexts.workouts.domain.elevation import climb_curve
from moim.contexts.workouts.domain.moving_time import Motion, motion, pauses_since
from moim.contexts.workouts.domain.recording import Recording
from moim.contexts.workouts.domain.simplification import Polyline, polylines
from moim.contexts.workouts.domain.splits import Split, kilometre_splits, lap_splits
from moim.contexts.workouts.domain.summary import Summary, summarise
from moim.contexts.workouts.domain.zones import TimeInZones, ZoneDefinition, time_in_zones

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Rises by one whenever the same recording would give another figure. docs/formulas.md says why.
DERIVATION_VERSION = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Derived:
    """What ``derive`` found.

    ``distance_m`` is the cumulative distance, one value a sample; ``moving`` has one flag an
    interval between samples. Both are None for a recording without them, ``minutes`` for one
    without positions.
    """

    version: int
    summary: Summary
    splits: tuple[Split, ...]
    laps: tuple[Split, ...]
    best_efforts: tuple[BestEffort, ...]
    best_powers: tuple[BestPower, ...]
    zones: TimeInZones | None
    polylines: tuple[Polyline, ...]
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
    return Derived(
        version=DERIVATION_VERSION,
        summary=summarise(recording, curves, moved, distance, fixes, pauses_s),
        splits=kilometre_splits(curves),
        laps=lap_splits(curves, recording.laps, start_ms),
        best_efforts=_best_efforts(recording, curves, moved),
        best_powers=() if track.power_w is None else best_powers(elapsed_s, track.power_w),
        zones=_zones(curves, zones),
        polylines=_polylines(fixes),
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
        zones=None,
        polylines=(),
        minutes=None,
        distance_m=None,
        moving=None,
    )


def _best_efforts(recording: Recording, curves: Curves, moved: Motion) -> tuple[BestEffort, ...]:
    if curves.distance_m is None or moved.speed_mps is None:
        return ()
    family = recording.sport.family
    return best_efforts(curves.elapsed_s, curves.distance_m, moved.speed_mps, family)


def _zones(curves: Curves, zones: ZoneDefinition | None) -> TimeInZones | None:
    if zones is None or curves.heart_rate_bpm is None:
        return None
    return time_in_zones(curves.elapsed_s, curves.heart_rate_bpm, zones)


def _polylines(fixes: Fixes | None) -> tuple[Polyline, ...]:
    if fixes is None:
        return ()
    jumps = np.flatnonzero(fixes.teleport) + 1
    return polylines(zip(np.split(fixes.lat, jumps), np.split(fixes.lon, jumps), strict=True))
