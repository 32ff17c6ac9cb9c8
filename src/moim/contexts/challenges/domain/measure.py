"""What a challenge measures: what one workout is worth in it, and what all of them come to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import fsum
from uuid import UUID
from zoneinfo import ZoneInfo

from moim.kernel.sports import SPORTS as EVERY_SPORT

POINTS_A_UNIT = 1_000  # values are told apart to a thousandth
DAY = timedelta(days=1)
_NOBODY = UUID(int=0)

SPORTS = frozenset(EVERY_SPORT) - {"transition"}
"""What a challenge can be about."""
_ALSO = {
    "run": {"trail_run", "track_run", "treadmill_run"},
    "ride": {"mountain_ride", "gravel_ride", "indoor_ride"},
    "swim": {"open_water_swim"},
    "row": {"indoor_row"},
}


class Kind(StrEnum):
    """What wins: the most of something, the best single one, or days in a row."""

    MOST = "most"
    FASTEST = "fastest"
    LONGEST = "longest"
    STREAK = "streak"
    GROUP_GOAL = "group_goal"
    ATTENDANCE = "attendance"


class Metric(StrEnum):
    """What is counted: metres, seconds, workouts or visits, metres climbed, days."""

    DISTANCE = "distance"
    TIME = "time"
    COUNT = "count"
    CLIMB = "climb"
    ACTIVE_DAYS = "active_days"


METRICS_OF = {
    Kind.MOST: frozenset(Metric),
    Kind.GROUP_GOAL: frozenset(Metric),
    Kind.LONGEST: frozenset({Metric.DISTANCE, Metric.TIME, Metric.CLIMB}),
    Kind.FASTEST: frozenset({Metric.TIME}),
    Kind.STREAK: frozenset({Metric.ACTIVE_DAYS}),
    Kind.ATTENDANCE: frozenset({Metric.COUNT}),
}
"""What each kind can count."""
ADDING_UP = frozenset({Kind.MOST, Kind.GROUP_GOAL, Kind.ATTENDANCE})
"""Kinds whose values can be added over people."""


@dataclass(frozen=True, kw_only=True)
class Performed:
    """A workout as it is known here.

    ``metrics`` as workouts tells them; ``efforts`` maps metres to the seconds of the best stretch
    of that length, known once the track was looked at; ``findings`` are the fairness codes that
    the look brought, ``tells`` what each was seen by. ``gathering`` is the outing of several people
    that it was part of, None if it was nobody's company; ``heard_at`` is when it was first told.
    """

    workout_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    source: str
    metrics: Mapping[str, float]
    efforts: Mapping[int, float] = field(default_factory=dict)
    findings: Mapping[str, float] = field(default_factory=dict)
    gathering: UUID | None = None
    heard_at: datetime | None = None

    @property
    def ended_at(self) -> datetime:
        """Its last instant, as far as it is known."""
        lasted_s = self.metrics.get("elapsed_s") or self.metrics.get("moving_s") or 0.0
        return self.started_at + timedelta(seconds=lasted_s)


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What one result is worth, when it was reached, and the gathering that it proves, if any."""

    value: float
    at: datetime
    gathering: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How a challenge counts. ``distance_m`` is the stretch of a fastest one."""

    kind: Kind
    metric: Metric
    sport: str | None
    timezone: str
    distance_m: float | None = None

    def fits(self, sport: str) -> bool:
        """Whether a workout of this sport counts; a run challenge takes trail runs too."""
        return self.sport is None or sport == self.sport or sport in _ALSO.get(self.sport, ())

    def worth(self, performed: Performed) -> Worth | None:
        """What the workout counts, None if nothing."""
        if not self.fits(performed.sport):
            return None
        if self.kind is Kind.ATTENDANCE:
            return _visit(performed)
        value = self._value(performed)
        return Worth(value=value, at=performed.ended_at) if value and value > 0 else None

    def total(self, results: Sequence[Worth]) -> Worth | None:
        """What results come to together and when that was reached; None without any.

        It does not depend on the order they came in: a ranking can be reckoned anew.
        """
        return _TOTALS[self._reckoning](self, results) if results else None

    def points(self, value: float) -> int:
        """The value as a whole number of which more is better."""
        points = round(value * POINTS_A_UNIT)
        return -points if self.kind is Kind.FASTEST else points

    def value_of(self, points: int) -> float:
        """Back from ``points``."""
        return abs(points) / POINTS_A_UNIT

    @property
    def _reckoning(self) -> str:
        if self.kind in ADDING_UP - {Kind.ATTENDANCE}:
            return "days" if self.metric is Metric.ACTIVE_DAYS else "sum"
        return self.kind.value

    def _value(self, performed: Performed) -> float | None:
        if self.kind is Kind.FASTEST:
            return performed.efforts.get(round(self.distance_m or 0))
        metrics = performed.metrics
        match self.metric:
            case Metric.DISTANCE:
                return metrics.get("distance_m")
            case Metric.TIME:
                return metrics.get("moving_s") or metrics.get("timer_s") or metrics.get("elapsed_s")
            case Metric.CLIMB:
                return metrics.get("elevation_gain_m")
            case _:
                return 1.0

    def day_of(self, moment: datetime) -> date:
        """The day of an instant in the challenge's zone."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def _first_of_days(self, results: Sequence[Worth]) -> dict[date, datetime]:
        firsts: dict[date, datetime] = {}
        for result in results:
            day = self.day_of(result.at)
            firsts[day] = min(firsts.get(day, result.at), result.at)
        return firsts


def _sum(_measure: Measure, results: Sequence[Worth]) -> Worth:
    return Worth(
        value=fsum(result.value for result in results), at=max(result.at for result in results)
    )


def _days(measure: Measure, results: Sequence[Worth]) -> Worth:
    firsts = measure._first_of_days(results)  # noqa: SLF001 - of this module
    return Worth(value=float(len(firsts)), at=max(firsts.values()))


def _visit(performed: Performed) -> Worth | None:
    """Who was out with others was there; alone proves nothing."""
    if performed.gathering is None:
        return None
    return Worth(value=1.0, at=performed.ended_at, gathering=performed.gathering)


def _visits(measure: Measure, results: Sequence[Worth]) -> Worth:
    """Each gathering once; of a day what was noted or what was proven, whichever is more.

    An organiser who ticks off who came notes those too whose watches say the same.
    """
    gatherings: set[UUID] = set()
    by_day: dict[date, tuple[list[Worth], list[Worth]]] = {}
    for result in sorted(results, key=lambda one: (one.at, one.gathering or _NOBODY)):
        proven, noted = by_day.setdefault(measure.day_of(result.at), ([], []))
        if result.gathering is None:
            noted.append(result)
        elif result.gathering not in gatherings:
            gatherings.add(result.gathering)
            proven.append(result)
    told = [[_sum(measure, one) for one in day if one] for day in by_day.values()]
    return _sum(measure, [max(day, key=lambda one: one.value) for day in told if day])


def _longest(_measure: Measure, results: Sequence[Worth]) -> Worth:
    return min(results, key=lambda result: (-result.value, result.at))


def _fastest(_measure: Measure, results: Sequence[Worth]) -> Worth:
    return min(results, key=lambda result: (result.value, result.at))


def _streak(measure: Measure, results: Sequence[Worth]) -> Worth:
    firsts = measure._first_of_days(results)  # noqa: SLF001 - of this module
    best, length = Worth(value=0.0, at=results[0].at), 0
    before: date | None = None
    for day in sorted(firsts):
        length = length + 1 if before is not None and day - before == DAY else 1
        before = day
        if length > best.value:
            best = Worth(value=float(length), at=firsts[day])
    return best


_TOTALS: Mapping[str, Callable[[Measure, Sequence[Worth]], Worth]] = {
    "sum": _sum,
    "days": _days,
    "longest": _longest,
    "fastest": _fastest,
    "streak": _streak,
    "attendance": _visits,
}
