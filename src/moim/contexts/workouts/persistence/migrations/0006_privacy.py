"""Audiences, privacy zones, sharing, and the notes that community leaves."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "privacy_zones",
    "recuts",
    "share_requests",
    "share_links",
    "workout_posts",
    "workout_feedback",
    "workout_prompts",
    "workout_reviews",
)
SHOWN = ("visibility", "map_visibility", "heart_rate_visibility")


def upgrade() -> None:
    for name in SHOWN:
        op.add_column("athletes", _audience(name))
    for name in SHOWN[1:]:
        op.add_column("workouts", _audience(name))
    _privacy()
    _sharing()
    _notes()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    with op.batch_alter_table("workouts") as batch:
        for name in SHOWN[1:]:
            batch.drop_column(name)
    with op.batch_alter_table("athletes") as batch:
        for name in SHOWN:
            batch.drop_column(name)


def _audience(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(12), nullable=False, server_default="private")


def _privacy() -> None:
    op.create_table(
        "privacy_zones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("shift_bearing_deg", sa.Float(), nullable=False),
        sa.Column("shift_m", sa.Float(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("privacy_zones_of_user", "privacy_zones", ["user_id", "id"])
    op.create_table(
        "recuts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("circles", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )


def _sharing() -> None:
    op.create_table(
        "share_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(60), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("map", sa.Boolean(), nullable=False),
        sa.Column("heart_rate", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("share_requests_of_owner", "share_requests", ["user_id", "id"])
    op.create_index("share_requests_of_asker", "share_requests", ["asker_id", "id"])
    op.create_index("share_requests_of_workout", "share_requests", ["workout_id", "asker_id"])
    op.create_table(
        "share_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("map", sa.Boolean(), nullable=False),
        sa.Column("heart_rate", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=True),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("share_links_by_token", "share_links", ["token_hash"], unique=True)
    op.create_index("share_links_of_workout", "share_links", ["workout_id", "id"])
    op.create_index("share_links_of_user", "share_links", ["user_id"])


def _notes() -> None:
    op.create_table(
        "workout_posts",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_index("workout_posts_of_workout", "workout_posts", ["workout_id"])
    op.create_index("workout_posts_of_user", "workout_posts", ["user_id"])
    op.create_table(
        "workout_feedback",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index("workout_feedback_of_workout", "workout_feedback", ["workout_id", "comment_id"])
    op.create_index("workout_feedback_of_post", "workout_feedback", ["post_id"])
    op.create_index("workout_feedback_of_user", "workout_feedback", ["user_id"])
    op.create_table(
        "workout_prompts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "workout_prompts_once", "workout_prompts", ["user_id", "kind", "post_id"], unique=True
    )
    op.create_index("workout_prompts_of_workout", "workout_prompts", ["workout_id"])
    op.create_index("workout_prompts_of_user", "workout_prompts", ["user_id", "id"])
    op.create_table(
        "workout_reviews",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_index("workout_reviews_of_workout", "workout_reviews", ["workout_id"])
    op.create_index("workout_reviews_of_user", "workout_reviews", ["user_id"])
    op.create_index("workout_reviews_by_outcome", "workout_reviews", ["outcome", "report_id"])
