"""A workout's track in other programs' formats."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import repeat
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import numpy as np

from moim.contexts.workouts.domain.recording import Floats, Track
from moim.contexts.workouts.domain.sports import Family
from moim.contexts.workouts.domain.workout import Workout

GPX_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="Moim" xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">\n'
)


def geojson_of(workout: Workout, track: Track) -> bytes:
    """A Feature with a MultiLineString: a line ends where positions were missing (RFC 7946)."""
    lines = [
        [[lon, lat] for lat, lon in zip(lats, lons, strict=True)] for lats, lons in _lines(track)
    ]
    feature: dict[str, Any] = {
        "type": "Feature",
        "properties": {
            "id": str(workout.id),
            "sport": workout.sport.value,
            "title": workout.title,
            "started_at": workout.started_at,
            "distance_m": workout.figures.distance_m,
        },
        "geometry": {"type": "MultiLineString", "coordinates": lines} if lines else None,
    }
    return msgspec.json.encode(feature)


def gpx_of(workout: Workout, track: Track) -> bytes:
    """GPX 1.1 with what was measured in the usual extensions; samples without a place go."""
    parts = [GPX_HEAD, "<trk>"]
    if workout.title:
        parts.append(f"<name>{escape(workout.title)}</name>")
    parts.append(f"<type>{workout.sport.value}</type><trkseg>\n")
    if track.lat is not None and track.lon is not None:
        parts.extend(_points(track, steps=workout.sport.family is Family.FOOT))
    parts.append("</trkseg></trk></gpx>\n")
    return "".join(parts).encode()


def _points(track: Track, *, steps: bool) -> Iterator[str]:
    """One trkpt a sample; a segment ends where positions were missing.

    Cadence is of one foot there, if it is of ``steps``.
    """
    cadence = track.cadence_spm
    texts = {
        "ele": _texts(track.elevation_m, "<ele>{:.1f}</ele>"),
        "power": _texts(track.power_w, "<power>{:.0f}</power>"),
        "atemp": _texts(track.temperature_c, "<gpxtpx:atemp>{:.1f}</gpxtpx:atemp>"),
        "hr": _texts(track.heart_rate_bpm, "<gpxtpx:hr>{:.0f}</gpxtpx:hr>"),
        "cad": _texts(
            cadence / 2 if steps and cadence is not None else cadence,
            "<gpxtpx:cad>{:.0f}</gpxtpx:cad>",
        ),
    }
    columns = [texts[name] or repeat("") for name in ("ele", "power", "atemp", "hr", "cad")]
    assert track.lat is not None  # noqa: S101 - the caller looked
    assert track.lon is not None  # noqa: S101
    places = zip(track.time_ms.tolist(), track.lat.tolist(), track.lon.tolist(), strict=True)
    begun = broken = False
    for (time_ms, lat, lon), ele, power, *more in zip(places, *columns, strict=False):
        if lat != lat:  # noqa: PLR0124 - NaN
            broken = begun
            continue
        if broken:
            yield "</trkseg><trkseg>\n"
        begun, broken = True, False
        moment = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")
        point = f'<trkpt lat="{lat:.6f}" lon="{lon:.6f}">{ele}<time>{moment[:-6]}Z</time>'
        extra = "".join(more)
        if extra:
            extra = f"<gpxtpx:TrackPointExtension>{extra}</gpxtpx:TrackPointExtension>"
        if power or extra:
            point += f"<extensions>{power}{extra}</extensions>"
        yield point + "</trkpt>\n"


def _texts(values: Floats | None, shape: str) -> list[str] | None:
    if values is None:
        return None
    told = shape.format
    return ["" if value != value else told(value) for value in values.tolist()]  # noqa: PLR0124


def _lines(track: Track) -> list[tuple[list[float], list[float]]]:
    if track.lat is None or track.lon is None:
        return []
    known = np.flatnonzero(~np.isnan(track.lat))
    if not known.size:
        return []
    pieces = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    return [
        (np.round(track.lat[piece], 6).tolist(), np.round(track.lon[piece], 6).tolist())
        for piece in pieces
        if piece.size > 1
    ]
