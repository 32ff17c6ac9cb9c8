"""Which outing of several people a workout was part of, and a result proves."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("workouts", "results"):
        op.add_column(table, sa.Column("gathering", sa.Uuid))


def downgrade() -> None:
    for table in ("results", "workouts"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("gathering")
