"""GPX 1.0 and 1.1 with the extensions of Garmin, Apple and the many who followed them.

One recording a file, unless its tracks are clearly different activities: more than six hours
between them, another type, or both at the same time. Segments of a track that begin long after
the one before are told apart in the same way. A gap between two segments of one recording is a
pause, for that is what a new segment means.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_RECORDS,
    LIMIT_SESSIONS,
    NoPoints,
    NoTimes,
    RouteOnly,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.adapters.files.segments import (
    Segment,
    TrackLabel,
    grouped,
    timed,
)
from moim.contexts.workouts.adapters.files.text_sports import sport_named
from moim.contexts.workouts.adapters.files.tracks import (
    Columns,
    count_both_feet,
    in_order,
    pauses_between,
    started_at,
    track_of,
)
from moim.contexts.workouts.adapters.files.xml_points import (
    PointParser,
    instants_ms,
    label,
    numbers,
    spread,
    wall_clock_offset_s,
)
from moim.contexts.workouts.domain.recording import Recording
from moim.contexts.workouts.domain.sport_guess import guessed_sport
from moim.contexts.workouts.domain.sports import Family

_LEAVES: Final = {
    "ele": "elevation_m",
    "time": "time",
    "speed": "speed_mps",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "cad": "cadence_spm",
    "cadence": "cadence_spm",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "power": "power_w",
    "Power": "power_w",
    "watts": "power_w",
    "PowerInWatts": "power_w",
    "powerinwatts": "power_w",
}


@dataclass(slots=True)
class _Document:
    """What is outside of points: names, tracks, segments, and where the parser is."""

    parser: PointParser
    creator: str | None = None
    name: str | None = None
    routes: int = 0
    segments: list[Segment] = field(default_factory=list)
    lat: list[str] = field(default_factory=list)
    lon: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    track: TrackLabel = field(default_factory=TrackLabel)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag outside of points."""
        if name == "trkpt" and self.path[-1:] == ["trkseg"]:
            self.lat.append(attributes.get("lat", ""))
            self.lon.append(attributes.get("lon", ""))
            self.parser.open_point()
            return
        self.path.append(name)
        if len(self.segments) > LIMIT_RECORDS:
            raise TooManyRecords
        if name == "gpx":
            self.creator = attributes.get("creator")
        elif name == "trk":
            self.track = TrackLabel()
        elif name == "trkseg":
            self.close_segment()
            self.segments.append(Segment(self.track, self.parser.count, self.parser.count))
        elif name == "rte":
            self.routes += 1

    def end(self, name: str, text: str) -> None:
        """An end tag outside of points, with the text before it."""
        if self.path:
            self.path.pop()
        parent = self.path[-1] if self.path else ""
        if name == "trkseg":
            self.close_segment()
        elif name == "name" and text:
            if parent == "trk":
                self.track.name = text
            elif parent in ("metadata", "gpx") and self.name is None:
                self.name = text
        elif name == "type" and parent == "trk":
            self.track.kind = text

    def close_segment(self) -> None:
        """The points so far belong to the last segment."""
        if self.segments:
            self.segments[-1].last = self.parser.count


def read_gpx(data: bytes) -> list[Recording]:
    """Read every activity of a GPX file in the order of time.

    A document that breaks off gives the points before the break, ``partial`` saying ``truncated``
    or ``corrupt``. Points without a time are left out; where they are the most, the file is no
    recording. Raises ``RouteOnly``, ``NoTimes``, ``NoPoints``, ``Unreadable``,
    ``TooManyRecords`` or ``XmlWithEntities``.
    """
    parser = PointParser(_LEAVES, "trkpt")
    document = _Document(parser)
    parser.start, parser.end = document.start, document.end
    fault = parser.parse(data)
    document.close_segment()
    columns = _columns(document)
    if 2 * np.count_nonzero(~np.isnan(columns.time_ms)) < max(len(columns), 1):
        _refuse(document, fault)
    groups = grouped(timed(document.segments, columns))
    if len(groups) > LIMIT_SESSIONS:
        raise TooManyRecords(limit=LIMIT_SESSIONS)
    offset_s = wall_clock_offset_s(parser.texts["time"])
    return [_recording(group, columns, document, offset_s, fault) for group in groups]


def _refuse(document: _Document, fault: str | None) -> None:
    if document.parser.count:
        raise NoTimes
    if document.routes:
        raise RouteOnly
    if fault:
        raise Unreadable
    raise NoPoints


def _columns(document: _Document) -> Columns:
    parser = document.parser
    count = parser.count
    channels = {"lat": numbers(document.lat[:count]), "lon": numbers(document.lon[:count])}
    for name in parser.texts:
        column = None if name == "time" else parser.column(name)
        if column is not None:
            channels[name] = column
    texts = parser.texts["time"]
    times = instants_ms(texts) if texts else np.empty(0)
    return Columns(spread(times, parser.rows["time"], count) if texts else times, channels)


def _recording(
    group: list[Segment],
    columns: Columns,
    document: _Document,
    offset_s: int | None,
    fault: str | None,
) -> Recording:
    rows = np.concatenate([np.arange(segment.first, segment.last) for segment in group])
    ordered, dropped = in_order(columns.part(rows))
    kind = next((s.track.kind for s in group if s.track.kind), None)
    sport = sport_named(kind) if kind else guessed_sport(track_of(ordered))
    if sport.family is Family.FOOT:
        count_both_feet(ordered)
    track = track_of(ordered)
    named = next((s.track.name for s in group if s.track.name), None)
    return Recording(
        sport=sport,
        started_at=started_at(track),
        track=track,
        pauses_ms=pauses_between([(s.from_ms, s.to_ms) for s in group]),
        title=label(named) or label(document.name),
        device=label(document.creator),
        utc_offset_s=offset_s,
        partial=fault or ("corrupt" if dropped else None),
    )
