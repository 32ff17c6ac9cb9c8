"""People on a plane: where each was at which second, and what a watch would have written of it."""

import numpy as np

from moim.contexts.workouts.domain.distance import Fixes, fixes_of
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.togetherness import Togetherness, compare
from moim.contexts.workouts.domain.traces import Trace, trace_of
from tests.contexts.workouts.derivation.building import METRES_A_DEGREE, START_MS, recording
from tests.contexts.workouts.files import xml_samples

HOME_LAT, HOME_LON = 37.52, 126.98


def fixes(seconds, east_m, north_m) -> Fixes:
    """What a watch wrote at ``seconds`` of somebody at these metres from Yeouido."""
    seconds = np.asarray(seconds, dtype=float)
    lat = HOME_LAT + np.broadcast_to(north_m, seconds.shape) / METRES_A_DEGREE
    across = METRES_A_DEGREE * np.cos(np.radians(HOME_LAT))
    lon = HOME_LON + np.broadcast_to(east_m, seconds.shape) / across
    track = Track(time_ms=START_MS + np.rint(seconds * 1000).astype(np.int64), lat=lat, lon=lon)
    found = fixes_of(recording(seconds, None, lat=track.lat, lon=track.lon))
    assert found is not None
    return found


def trace(seconds, east_m, north_m, *, elapsed_s=None) -> Trace:
    seconds = np.asarray(seconds, dtype=float)
    lasted = float(seconds[-1] - seconds[0]) if elapsed_s is None else elapsed_s
    return trace_of(fixes(seconds, east_m, north_m), lasted)


def runner(
    start_s=0, end_s=3600, *, speed_mps=3.0, every_s=1, beside_m=0.0, ahead_m=0.0, north=True
) -> Trace:
    """Somebody running evenly north (or south from the end of the way), by the same clock."""
    seconds = np.arange(start_s, end_s + 1, every_s)
    along = seconds * speed_mps + ahead_m
    return trace(seconds, beside_m, along if north else 3600 * speed_mps - along)


def shared(one: Trace, other: Trace, near_m=100.0) -> Togetherness:
    (found,) = compare(one, [other], [near_m])
    return found


def gpx(start_s=0, end_s=2400, *, beside_m=0.0, speed_mps=3.0, every_s=10, north=True) -> bytes:
    """A run north from Yeouido (or south to it) as an app writes it, seconds after six o'clock."""
    points = []
    for second in range(start_s, end_s + 1, every_s):
        along = second * speed_mps if north else (3600 - second) * speed_mps
        lat = HOME_LAT + along / METRES_A_DEGREE
        lon = HOME_LON + beside_m / (METRES_A_DEGREE * np.cos(np.radians(HOME_LAT)))
        points.append(
            f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><time>{xml_samples.utc(second)}</time></trkpt>'
        )
    text = "\n".join(points)
    return xml_samples.gpx(f"<trk><type>running</type><trkseg>{text}</trkseg></trk>")
