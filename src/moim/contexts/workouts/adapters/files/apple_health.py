"""Workouts of Apple Health as recordings: attributes of old systems, statistics of new ones."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.apple_scan import (
    AppleScan,
    Element,
    HeartRates,
)
from moim.contexts.workouts.adapters.files.health_values import (
    COUNT,
    ENERGY_KCAL,
    LENGTH_M,
    POWER_W,
    RATE_PER_MIN,
    SPEED_MPS,
    TIME_S,
    joined,
    measured,
    milliseconds,
    moment_of,
    offset_s,
    quantity,
    sport_of,
)
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_SESSIONS,
    NoPoints,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.adapters.files.tracks import Columns, in_order, track_of
from moim.contexts.workouts.adapters.files.xml_points import label, numbers
from moim.contexts.workouts.domain.recording import DeviceTotals, Lap, Recording
from moim.contexts.workouts.domain.sports import Family, Sport

Floats = NDArray[np.float64]

ACCURACY_MOST_M: Final = 50.0
"""A position less sure than this is none."""

_PAUSES_MOST: Final = 5_000
_LAPS_MOST: Final = 5_000
_TYPE: Final = "HKQuantityTypeIdentifier"
_WAYS: Final = ("DistanceWalkingRunning", "DistanceCycling", "DistanceSwimming",
                "DistanceRowing", "DistanceCrossCountrySkiing", "DistanceSkatingSports",
                "DistanceDownhillSnowSports", "DistanceWheelchair")  # fmt: skip
_STOPS: Final = frozenset({"HKWorkoutEventTypePause", "HKWorkoutEventTypeMotionPaused"})
_STARTS: Final = frozenset({"HKWorkoutEventTypeResume", "HKWorkoutEventTypeMotionResumed"})
_LAP: Final = "HKWorkoutEventTypeLap"
_OPEN_WATER: Final = "2"
_DEVICE: Final = re.compile(r"(?:^|[ ,])(name|model|hardware):(.*?)(?=, \w[\w ]*:|>?$)")


def read_apple(data: bytes) -> list[Recording]:
    """Read every workout of an `export.xml` that fits in memory; its routes only if inline.

    One that breaks off gives the workouts before the break, the last one ``partial``. Raises
    ``NoPoints``, ``Unreadable``, ``TooManyRecords`` or ``XmlWithEntities``.
    """
    workouts: list[Element] = []

    def found(workout: Element) -> None:
        if len(workouts) >= LIMIT_SESSIONS:
            raise TooManyRecords(limit=LIMIT_SESSIONS)
        workouts.append(workout)

    scan = AppleScan(found)
    fault = scan.read(BytesIO(data))
    last = workouts[-1] if workouts else None
    read = [
        recording_of(workout, scan.hearts, fault if workout is last else None)
        for workout in workouts
    ]
    recordings = [recording for recording in read if recording is not None]
    if recordings:
        return recordings
    raise Unreadable if fault else NoPoints


def recording_of(
    workout: Element, hearts: HeartRates, fault: str | None = None
) -> Recording | None:
    """A workout with its heart rates and inline route; None without a start."""
    start = moment_of(workout.attributes.get("startDate"))
    if start is None:
        return None
    end = ended(workout, start)
    metadata = _metadata(workout)
    sport = _sport(workout, metadata)
    columns, dropped = in_order(_route(workout))
    source = workout.attributes.get("sourceName", "")
    _, seconds, beats = hearts.within(start.timestamp(), end.timestamp(), source)
    return Recording(
        sport=sport,
        started_at=start.astimezone(UTC),
        track=track_of(joined(columns, "heart_rate_bpm", seconds * 1000, beats)),
        totals=_totals(workout, metadata, (end - start).total_seconds(), sport),
        laps=_laps(workout),
        pauses_ms=_pauses(workout, milliseconds(end)),
        device=device_named(workout.attributes.get("device"), source),
        created_ms=_created_ms(workout),
        utc_offset_s=offset_s(start, metadata.get("HKTimeZone")),
        partial=fault or ("corrupt" if dropped else None),
    )


def ended(workout: Element, start: datetime) -> datetime:
    """When a workout ended, never before its start."""
    end = moment_of(workout.attributes.get("endDate"))
    return start if end is None or end < start else end


def device_named(device: str | None, source: str) -> str | None:
    """What to call the device: never by a source's name if a person's name is in it."""
    found = dict(_DEVICE.findall((device or "").removesuffix(">")))
    name, hardware = found.get("name") or found.get("model"), found.get("hardware")
    if name and "iPhone" not in name and "Watch" not in name:
        return label(name)
    for known in ("Apple Watch", "iPhone"):
        if known in " ".join((name or "", source.replace("\N{NO-BREAK SPACE}", " "))):
            return label(f"{known} ({hardware})" if hardware else known)
    return label(source)


def _metadata(workout: Element) -> dict[str, str]:
    return {
        entry.attributes.get("key", ""): entry.attributes.get("value", "")
        for entry in workout.named("MetadataEntry")
    }


def _sport(workout: Element, metadata: dict[str, str]) -> Sport:
    indoor = metadata.get("HKIndoorWorkout") == "1"
    sport = sport_of(workout.attributes.get("workoutActivityType"), indoor=indoor)
    if sport is Sport.SWIM and metadata.get("HKSwimmingLocationType") == _OPEN_WATER:
        return Sport.OPEN_WATER_SWIM
    return sport


def _totals(
    workout: Element, metadata: dict[str, str], elapsed_s: float, sport: Sport
) -> DeviceTotals:
    said, attributes = _statistics(workout), workout.attributes

    def figure(kind: str, which: str, units: dict[str, float]) -> float | None:
        statistics = said.get(_TYPE + kind, {})
        return quantity(statistics.get(which), statistics.get("unit"), units)

    def attribute(name: str, units: dict[str, float]) -> float | None:
        return quantity(attributes.get(name), attributes.get(name + "Unit"), units)

    timer_s = attribute("duration", TIME_S)
    ways = [figure(kind, "sum", LENGTH_M) for kind in _WAYS]
    way = next((metres for metres in ways if metres is not None), None)
    energy = figure("ActiveEnergyBurned", "sum", ENERGY_KCAL)
    cadence = figure("CyclingCadence", "average", RATE_PER_MIN)
    if sport.family is Family.FOOT:
        steps = figure("StepCount", "sum", COUNT)
        cadence = steps / timer_s * 60 if steps and timer_s else None
    return DeviceTotals(
        elapsed_s=elapsed_s or None,
        timer_s=timer_s,
        distance_m=attribute("totalDistance", LENGTH_M) if way is None else way,
        elevation_gain_m=measured(metadata.get("HKElevationAscended"), LENGTH_M),
        elevation_loss_m=measured(metadata.get("HKElevationDescended"), LENGTH_M),
        calories_kcal=attribute("totalEnergyBurned", ENERGY_KCAL) if energy is None else energy,
        heart_rate_avg_bpm=figure("HeartRate", "average", RATE_PER_MIN) or None,
        heart_rate_max_bpm=figure("HeartRate", "maximum", RATE_PER_MIN) or None,
        cadence_avg_spm=cadence,
        power_avg_w=_first(
            figure("RunningPower", "average", POWER_W), figure("CyclingPower", "average", POWER_W)
        ),
        speed_max_mps=_first(
            figure("RunningSpeed", "maximum", SPEED_MPS),
            figure("CyclingSpeed", "maximum", SPEED_MPS),
            measured(metadata.get("HKMaximumSpeed"), SPEED_MPS),
        ),
    )


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _statistics(workout: Element) -> dict[str, dict[str, str]]:
    return {
        statistics.attributes.get("type", ""): statistics.attributes
        for statistics in workout.named("WorkoutStatistics")
    }


def _created_ms(workout: Element) -> int | None:
    created = moment_of(workout.attributes.get("creationDate"))
    return None if created is None else milliseconds(created)


def _pauses(workout: Element, end_ms: int) -> tuple[tuple[int, int], ...]:
    """From each stop to the next start; a last stop is to the end."""
    events = []
    for event in workout.named("WorkoutEvent"):
        kind = event.attributes.get("type", "")
        moment = moment_of(event.attributes.get("date"))
        if moment is not None and (kind in _STOPS or kind in _STARTS):
            events.append((milliseconds(moment), kind in _STOPS))
    found: list[tuple[int, int]] = []
    stopped: int | None = None
    for when_ms, stop in sorted(events):
        if stop:
            stopped = when_ms if stopped is None else stopped
        elif stopped is not None:
            found.append((stopped, when_ms))
            stopped = None
    if stopped is not None:
        found.append((stopped, end_ms))
    return tuple((start, end) for start, end in found[:_PAUSES_MOST] if end > start)


def _laps(workout: Element) -> tuple[Lap, ...]:
    """Laps somebody pressed; segments overlap each other (every km, every mile) and are none."""
    laps: list[Lap] = []
    for event in workout.named("WorkoutEvent"):
        if event.attributes.get("type") != _LAP or len(laps) >= _LAPS_MOST:
            continue
        start = moment_of(event.attributes.get("date"))
        lasted_s = quantity(
            event.attributes.get("duration"), event.attributes.get("durationUnit"), TIME_S
        )
        if start is not None and lasted_s:
            laps.append(Lap(started_at=start.astimezone(UTC), elapsed_s=lasted_s))
    return tuple(sorted(laps, key=lambda lap: lap.started_at))


def _route(workout: Element) -> Columns:
    """The points of every part of the route, unsure positions taken out."""
    points = [
        location.attributes
        for route in workout.named("WorkoutRoute")
        for location in route.named("Location")
    ]
    times = [moment_of(point.get("date")) for point in points]
    time_ms = np.array([np.nan if time is None else milliseconds(time) for time in times])
    if not points:
        return Columns(np.empty(0), {})

    def column(name: str) -> Floats:
        return numbers([point.get(name, "") for point in points])

    lat, lon = column("latitude"), column("longitude")
    unsure = column("horizontalAccuracy") > ACCURACY_MOST_M
    lat[unsure] = lon[unsure] = np.nan
    channels = {"lat": lat, "lon": lon, "elevation_m": column("altitude")}
    return Columns(time_ms, channels | {"speed_mps": column("speed")})
