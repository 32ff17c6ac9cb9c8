"""Counted workouts and the days they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo


class Sums(NamedTuple):
    """What some workouts amount to together. What a workout does not know counts as nothing."""

    workouts: int = 0
    distance_m: float = 0.0
    moving_s: float = 0.0
    elevation_gain_m: float = 0.0


class Day(NamedTuple):
    """One sport on one day of a viewer's calendar; a tuple, for a screen is made of hundreds."""

    day: date
    sport: str
    workouts: int
    distance_m: float
    moving_s: float
    elevation_gain_m: float


@dataclass(frozen=True, kw_only=True)
class CountedWorkout:
    """A workout as its owner's calendar counts it, on the day it started there."""

    workout_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    day: date
    distance_m: float
    moving_s: float
    elevation_gain_m: float

    @classmethod
    def told(
        cls,
        *,
        workout_id: UUID,
        user_id: UUID,
        sport: str,
        started_at: datetime,
        metrics: Mapping[str, float],
        timezone: str,
    ) -> "CountedWorkout":
        """As an event tells it; moving time falls back to the timer's, then to elapsed time."""
        moving_s = metrics.get("moving_s", metrics.get("timer_s", metrics.get("elapsed_s", 0.0)))
        return cls(
            workout_id=workout_id,
            user_id=user_id,
            sport=sport,
            started_at=started_at,
            day=day_of(started_at, timezone),
            distance_m=metrics.get("distance_m", 0.0),
            moving_s=moving_s,
            elevation_gain_m=metrics.get("elevation_gain_m", 0.0),
        )

    def sums(self) -> Sums:
        """It alone."""
        return Sums(1, self.distance_m, self.moving_s, self.elevation_gain_m)


def day_of(moment: datetime, timezone: str) -> date:
    """The day of ``moment`` in a zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def total(parts: Iterable[Sums | Day]) -> Sums:
    """All parts together."""
    workouts, distance_m, moving_s, elevation_gain_m = 0, 0.0, 0.0, 0.0
    for part in parts:
        workouts += part.workouts
        distance_m += part.distance_m
        moving_s += part.moving_s
        elevation_gain_m += part.elevation_gain_m
    return Sums(workouts, distance_m, moving_s, elevation_gain_m)


def days_of(workouts: Iterable[CountedWorkout]) -> dict[tuple[UUID, date, str], Sums]:
    """Recompute every day from scratch: what the read model must equal at any time."""
    days: dict[tuple[UUID, date, str], Sums] = {}
    for workout in sorted(workouts, key=lambda one: one.workout_id):
        key = (workout.user_id, workout.day, workout.sport)
        days[key] = total((days.get(key, Sums()), workout.sums()))
    return days
