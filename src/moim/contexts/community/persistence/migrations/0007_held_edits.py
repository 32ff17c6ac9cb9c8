"""Edits, and comments, that a moderator looks at before others see them."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("posts", "comments"):
        op.add_column(table, sa.Column("held", sa.JSON(none_as_null=True)))
        op.add_column(table, sa.Column("held_at", Instant))
        op.create_index(
            f"{table}_held",
            table,
            ["held_at", "id"],
            unique=False,
            sqlite_where=sa.text("held_at IS NOT NULL"),
            postgresql_where=sa.text("held_at IS NOT NULL"),
        )


def downgrade() -> None:
    for table in ("comments", "posts"):
        op.drop_index(f"{table}_held", table_name=table)
        op.drop_column(table, "held_at")
        op.drop_column(table, "held")
