"""Whether two courses are the same way in the same direction, on whatever days (formulas.md)."""

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import Fixes
from moim.contexts.workouts.domain.geometry import EARTH_RADIUS_M

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POINTS = 128
LENGTHS_ALIKE = 0.9
_NEAR_M = 50.0
_NEAR_OF_SPACING = 0.25
_SHARE_MIN = 0.85
_WINDOW = 8
_SHORTEST_M = 200.0
_METRES_A_DEGREE = EARTH_RADIUS_M * np.pi / 180.0


def shape_of(fixes: Fixes) -> Floats | None:
    """128 positions (rows of lat, lon) evenly apart along the way; None for less than 200 m."""
    along = np.concatenate(([0.0], np.cumsum(np.where(fixes.counted, fixes.step_m, 0.0))))
    if along[-1] < _SHORTEST_M:
        return None
    places = np.linspace(0.0, along[-1], POINTS)
    lon = np.interp(places, along, np.unwrap(fixes.lon, period=360.0))
    lat = np.interp(places, along, fixes.lat)
    return np.column_stack((lat, (lon + 180.0) % 360.0 - 180.0))


def same_route(own: Floats, others: Floats) -> Flags:
    """Which of ``others`` (one shape a row) follow the way of ``own``.

    Of each course at least 85 % of the positions must lie near the line of the other, around the
    same share of the way: so a course run backwards, or its loops in another order, is another.
    Near is 50 m and a quarter of what lies between two positions.
    """
    if not len(others):
        return np.zeros(0, dtype=bool)
    scale = np.cos(np.radians(own[:, 0].mean()))
    mine = _on_plane(own[None], own[0], scale)
    theirs = _on_plane(others, own[0], scale)
    spacing = np.hypot(*np.moveaxis(np.diff(mine, axis=1), 2, 0)).mean()
    near_m = _NEAR_M + _NEAR_OF_SPACING * float(spacing)
    same = _about_there(mine, theirs, near_m + (_WINDOW + 1) * float(spacing))
    left = theirs[same]
    mine = np.broadcast_to(mine, left.shape)
    ways = (_share_near(mine, left, near_m), _share_near(left, mine, near_m))
    same[same] = np.minimum(*ways) >= _SHARE_MIN
    return same


def _on_plane(shapes: Floats, origin: Floats, scale: float) -> Floats:
    lat = (shapes[..., 0] - origin[0]) * _METRES_A_DEGREE
    turned = (shapes[..., 1] - origin[1] + 180.0) % 360.0 - 180.0
    return np.stack((turned * scale * _METRES_A_DEGREE, lat), axis=-1)


def _about_there(mine: Floats, theirs: Floats, within_m: float) -> Flags:
    """Which can be the same at all: a look at every eighth position rules out most."""
    few = slice(None, None, _WINDOW)
    apart = np.hypot(*np.moveaxis(theirs[:, few] - mine[:, few], 2, 0))
    return np.asarray((apart <= within_m).mean(axis=1) >= _SHARE_MIN - 0.15)


def _share_near(points: Floats, lines: Floats, near_m: float) -> Floats:
    """For each pair the share of ``points`` near the part of the line around the same place."""
    nearest = np.full(points.shape[:2], np.inf)
    starts, ends = lines[:, :-1], lines[:, 1:]
    for shift in range(-_WINDOW, _WINDOW):
        at = np.clip(np.arange(POINTS) + shift, 0, POINTS - 2)
        nearest = np.minimum(nearest, _to_segments_m(points, starts[:, at], ends[:, at]))
    return np.asarray((nearest <= near_m).mean(axis=1))


def _to_segments_m(points: Floats, starts: Floats, ends: Floats) -> Floats:
    way = ends - starts
    length = np.maximum((way**2).sum(axis=-1), 1e-9)
    share = np.clip(((points - starts) * way).sum(axis=-1) / length, 0.0, 1.0)
    apart = points - (starts + share[..., None] * way)
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))
