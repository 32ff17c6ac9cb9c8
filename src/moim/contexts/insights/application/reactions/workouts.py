"""What insights does about workouts, goals and sessions."""

from dataclasses import replace

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.application.reactions.telling import tell
from moim.contexts.insights.application.snapshots import analysis_rows, owned
from moim.contexts.insights.domain.analysis import Analysed
from moim.contexts.insights.domain.cards import Card
from moim.contexts.insights.domain.chart import CHARTS_MAX, Chart, ChartState
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import CountedWorkout, day_of
from moim.contexts.insights.domain.goals import ShownGoal
from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    RouteDeleted,
    RouteRecorded,
    RouteUpdated,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SportChanged,
    WorkoutAnalysed,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)

RECOUNTED_ONE_BY_ONE = 60
CALENDAR, GOALS, SESSIONS, ANALYSIS = "calendar", "goals", "sessions", "analysis"
TOLD_ALONE = ("session", "manual")
"""Sources of a workout that is no part of an import, whose end is told once for all of it."""


def add_workout(event: WorkoutRecorded, work: Work) -> None:
    """Count it on its day; of an import, that data changed is told once at its end."""
    _count(event, work)
    if event.source in TOLD_ALONE:
        tell(event, CALENDAR, work)


def change_workout(event: WorkoutUpdated, work: Work) -> None:
    """Count the new figures, on the new day if it moved."""
    _count(event, work)
    tell(event, CALENDAR, work)


def remove_workout(event: WorkoutDeleted, work: Work) -> None:
    """Count it no longer, whatever of it arrives later: a parked line may come back after this."""
    if work.viewers.get(event.user_id).left:
        return
    counted = work.counted.get(event.workout_id)
    work.counted.remove(event.workout_id, event.user_id)
    work.analyses.remove(event.workout_id)
    work.trails.remove(event.workout_id, event.user_id)
    if counted is None:
        return
    work.days.recount(counted.user_id, counted.day, counted.sport)
    tell(event, CALENDAR, work)


def move_workout_between_sports(event: SportChanged, work: Work) -> None:
    """Both sports' totals are right."""
    counted = work.counted.get(event.workout_id)
    if counted is None:
        return
    work.counted.put(replace(counted, sport=event.after))
    for sport in {counted.sport, event.before, event.after}:
        work.days.recount(counted.user_id, counted.day, sport)
    tell(event, CALENDAR, work)


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
    tell(event, CALENDAR, work)


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
        tell(event, GOALS, work)


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
        tell(event, SESSIONS, work)


def show_session_paused(event: SessionPaused, work: Work) -> None:
    """The card says paused."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.paused())
        tell(event, SESSIONS, work)


def show_session_resumed(event: SessionResumed, work: Work) -> None:
    """The card runs again."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.resumed())
        tell(event, SESSIONS, work)


def show_session_result(event: SessionEnded, work: Work) -> None:
    """The card turns into the result."""
    card = work.cards.get(event.session_id)
    if card is not None:
        work.cards.put(card.ended(event.workout_id))
        tell(event, SESSIONS, work)


def queue_analysis_chart(event: WorkoutAnalysisRequested, work: Work) -> None:
    """An analysis chart stands as pending under the id of the request."""
    viewer = work.viewers.get(event.user_id)
    if viewer.left or work.charts.find(event.request_id, event.user_id) is not None:
        return
    counted = work.counted.get(event.workout_id)
    day = counted.day if counted else day_of(work.now, viewer.timezone)
    chart = Chart(
        id=event.request_id,
        user_id=event.user_id,
        kind=ChartKind.ANALYSIS,
        format="svg",
        first=day,
        last=day,
        subject=f"workout:{event.workout_id}",
    )
    work.charts.save(chart)
    work.charts.keep_newest(event.user_id, CHARTS_MAX)


def show_analysis(event: WorkoutAnalysed, work: Work) -> None:
    """Splits, zones and load stand, on the chart that waits and on those of many workouts."""
    if work.viewers.get(event.user_id).left or work.counted.is_gone(event.workout_id):
        return
    work.analyses.put(Analysed.told(event.workout_id, event.user_id, event.analysis))
    chart = work.charts.find(event.request_id, event.user_id)
    if chart is not None and chart.state is not ChartState.CANCELLED:
        chart.stands(owned(chart, analysis_rows(chart, event.analysis), work), work.now)
        work.charts.save(chart)
    tell(event, ANALYSIS, work)


def read_way_anew(event: RouteRecorded | RouteUpdated | RouteDeleted, work: Work) -> None:
    """The personal map shows the way as it is now: what was read of it holds no longer."""
    work.trails.remove(event.workout_id, event.user_id)


def _count(event: WorkoutRecorded | WorkoutUpdated, work: Work) -> None:
    viewer = work.viewers.get(event.user_id)
    before = work.counted.get(event.workout_id)
    if viewer.left or (before is None and work.counted.is_gone(event.workout_id)):
        return
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
    tell(event, GOALS, work)
