"""Viewers, counted workouts and their days, goals, cards and charts."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_first()
    op.create_table(
        "cards",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("workout_id", sa.Uuid, nullable=True),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("cards_of_viewer", "cards", ["user_id", "started_at"], unique=False)
    op.create_table(
        "charts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("as_of", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("charts_of_viewer", "charts", ["user_id", "id"], unique=False)
    op.create_table(
        "counted_workouts",
        sa.Column("workout_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=False),
        sa.Column("moving_s", sa.Float(), nullable=False),
        sa.Column("elevation_gain_m", sa.Float(), nullable=False),
        sa.Column("told_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("counted_by_day", "counted_workouts", ["user_id", "day", "sport"], unique=False)
    op.create_index("counted_by_telling", "counted_workouts", ["user_id", "told_at"], unique=False)
    op.create_table(
        "days",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("workouts", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=False),
        sa.Column("moving_s", sa.Float(), nullable=False),
        sa.Column("elevation_gain_m", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "day", "sport"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "goal_days",
        sa.Column("goal_id", sa.Uuid, nullable=False),
        sa.Column("reached_at", Instant, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("goal_id", "reached_at"),
    )
    op.create_index("goal_days_of_viewer", "goal_days", ["user_id", "day"], unique=False)
    op.create_table(
        "shown_goals",
        sa.Column("goal_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("metric", sa.String(length=12), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=True),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("goal_id"),
    )
    op.create_index("goals_of_viewer", "shown_goals", ["user_id", "goal_id"], unique=False)
    op.create_table(
        "viewers",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("nickname", sa.String(length=64), nullable=True),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("refreshed_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )


def downgrade() -> None:
    op.drop_table("viewers")
    op.drop_index("goals_of_viewer", table_name="shown_goals")
    op.drop_table("shown_goals")
    op.drop_index("goal_days_of_viewer", table_name="goal_days")
    op.drop_table("goal_days")
    op.drop_table("days")
    op.drop_index("counted_by_telling", table_name="counted_workouts")
    op.drop_index("counted_by_day", table_name="counted_workouts")
    op.drop_table("counted_workouts")
    op.drop_index("charts_of_viewer", table_name="charts")
    op.drop_table("charts")
    op.drop_index("cards_of_viewer", table_name="cards")
    op.drop_table("cards")
    drop_first()
