"""A workout's samples as TCX, as Garmin's TrainingCenterDatabase v2 describes it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import repeat
from xml.sax.saxutils import escape

from moim.contexts.workouts.domain.outcomes import Discipline, discipline_of
from moim.contexts.workouts.domain.recording import Floats, Track
from moim.contexts.workouts.domain.sports import Family
from moim.contexts.workouts.domain.workout import Workout

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:x="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>\n'
)
_SPORTS = {Discipline.RUN: "Running", Discipline.RIDE: "Biking"}
_MOST_CALORIES = 65_535


def tcx_of(workout: Workout, track: Track) -> bytes:
    """One activity of one lap. Samples without a place stay: TCX may leave it out."""
    began = _instant(workout.started_at.timestamp() * 1000)
    sport = _SPORTS.get(discipline_of(workout.sport), "Other")
    parts = [_HEAD, f'<Activity Sport="{sport}"><Id>{began}</Id><Lap StartTime="{began}">']
    parts.extend(_lap(workout, track))
    parts.append("<Track>\n")
    parts.extend(_points(track, steps=workout.sport.family is Family.FOOT))
    parts.append("</Track></Lap>")
    if workout.title:
        parts.append(f"<Notes>{escape(workout.title)}</Notes>")
    parts.append("</Activity></Activities></TrainingCenterDatabase>\n")
    return "".join(parts).encode()


def _lap(workout: Workout, track: Track) -> Iterator[str]:
    """What the schema wants of a lap; heart rates only of a track that shows them."""
    figures = workout.figures
    elapsed = figures.timer_s or figures.elapsed_s
    yield f"<TotalTimeSeconds>{elapsed:.2f}</TotalTimeSeconds>"
    yield f"<DistanceMeters>{figures.distance_m or 0:.2f}</DistanceMeters>"
    yield f"<Calories>{min(round(figures.calories_kcal or 0), _MOST_CALORIES)}</Calories>"
    rates = {
        "AverageHeartRateBpm": figures.heart_rate_avg_bpm,
        "MaximumHeartRateBpm": figures.heart_rate_max_bpm,
    }
    for name, bpm in rates.items():
        if bpm and track.heart_rate_bpm is not None:
            yield f"<{name}><Value>{bpm:.0f}</Value></{name}>"
    yield "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"


def _points(track: Track, *, steps: bool) -> Iterator[str]:
    """One Trackpoint a sample, elements in the order of the schema."""
    cadence = track.cadence_spm
    one_foot = cadence / 2 if steps and cadence is not None else None
    plain = (
        _texts(track.elevation_m, "<AltitudeMeters>{:.1f}</AltitudeMeters>"),
        _texts(track.distance_m, "<DistanceMeters>{:.1f}</DistanceMeters>"),
        _texts(track.heart_rate_bpm, "<HeartRateBpm><Value>{:.0f}</Value></HeartRateBpm>"),
        _texts(None if steps else cadence, "<Cadence>{:.0f}</Cadence>"),
    )
    extended = (
        _texts(track.speed_mps, "<x:Speed>{:.3f}</x:Speed>"),
        _texts(one_foot, "<x:RunCadence>{:.0f}</x:RunCadence>"),
        _texts(track.power_w, "<x:Watts>{:.0f}</x:Watts>"),
    )
    columns = [column or repeat("") for column in (_places(track), *plain, *extended)]
    for time_ms, place, *texts in zip(track.time_ms.tolist(), *columns, strict=False):
        extra = "".join(texts[len(plain) :])
        if extra:
            extra = f"<Extensions><x:TPX>{extra}</x:TPX></Extensions>"
        known = "".join(texts[: len(plain)])
        yield f"<Trackpoint><Time>{_instant(time_ms)}</Time>{place}{known}{extra}</Trackpoint>\n"


def _places(track: Track) -> list[str] | None:
    if track.lat is None or track.lon is None:
        return None
    latitudes = _texts(track.lat, "<Position><LatitudeDegrees>{:.6f}</LatitudeDegrees>")
    longitudes = _texts(track.lon, "<LongitudeDegrees>{:.6f}</LongitudeDegrees></Position>")
    return [lat + lon for lat, lon in zip(latitudes or (), longitudes or (), strict=True)]


def _texts(values: Floats | None, shape: str) -> list[str] | None:
    if values is None:
        return None
    told = shape.format
    return ["" if value != value else told(value) for value in values.tolist()]  # noqa: PLR0124 - NaN


def _instant(time_ms: float) -> str:
    moment = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return f"{moment[:-6]}Z"
