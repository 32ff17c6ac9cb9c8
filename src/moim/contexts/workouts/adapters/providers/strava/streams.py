"""Strava's streams as a GPX, which is read like any other."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Strava" '
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><trk>'
)
EXTENSIONS = (("temp", "atemp"), ("heartrate", "hr"), ("cadence", "cad"))


def gpx_of(activity: dict[str, Any], streams: dict[str, Any]) -> bytes | None:
    """One trkpt a sample with a place; None if there is none, or no sound start.

    ``start_date`` is UTC; ``start_date_local`` ends with a Z that is not true. Cadence is of one
    foot in both.
    """
    try:
        start = datetime.fromisoformat(str(activity["start_date"])).astimezone(UTC)
        data = {name: stream["data"] for name, stream in streams.items()}
        points = [
            _point(index, second, data["latlng"][index], data, start)
            for index, second in enumerate(data["time"])
            if data["latlng"][index]
        ]
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return None
    if not points:
        return None
    name, sport = escape(str(activity.get("name") or "")), activity.get("sport_type") or ""
    head = f"{HEAD}<name>{name}</name><type>{escape(str(sport))}</type><trkseg>\n"
    return (head + "\n".join(points) + "\n</trkseg></trk></gpx>\n").encode()


def _point(
    index: int, second: float, place: list[float], data: dict[str, Any], start: datetime
) -> str:
    def at(name: str) -> Any:
        return data[name][index] if name in data else None

    lat, lon = place
    height = at("altitude")
    ele = "" if height is None else f"<ele>{float(height):.1f}</ele>"
    moment = (start + timedelta(seconds=float(second))).strftime("%Y-%m-%dT%H:%M:%SZ")
    watts = at("watts")
    power = "" if watts is None else f"<power>{float(watts):.0f}</power>"
    inner = "".join(
        f"<gpxtpx:{tag}>{float(at(name)):.0f}</gpxtpx:{tag}>"
        for name, tag in EXTENSIONS
        if at(name) is not None
    )
    more = f"<gpxtpx:TrackPointExtension>{inner}</gpxtpx:TrackPointExtension>" if inner else ""
    extra = f"<extensions>{power}{more}</extensions>" if power or more else ""
    return (
        f'<trkpt lat="{float(lat):.6f}" lon="{float(lon):.6f}">{ele}'
        f"<time>{moment}</time>{extra}</trkpt>"
    )
