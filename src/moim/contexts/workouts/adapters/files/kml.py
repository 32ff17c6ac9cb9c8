"""KML as trackers write it: `gx:Track` with a `when` for each `gx:coord`.

One recording a file unless its Placemarks are clearly different activities, by the rules of
``segments``. Lines, polygons and pins have no times, so a file of these alone is no recording.
Arrays of extended data (heart rate, cadence, power) run beside the points.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_RECORDS,
    LIMIT_SESSIONS,
    NoPoints,
    NoTimes,
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
    wall_clock_offset_s,
)
from moim.contexts.workouts.domain.recording import Recording
from moim.contexts.workouts.domain.sport_guess import guessed_sport
from moim.contexts.workouts.domain.sports import Family, Sport

_TRACKS_MOST: Final = 20_000
_LINES: Final = frozenset({"LineString", "Point", "Polygon", "LinearRing"})

_ARRAYS: Final = {
    "heartrate": "heart_rate_bpm",
    "heart_rate": "heart_rate_bpm",
    "hr": "heart_rate_bpm",
    "cadence": "cadence_spm",
    "power": "power_w",
    "temperature": "temperature_c",
    "speed": "speed_mps",
}


@dataclass(slots=True)
class _Document:
    """Texts a point, and where the parser is. A track's columns are evened out at its end."""

    name: str | None = None
    lines: int = 0
    segments: list[Segment] = field(default_factory=list)
    when: list[str] = field(default_factory=list)
    coord: list[str] = field(default_factory=list)
    arrays: dict[str, list[str]] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    placemark: TrackLabel = field(default_factory=TrackLabel)
    channel: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        self.path.append(name)
        if name == "Placemark":
            self.placemark = TrackLabel()
        elif name == "Track":
            if len(self.segments) >= _TRACKS_MOST:
                raise TooManyRecords(limit=_TRACKS_MOST)
            self.even()
            self.segments.append(Segment(self.placemark, len(self.coord), len(self.coord)))
        elif name in _LINES:
            self.lines += 1
        elif name == "SimpleArrayData":
            self.channel = _ARRAYS.get(attributes.get("name", "").casefold())

    def end(self, name: str, text: str) -> None:
        """An end tag with the text before it."""
        if self.path:
            self.path.pop()
        parent = self.path[-1] if self.path else ""
        if parent == "Track":
            if name == "when":
                self.add(self.when, text)
            elif name == "coord":
                self.add(self.coord, text)
        elif name == "value" and self.channel and "Track" in self.path:
            self.add(self.arrays.setdefault(self.channel, self.blanks()), text)
        elif name == "name" and text:
            self.named(parent, text)
        if name == "Track":
            self.even()
        elif name == "SimpleArrayData":
            self.channel = None

    def named(self, parent: str, text: str) -> None:
        """A name, of a Placemark or of the whole."""
        if parent == "Placemark":
            self.placemark.name = text
        elif parent in ("Document", "kml", "Folder") and self.name is None:
            self.name = text

    def add(self, texts: list[str], text: str) -> None:
        """One more value of a column."""
        if len(texts) >= LIMIT_RECORDS:
            raise TooManyRecords
        texts.append(text)

    def blanks(self) -> list[str]:
        """What a column that begins with this track has for the tracks before."""
        return [""] * (self.segments[-1].first if self.segments else 0)

    def even(self) -> None:
        """Close the last track: every column as long as its coordinates."""
        count = len(self.coord)
        for texts in (self.when, *self.arrays.values()):
            del texts[count:]
            texts.extend([""] * (count - len(texts)))
        if self.segments:
            self.segments[-1].last = count


def read_kml(data: bytes) -> list[Recording]:
    """Read every activity of a KML file in the order of time.

    A document that breaks off gives the points before the break, ``partial`` saying ``truncated``
    or ``corrupt``. Raises ``NoTimes``, ``NoPoints``, ``Unreadable``, ``TooManyRecords`` or
    ``XmlWithEntities``.
    """
    document = _Document()
    parser = PointParser({}, "")
    parser.start, parser.end = document.start, document.end
    fault = parser.parse(data)
    document.even()
    columns = _columns(document)
    if 2 * np.count_nonzero(~np.isnan(columns.time_ms)) < max(len(columns), 1):
        _refuse(document, fault)
    groups = grouped(timed(document.segments, columns))
    if len(groups) > LIMIT_SESSIONS:
        raise TooManyRecords(limit=LIMIT_SESSIONS)
    offset_s = wall_clock_offset_s(document.when)
    return [_recording(group, columns, document, offset_s, fault) for group in groups]


def _refuse(document: _Document, fault: str | None) -> None:
    if document.coord or document.lines:
        raise NoTimes
    if fault:
        raise Unreadable
    raise NoPoints


def _columns(document: _Document) -> Columns:
    parts = [[*text.split()[:3], "", "", ""] for text in document.coord]
    channels = {
        "lon": numbers([part[0] for part in parts]),
        "lat": numbers([part[1] for part in parts]),
        "elevation_m": numbers([part[2] for part in parts]),
    }
    channels |= {name: numbers(texts) for name, texts in document.arrays.items()}
    times = instants_ms(document.when) if document.when else np.empty(0)
    return Columns(times, channels)


def _recording(
    group: list[Segment],
    columns: Columns,
    document: _Document,
    offset_s: int | None,
    fault: str | None,
) -> Recording:
    rows = np.concatenate([np.arange(segment.first, segment.last) for segment in group])
    ordered, dropped = in_order(columns.part(rows))
    named = next((s.track.name for s in group if s.track.name), None)
    sport = sport_named(named)
    if sport is Sport.OTHER:  # a name is not a kind: it may be the name of a hill
        sport = guessed_sport(track_of(ordered))
    if sport.family is Family.FOOT:
        count_both_feet(ordered)
    track = track_of(ordered)
    return Recording(
        sport=sport,
        started_at=started_at(track),
        track=track,
        pauses_ms=pauses_between([(s.from_ms, s.to_ms) for s in group]),
        title=label(named) or label(document.name),
        utc_offset_s=offset_s,
        partial=fault or ("corrupt" if dropped else None),
    )
