"""Progress: what workouts add, books of records, streaks, thresholds, what changed and why."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("discipline", sa.String(length=8), nullable=False),
        sa.Column("comparable", sa.Boolean(), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("active_s", sa.Float(), nullable=False),
        sa.Column("climb_m", sa.Float(), nullable=True),
        sa.Column("load", sa.Float(), nullable=True),
        sa.Column("marks", sa.LargeBinary(), nullable=True),
        sa.Column("shape", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index(
        "outcomes_of_user",
        "outcomes",
        ["user_id", "day", "at", "workout_id", "discipline", "distance_m", "load"],
    )
    op.create_index("outcomes_by_distance", "outcomes", ["user_id", "discipline", "distance_m"])
    op.create_table(
        "record_books",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(length=7), nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "scope"),
    )
    op.create_table(
        "streaks",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "first_day"),
    )
    op.create_table(
        "thresholds",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("resting_bpm", sa.Integer(), nullable=True),
        sa.Column("greatest_bpm", sa.Integer(), nullable=True),
        sa.Column("ftp_w", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=6), nullable=True),
        sa.PrimaryKeyConstraint("user_id", "valid_from"),
    )
    op.create_table(
        "figure_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("version_before", sa.Integer(), nullable=True),
        sa.Column("version_after", sa.Integer(), nullable=True),
        sa.Column("figures", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("figure_changes_of_workout", "figure_changes", ["workout_id", "id"])
    op.create_index("figure_changes_of_user", "figure_changes", ["user_id"])


def downgrade() -> None:
    for name in ("figure_changes", "thresholds", "streaks", "record_books", "outcomes"):
        op.drop_table(name)
