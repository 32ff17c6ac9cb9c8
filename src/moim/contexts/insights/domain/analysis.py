"""What the analysis of workouts adds up to: load, time in zones, records over time."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

Tables = Mapping[str, Sequence[Mapping[str, float]]]

FITNESS_DAYS, FATIGUE_DAYS = 42, 7
"""Time constants of what training leaves behind: slowly gained, quickly tired."""

ZONES_MAX = 10
EFFORTS_MAX = 60


class Effort(NamedTuple):
    """The least time in which a distance was covered within one workout."""

    distance_m: int
    elapsed_s: float


@dataclass(frozen=True, kw_only=True)
class Analysed:
    """A workout's analysis as it was told last; ``load`` is a TRIMP, if one could be told."""

    workout_id: UUID
    user_id: UUID
    tables: dict[str, list[dict[str, float]]]
    load: float | None = None
    zones_s: tuple[float, ...] = ()
    efforts: tuple[Effort, ...] = field(default=())

    @classmethod
    def told(cls, workout_id: UUID, user_id: UUID, tables: Tables) -> "Analysed":
        """From the tables of an event; rows that lack what they are about are passed over."""
        zones_s = _zones_s(tables.get("heart_rate_zones", ()))
        load = next((row["trimp"] for row in tables.get("load", ()) if "trimp" in row), None)
        efforts = [
            Effort(round(row["distance_m"]), row["elapsed_s"])
            for row in tables.get("best_efforts", ())
            if row.get("distance_m", 0) >= 1 and row.get("elapsed_s", 0) > 0
        ]
        return cls(
            workout_id=workout_id,
            user_id=user_id,
            tables={name: [dict(row) for row in rows] for name, rows in tables.items()},
            load=load,
            zones_s=zones_s,
            efforts=tuple({effort.distance_m: effort for effort in efforts[:EFFORTS_MAX]}.values()),
        )


class LoadDay(NamedTuple):
    """A day's load, and what training so far has left behind on it."""

    day: date
    load: float
    fitness: float
    fatigue: float
    form: float


def training_load(loads: Mapping[date, float], first: date, last: date) -> list[LoadDay]:
    """Fitness, fatigue and form of every day from ``first`` to ``last``.

    Two exponentially weighted means, after Banister, "Modeling elite athletic performance", 1991:
    ``y += (load - y)(1 - e^(-1/tau))``; form is fitness less fatigue as the day before left them.
    ``loads`` must hold all days before, too: the means run from nothing.
    """
    gain = {tau: 1 - math.exp(-1 / tau) for tau in (FITNESS_DAYS, FATIGUE_DAYS)}
    fitness = fatigue = 0.0
    days: list[LoadDay] = []
    begin = min(first, min(loads, default=first))
    for number in range((last - begin).days + 1):
        day = begin + timedelta(days=number)
        form = fitness - fatigue
        load = loads.get(day, 0.0)
        fitness += (load - fitness) * gain[FITNESS_DAYS]
        fatigue += (load - fatigue) * gain[FATIGUE_DAYS]
        if day >= first:
            days.append(LoadDay(day, load, fitness, fatigue, form))
    return days


def zones_held(parts: Iterable[Sequence[float]]) -> list[float]:
    """Seconds in each zone, all workouts together."""
    held: list[float] = []
    for zones_s in parts:
        held += [0.0] * (len(zones_s) - len(held))
        for at, held_s in enumerate(zones_s):
            held[at] += held_s
    return held


class Timed(NamedTuple):
    """When a distance took how long."""

    day: date
    elapsed_s: float
    workout_id: UUID


def records(efforts: Iterable[Timed]) -> list[Timed]:
    """Those that were quicker than all before them; ``efforts`` are in the order of time."""
    best: list[Timed] = []
    for effort in efforts:
        if not best or effort.elapsed_s < best[-1].elapsed_s:
            best.append(effort)
    return best


def flat(tables: Tables) -> list[dict[str, Any]]:
    """The tables as rows of one: table, row from 1, name, value."""
    return [
        {"table": table, "row": number, "name": name, "value": value}
        for table, rows in tables.items()
        for number, row in enumerate(rows, start=1)
        for name, value in row.items()
    ]


def _zones_s(rows: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
    held = [0.0] * min(ZONES_MAX, max((int(row.get("zone", 0)) for row in rows), default=0))
    for row in rows:
        zone = int(row.get("zone", 0))
        if 1 <= zone <= len(held):
            held[zone - 1] += max(row.get("held_s", 0.0), 0.0)
    return tuple(held)
