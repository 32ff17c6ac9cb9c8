"""Workouts that were deleted: what was said of them before and arrives later is not counted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gone_workouts",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("gone_of_viewer", "gone_workouts", ["user_id"])


def downgrade() -> None:
    op.drop_table("gone_workouts")
