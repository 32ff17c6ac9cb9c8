"""Which goal of an entrant's own says the same as a challenge."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.entry import LinkedGoal
from moim.kernel.periods import Period, window_of


class Aim(Protocol):
    """A goal as workouts tells it: ``metric`` may end in a sport, ``period`` be two days."""

    @property
    def goal_id(self) -> UUID:
        """Its id."""

    @property
    def metric(self) -> str:
        """What is counted."""

    @property
    def target(self) -> float:
        """How much of it."""

    @property
    def period(self) -> str:
        """How often, or from when to when."""

    @property
    def achieved_at(self) -> datetime | None:
        """When it was last reached."""


def days_of(challenge: Challenge) -> tuple[date, date]:
    """The first and the last day in the challenge's own zone."""
    measure = challenge.terms.measure
    last = challenge.terms.ends_at - timedelta(microseconds=1)
    return measure.day_of(challenge.terms.starts_at), measure.day_of(last)


def says_the_same(challenge: Challenge, aim: Aim) -> bool:
    """Whether sport, metric and period are those of the challenge."""
    metric, _, sport = aim.metric.partition("/")
    if metric != challenge.terms.metric.value or (sport or None) != challenge.terms.sport:
        return False
    first, last = days_of(challenge)
    if "/" in aim.period:
        return aim.period == f"{first}/{last}"
    return window_of(Period(aim.period), first) == (first, last)


def linked(challenge: Challenge, aims: Iterable[Aim]) -> LinkedGoal | None:
    """The goal to show on an entry, the newest if several fit."""
    fitting = [aim for aim in aims if says_the_same(challenge, aim)]
    if not fitting:
        return None
    aim = max(fitting, key=lambda one: one.goal_id)
    return LinkedGoal(goal_id=aim.goal_id, target=aim.target, achieved_at=aim.achieved_at)
