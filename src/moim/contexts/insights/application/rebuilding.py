"""Counting everything over: what is read, recomputed from what was told."""

from collections.abc import Sequence
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.counting import day_of

PEOPLE_AT_ONCE = 100


def people_after(last: UUID | None, work: Work) -> Sequence[UUID]:
    """The next people to rebuild; an empty list at the end."""
    return work.viewers.after(last, PEOPLE_AT_ONCE)


def rebuild_viewer(user_id: UUID, work: Work) -> None:
    """Put every workout, goal reached and fact on its day, and sum the days anew."""
    timezone = work.viewers.get(user_id).timezone
    days = {
        workout.workout_id: day
        for workout in work.counted.all_of(user_id)
        if (day := day_of(workout.started_at, timezone)) != workout.day
    }
    if days:
        work.counted.move(days)
    for goal_id, moment in work.goals.moments_of(user_id):
        work.goals.reached(goal_id, user_id, moment, day_of(moment, timezone))
    work.days.recount_all(user_id)
    facts = {
        fact.id: day
        for fact in work.facts.of_person(user_id)
        if (day := day_of(fact.at, timezone)) != fact.day
    }
    if facts:
        work.facts.move(facts)
    work.facts.recount_all(user_id)
