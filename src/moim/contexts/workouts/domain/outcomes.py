"""What one workout adds to its owner's records, totals and training load."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.workouts.domain.best_efforts import (
    FOOT_DISTANCES_M,
    POWER_DURATIONS_S,
    RIDE_DISTANCES_M,
)
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.contexts.workouts.domain.workout import Workout


class Discipline(StrEnum):
    """Sports whose results can stand in one list. A hike is no run, however long it is."""

    RUN = "run"
    WALK = "walk"
    RIDE = "ride"
    SWIM = "swim"
    OTHER = "other"


_ON_FOOT_SLOWLY = frozenset({Sport.WALK, Sport.HIKE})
_MACHINES = frozenset({Sport.TREADMILL_RUN, Sport.INDOOR_RIDE})
_BY_FAMILY = {
    Family.FOOT: Discipline.RUN,
    Family.RIDE: Discipline.RIDE,
    Family.SWIM: Discipline.SWIM,
    Family.OTHER: Discipline.OTHER,
}
DISTANCES_M: Mapping[Discipline, tuple[float, ...]] = {
    Discipline.RUN: FOOT_DISTANCES_M,
    Discipline.WALK: FOOT_DISTANCES_M,
    Discipline.RIDE: RIDE_DISTANCES_M,
}


def discipline_of(sport: Sport) -> Discipline:
    """The list in which a sport's results stand."""
    return Discipline.WALK if sport in _ON_FOOT_SLOWLY else _BY_FAMILY[sport.family]


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What only a recording tells of a workout.

    ``efforts_s``: least elapsed seconds by distance in metres. ``powers_w``: greatest mean power
    by duration in seconds. ``heart_s``: seconds at each heart rate. ``shape``: its course, packed
    by the adapter that reads it, None without a position.
    """

    efforts_s: Mapping[float, float] = field(default_factory=dict)
    powers_w: Mapping[int, float] = field(default_factory=dict)
    heart_s: Mapping[int, float] = field(default_factory=dict)
    shape: bytes | None = None


NO_MARKS = Marks()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A workout as it counts. ``day`` is of the zone it was done in, and stays when people move.

    ``active_s`` is moving time where it is known, else elapsed. ``load`` is the Banister TRIMP,
    None without heart rates. ``comparable`` is False for machines, whose distance is their own
    word: they set no record over a distance.
    """

    workout_id: UUID
    user_id: UUID
    day: date
    at: datetime
    discipline: Discipline
    comparable: bool
    distance_m: float | None
    active_s: float
    climb_m: float | None
    load: float | None = None
    marks: Marks = NO_MARKS


def outcome_of(workout: Workout, marks: Marks, load: float | None) -> Outcome:
    """What a workout adds, of whose recording ``marks`` are known. A removed track has no shape."""
    figures = workout.figures
    if not workout.has_track:
        marks = replace(marks, shape=None)
    return Outcome(
        workout_id=workout.id,
        user_id=workout.user_id,
        day=workout.day,
        at=workout.started_at,
        discipline=discipline_of(workout.sport),
        comparable=workout.sport not in _MACHINES,
        distance_m=figures.distance_m,
        active_s=figures.moving_s or figures.elapsed_s,
        climb_m=figures.elevation_gain_m,
        load=load,
        marks=marks,
    )


def efforts_that_count(outcome: Outcome) -> Mapping[float, float]:
    """Its best efforts over the distances of its discipline."""
    if not outcome.comparable:
        return {}
    distances = DISTANCES_M.get(outcome.discipline, ())
    efforts = outcome.marks.efforts_s
    return {length: efforts[length] for length in distances if length in efforts}


def powers_that_count(outcome: Outcome) -> Mapping[int, float]:
    """Its best powers over the durations that records are kept of."""
    powers = outcome.marks.powers_w
    return {length: powers[length] for length in POWER_DURATIONS_S if length in powers}
