"""What insights does about workouts, goals and sessions."""

from dataclasses import replace

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.cards import Card
from moim.contexts.insights.domain.counting import CountedWorkout, day_of
from moim.contexts.insights.domain.goals import ShownGoal
from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SportChanged,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)

RECOUNTED_ONE_BY_ONE = 60


def add_workout(event: WorkoutRecorded, work: Work) -> None:
    """Count it on its day."""
    _count(event, work)


def change_workout(event: WorkoutUpdated, work: Work) -> None:
    """Count the new figures, on the new day if it moved."""
    _count(event, work)


def remove_workout(event: WorkoutDeleted, work: Work) -> None:
    """Count it no longer."""
    counted = work.counted.get(event.workout_id)
    if counted is None:
        return
    work.counted.remove(event.workout_id)
    work.days.recount(counted.user_id, counted.day, counted.sport)


def move_workout_between_sports(event: SportChanged, work: Work) -> None:
    """Both sports' totals are right."""
    counted = work.counted.get(event.workout_id)
    if counted is None:
        return
    work.counted.put(replace(counted, sport=event.after))
    for sport in {counted.sport, event.before, event.after}:
        work.days.recount(counted.user_id, counted.day, sport)


def refresh_period(event: WorkoutsSynced, work: Work) -> None:
    """Count over every day that the sync touched; after a large one all days, which is quicker."""
    if work.viewers.get(event.user_id).left:
        return
    since = work.viewers.refreshed_at(event.user_id)
    touched = work.counted.days_touched_since(event.user_id, since)
    if len(touched) > RECOUNTED_ONE_BY_ONE:
        work.days.recount_all(event.user_id)
    else:
        for day, sport in touched:
            work.days.recount(event.user_id, day, sport)
    work.viewers.note_refresh(event.user_id, work.now)


def add_goal(event: GoalSet, work: Work) -> None:
    """It stands on the calendar with its progress."""
    _show(event, work)


def change_goal(event: GoalChanged, work: Work) -> None:
    """Progress is drawn against the new target."""
    _show(event, work)


def show_goal_achieved(event: GoalAchieved, work: Work) -> None:
    """The goal's chart marks the day."""
    viewer = work.viewers.get(event.user_id)
    if not viewer.left:
        on = day_of(event.reached_at, viewer.timezone)
        work.goals.reached(event.goal_id, event.user_id, event.reached_at, on)


def show_live_session(event: SessionStarted, work: Work) -> None:
    """A live card stands on the dashboard."""
    left = work.viewers.get(event.user_id).left
    if not left and work.cards.get(event.session_id) is None:
        work.cards.put(
            Card(
                session_id=event.session_id,
                user_id=event.user_id,
                sport=event.sport,
                started_at=event.started_at,
            )
        )


def show_session_paused(event: SessionPaused, work: Work) -> None:
    """The card says paused."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.paused())


def show_session_resumed(event: SessionResumed, work: Work) -> None:
    """The card runs again."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.resumed())


def show_session_result(event: SessionEnded, work: Work) -> None:
    """The card turns into the result."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.ended(event.workout_id))


def _count(event: WorkoutRecorded | WorkoutUpdated, work: Work) -> None:
    viewer = work.viewers.get(event.user_id)
    if viewer.left:
        return
    before = work.counted.get(event.workout_id)
    now = CountedWorkout.told(
        workout_id=event.workout_id,
        user_id=event.user_id,
        sport=event.sport,
        started_at=event.started_at,
        metrics=event.metrics,
        timezone=viewer.timezone,
    )
    work.counted.put(now)
    touched = {(now.day, now.sport)} | ({(before.day, before.sport)} if before else set())
    for day, sport in sorted(touched):
        work.days.recount(event.user_id, day, sport)


def _show(event: GoalSet | GoalChanged, work: Work) -> None:
    if work.viewers.get(event.user_id).left:
        return
    work.goals.put(
        ShownGoal.told(
            goal_id=event.goal_id,
            user_id=event.user_id,
            metric=event.metric,
            target=event.target,
            period=event.period,
        )
    )
