"""A goal as it stands today: how much is done, what is left, and where it is heading."""

import math
from dataclasses import dataclass
from datetime import date

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing.measures import (
    GoalMetric,
    amount,
    pick,
    sensible,
)
from moim.contexts.insights.adapters.drawing.theme import Language


@dataclass(frozen=True, kw_only=True)
class GoalView:
    """A goal over a period, first and last day included; numbers in the metric's unit."""

    title: str
    metric: GoalMetric
    target: float
    progress: float
    starts_on: date
    ends_on: date
    today: date
    reached_on: date | None = None

    @property
    def done(self) -> float:
        """The progress; never negative, never other than finite."""
        return sensible(self.progress)

    @property
    def aim(self) -> float:
        """The target; a goal without one counts as reached with the first thing done."""
        return sensible(self.target)

    @property
    def share(self) -> float:
        """The part that is done; 1 is reached, 9.99 the most that is told."""
        if self.aim <= 0:
            return 1.0 if self.done > 0 else 0.0
        return min(self.done / self.aim, 9.99)

    @property
    def reached(self) -> bool:
        """The target was met."""
        return self.reached_on is not None or self.share >= 1

    @property
    def days(self) -> int:
        """Length of the period."""
        return max(1, (self.ends_on - self.starts_on).days + 1)

    @property
    def days_gone(self) -> int:
        """Days of the period up to today, today included."""
        return min(max(0, (self.today - self.starts_on).days + 1), self.days)

    @property
    def days_left(self) -> int:
        """Days on which something can still be done, today included."""
        return min(max(0, (self.ends_on - self.today).days + 1), self.days)

    @property
    def expected(self) -> float:
        """What an even pace would have done by the end of today."""
        return self.aim * self.days_gone / self.days

    @property
    def projected(self) -> float:
        """Where it ends at the rate so far; what is done once the period is over."""
        return self.done * self.days / self.days_gone if self.days_gone else 0.0

    @property
    def remaining(self) -> float:
        """What is missing to the target."""
        return max(0.0, self.aim - self.done)

    def amount(self, value: float, language: Language) -> str:
        """A value of this goal's metric with its unit."""
        return amount(value, self.metric, language)

    def aim_in_words(self, language: Language) -> str:
        """The target with its unit, ``100 km`` rather than ``100.0 km``."""
        return self.amount(self.aim, language).replace(".0 km", " km")


def standing(goal: GoalView, language: Language) -> str:
    """One sentence on how the goal stands."""
    if goal.reached:
        if goal.reached_on is None:
            return pick(language, "목표를 달성했습니다", "Goal reached")
        day = dates.short_day(goal.reached_on, language)
        return pick(language, f"{day}에 달성했습니다", f"Reached on {day}")
    if not goal.days_gone:
        day = dates.short_day(goal.starts_on, language)
        return pick(language, f"{day}에 시작합니다", f"Starts on {day}")
    if not goal.days_left:
        left = goal.amount(goal.remaining, language)
        return pick(language, f"{left} 남기고 끝났습니다", f"Ended {left} short")
    return _against_plan(goal, language)


def _against_plan(goal: GoalView, language: Language) -> str:
    gap = goal.done - goal.expected
    written = goal.amount(abs(gap), language)
    if written == goal.amount(0, language):
        return pick(language, "계획대로 가고 있습니다", "Right on plan")
    if gap > 0:
        return pick(language, f"계획보다 {written} 앞서 있습니다", f"{written} ahead of plan")
    return pick(language, f"계획보다 {written} 뒤처져 있습니다", f"{written} behind plan")


def needed(goal: GoalView, language: Language) -> str:
    """What each remaining day must bring, or nothing when there is nothing to bring."""
    if goal.reached or not goal.days_left or not goal.remaining:
        return ""
    if goal.metric in ("workouts", "active_days"):
        weeks = max(goal.days_left / 7, 1.0)
        often = goal.amount(math.ceil(goal.remaining / weeks), language)
        return pick(language, f"한 주에 {often}씩이면 달성", f"{often} a week gets you there")
    daily = goal.amount(goal.remaining / goal.days_left, language)
    return pick(language, f"하루 {daily}씩이면 달성", f"{daily} a day gets you there")


def described(goal: GoalView, language: Language) -> str:
    """The goal in words, for those who do not see it."""
    done, aim = goal.amount(goal.done, language), goal.aim_in_words(language)
    parts = [
        pick(
            language,
            f"목표 {aim} 가운데 {done}, {goal.share:.0%}.",
            f"{done} of {aim}, {goal.share:.0%}.",
        ),
        f"{standing(goal, language)}.",
    ]
    if how := needed(goal, language):
        parts.append(f"{how}.")
    return " ".join(parts)
