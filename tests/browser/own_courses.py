"""Small GPX files of our own making: a loop by the river with pulse and height."""

import math
from datetime import UTC, datetime, timedelta

START_LAT = 37.5285
START_LON = 126.9340


def gpx(
    started_at: datetime, *, metres: int = 3000, speed_mps: float = 3.0, east: float = 0.0
) -> bytes:
    """A run of ``metres`` at an even speed, a point every second."""
    points = []
    heading = 0.4
    lat, lon = START_LAT, START_LON + east
    for second in range(int(metres / speed_mps) + 1):
        at = (started_at + timedelta(seconds=second)).astimezone(UTC)
        elevation = 12 + 6 * math.sin(second / 90)
        pulse = 140 + int(12 * math.sin(second / 60))
        points.append(
            f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><ele>{elevation:.1f}</ele>'
            f"<time>{at:%Y-%m-%dT%H:%M:%SZ}</time><extensions>"
            "<gpxtpx:TrackPointExtension xmlns:gpxtpx="
            '"http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
            f"<gpxtpx:hr>{pulse}</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>"
        )
        heading += 2 * math.pi * speed_mps / metres
        lat += speed_mps * math.cos(heading) / 111_320
        lon += speed_mps * math.sin(heading) / (111_320 * math.cos(math.radians(lat)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="test" '
        'xmlns="http://www.topografix.com/GPX/1/1"><trk><name>River loop</name>'
        f"<type>running</type><trkseg>{''.join(points)}</trkseg></trk></gpx>"
    ).encode()
