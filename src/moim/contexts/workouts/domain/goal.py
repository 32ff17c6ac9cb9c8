"""A goal: so much of something in every day, week, month or year, or once between two days."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from moim.contexts.workouts.domain.sports import Sport
from moim.contracts.workouts import GoalAchieved, GoalChanged, GoalSet
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid, NotFound
from moim.kernel.periods import Period, window_of

CUSTOM_DAYS_MAX = 3 * 366
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


class Metric(StrEnum):
    """What is counted: metres, seconds moving, workouts, metres climbed, days with a workout."""

    DISTANCE = "distance"
    TIME = "time"
    COUNT = "count"
    CLIMB = "climb"
    ACTIVE_DAYS = "active_days"


TARGET_MAX = {
    Metric.DISTANCE: 50_000_000.0,
    Metric.TIME: 366 * 24 * 3600.0,
    Metric.COUNT: 5_000.0,
    Metric.CLIMB: 2_000_000.0,
    Metric.ACTIVE_DAYS: 366.0,
}
GOALS_MAX = 50
PAST_AIMS_MAX = 100


class GoalNotFound(NotFound):
    """No such goal of this person."""

    code = "goal-not-found"
    ko = "목표를 찾을 수 없습니다."
    en = "There is no such goal of yours."


class TargetOutOfRange(Invalid):
    """A target of zero, or past what the period can hold."""

    code = "target-out-of-range"
    ko = "목표 값은 0보다 크고 {maximum} 이하여야 합니다."
    en = "The target must be above 0 and at most {maximum}."


class DaysNeeded(Invalid):
    """A custom period without both days, in the wrong order, too long or too far off."""

    code = "goal-days-needed"
    ko = "기간을 직접 정할 때는 시작일과 종료일이 필요하고, 3년을 넘을 수 없습니다."
    en = "A custom period needs a first and a last day, at most three years apart."


class TooManyGoals(Conflict):
    """More goals than anyone can follow."""

    code = "too-many-goals"
    ko = "목표는 한 번에 {maximum}개까지 둘 수 있습니다. 하나를 그만두고 다시 시도하세요."
    en = "You can have {maximum} goals at once. End one of them first."


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What is aimed at. ``sport`` None counts every sport; days only for a custom period."""

    metric: Metric
    period: Period
    target: float
    sport: Sport | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def check(self) -> None:
        """Refuse an aim that cannot be reached or counted."""
        maximum = TARGET_MAX[self.metric]
        if not 0 < self.target <= maximum:
            raise TargetOutOfRange(field="target", maximum=maximum)
        if self.period is Period.CUSTOM and not self._days_fit():
            raise DaysNeeded(field="ends_on")

    def told(self) -> dict[str, Any]:
        """Its fields by name with plain values: how it is kept, told and taken along."""
        return {
            "metric": self.metric.value,
            "period": self.period.value,
            "target": self.target,
            "sport": self.sport.value if self.sport else None,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }

    def metric_name(self) -> str:
        """How events name what is counted: ``distance``, or ``distance/run`` for one sport."""
        return f"{self.metric}/{self.sport}" if self.sport else self.metric.value

    def period_name(self) -> str:
        """How events name the period: ``month``, or the two days of a custom one as ISO 8601."""
        if self.period is Period.CUSTOM:
            return f"{self.starts_on}/{self.ends_on}"
        return self.period.value

    def window(self, day: date) -> tuple[date, date] | None:
        """The first and last day of the period that ``day`` is in; None outside a custom one."""
        if self.period is not Period.CUSTOM:
            return window_of(self.period, day)
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.starts_on, self.ends_on) if self.starts_on <= day <= self.ends_on else None

    def _days_fit(self) -> bool:
        if self.starts_on is None or self.ends_on is None:
            return False
        if not FIRST_DAY <= self.starts_on <= self.ends_on <= LAST_DAY:
            return False
        return self.ends_on - self.starts_on <= timedelta(days=CUSTOM_DAYS_MAX)


@dataclass(kw_only=True, eq=False)
class Goal(Aggregate):
    """One goal. ``reached`` maps the first day of a period to the instant it was reached in.

    ``past_aims`` keeps, newest last, the last PAST_AIMS_MAX that were aimed at and until when.
    """

    id: UUID
    user_id: UUID
    aim: Aim
    set_at: datetime
    reached: dict[date, datetime] = field(default_factory=dict)
    past_aims: list[tuple[Aim, datetime]] = field(default_factory=list)
    ended_at: datetime | None = None

    def begin(self) -> None:
        """Set it."""
        self.aim.check()
        self.record(
            GoalSet(
                goal_id=self.id,
                user_id=self.user_id,
                metric=self.aim.metric_name(),
                target=self.aim.target,
                period=self.aim.period_name(),
            )
        )

    def change(self, aim: Aim, now: datetime) -> None:
        """Aim at something else from now on; what was reached before stays reached."""
        aim.check()
        if aim == self.aim:
            return
        self.past_aims = [*self.past_aims, (self.aim, now)][-PAST_AIMS_MAX:]
        self.aim = aim
        self.record(
            GoalChanged(
                goal_id=self.id,
                user_id=self.user_id,
                metric=aim.metric_name(),
                target=aim.target,
                period=aim.period_name(),
            )
        )

    def end(self, now: datetime) -> None:
        """Stop counting."""
        self.ended_at = self.ended_at or now

    def counts(self, window: tuple[date, date], set_on: date) -> bool:
        """Whether a period can still be reached: one that was over when the goal was set cannot."""
        return self.ended_at is None and window[1] >= set_on and window[0] not in self.reached

    def progress(self, period_start: date, value: float, at: datetime) -> None:
        """Note how far it has come; the first time it is enough in a period, tell."""
        if value < self.aim.target or period_start in self.reached:
            return
        self.reached[period_start] = at
        self.record(
            GoalAchieved(
                goal_id=self.id,
                user_id=self.user_id,
                metric=self.aim.metric_name(),
                target=self.aim.target,
                reached_at=at,
            )
        )
