"""A door, ways past it, and whether anything told lies too near to it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from moim.contexts.workouts.domain.privacy_zones import Circle

HOME = (37.55, 126.98)
"""Where the course of ``samples`` begins."""
START = datetime(2026, 5, 3, 21, tzinfo=UTC)


def zone(radius_m: float = 200.0, at: tuple[float, float] = HOME, name: str = "집") -> dict:
    return {"name": name, "lat": at[0], "lon": at[1], "radius_m": radius_m}


def inside(lat: Iterable, lon: Iterable, radius_m: float = 200.0, at=HOME) -> int:
    """How many of these positions lie within a zone as its owner drew it."""
    known = [(a, o) for a, o in zip(lat, lon, strict=True) if a is not None and o is not None]
    if not known:
        return 0
    lats, lons = (np.array(column, dtype=float) for column in zip(*known, strict=True))
    return int(Circle(lat=at[0], lon=at[1], radius_m=radius_m).holds(lats, lons).sum())


def gpx_of(points: Iterable[tuple[float, float]], every_s: float = 5.0) -> bytes:
    """A recording through these points with a heart beating all the way."""
    lines = []
    for n, (lat, lon) in enumerate(points):
        at = START + timedelta(seconds=every_s * n)
        lines.append(
            f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><ele>{30 + n % 9}</ele>'
            f"<time>{at:%Y-%m-%dT%H:%M:%SZ}</time><extensions><gpxtpx:TrackPointExtension>"
            f"<gpxtpx:hr>{140 + n % 20}</gpxtpx:hr>"
            "</gpxtpx:TrackPointExtension></extensions></trkpt>"
        )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><type>running</type><trkseg>{''.join(lines)}</trkseg></trk></gpx>"
    ).encode()
