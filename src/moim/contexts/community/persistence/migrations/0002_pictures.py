"""Whose an uploaded picture is, so that what no post shows is removed."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key"),
    )
    op.create_index("pictures_by_age", "pictures", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("pictures_by_age", table_name="pictures")
    op.drop_table("pictures")
