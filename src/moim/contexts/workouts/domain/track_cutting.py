"""What of a track others see: without what lies in privacy zones, and without what is not shown."""

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import bounding_box
from moim.contexts.workouts.domain.privacy_zones import Circle, hidden_by
from moim.contexts.workouts.domain.recording import Floats, Track
from moim.contexts.workouts.domain.sight import Sight

Run = tuple[int, int]
"""Samples from the first to before the second."""
_BLANK = -1


def seen_track(track: Track, sight: Sight, circles: Sequence[Circle]) -> Track:
    """The track as ``sight`` allows; without a sample if all of it is hidden.

    Without the map there is no position, and no elevation either: a profile finds its place on
    the terrain.
    """
    if sight.owner:
        return track
    if not sight.heart_rate:
        track = replace(track, heart_rate_bpm=None)
    if not sight.map:
        return replace(track, lat=None, lon=None, elevation_m=None)
    return cut_track(track, circles)


def cut_track(track: Track, circles: Sequence[Circle]) -> Track:
    """Without the samples inside the circles.

    Where something was cut out of the middle one sample without any value stands in its place, so
    that no line is drawn across. The distance does not count what was cut: how far it is from the
    end of what is shown to the end of the workout is told by no sample.
    """
    if not circles or track.lat is None or track.lon is None:
        return track
    runs = shown_runs(track.lat, track.lon, circles)
    if runs == [(0, len(track))]:
        return track
    rows = _rows(runs)
    blank = rows == _BLANK
    filled = np.where(blank, np.roll(rows, 1), rows)  # a blank is never first
    columns: dict[str, Any] = {"time_ms": track.time_ms[filled]}
    for name in (field.name for field in fields(track) if field.name != "time_ms"):
        values = getattr(track, name)
        if values is not None:
            columns[name] = np.where(blank, np.nan, values[filled])
    if track.distance_m is not None:
        columns["distance_m"] = _rejoined(columns["distance_m"], runs)
    return Track(**columns)


def shown_runs(lat: Floats, lon: Floats, circles: Sequence[Circle]) -> list[Run]:
    """The runs of samples that may be shown, each to be drawn as a line of its own.

    A sample without a position is hidden with a hidden neighbour: it was taken near there.
    """
    known = np.flatnonzero(~np.isnan(lat) & ~np.isnan(lon))
    if not known.size:
        return [(0, len(lat))]
    lats, lons = lat[known], lon[known]
    box = bounding_box(lats, lons)
    near = [circle for circle in circles if circle.touches_box(box)]
    inside = hidden_by(near, lats, lons)
    across = np.zeros(known.size - 1, dtype=bool)
    for circle in near:
        across |= circle.crossed(lats, lons)
    across &= ~inside[:-1] & ~inside[1:]
    hidden = _hidden_rows(len(lat), known, inside, across)
    breaks = known[1:][across]
    shown = np.flatnonzero(~hidden)
    if not shown.size:
        return []
    ends = np.flatnonzero(np.diff(shown) > 1) + 1
    pieces = np.split(shown, ends)
    return [run for piece in pieces for run in _broken(int(piece[0]), int(piece[-1]) + 1, breaks)]


def _hidden_rows(
    count: int, known: NDArray[np.intp], inside: NDArray[np.bool_], across: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """A flag a sample. Between two positions: hidden with either, or if the way led through."""
    beyond = np.concatenate(([inside[0]], inside[:-1] | inside[1:] | across, [inside[-1]]))
    place = np.searchsorted(known, np.arange(count), side="right")
    hidden = beyond[place]
    hidden[known] = inside
    return np.asarray(hidden)


def _broken(start: int, end: int, breaks: NDArray[np.intp]) -> list[Run]:
    within = breaks[(breaks > start) & (breaks < end)].tolist()
    return list(pairwise([start, *within, end]))


def _rows(runs: Sequence[Run]) -> NDArray[np.intp]:
    """The samples of all runs with a blank between each two."""
    parts: list[NDArray[np.intp]] = []
    for start, end in runs:
        if parts:
            parts.append(np.array([_BLANK]))
        parts.append(np.arange(start, end))
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)


def _rejoined(distance_m: Floats, runs: Sequence[Run]) -> Floats:
    """Each run goes on where the one before ended; the first begins at 0."""
    told, at, so_far = distance_m.copy(), 0, 0.0
    for start, end in runs:
        run = slice(at, at + end - start)
        values = distance_m[run]
        measured = values[~np.isnan(values)]
        if measured.size:
            told[run] = values - measured[0] + so_far
            so_far += float(measured[-1] - measured[0])
        at += end - start + 1
    return told
