"""Health Auto Export's JSON, both its versions: workouts with route, heart rates and totals.

A phone sends the same workouts again with every sync. Each is taken out of the delivery as a
document of its own, always written in the same way, so that the same workout gives the same bytes.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.apple_health import ACCURACY_MOST_M, device_named
from moim.contexts.workouts.adapters.files.archive import Member
from moim.contexts.workouts.adapters.files.health_values import (
    COUNT,
    ENERGY_KCAL,
    LENGTH_M,
    POWER_W,
    RATE_PER_MIN,
    SPEED_MPS,
    joined,
    milliseconds,
    moment_of,
    number_of,
    offset_s,
    quantity,
    sport_of,
)
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_FILE_BYTES,
    LIMIT_RECORDS,
    FileTooLarge,
    NoPoints,
    NotAnActivity,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.adapters.files.tracks import Columns, in_order, track_of
from moim.contexts.workouts.domain.recording import DeviceTotals, Recording
from moim.contexts.workouts.domain.sports import Family, Sport

Floats = NDArray[np.float64]
Workout = Mapping[str, Any]

LIMIT_WORKOUTS: Final = 5_000
LIMIT_VALUES: Final = 2_000_000
"""Objects and lists in one document: a day's ride has some 30,000."""

_KINDS: Final = (
    "metrics", "symptoms", "stateOfMind", "medications", "cycleTracking", "ecg",
    "heartRateNotifications",
)  # fmt: skip
_INDOORS: Final = frozenset({"indoor", "실내"})
_OPEN_WATER: Final = frozenset({"open water", "openwater", "야외 수역"})


def read_hae(data: bytes) -> list[Recording]:
    """Read every workout of a document, oldest version or newest.

    Raises ``NotAnActivity`` for one of health figures only or of another kind, ``NoPoints``,
    ``Unreadable``, ``TooManyRecords``.
    """
    read = [_recording(workout) for workout in _workouts(data)]
    found = [recording for recording in read if recording is not None]
    if not found:
        raise NoPoints
    return found


def each_workout(data: bytes) -> Iterator[Member]:
    """A delivery taken apart: a document for each workout, as ``read_hae`` reads it."""
    if len(data) > LIMIT_FILE_BYTES:
        raise FileTooLarge
    for workout in _workouts(data):
        started = workout.get("start")
        when = f" {started[:16]}" if isinstance(started, str) else ""
        name = workout.get("name")
        label = f"Health Auto Export · {name if isinstance(name, str) else '운동'}{when}"
        shown = "".join(letter for letter in label if letter.isprintable())[:120]
        content = {"data": {"workouts": [workout]}}
        yield Member(shown, json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def _workouts(data: bytes) -> list[dict[str, Any]]:
    """The workouts of a document; raises a refusal that says what it is if there are none."""
    if data.count(b"{") + data.count(b"[") > LIMIT_VALUES:
        raise TooManyRecords(limit=LIMIT_VALUES)
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable from None
    told = whole.get("data", whole) if isinstance(whole, dict) else None
    if not isinstance(told, dict):
        raise _other("json", "JSON 데이터", "JSON of another kind")
    workouts = told.get("workouts")
    listed = workouts if isinstance(workouts, list) else []
    found = [each for each in listed if isinstance(each, dict)]
    if len(found) > LIMIT_WORKOUTS:
        raise TooManyRecords(limit=LIMIT_WORKOUTS)
    if found:
        return found
    if any(_filled(told.get(kind)) for kind in _KINDS):
        raise _other(
            "health-metrics",
            "운동 없이 건강 지표만 담긴 Health Auto Export",
            "a Health Auto Export of health figures without workouts",
        )
    if workouts is not None or any(kind in told for kind in _KINDS):
        raise NoPoints
    raise _other("json", "JSON 데이터", "JSON of another kind")


def _filled(value: object) -> bool:
    return isinstance(value, list) and bool(value)


def _other(what: str, ko: str, en: str) -> NotAnActivity:
    return NotAnActivity(what=what, what_ko=ko, what_en=en)


def _recording(workout: Workout) -> Recording | None:
    """One workout, None if nothing says when it was."""
    columns, dropped = in_order(_route(_items(workout, "route")))
    start = moment_of(workout.get("start"))
    if start is None:
        return None
    end = moment_of(workout.get("end"))
    lasted_s = number_of(workout.get("duration"))
    if end is None or end < start:
        end = start + timedelta(seconds=min(lasted_s or 0.0, 15 * 86_400))
    sport = _sport(workout)
    hearts = _items(workout, "heartRateData")
    beats_ms, beats = _series(hearts, ("Avg", "avg", "qty"))
    columns = joined(columns, "heart_rate_bpm", beats_ms, beats)
    return Recording(
        sport=sport,
        started_at=start.astimezone(UTC),
        track=track_of(columns),
        totals=_totals(workout, sport, start, end, lasted_s, hearts),
        device=device_named(None, _source(hearts)),
        utc_offset_s=offset_s(start, None),
        partial="corrupt" if dropped else None,
    )


def _items(workout: Workout, name: str) -> list[dict[str, Any]]:
    """The objects of a list; whatever else stands there is none."""
    values = workout.get(name)
    if not isinstance(values, list):
        return []
    if len(values) > LIMIT_RECORDS:
        raise TooManyRecords
    return [value for value in values if isinstance(value, dict)]


def _sport(workout: Workout) -> Sport:
    name, location = workout.get("name"), workout.get("location")
    where = location.casefold() if isinstance(location, str) else ""
    sport = sport_of(name if isinstance(name, str) else None, indoor=where in _INDOORS)
    if sport is Sport.SWIM and where in _OPEN_WATER:
        return Sport.OPEN_WATER_SWIM
    return sport


def _source(items: list[dict[str, Any]]) -> str:
    return next((each["source"] for each in items if isinstance(each.get("source"), str)), "")


def _route(points: list[dict[str, Any]]) -> Columns:
    """Version 1 says `lat`, version 2 `latitude`; unsure positions are taken out."""
    if not points:
        return Columns(np.empty(0), {})
    lat, lon = _column(points, "latitude", "lat"), _column(points, "longitude", "lon")
    unsure = _column(points, "horizontalAccuracy", "horizontalAccuracy") > ACCURACY_MOST_M
    lat[unsure] = lon[unsure] = np.nan
    channels = {"lat": lat, "lon": lon, "elevation_m": _column(points, "altitude", "altitude")}
    speed = _column(points, "speed", "speed")
    return Columns(_times_ms(points, "timestamp"), channels | {"speed_mps": speed})


def _column(points: list[dict[str, Any]], name: str, older: str) -> Floats:
    values = [point.get(name, point.get(older)) for point in points]
    return np.array([_float(value) for value in values], dtype=np.float64)


def _float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.nan


def _times_ms(items: list[dict[str, Any]], name: str) -> Floats:
    moments = [moment_of(item.get(name)) for item in items]
    return np.array([np.nan if one is None else milliseconds(one) for one in moments], dtype=float)


def _series(items: list[dict[str, Any]], names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Times in order and values of the first name that an item has."""
    times = _times_ms(items, "date")
    values = np.array(
        [next((_float(item[name]) for name in names if name in item), np.nan) for item in items],
        dtype=np.float64,
    )
    order = np.argsort(times, kind="stable")
    return times[order], values[order]


def _totals(
    workout: Workout,
    sport: Sport,
    start: datetime,
    end: datetime,
    lasted_s: float | None,
    hearts: list[dict[str, Any]],
) -> DeviceTotals:
    elapsed_s = (end - start).total_seconds() or None
    up, down = _climb(workout)
    way = _first(
        _amount(workout, "distance", LENGTH_M),
        _amount(workout, "walkingAndRunningDistance", LENGTH_M),
        _amount(workout, "cyclingDistance", LENGTH_M),
        _amount(workout, "swimDistance", LENGTH_M),
    )
    energy = _first(
        _amount(workout, "activeEnergyBurned", ENERGY_KCAL),
        _amount(workout, "activeEnergy", ENERGY_KCAL),
    )
    peaks = [number_of(each.get("Max", each.get("max"))) for each in hearts]
    peak = max((one for one in peaks if one), default=None)
    return DeviceTotals(
        elapsed_s=elapsed_s,
        timer_s=lasted_s or None,
        distance_m=way,
        elevation_gain_m=up,
        elevation_loss_m=down,
        calories_kcal=energy,
        heart_rate_avg_bpm=_amount(workout, "avgHeartRate", RATE_PER_MIN) or None,
        heart_rate_max_bpm=_amount(workout, "maxHeartRate", RATE_PER_MIN) or peak,
        cadence_avg_spm=_cadence(workout, sport, lasted_s or elapsed_s),
        power_avg_w=_mean(_items(workout, "cyclingPower"), POWER_W),
        speed_max_mps=_amount(workout, "maxSpeed", SPEED_MPS),
    )


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _amount(workout: Workout, name: str, units: dict[str, float]) -> float | None:
    """A quantity, or the sum of a series of parts of one."""
    value = workout.get(name)
    if isinstance(value, dict):
        return quantity(value.get("qty"), value.get("units"), units)
    parts = [quantity(part.get("qty"), part.get("units"), units) for part in _items(workout, name)]
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def _mean(items: list[dict[str, Any]], units: dict[str, float]) -> float | None:
    values = [quantity(item.get("qty"), item.get("units"), units) for item in items]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _climb(workout: Workout) -> tuple[float | None, float | None]:
    older = workout.get("elevation")
    if not isinstance(older, dict):
        older = {}
    units = older.get("units")
    return (
        _first(
            _amount(workout, "elevationUp", LENGTH_M),
            quantity(older.get("ascent"), units, LENGTH_M),
        ),
        _first(
            _amount(workout, "elevationDown", LENGTH_M),
            quantity(older.get("descent"), units, LENGTH_M),
        ),
    )


def _cadence(workout: Workout, sport: Sport, lasted_s: float | None) -> float | None:
    """Steps a minute on foot, revolutions a minute on a bicycle."""
    if sport.family is Family.FOOT:
        steps = _amount(workout, "stepCount", COUNT)
        return steps / lasted_s * 60 if steps and lasted_s else None
    return _mean(_items(workout, "cyclingCadence"), RATE_PER_MIN)
