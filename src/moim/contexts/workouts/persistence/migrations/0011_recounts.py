"""How many workouts zones that were set later have yet to reach, and what is doing it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "zone_definitions", sa.Column("behind", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("zone_definitions", sa.Column("recount_id", sa.Uuid()))
    op.add_column("zone_definitions", sa.Column("recounted", sa.Integer()))


def downgrade() -> None:
    with op.batch_alter_table("zone_definitions") as batch:
        for name in ("recounted", "recount_id", "behind"):
            batch.drop_column(name)
