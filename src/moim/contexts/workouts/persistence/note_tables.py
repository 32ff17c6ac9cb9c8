"""The tables of what community says about workouts: notes beside them, never a change to them."""

from sqlalchemy import Column, Index, Integer, String, Table, Uuid

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

workout_posts = Table(
    "workout_posts",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("seen", Integer, nullable=False),
    Index("workout_posts_of_workout", "workout_id"),
    Index("workout_posts_of_user", "user_id"),
)
"""Posts with a workout. ``user_id`` is the author; ``seen`` how often the post was."""

workout_feedback = Table(
    "workout_feedback",
    metadata,
    Column("comment_id", Uuid, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("post_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Index("workout_feedback_of_workout", "workout_id", "comment_id"),
    Index("workout_feedback_of_post", "post_id"),
    Index("workout_feedback_of_user", "user_id"),
)

workout_prompts = Table(
    "workout_prompts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("post_id", Uuid, nullable=False),
    Column("workout_id", Uuid),
    Column("at", Instant, nullable=False),
    Index("workout_prompts_once", "user_id", "kind", "post_id", unique=True),
    Index("workout_prompts_of_workout", "workout_id"),
    Index("workout_prompts_of_user", "user_id", "id"),
)

workout_reviews = Table(
    "workout_reviews",
    metadata,
    Column("report_id", Uuid, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("post_id", Uuid, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20)),
    Index("workout_reviews_of_workout", "workout_id"),
    Index("workout_reviews_of_user", "user_id"),
    Index("workout_reviews_by_outcome", "outcome", "report_id"),
)
"""Workouts whose post was reported. ``user_id`` is the workout's owner."""
