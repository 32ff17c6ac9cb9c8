"""A track as a line to draw: fewer points at each zoom, written compactly."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import on_plane_m

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]

# Zoom of a web map and the deviation in metres that is less than a pixel there at 37 degrees.
TOLERANCES_M = {10: 80.0, 13: 12.0, 16: 2.0}
_PRECISION = 1e5
_FARTHEST_UP_TO_DEPTH = 40


@dataclass(frozen=True, kw_only=True)
class Polyline:
    """The lines of a track for maps of up to ``zoom``, no point off by more than ``tolerance_m``.

    Each of ``lines`` is an encoded polyline (``encode_line``); a track that jumps has several.
    """

    zoom: int
    tolerance_m: float
    lines: tuple[str, ...]


def polylines(pieces: Iterable[tuple[Floats, Floats]]) -> tuple[Polyline, ...]:
    """The pieces (lat, lon) of a track at each zoom; pieces of one position are left out."""
    drawn = [
        (lat, lon, significance_m(*on_plane_m(lat, lon), min(TOLERANCES_M.values())))
        for lat, lon in pieces
        if len(lat) > 1
    ]
    return tuple(
        Polyline(
            zoom=zoom,
            tolerance_m=tolerance,
            lines=tuple(
                encode_line(lat[significance > tolerance], lon[significance > tolerance])
                for lat, lon, significance in drawn
            ),
        )
        for zoom, tolerance in TOLERANCES_M.items()
    )


def significance_m(x: Floats, y: Floats, tolerance_m: float) -> Floats:
    """The tolerance in metres from which on each point may be left out.

    Douglas and Peucker's tree, built once for every tolerance from ``tolerance_m`` up: the points
    whose value is greater than a tolerance are the simplified line for it. Ends are infinite,
    points never needed are 0. Where the tree grows deeper than 40 levels (a spiral), lines are
    cut in the middle instead of at the farthest point: the result keeps its tolerance, with a
    few points more, and the work stays n log n.
    """
    significance = np.zeros(len(x))
    significance[[0, -1]] = np.inf
    starts = np.array([0], dtype=np.intp)
    ends = np.array([len(x) - 1], dtype=np.intp)
    limits = np.array([np.inf])
    depth = 0
    while starts.size:
        starts, ends, limits = _narrowed(starts, ends, limits)
        if not starts.size:
            break
        off, cut = _farthest(x, y, starts, ends)
        if depth >= _FARTHEST_UP_TO_DEPTH:
            cut = (starts + ends) // 2
        split = off > tolerance_m
        starts, ends, cut = starts[split], ends[split], cut[split]
        limits = np.minimum(limits[split], off[split])
        significance[cut] = limits
        starts, ends = np.concatenate((starts, cut)), np.concatenate((cut, ends))
        limits = np.concatenate((limits, limits))
        depth += 1
    return significance


def _narrowed(starts: Indexes, ends: Indexes, limits: Floats) -> tuple[Indexes, Indexes, Floats]:
    """Only the lines with points between their ends."""
    inside = ends - starts > 1
    return starts[inside], ends[inside], limits[inside]


def _farthest(x: Floats, y: Floats, starts: Indexes, ends: Indexes) -> tuple[Floats, Indexes]:
    """How far the farthest inner point of each line is off it, and which that is."""
    counts = ends - starts - 1
    firsts = np.zeros(len(counts), dtype=np.intp)
    np.cumsum(counts[:-1], out=firsts[1:])
    inner = np.arange(int(counts.sum())) + np.repeat(starts + 1 - firsts, counts)
    along_x, along_y = x[ends] - x[starts], y[ends] - y[starts]
    squared = along_x**2 + along_y**2
    from_x = x[inner] - np.repeat(x[starts], counts)
    from_y = y[inner] - np.repeat(y[starts], counts)
    # Where the nearest point of the line is: 0 at its start, 1 at its end, not beyond.
    scale = np.divide(1.0, squared, out=np.zeros(len(squared)), where=squared > 0)
    share = from_x * np.repeat(along_x * scale, counts) + from_y * np.repeat(
        along_y * scale, counts
    )
    np.clip(share, 0.0, 1.0, out=share)
    from_x -= share * np.repeat(along_x, counts)
    from_y -= share * np.repeat(along_y, counts)
    off = from_x * from_x + from_y * from_y
    greatest = np.maximum.reduceat(off, firsts)
    where = np.flatnonzero(off == np.repeat(greatest, counts))
    line = np.searchsorted(firsts, where, side="right") - 1
    first_of_line = np.concatenate(([True], np.diff(line) > 0))
    return np.sqrt(greatest), inner[where[first_of_line]]


def encode_line(lat: Floats, lon: Floats) -> str:
    """Positions as an encoded polyline of five decimals (Google's published algorithm).

    >>> encode_line(np.array([38.5, 40.7, 43.252]), np.array([-120.2, -120.95, -126.453]))
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    whole = np.rint(np.column_stack((lat, lon)) * _PRECISION).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel()
    unsigned = (steps << 1) ^ (steps >> 63)
    chunks = (unsigned[:, None] >> np.arange(0, 35, 5)) & 0x1F
    more = (unsigned[:, None] >> np.arange(5, 40, 5)) > 0
    used = np.concatenate((np.ones((len(unsigned), 1), dtype=bool), more[:, :-1]), axis=1)
    letters = (chunks + np.where(more, 0x20, 0) + 63).astype(np.uint8)[used]
    return str(letters.tobytes(), "ascii")


def decode_line(line: str) -> tuple[Floats, Floats]:
    """The positions (lat, lon) of an encoded polyline, exact to 0.5e-5 degree."""
    values = np.frombuffer(line.encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    if not values.size:
        return np.empty(0), np.empty(0)
    starts = np.concatenate(([0], np.flatnonzero(values < 0x20)[:-1] + 1))  # noqa: PLR2004 - a flag
    place = np.arange(len(values)) - np.repeat(starts, np.diff(np.append(starts, len(values))))
    unsigned = np.add.reduceat((values & 0x1F) << (5 * place), starts)
    whole = np.cumsum(((unsigned >> 1) ^ -(unsigned & 1)).reshape(-1, 2), axis=0)
    return whole[:, 0] / _PRECISION, whole[:, 1] / _PRECISION
