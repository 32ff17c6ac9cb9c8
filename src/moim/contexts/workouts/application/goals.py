"""Use cases about goals, and counting what was done towards them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.athlete import Athlete
from moim.contexts.workouts.domain.goal import GOALS_MAX, Aim, Goal, Metric, TooManyGoals
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SetGoal:
    """A new goal."""

    user_id: UUID
    aim: Aim


def set_goal(command: SetGoal, work: Work) -> Goal:
    """Set it, and see at once how much of it is done."""
    work.athletes.hold(command.user_id)
    if len(work.goals.running(command.user_id)) >= GOALS_MAX:
        raise TooManyGoals(maximum=GOALS_MAX)
    goal = Goal(id=new_id(), user_id=command.user_id, aim=command.aim, set_at=work.now)
    goal.begin()
    _count(goal, work.now, work)
    work.goals.save(goal)
    return goal


@dataclass(frozen=True, kw_only=True)
class ChangeGoal:
    """What the owner wants of a goal now.

    ``changes`` holds fields of Aim, those that stay left out. ``ended`` stops the counting.
    ``version`` is the one the owner last read, None to change whatever is there.
    """

    goal_id: UUID
    user_id: UUID
    changes: Mapping[str, Any] = field(default_factory=dict)
    ended: bool = False
    version: int | None = None


def change_goal(command: ChangeGoal, work: Work) -> Goal:
    """Aim at something else from now on, or stop; what was reached stays in its history."""
    work.athletes.hold(command.user_id)
    goal = work.goals.get(command.goal_id, command.user_id)
    if command.version not in (None, goal.version):
        raise Changed
    goal.change(replace(goal.aim, **command.changes), work.now)
    if command.ended:
        goal.end(work.now)
    _count(goal, work.now, work)
    work.goals.save(goal)
    return goal


def count_towards_goals(user_id: UUID, moment: datetime, work: Work) -> None:
    """See whether a workout at ``moment`` brought one of its owner's goals to its target."""
    for goal in work.goals.running(user_id):
        if _count(goal, moment, work):
            work.goals.save(goal)


def _count(goal: Goal, moment: datetime, work: Work) -> bool:
    athlete = work.athletes.get(goal.user_id)
    window = goal.aim.window(athlete.day_of(moment))
    if window is None or not goal.counts(window, athlete.day_of(goal.set_at)):
        return False
    goal.progress(window[0], _value(goal, athlete, window, work), work.now)
    return window[0] in goal.reached


def _value(goal: Goal, athlete: Athlete, window: tuple[date, date], work: Work) -> float:
    start, end = athlete.instants_of(*window)
    aim = goal.aim
    if aim.metric is Metric.ACTIVE_DAYS:
        starts = work.workouts.starts(goal.user_id, aim.sport, start, end)
        return float(len({athlete.day_of(moment) for moment in starts}))
    return work.workouts.total(goal.user_id, aim.metric, aim.sport, start, end)
