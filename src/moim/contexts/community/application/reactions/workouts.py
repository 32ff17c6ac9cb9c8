"""What community does about workouts, goals and live sessions. It posts nothing by itself."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import attach
from moim.contexts.community.application.prompts import About, suggest
from moim.contexts.community.domain.boards import SPORTS
from moim.contexts.community.domain.prompts import Goal, Kind, figures
from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionStarted,
    ShareRequested,
    SportChanged,
    WorkoutAnalysed,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)


def know_workout(event: WorkoutRecorded, work: Work) -> None:
    """It can be attached to its owner's posts."""
    _know(event, work)


def change_attached_workout(event: WorkoutUpdated, work: Work) -> None:
    """Posts with it show the new figures."""
    _know(event, work)
    _refresh(work.posts.with_workout(event.workout_id), work)


def suggest_sharing_workout(event: WorkoutRecorded | ShareRequested, work: Work) -> None:
    """A card with a draft; somebody's asking is answered by one that is not counted."""
    if isinstance(event, ShareRequested):
        known = work.replicas.workout(event.workout_id)
        _about_workout(Kind.ANSWER_SHARE, event, event.share_id, known, work)
        return
    if event.personal_only:
        return
    told = {"sport": event.sport, "metrics": event.metrics}
    _about_workout(Kind.SHARE_WORKOUT, event, event.workout_id, told, work)


def suggest_sharing_analysis(event: WorkoutAnalysed, work: Work) -> None:
    """A card with a draft that tells what the analysis is of, for who asked for it."""
    if event.unasked:
        return
    known = work.replicas.workout(event.workout_id)
    _about_workout(Kind.SHARE_ANALYSIS, event, event.workout_id, known, work)


def suggest_asking_feedback(event: WorkoutAnalysisRequested | SessionEnded, work: Work) -> None:
    """A card that asks the club what could be better."""
    if event.workout_id is not None:
        known = work.replicas.workout(event.workout_id)
        _about_workout(Kind.ASK_FEEDBACK, event, event.workout_id, known, work)


def suggest_sharing_sport(event: SportChanged, work: Work) -> None:
    """A card that tells of the other sport."""
    known = work.replicas.workout(event.workout_id)
    told = {"sport": event.after, "metrics": (known or {}).get("metrics", {})}
    _about_workout(Kind.SHARE_SPORT, event, event.workout_id, told, work, before=event.before)


def suggest_post_on_sport(event: SportChanged, work: Work) -> None:
    """A card to write where people of the new sport read."""
    known = work.replicas.workout(event.workout_id)
    told = {"sport": event.after, "metrics": (known or {}).get("metrics", {})}
    _about_workout(Kind.WRITE_ON_SPORT, event, event.workout_id, told, work)


def suggest_sharing_goal(event: GoalSet, work: Work) -> None:
    """A card that looks for company."""
    _know_goal(event, work)
    _about_goal(Kind.SHARE_GOAL, event, work)


def suggest_sharing_achievement(event: GoalAchieved, work: Work) -> None:
    """A card to be proud with."""
    _about_goal(Kind.SHARE_ACHIEVEMENT, event, work)


def refresh_attached_workouts(event: WorkoutsSynced, work: Work) -> None:
    """Posts of the person show what their workouts are now."""
    _refresh([post_id for post_id, _ in work.posts.with_workouts_of(event.user_id)], work)


def ask_to_edit_posts(event: WorkoutDeleted, work: Work) -> None:
    """Posts with it say that it was removed, and their author is asked to have a look."""
    work.replicas.drop_workout(event.workout_id)
    work.prompts.drop(event.user_id, workout_id=event.workout_id)
    posts = work.posts.with_workout(event.workout_id)
    _refresh(posts, work)
    _ask_to_edit(posts, "운동", "workout", work)


def ask_to_edit_goal_posts(event: GoalChanged, work: Work) -> None:
    """Posts about it show the new target, and their author is asked to have a look."""
    _know_goal(event, work)
    posts = work.posts.with_goal(event.goal_id)
    _refresh(posts, work)
    _ask_to_edit(posts, "목표", "goal", work)


def feed_session_started(event: SessionStarted, work: Work) -> None:
    """It stands in the feeds of those to whom its owner shows it."""
    if not work.members.get(event.user_id).left:
        work.replicas.put_session(
            session_id=event.session_id,
            user_id=event.user_id,
            sport=event.sport,
            visibility=event.visibility,
            started_at=event.started_at,
        )


def feed_session_ended(event: SessionEnded, work: Work) -> None:
    """The line in the feeds says so."""
    work.replicas.end_session(event.session_id, event.workout_id, work.now)


def _know(event: WorkoutRecorded | WorkoutUpdated, work: Work) -> None:
    if event.personal_only:
        work.replicas.drop_workout(event.workout_id)
    elif not work.members.get(event.user_id).left:
        work.replicas.put_workout(
            workout_id=event.workout_id,
            user_id=event.user_id,
            sport=event.sport,
            started_at=event.started_at,
            metrics=event.metrics,
            visibility=event.visibility,
        )


def _know_goal(event: GoalSet | GoalChanged, work: Work) -> None:
    if not work.members.get(event.user_id).left:
        work.replicas.put_goal(
            goal_id=event.goal_id,
            user_id=event.user_id,
            metric=event.metric,
            target=event.target,
            period=event.period,
        )


def _about_workout(
    kind: Kind,
    event: Any,
    subject_id: UUID,
    known: Mapping[str, Any] | None,
    work: Work,
    before: str = "",
) -> None:
    sport = known["sport"] if known else "other"
    facts = {
        "sport": sport,
        "before": before,
        "figures": figures(known["metrics"] if known else {}),
    }
    suggest(
        About(
            user_id=event.user_id,
            kind=kind,
            subject_id=subject_id,
            facts=facts,
            category=sport if sport in SPORTS else "other",
            workout_id=event.workout_id,
        ),
        work,
    )


def _about_goal(kind: Kind, event: GoalSet | GoalAchieved, work: Work) -> None:
    suggest(
        About(
            user_id=event.user_id,
            kind=kind,
            subject_id=event.goal_id,
            facts={"goal": Goal(event.metric, event.target)},
            goal_id=event.goal_id,
        ),
        work,
    )


def _refresh(post_ids: Sequence[UUID], work: Work) -> None:
    for post_id in post_ids:
        post = work.posts.find(post_id)
        if post is not None:
            attach(post, work)


def _ask_to_edit(post_ids: Sequence[UUID], ko: str, en: str, work: Work) -> None:
    for post_id in post_ids:
        post = work.posts.find(post_id)
        if post is None:
            continue
        korean = work.members.get(post.author_id).locale.startswith("ko")
        suggest(
            About(
                user_id=post.author_id,
                kind=Kind.EDIT_POST,
                subject_id=post_id,
                facts={"title": post.content.title, "what": ko if korean else en},
                post_id=post_id,
            ),
            work,
        )
