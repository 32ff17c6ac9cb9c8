"""How workouts look in JSON: names and units as the API promises them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moim.contexts.workouts.domain.goal import Goal, Metric
from moim.contexts.workouts.domain.imports import Import, ImportFile
from moim.contexts.workouts.domain.limits import DISTANCE_M_MAX, ELAPSED_S_MAX, ELEVATION_GAIN_M_MAX
from moim.contexts.workouts.domain.sight import Audience
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import NOTE_LENGTH_MAX, TITLE_LENGTH_MAX, Workout
from moim.contexts.workouts.domain.zones import DatedZones
from moim.kernel.periods import Period
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag

Elapsed = Annotated[float, Field(gt=0, le=ELAPSED_S_MAX, description="Seconds.")]
Moving = Annotated[float, Field(ge=0, le=ELAPSED_S_MAX, description="Seconds.")]
Distance = Annotated[float, Field(ge=0, le=DISTANCE_M_MAX, description="Metres.")]
Gain = Annotated[float, Field(ge=0, le=ELEVATION_GAIN_M_MAX, description="Metres climbed.")]
Title = Annotated[str, Field(max_length=TITLE_LENGTH_MAX)]
Note = Annotated[str, Field(max_length=NOTE_LENGTH_MAX)]


class NewWorkout(BaseModel):
    """A workout entered by hand."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "sport": "run",
                "title": "남산 아침 러닝",
                "started_at": "2026-11-20T21:30:00Z",
                "elapsed_s": 3120,
                "distance_m": 8400,
            }
        },
    )

    sport: Sport
    started_at: AwareDatetime
    elapsed_s: Elapsed
    title: Title | None = None
    note: Note | None = None
    distance_m: Distance | None = None
    moving_s: Moving | None = None
    elevation_gain_m: Gain | None = None


class WorkoutChanges(BaseModel):
    """What to change; what is left out stays. Times and measures only of one typed in.

    The map and the heart rate are seen by nobody who does not see the workout. ``club`` is nobody
    else as long as you are in no club.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"title": "한강 야간 러닝"}}
    )

    title: Title | None = None
    note: Note | None = None
    sport: Sport = Sport.OTHER
    visibility: Audience = Audience.PRIVATE
    map_visibility: Audience = Audience.PRIVATE
    heart_rate_visibility: Audience = Audience.PRIVATE
    started_at: AwareDatetime = Field(default=None)  # type: ignore[assignment] # left out, not null
    elapsed_s: Elapsed = Field(default=None)  # type: ignore[assignment]
    distance_m: Distance | None = None
    moving_s: Moving | None = None
    elevation_gain_m: Gain | None = None


class NewGoal(BaseModel):
    """A goal. ``target`` is in metres, seconds, workouts, metres climbed or days."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"metric": "distance", "period": "month", "target": 100000}},
    )

    metric: Metric
    period: Period
    target: Annotated[float, Field(gt=0, le=50_000_000)]
    sport: Sport | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class GoalChanges(BaseModel):
    """What to change of a goal. ``ended`` true stops counting it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"target": 120000}})

    metric: Metric = Metric.DISTANCE
    period: Period = Period.MONTH
    target: Annotated[float, Field(gt=0, le=50_000_000)] = 1
    sport: Sport | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    ended: Literal[True] = True


class NewZones(BaseModel):
    """Heart-rate zones from a day on: the lowest rates of zones 1 to 5."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"valid_from": "2026-11-01", "bounds_bpm": [95, 114, 133, 152, 171]}
        },
    )

    valid_from: date
    bounds_bpm: Annotated[list[int], Field(min_length=5, max_length=5)]


Explain = Callable[[str | None, dict[str, str]], str | None]
"""Says a reason code in the asker's language; None for a code that needs no words."""


@dataclass(frozen=True, kw_only=True)
class WorkoutBody:
    """A workout. Null where nothing is known. Cadence counts both feet, or turns of the crank.

    ``recorded`` says that its figures are of a recording: such are not typed over.
    Of somebody else's (``own`` is false, ``nickname`` theirs) null is also what they do not show;
    ``points`` and ``bbox`` are of the part of the track that they do.
    """

    id: UUID
    sport: str
    title: str | None
    note: str | None
    started_at: datetime
    timezone: str
    distance_m: float | None
    elapsed_s: float
    timer_s: float | None
    moving_s: float | None
    pace_s_per_km: float | None
    speed_avg_mps: float | None
    speed_max_mps: float | None
    elevation_gain_m: float | None
    elevation_loss_m: float | None
    elevation_source: str | None
    heart_rate_avg_bpm: float | None
    heart_rate_max_bpm: float | None
    cadence_avg_spm: float | None
    power_avg_w: float | None
    calories_kcal: float | None
    device: str | None
    source: str
    partial: str | None
    recorded: bool
    has_track: bool
    cropped: bool
    points: int
    bbox: Annotated[Sequence[float], Field(min_length=4, max_length=4)] | None
    visibility: str
    map_visibility: str
    heart_rate_visibility: str
    import_id: UUID | None
    version: int
    user_id: UUID
    nickname: str | None = None
    own: bool = True


@dataclass(frozen=True, kw_only=True)
class ImportedFile:
    """A file of an import. ``verdict`` is null while it waits; ``detail`` says why in words."""

    name: str
    size_bytes: int
    verdict: str | None
    workout_ids: Sequence[UUID]
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class ImportBody:
    """An import: ``reading``, ``done`` or ``undone``."""

    id: UUID
    status: str
    provider: str
    started_at: datetime
    waiting: int
    files: Sequence[ImportedFile]


@dataclass(frozen=True, kw_only=True)
class PastAim:
    """What a goal aimed at before, and until when."""

    metric: str
    period: str
    target: float
    sport: str | None
    starts_on: date | None
    ends_on: date | None
    until: datetime


@dataclass(frozen=True, kw_only=True)
class GoalBody:
    """A goal. ``reached`` lists the first days of the periods in which it was reached.

    ``past_aims`` is what it aimed at before, newest last.
    """

    id: UUID
    metric: str
    period: str
    target: float
    sport: str | None
    starts_on: date | None
    ends_on: date | None
    set_at: datetime
    ended_at: datetime | None
    reached: Sequence[date]
    past_aims: Sequence[PastAim]
    version: int


@dataclass(frozen=True, kw_only=True)
class RecountBody:
    """How many workouts are counted by other zones, and how many of them are left."""

    total: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ZonesBody:
    """Zones from a day on: the lowest rates of zones 1 to 5.

    ``behind`` workouts of their days are still counted by the zones of before; ``recount`` is the
    last that was asked for, null if none was.
    """

    valid_from: date
    bounds_bpm: Sequence[int]
    source: str
    behind: int
    recount: RecountBody | None


def zones_body(dated: DatedZones) -> ZonesBody:
    """Zones as their owner sees them."""
    zones, recount = dated.zones, dated.recount
    return ZonesBody(
        valid_from=zones.valid_from,
        bounds_bpm=zones.bounds_bpm,
        source=zones.source,
        behind=dated.behind,
        recount=RecountBody(total=recount.total, left=recount.left) if recount else None,
    )


def workout_body(workout: Workout) -> WorkoutBody:
    """The owner's view."""
    figures: dict[str, Any] = asdict(workout.figures)
    pace, speed = rates(figures["distance_m"], figures["moving_s"] or figures["elapsed_s"])
    return WorkoutBody(
        id=workout.id,
        sport=workout.sport.value,
        title=workout.title,
        note=workout.note,
        started_at=workout.started_at,
        timezone=workout.timezone,
        **figures,
        pace_s_per_km=pace,
        speed_avg_mps=speed,
        device=workout.device,
        source=workout.source,
        partial=workout.partial,
        recorded=workout.recorded,
        has_track=workout.has_track,
        cropped=workout.crop is not None,
        points=workout.route.points if workout.route else 0,
        bbox=workout.route.bbox if workout.route else None,
        visibility=workout.shown.workout.value,
        map_visibility=workout.shown.map.value,
        heart_rate_visibility=workout.shown.heart_rate.value,
        import_id=workout.import_id,
        version=workout.version,
        user_id=workout.user_id,
    )


def told(workout: Workout, status: int = 200) -> Response:
    """The owner's view as an answer, with its version."""
    return answer(workout_body(workout), status, {"etag": version_etag(workout.version)})


def rates(distance_m: float | None, moving_s: float | None) -> tuple[float | None, float | None]:
    """Mean pace in s/km and mean speed in m/s of moving time."""
    if not distance_m or not moving_s:
        return None, None
    return round(moving_s / distance_m * 1000, 1), round(distance_m / moving_s, 3)


def import_body(delivery: Import, files: Sequence[ImportFile], explain: Explain) -> ImportBody:
    """An import with a sentence for each reason."""
    return ImportBody(
        id=delivery.id,
        status=delivery.status,
        provider=delivery.provider,
        started_at=delivery.started_at,
        waiting=delivery.waiting,
        files=[_file(file, explain) for file in files],
    )


def goal_body(goal: Goal) -> GoalBody:
    """A goal as its owner sees it."""
    return GoalBody(
        id=goal.id,
        **goal.aim.told(),
        set_at=goal.set_at,
        ended_at=goal.ended_at,
        reached=sorted(goal.reached),
        past_aims=[PastAim(**aim.told(), until=until) for aim, until in goal.past_aims],
        version=goal.version,
    )


def _file(file: ImportFile, explain: Explain) -> ImportedFile:
    outcome = file.outcome
    if outcome is None:
        return ImportedFile(
            name=file.name, size_bytes=file.size_bytes, verdict=None, workout_ids=()
        )
    return ImportedFile(
        name=file.name,
        size_bytes=file.size_bytes,
        verdict=outcome.verdict.value,
        workout_ids=outcome.workout_ids,
        reason=outcome.reason,
        detail=explain(outcome.reason, outcome.details),
    )
