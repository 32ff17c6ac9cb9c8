"""Quantities, instants and activities as Apple's health data spell them, in export and JSON.

Units are the owner's and the region's, so no number is taken without its unit. The offset of an
instant is the phone's when it exported; the workout's own zone is told elsewhere.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.text_sports import sport_named
from moim.contexts.workouts.adapters.files.tracks import LATEST_MS, Columns
from moim.contexts.workouts.domain.sports import Sport

Floats = NDArray[np.float64]

_QUANTITY_MOST: Final = 1e9
_SAME_INSTANT_MS: Final = 500
_OFFSET_MOST_S: Final = 18 * 3600

LENGTH_M: Final = {
    "m": 1.0,
    "cm": 0.01,
    "km": 1_000.0,
    "mi": 1_609.344,
    "ft": 0.3048,
    "yd": 0.9144,
    "in": 0.0254,
}
TIME_S: Final = {"s": 1.0, "sec": 1.0, "min": 60.0, "hr": 3_600.0, "h": 3_600.0, "ms": 0.001}
ENERGY_KCAL: Final = {
    "kcal": 1.0,
    "Cal": 1.0,
    "cal": 0.001,
    "kJ": 1 / 4.184,
    "J": 1 / 4_184.0,
}
"""A capital `Cal` is a kilocalorie. 1 kcal = 4.184 kJ."""

SPEED_MPS: Final = {
    "m/s": 1.0,
    "km/hr": 1 / 3.6,
    "km/h": 1 / 3.6,
    "kmph": 1 / 3.6,
    "kph": 1 / 3.6,
    "mi/hr": 0.44704,
    "mph": 0.44704,
}
RATE_PER_MIN: Final = {
    "count/min": 1.0,
    "count": 1.0,
    "bpm": 1.0,
    "BPM": 1.0,
    "rpm": 1.0,
    "spm": 1.0,
    "steps/min": 1.0,
    "count/s": 60.0,
}
POWER_W: Final = {"W": 1.0, "w": 1.0, "watts": 1.0, "kW": 1_000.0}
COUNT: Final = {"count": 1.0, "steps": 1.0}

_SPORTS: Final[dict[Sport, str]] = {
    Sport.RUN: "running outdoorrun wheelchairrunpace 달리기 실외달리기 러닝",
    Sport.TREADMILL_RUN: "indoorrun 실내달리기",
    Sport.TRACK_RUN: "trackandfield",
    Sport.WALK: "walking outdoorwalk indoorwalk wheelchairwalkpace 걷기 실외걷기 실내걷기",
    Sport.HIKE: "hiking 하이킹 등산",
    Sport.RIDE: "cycling outdoorcycle outdoorcycling handcycling 사이클링 실외사이클링 자전거타기",
    Sport.INDOOR_RIDE: "indoorcycle indoorcycling 실내사이클링 실내자전거",
    Sport.SWIM: "swimming poolswim poolswimming 수영 수영장수영",
    Sport.OPEN_WATER_SWIM: "openwaterswim openwaterswimming 야외수영",
    Sport.ROW: "rowing rower 로잉 조정",
    Sport.INDOOR_ROW: "indoorrow indoorrowing",
    Sport.STRENGTH: "traditionalstrengthtraining functionalstrengthtraining coretraining "
    "전통적근력강화운동 기능성근력강화운동 코어트레이닝",
    Sport.CARDIO: "mixedcardio elliptical stairclimbing stairs crosstraining jumprope stepper "
    "stairstepper cardiodance 일립티컬 계단오르기",
    Sport.HIIT: "highintensityintervaltraining hiit 고강도인터벌트레이닝",
    Sport.YOGA: "yoga 요가",
    Sport.PILATES: "pilates 필라테스",
    Sport.DIVE: "underwaterdiving",
    Sport.SKI: "downhillskiing crosscountryskiing snowboarding snowsports",
    Sport.SKATE: "skatingsports",
    Sport.TRANSITION: "transition",
}
_WORDS: Final = {word: sport for sport, words in _SPORTS.items() for word in words.split()}
_INDOORS: Final = {Sport.RUN: Sport.TREADMILL_RUN, Sport.RIDE: Sport.INDOOR_RIDE,
                   Sport.ROW: Sport.INDOOR_ROW}  # fmt: skip

_HALF_DAY: Final = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})\s+(?:(오전|오후|AM|PM)\s*)?(\d{1,2}):(\d{2})(?::(\d{2}))?"
    r"\s*(오전|오후|AM|PM|a\.m\.|p\.m\.)?\s*([+-]\d{2}:?\d{2}|Z)?",
    re.IGNORECASE,
)
_AFTERNOONS: Final = frozenset({"오후", "PM", "P.M."})
_HALF_DAY_H: Final = 12


def sport_of(activity: str | None, *, indoor: bool = False) -> Sport:
    """The sport of an activity's name, ``OTHER`` for what we have no word for.

    >>> sport_of("HKWorkoutActivityTypeRunning", indoor=True)
    <Sport.TREADMILL_RUN: 'treadmill_run'>
    """
    name = unicodedata.normalize("NFC", activity or "").removeprefix("HKWorkoutActivityType")
    word = "".join(filter(str.isalnum, name.casefold()))
    sport = _WORDS.get(word) or sport_named(name)
    return _INDOORS.get(sport, sport) if indoor else sport


def number_of(value: object) -> float | None:
    """A number that a quantity can be, from a JSON number or a text; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= _QUANTITY_MOST else None


def quantity(value: object, unit: object, units: dict[str, float]) -> float | None:
    """A number in the unit that ``units`` leads to; None if it is no number or another unit."""
    number = number_of(value)
    factor = units.get(unit.strip()) if isinstance(unit, str) else None
    return None if number is None or factor is None else number * factor


def measured(text: object, units: dict[str, float]) -> float | None:
    """A quantity written as `3230 cm`."""
    if not isinstance(text, str):
        return None
    value, _, unit = text.strip().partition(" ")
    return quantity(value, unit, units)


def moment_of(text: object) -> datetime | None:
    """An instant of `2026-10-03 07:00:00 +0900`, of ISO 8601 or of a phone's 12-hour clock.

    None for what is no instant between 1970 and 2200. Without an offset it is UTC.
    """
    if not isinstance(text, str):
        return None
    moment = _parsed(text)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        seconds = moment.timestamp()
    except (OverflowError, ValueError):
        return None
    return moment if 0 <= seconds < LATEST_MS / 1000 else None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return _half_day_moment(text)


def _half_day_moment(text: str) -> datetime | None:
    """`2026-10-03 7:03:21 AM +0900` and `2026-10-03 오전 7:03:21 +0900`."""
    found = _HALF_DAY.fullmatch(unicodedata.normalize("NFKC", text[:60]).strip())
    if found is None:
        return None
    day, before, hour, minute, second, after, offset = found.groups()
    half = (before or after or "").upper()
    hours = int(hour) % _HALF_DAY_H if half else int(hour)
    if half in _AFTERNOONS:
        hours += _HALF_DAY_H
    try:
        year, month, date = map(int, day.split("-"))
        plain = datetime(year, month, date, hours, int(minute), int(second or 0), tzinfo=UTC)
        shift = datetime.strptime(offset, "%z").utcoffset() if offset else None
    except ValueError:
        return None
    return plain - shift if shift else plain


def milliseconds(moment: datetime) -> int:
    """Unix milliseconds."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def offset_s(moment: datetime, zone: str | None) -> int | None:
    """Seconds east of UTC at an instant: in the zone it is said to be in, else as written."""
    offset = moment.utcoffset()
    if zone:
        with suppress(LookupError, ValueError, OSError):
            offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    seconds = int(offset.total_seconds()) if offset is not None else 0
    return seconds if abs(seconds) <= _OFFSET_MOST_S else None


def joined(points: Columns, name: str, series_ms: Floats, values: Floats) -> Columns:
    """Points with one more channel from a series with times of its own, both in order of time.

    A value belongs to the nearest point within half a second; one without such a point becomes a
    sample of its own, so that nothing that was measured is lost. A channel that the points have
    already keeps its values.
    """
    known = ~np.isnan(series_ms) & ~np.isnan(values)
    series_ms, values = series_ms[known], values[known]
    if not len(series_ms):
        return points
    times = points.time_ms
    column = points.channels.get(name, np.full(len(times), np.nan)).copy()
    nearest, near = _nearest(times, series_ms)
    free = near & np.isnan(column[nearest]) if len(times) else near
    column[nearest[free]] = values[free]
    alone = ~near
    channels = {
        key: np.concatenate((old, np.full(int(alone.sum()), np.nan)))
        for key, old in points.channels.items()
    }
    channels[name] = np.concatenate((column, values[alone]))
    merged = Columns(np.concatenate((times, series_ms[alone])), channels)
    return merged.part(np.argsort(merged.time_ms, kind="stable"))


def _nearest(times: Floats, wanted: Floats) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The index of the nearest time for each wanted one, and whether it is the same instant."""
    if not len(times):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    after = np.clip(np.searchsorted(times, wanted), 0, len(times) - 1)
    before = np.maximum(after - 1, 0)
    closer = np.abs(times[before] - wanted) < np.abs(times[after] - wanted)
    nearest = np.where(closer, before, after)
    return nearest, np.abs(times[nearest] - wanted) <= _SAME_INSTANT_MS
