"""Recordings made for the fairness rules: honest ones, and what cheats look like."""

from array import array
from datetime import datetime
from math import sin
from random import Random
from typing import Any
from uuid import UUID

from moim.contracts.workouts import TrackView
from tests.contexts.challenges.world import NOON


def track(
    workout_id: UUID,
    owner: UUID,
    speeds: list[float],
    *,
    sport: str = "run",
    started_at: datetime = NOON,
    noise_m: float = 1.0,
    seed: int = 1,
    **columns: list[float],
) -> TrackView:
    """A second a sample along a road northwards, with the noise of a receiver."""
    random = Random(seed)
    ways: list[float] = []
    far = 0.0
    for speed in speeds:
        far += speed
        ways.append(far)
    lat = [37.5 + (way + random.gauss(0, noise_m)) / 111_195 for way in ways]
    given: dict[str, Any] = {
        "time_s": [float(second) for second in range(len(speeds))],
        "distance_m": ways,
        "speed_mps": speeds,
        "lat": lat,
        "lon": [127.0 + random.gauss(0, noise_m) / 88_000 for _ in ways],
    }
    return TrackView(
        workout_id=workout_id,
        owner_id=owner,
        sport=sport,
        title=None,
        started_at=started_at,
        timezone="Asia/Seoul",
        distance_m=far,
        elapsed_s=float(len(speeds)),
        columns={name: array("d", values) for name, values in (given | columns).items()},
    )


def jog(seconds: int = 1_800, mean: float = 3.0) -> list[float]:
    """A run with its ups and downs."""
    return [mean + 0.4 * sin(second / 40) for second in range(seconds)]


def city_drive(seconds: int = 1_200) -> list[float]:
    """From light to light: standing to 50 km/h in six seconds, again and again."""
    cycle = [0.0] * 15 + [14 * second / 6 for second in range(1, 7)] + [14.0] * 30 + [7.0, 3.0, 0.0]
    return (cycle * (seconds // len(cycle) + 1))[:seconds]
