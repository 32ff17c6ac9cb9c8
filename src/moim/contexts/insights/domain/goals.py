"""How far a goal has come: progress, the even pace, and where it will end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from moim.contexts.insights.domain.counting import Day
from moim.kernel.errors import NotFound
from moim.kernel.periods import Period, window_of


class GoalNotShown(NotFound):
    """No such goal of this person, or it has not arrived here yet."""

    code = "goal-not-shown"
    ko = "목표의 진행 상황을 찾을 수 없습니다."
    en = "There is no progress of such a goal of yours."


@dataclass(frozen=True, kw_only=True)
class ShownGoal:
    """A goal as the owner's events tell it. ``sport`` None counts every sport.

    ``metric`` is ``distance`` (m), ``time`` (s), ``count``, ``climb`` (m) or ``active_days``.
    ``reached_on`` are the days on which a period's target was reached.
    """

    goal_id: UUID
    user_id: UUID
    metric: str
    sport: str | None
    period: Period
    target: float
    starts_on: date | None = None
    ends_on: date | None = None
    reached_on: tuple[date, ...] = ()

    @classmethod
    def told(
        cls, *, goal_id: UUID, user_id: UUID, metric: str, target: float, period: str
    ) -> "ShownGoal":
        """Read the names events use: ``distance/run``, ``month``, ``2026-01-01/2026-03-31``."""
        what, _, sport = metric.partition("/")
        first, _, last = period.partition("/")
        custom = bool(last)
        return cls(
            goal_id=goal_id,
            user_id=user_id,
            metric=what,
            sport=sport or None,
            target=target,
            period=Period.CUSTOM if custom else Period(period),
            starts_on=date.fromisoformat(first) if custom else None,
            ends_on=date.fromisoformat(last) if custom else None,
        )

    def window(self, today: date) -> tuple[date, date]:
        """The period to show on ``today``; a custom one always."""
        if self.starts_on is not None and self.ends_on is not None:
            return self.starts_on, self.ends_on
        return window_of(self.period, today)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How a goal stands on a day.

    ``even`` is what an even pace would have brought by the end of today, ``projected`` what the
    pace so far will have brought at the end, ``needed_per_day`` what each day left, today
    included, must bring. ``curve`` is the value at the end of each day so far.
    """

    goal: ShownGoal
    starts_on: date
    ends_on: date
    value: float
    fraction: float
    even: float
    projected: float
    needed_per_day: float
    reached_on: date | None
    curve: tuple[float, ...] = field(default=())


def progress(goal: ShownGoal, days: Iterable[Day], today: date) -> Progress:
    """Measure a goal against the days of its period; others and other sports are left out."""
    first, last = goal.window(today)
    per_day = _per_day(goal, days, first, last)
    so_far = min(max(today, first), last)
    passed = (so_far - first).days + 1 if today >= first else 0
    whole = (last - first).days + 1
    curve: list[float] = []
    value = 0.0
    for number in range(passed):
        value += per_day.get(first + timedelta(days=number), 0.0)
        curve.append(value)
    left = (last - max(today, first)).days + 1
    return Progress(
        goal=goal,
        starts_on=first,
        ends_on=last,
        value=value,
        fraction=value / goal.target,
        even=goal.target * passed / whole,
        projected=value * (whole / passed) if passed else 0.0,
        needed_per_day=max(goal.target - value, 0.0) / left if left > 0 else 0.0,
        reached_on=_reached_on(goal, first, last, curve),
        curve=tuple(curve),
    )


def _reached_on(goal: ShownGoal, first: date, last: date, curve: list[float]) -> date | None:
    """The day the present target was met, once it was told that it is: targets may be raised."""
    if not any(first <= day <= last for day in goal.reached_on):
        return None
    return next(
        (first + timedelta(days=at) for at, value in enumerate(curve) if value >= goal.target),
        None,
    )


def _per_day(goal: ShownGoal, days: Iterable[Day], first: date, last: date) -> dict[date, float]:
    per_day: dict[date, float] = {}
    for day in days:
        if not first <= day.day <= last or goal.sport not in (None, day.sport):
            continue
        if goal.metric == "active_days":
            per_day[day.day] = 1.0
        else:
            per_day[day.day] = per_day.get(day.day, 0.0) + _measure(goal.metric, day)
    return per_day


def _measure(metric: str, day: Day) -> float:
    return {
        "distance": day.distance_m,
        "time": day.moving_s,
        "count": float(day.workouts),
        "climb": day.elevation_gain_m,
    }[metric]
