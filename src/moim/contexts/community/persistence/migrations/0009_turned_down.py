"""Why a moderator did not let something through."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("posts", "comments"):
        op.add_column(table, sa.Column("turned_down", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    for table in ("comments", "posts"):
        op.drop_column(table, "turned_down")
