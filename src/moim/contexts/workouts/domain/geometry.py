"""Distances and boxes on the globe, for whole columns of positions at once."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the IUGG
_FLAT_UP_TO_M = 5_000.0
_HALF_ROUND_DEG = 180.0


def haversine_m(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Great-circle distance between positions in degrees, element by element."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_chord = (
        np.sin((phi_b - phi_a) / 2) ** 2
        + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0))))


def steps_m(lat: Floats, lon: Floats) -> Floats:
    """Distance from each position to the next: one fewer than there are positions.

    Short steps are taken on a plane (relative error 5e-14 for one-second steps), steps of 5 km
    and more as great circles. The short way round is taken across the 180th meridian.
    """
    turned = np.diff(lon)
    if turned.size and max(turned.max(), -turned.min()) > _HALF_ROUND_DEG:
        turned = (turned + 180.0) % 360.0 - 180.0
    eastward = np.cos(np.radians((lat[1:] + lat[:-1]) / 2)) * turned
    steps: Floats = np.hypot(np.diff(lat), eastward) * (EARTH_RADIUS_M * np.pi / 180.0)
    far = np.flatnonzero(steps >= _FLAT_UP_TO_M)
    if far.size:
        steps[far] = haversine_m(lat[far], lon[far], lat[far + 1], lon[far + 1])
    return steps


def bounding_box(lat: Floats, lon: Floats) -> tuple[float, float, float, float]:
    """(west, south, east, north) of one position or more; west > east across the 180th meridian.

    >>> bounding_box(np.array([0.0, 1.0]), np.array([179.0, -179.0]))
    (179.0, 0.0, -179.0, 1.0)
    """
    west, east = float(lon.min()), float(lon.max())
    if east - west > _HALF_ROUND_DEG:
        eastern, western = lon[lon >= 0], lon[lon < 0]
        west, east = float(eastern.min()), float(western.max())
    return west, float(lat.min()), east, float(lat.max())


def on_plane_m(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Metres (east, north) on a plane that touches the globe at the middle of the positions.

    For shapes, not for lengths: a track that spans 3 degrees of latitude is off by up to 3 %
    from east to west.
    """
    scale = EARTH_RADIUS_M * np.pi / 180.0
    middle = np.radians((lat.min() + lat.max()) / 2)
    unwrapped = np.unwrap(lon, period=360.0) if np.ptp(lon) > _HALF_ROUND_DEG else lon
    return (unwrapped - unwrapped[0]) * (scale * np.cos(middle)), (lat - lat[0]) * scale
