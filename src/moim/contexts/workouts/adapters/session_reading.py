"""Makes a recording of a live session's batches, in a process of its own.

The batches become a GPX document, which is the session's original from then on: downloaded,
cropped and derived anew like any other file.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from moim.contexts.workouts.adapters.exports import GPX_HEAD
from moim.contexts.workouts.adapters.reading import FileRead, read_file
from moim.contexts.workouts.domain.live_points import LiveTrack, Pauses, track_of_batches
from moim.contexts.workouts.domain.recording import Floats
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.contexts.workouts.domain.zones import ZoneDefinition

TRACK_POINT = "gpxtpx:TrackPointExtension"


@dataclass(frozen=True, kw_only=True)
class SessionRead:
    """A session's original and what was read of it; no original if no point counts."""

    original: bytes
    read: FileRead


def read_session(
    kept: bytes, pauses: Pauses, sport: Sport, name: str, zones: tuple[ZoneDefinition, ...]
) -> SessionRead:
    """The recording of all batches, their bytes joined in the order of the sequence."""
    track = track_of_batches(kept, pauses)
    if not len(track):
        return SessionRead(original=b"", read=FileRead())
    original = gpx_of_session(track, sport)
    read = read_file(original, name, zones)
    readings = tuple(
        replace(reading, sport=sport, outing=replace(reading.outing, sport=sport))
        for reading in read.readings
    )
    return SessionRead(original=original, read=replace(read, readings=readings))


def gpx_of_session(track: LiveTrack, sport: Sport) -> bytes:
    """GPX 1.1, a segment a stretch between pauses."""
    steps = sport.family is Family.FOOT  # the extension counts one foot
    cadence = track.cadence_spm / 2 if steps else track.cadence_spm
    measured = zip(
        _texts(track.elevation_m, "<ele>{:.2f}</ele>"),
        _texts(track.heart_rate_bpm, "<gpxtpx:hr>{:.0f}</gpxtpx:hr>"),
        _texts(cadence, "<gpxtpx:cad>{:g}</gpxtpx:cad>"),
        strict=True,
    )
    places = zip(track.time_ms.tolist(), track.lat.tolist(), track.lon.tolist(), strict=True)
    begins = set((np.flatnonzero(np.diff(track.stretch)) + 1).tolist())
    parts = [GPX_HEAD, f"<trk><type>{sport.value}</type><trkseg>\n"]
    for row, ((time_ms, lat, lon), (ele, bpm, spm)) in enumerate(
        zip(places, measured, strict=True)
    ):
        if row in begins:
            parts.append("</trkseg><trkseg>\n")
        moment = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")
        parts.append(f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}">{ele}<time>{moment[:-6]}Z</time>')
        if bpm or spm:
            more = f"<{TRACK_POINT}>{bpm}{spm}</{TRACK_POINT}>"
            parts.append(f"<extensions>{more}</extensions>")
        parts.append("</trkpt>\n")
    parts.append("</trkseg></trk></gpx>\n")
    return "".join(parts).encode()


def _texts(values: Floats, shape: str) -> list[str]:
    told = shape.format
    return ["" if value != value else told(value) for value in values.tolist()]  # noqa: PLR0124 - NaN
