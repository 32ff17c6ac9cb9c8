"""The course as a line to draw: what of it may be shown, and where it lies on the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.certificates.theme import Box
from moim.contexts.workouts.domain.geometry import steps_m
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.simplification import significance_m
from moim.contexts.workouts.domain.track_cutting import shown_runs

Floats = NDArray[np.float64]
Piece = tuple[Floats, Floats]
Line = NDArray[np.float64]

JUMP_M = 1_000.0  # no line is drawn over a gap as long as this
POINTS_MAX = 20_000
TOLERANCE_PX = 0.5
_LATITUDE_MAX = 85.0  # Web Mercator ends there
_SPAN_LEAST = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """Lines in the units of a sheet, each an array of x and y."""

    lines: tuple[Line, ...]
    box: Box


def course_to_show(track: Track, circles: Sequence[Circle] = ()) -> tuple[Piece, ...]:
    """The pieces (lat, lon) of a track that may be on a picture; none without positions.

    Every point that reaches a picture passes here, and only here. ``circles``, the owner's privacy
    zones, are cut out for the owner too: such a picture is made to be shown.
    """
    if track.lat is None or track.lon is None:
        return ()
    runs = shown_runs(track.lat, track.lon, circles) if circles else [(0, len(track))]
    pieces = [piece for run in runs for piece in _pieces(track.lat, track.lon, run)]
    return tuple((a, o) for a, o in pieces if len(a) > 1 and (np.ptp(a) > 0 or np.ptp(o) > 0))


def _pieces(lat: Floats, lon: Floats, run: tuple[int, int]) -> Iterator[Piece]:
    """A run of samples, parted where too much is missing to draw a line over it."""
    start, end = run
    known = start + np.flatnonzero(~np.isnan(lat[start:end]) & ~np.isnan(lon[start:end]))
    if len(known) > POINTS_MAX:
        known = known[np.linspace(0, len(known) - 1, POINTS_MAX).astype(np.int64)]
    if len(known) > 1:
        breaks = np.flatnonzero(steps_m(lat[known], lon[known]) > JUMP_M) + 1
        yield from zip(np.split(lat[known], breaks), np.split(lon[known], breaks), strict=True)


def fitted(pieces: Sequence[Piece], box: Box, px_per_unit: float) -> Course | None:
    """The pieces in Web Mercator (EPSG:3857), their aspect kept, in the middle of ``box``.

    Points that move the line by less than half a pixel are left out. None if nothing remains.
    """
    projected = _projected(pieces)
    if not projected:
        return None
    every = np.concatenate(projected)
    low, high = every.min(axis=0), every.max(axis=0)
    span = np.maximum(high - low, _SPAN_LEAST)
    scale = min(box.width / span[0], box.height / span[1])
    corner = np.array([box.left, box.top]) + (np.array([box.width, box.height]) - span * scale) / 2
    lines = tuple(_simplified((piece - low) * scale + corner, px_per_unit) for piece in projected)
    right, bottom = corner + span * scale
    return Course(
        lines=lines, box=Box(float(corner[0]), float(corner[1]), float(right), float(bottom))
    )


def _projected(pieces: Sequence[Piece]) -> list[Line]:
    """X to the east and y to the south, in radians; the 180th meridian is no break."""
    if not pieces:
        return []
    first = pieces[0][1][0]
    found = []
    for lat, lon in pieces:
        turned = (lon - first + 180.0) % 360.0 - 180.0
        phi = np.radians(np.clip(lat, -_LATITUDE_MAX, _LATITUDE_MAX))
        found.append(np.column_stack((np.radians(turned), -np.arcsinh(np.tan(phi)))))
    return found


def _simplified(line: Line, px_per_unit: float) -> Line:
    tolerance = TOLERANCE_PX / px_per_unit
    kept = significance_m(line[:, 0], line[:, 1], tolerance) > tolerance
    return line[kept]
