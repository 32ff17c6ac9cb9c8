"""TCX: one recording an activity, with its laps; the extensions of Garmin's ActivityExtension."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_SESSIONS,
    NoPoints,
    NotAnActivity,
    NoTimes,
    RouteOnly,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.adapters.files.text_sports import sport_named
from moim.contexts.workouts.adapters.files.tracks import (
    Columns,
    count_both_feet,
    in_order,
    instant,
    pauses_between,
    started_at,
    track_of,
)
from moim.contexts.workouts.adapters.files.xml_points import (
    PointParser,
    instants_ms,
    label,
    spread,
    wall_clock_offset_s,
)
from moim.contexts.workouts.domain.recording import DeviceTotals, Lap, Recording
from moim.contexts.workouts.domain.sports import Family

_SPEED_MOST_MPS: Final = 100
_LAPS_MOST: Final = 20_000
_TRACKS_MOST: Final = 20_000

_LEAVES: Final = {
    "Time": "time",
    "LatitudeDegrees": "lat",
    "LongitudeDegrees": "lon",
    "AltitudeMeters": "elevation_m",
    "DistanceMeters": "distance_m",
    "Value": "heart_rate_bpm",
    "Cadence": "cadence_spm",
    "RunCadence": "cadence_spm",
    "Speed": "speed_mps",
    "Watts": "power_w",
}

_TRIGGERS: Final = {"Manual": "manual", "Distance": "distance", "Time": "time"}


@dataclass(slots=True)
class _Lap:
    """What a lap says of itself, texts by element; its average and highest heart rate too."""

    start: str
    said: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> float | None:
        """One of its numbers, None if it is missing, no number or negative."""
        try:
            value = float(self.said[name])
        except (KeyError, ValueError):
            return None
        return value if np.isfinite(value) and value >= 0 else None


@dataclass(slots=True)
class _Activity:
    sport: str | None = None
    began: str = ""
    creator: str | None = None
    laps: list[_Lap] = field(default_factory=list)
    tracks: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    """What is outside of trackpoints, and where the parser is."""

    parser: PointParser
    activities: list[_Activity] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    other: str | None = None
    laps: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A start tag outside of points."""
        if name == "Trackpoint" and self.path[-1:] == ["Track"]:
            self.parser.open_point()
            return
        self.path.append(name)
        if name == "Activity":
            if len(self.activities) >= LIMIT_SESSIONS:
                raise TooManyRecords(limit=LIMIT_SESSIONS)
            self.activities.append(_Activity(attributes.get("Sport")))
        elif name in ("Course", "Workout"):
            self.other = name
        elif not self.activities:
            return
        elif name == "Lap":
            self.laps += 1
            if self.laps > _LAPS_MOST:
                raise TooManyRecords(limit=_LAPS_MOST)
            self.activities[-1].laps.append(_Lap(attributes.get("StartTime", "")))
        elif name == "Track":
            if len(self.activities[-1].tracks) >= _TRACKS_MOST:
                raise TooManyRecords(limit=_TRACKS_MOST)
            self.close_track()
            self.activities[-1].tracks.append((self.parser.count, self.parser.count))

    def end(self, name: str, text: str) -> None:
        """An end tag outside of points, with the text before it."""
        if self.path:
            self.path.pop()
        parent = self.path[-1] if self.path else ""
        if not self.activities:
            return
        activity = self.activities[-1]
        if name == "Track":
            self.close_track()
        elif name == "Id" and parent == "Activity":
            activity.began = text
        elif name == "Name" and parent == "Creator":
            activity.creator = text
        elif activity.laps and parent == "Lap" and text:
            activity.laps[-1].said[name] = text
        elif activity.laps and name == "Value":
            activity.laps[-1].said[parent] = text

    def close_track(self) -> None:
        """The points so far belong to the last track."""
        tracks = self.activities[-1].tracks if self.activities else []
        if tracks:
            tracks[-1] = (tracks[-1][0], self.parser.count)


def read_tcx(data: bytes) -> list[Recording]:
    """Read every activity of a TCX file.

    A document that breaks off gives what came before the break, ``partial`` saying ``truncated``
    or ``corrupt``. Raises ``RouteOnly``, ``NotAnActivity``, ``NoTimes``, ``NoPoints``,
    ``Unreadable``, ``TooManyRecords`` or ``XmlWithEntities``.
    """
    parser = PointParser(_LEAVES, "Trackpoint")
    document = _Document(parser)
    parser.start, parser.end = document.start, document.end
    fault = parser.parse(data)
    document.close_track()
    columns = _columns(parser)
    offset_s = wall_clock_offset_s(parser.texts["time"])
    read = [_recording(activity, columns, offset_s, fault) for activity in document.activities]
    found = [recording for recording in read if recording is not None]
    if not found:
        _refuse(document, fault)
    return found


def _refuse(document: _Document, fault: str | None) -> None:
    if document.activities and document.parser.count:
        raise NoTimes
    if document.other == "Course":
        raise RouteOnly
    if document.other == "Workout":
        raise NotAnActivity(what="workout", what_ko="훈련 계획", what_en="a planned workout")
    if fault:
        raise Unreadable
    raise NoPoints


def _columns(parser: PointParser) -> Columns:
    channels = {}
    for name in parser.texts:
        column = None if name == "time" else parser.column(name)
        if column is not None:
            channels[name] = column
    texts = parser.texts["time"]
    times = instants_ms(texts) if texts else np.empty(0)
    count = parser.count
    return Columns(spread(times, parser.rows["time"], count) if texts else times, channels)


def _recording(
    activity: _Activity, columns: Columns, offset_s: int | None, fault: str | None
) -> Recording | None:
    """The activity, None if neither a point nor a lap of it has a time."""
    rows = [np.arange(first, last) for first, last in activity.tracks]
    chosen = np.concatenate([np.empty(0, dtype=np.int64), *rows])
    ordered, dropped = in_order(columns.part(chosen if len(columns) else slice(0, 0)))
    sport = sport_named(activity.sport)
    if sport.family is Family.FOOT:
        count_both_feet(ordered)
    track = track_of(ordered)
    laps = _laps(activity)
    if not len(track) and not laps:
        return None
    return Recording(
        sport=sport,
        started_at=started_at(track) if len(track) else laps[0].started_at,
        track=track,
        totals=_totals(activity),
        laps=laps,
        pauses_ms=_pauses(activity, columns),
        device=label(activity.creator),
        utc_offset_s=offset_s,
        partial=fault or ("corrupt" if dropped else None),
    )


def _laps(activity: _Activity) -> tuple[Lap, ...]:
    starts = instants_ms([lap.start for lap in activity.laps])
    laps = []
    for lap, start_ms in zip(activity.laps, starts.tolist(), strict=True):
        seconds = lap.number("TotalTimeSeconds")
        if np.isnan(start_ms) or seconds is None:
            continue
        laps.append(
            Lap(
                started_at=instant(start_ms / 1000),
                elapsed_s=seconds,
                timer_s=seconds,
                distance_m=lap.number("DistanceMeters"),
                trigger=_TRIGGERS.get(lap.said.get("TriggerMethod", "Manual"), "other"),
            )
        )
    return tuple(sorted(laps, key=lambda lap: lap.started_at))


def _totals(activity: _Activity) -> DeviceTotals:
    """The laps' totals added up; heart rate is weighed by their time."""
    laps = activity.laps

    def added(name: str) -> float | None:
        values = [value for value in (lap.number(name) for lap in laps) if value is not None]
        return sum(values) if values else None

    def highest(name: str, most: float) -> float | None:
        values = [value for value in (lap.number(name) for lap in laps) if value]
        return max((value for value in values if value <= most), default=None)

    beats = [(lap.number("AverageHeartRateBpm"), lap.number("TotalTimeSeconds")) for lap in laps]
    weighed = [(bpm, seconds) for bpm, seconds in beats if bpm and seconds]
    time = sum(seconds for _, seconds in weighed)
    return DeviceTotals(
        timer_s=added("TotalTimeSeconds"),
        distance_m=added("DistanceMeters"),
        calories_kcal=added("Calories"),
        heart_rate_avg_bpm=sum(b * s for b, s in weighed) / time if time else None,
        heart_rate_max_bpm=highest("MaximumHeartRateBpm", 300),
        speed_max_mps=highest("MaximumSpeed", _SPEED_MOST_MPS),
    )


def _pauses(activity: _Activity, columns: Columns) -> tuple[tuple[int, int], ...]:
    """A device begins a new track element when its timer starts again."""
    spans = []
    for first, last in activity.tracks:
        times = columns.time_ms[first:last]
        times = times[~np.isnan(times)]
        if len(times):
            spans.append((float(times.min()), float(times.max())))
    return pauses_between(sorted(spans))
