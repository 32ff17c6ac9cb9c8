"""Since when an ended challenge takes nothing new, and when each workout was first told."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADDED = (("workouts", "heard_at"), ("challenges", "settling_at"))


def upgrade() -> None:
    for table, column in ADDED:
        op.add_column(table, sa.Column(column, Instant))


def downgrade() -> None:
    for table, column in reversed(ADDED):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
