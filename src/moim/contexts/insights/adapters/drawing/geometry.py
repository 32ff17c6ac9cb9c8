"""From coordinates to few points on paper: projection, simplification, smoothing, path text."""

# ruff: noqa: PLR2004 - a drawing is made of measures
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

EARTH_M = 6378137.0
"""Equatorial radius of WGS 84, the sphere of Web Mercator (EPSG:3857)."""

LATITUDE_MAX = 85.0511
"""Web Mercator's square ends here."""


def floats(values: Sequence[float] | None, length: int) -> Floats:
    """The values as an array of exactly ``length``; missing ones are NaN, infinite ones too."""
    column = np.full(length, np.nan)
    if values is not None:
        given = np.asarray(values, dtype=np.float64)[:length]
        column[: len(given)] = given
        column[~np.isfinite(column)] = np.nan
    return column


def mercator(lat_deg: Floats, lon_deg: Floats) -> tuple[Floats, Floats]:
    """Web Mercator in metres of the equator, x to the east and y to the south.

    Longitudes are unrolled first, so that a course over the date line stays in one piece.
    """
    lat = np.radians(np.clip(lat_deg, -LATITUDE_MAX, LATITUDE_MAX))
    known = np.isfinite(lon_deg)
    lon = np.full(len(lon_deg), np.nan)
    lon[known] = np.unwrap(np.radians(lon_deg[known]))
    return EARTH_M * lon, -EARTH_M * np.log(np.tan(np.pi / 4 + lat / 2))


def along(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Metres covered up to each point (haversine on the mean sphere); gaps add nothing."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    half = (
        np.sin(np.diff(lat) / 2) ** 2
        + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    )
    steps = 2 * 6371008.8 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.concatenate(([0.0], np.cumsum(np.nan_to_num(steps))))[: len(lat)]


def rising(distance_m: Floats) -> Floats:
    """Distances that never fall: gaps and steps back are held at the greatest so far."""
    return np.maximum.accumulate(np.nan_to_num(distance_m, nan=0.0))


def pieces(known: Mask) -> list[tuple[int, int]]:
    """The runs of known points as half-open index ranges, those of two points or more."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [
        (int(start), int(stop))
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
        if stop - start > 1
    ]


def simplify(x: Floats, y: Floats, tolerance: float) -> Mask:
    """Which points to keep so that no other is further than ``tolerance`` from the line.

    Douglas and Peucker, "Algorithms for the reduction of the number of points required to
    represent a digitized line or its caricature", 1973; distances to the segment, not the line.
    """
    keep = np.zeros(len(x), dtype=np.bool_)
    keep[[0, -1]] = True
    waiting = [(0, len(x) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        across, down = x[last] - x[first], y[last] - y[first]
        dx, dy = x[first + 1 : last] - x[first], y[first + 1 : last] - y[first]
        square = across * across + down * down
        share = np.clip((dx * across + dy * down) / square, 0.0, 1.0) if square else 0.0
        away = (dx - share * across) ** 2 + (dy - share * down) ** 2
        furthest = int(np.argmax(away))
        if away[furthest] > tolerance * tolerance:
            split = first + 1 + furthest
            keep[split] = True
            waiting += [(first, split), (split, last)]
    return keep


def thin(x: Floats, y: Floats, tolerance: float, most: int) -> Mask:
    """``simplify`` over the pieces of a line with gaps, coarser until ``most`` points are left."""
    known = np.isfinite(x) & np.isfinite(y)
    while True:
        keep = np.zeros(len(x), dtype=np.bool_)
        for start, stop in pieces(known):
            keep[start:stop] = simplify(x[start:stop], y[start:stop], tolerance)
        if np.count_nonzero(keep) <= most or tolerance > 64:
            return keep
        tolerance *= 1.6


def smooth(values: Floats, distance_m: Floats, window_m: float) -> Floats:
    """The mean of the known values within half a window on either side; gaps stay gaps."""
    known = np.isfinite(values)
    sums = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0))))
    counts = np.concatenate(([0], np.cumsum(known)))
    low = np.searchsorted(distance_m, distance_m - window_m / 2, side="left")
    high = np.searchsorted(distance_m, distance_m + window_m / 2, side="right")
    found = counts[high] - counts[low]
    mean = (sums[high] - sums[low]) / np.maximum(found, 1)
    return np.where(known & (found > 0), mean, np.nan)


def slope_percent(elevation_m: Floats, distance_m: Floats, window_m: float) -> Floats:
    """Climb in metres a hundred metres, over a window, so that noise does not look like walls."""
    if len(distance_m) < 2 or distance_m[-1] <= 0 or np.count_nonzero(np.isfinite(elevation_m)) < 2:
        return np.full(len(distance_m), np.nan)
    calm = smooth(elevation_m, distance_m, window_m)
    known = np.isfinite(calm)
    places, first = np.unique(distance_m[known], return_index=True)
    heights = calm[known][first]
    behind = np.interp(distance_m - window_m / 2, places, heights)
    ahead = np.interp(distance_m + window_m / 2, places, heights)
    low = np.clip(distance_m - window_m / 2, places[0], places[-1])
    high = np.clip(distance_m + window_m / 2, places[0], places[-1])
    run = np.maximum(high - low, window_m / 4)
    return np.where(known, (ahead - behind) / run * 100, np.nan)


def climb_and_fall(elevation_m: Floats, step_m: float = 3.0) -> tuple[float, float]:
    """Metres up and down, counting only moves of ``step_m`` or more against sensor noise."""
    heights = elevation_m[np.isfinite(elevation_m)]
    up = down = 0.0
    if len(heights) == 0:
        return up, down
    level = float(heights[0])
    for height in heights.tolist():
        move = height - level
        if abs(move) >= step_m:
            up, down = up + max(move, 0.0), down - min(move, 0.0)
            level = height
    return up, down


def path_of(x: Floats, y: Floats) -> str:
    """One stroke as path data, relative in tenths of a px; the text is the same on any machine."""
    across = np.rint(x * 10).astype(np.int64)
    down = np.rint(y * 10).astype(np.int64)
    moves = zip(np.diff(across).tolist(), np.diff(down).tolist(), strict=True)
    start = f"M{_tenths(int(across[0]))} {_tenths(int(down[0]))}"
    steps = "".join(
        f" {_tenths(dx)}{'' if dy < 0 else ' '}{_tenths(dy)}" for dx, dy in moves if dx or dy
    )
    return f"{start}l{steps.lstrip()}" if steps else f"{start}l0 .1"


def _tenths(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"
