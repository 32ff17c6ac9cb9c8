"""The course as a line to draw: what of it may be shown, and where it lies on the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.certificates.theme import Box
from moim.contexts.workouts.domain.geometry import steps_m
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.simplification import significance_m

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


def course_to_show(track: Track) -> tuple[Piece, ...]:
    """The pieces (lat, lon) of a track that may be on a certificate; none without positions.

    Every point that reaches a picture passes here, and only here: what a privacy zone hides is
    to be taken out of ``known`` before anything else is done with it.
    """
    if track.lat is None or track.lon is None:
        return ()
    known = ~np.isnan(track.lat) & ~np.isnan(track.lon)
    lat, lon = track.lat[known], track.lon[known]
    if len(lat) > POINTS_MAX:
        kept = np.linspace(0, len(lat) - 1, POINTS_MAX).astype(np.int64)
        lat, lon = lat[kept], lon[kept]
    if len(lat) < 2:  # noqa: PLR2004 - a line has two ends
        return ()
    breaks = np.flatnonzero(steps_m(lat, lon) > JUMP_M) + 1
    pieces = zip(np.split(lat, breaks), np.split(lon, breaks), strict=True)
    return tuple((a, o) for a, o in pieces if len(a) > 1 and (np.ptp(a) > 0 or np.ptp(o) > 0))


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
