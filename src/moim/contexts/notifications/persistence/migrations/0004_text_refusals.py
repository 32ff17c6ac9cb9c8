"""Numbers that refused advertising by the toll-free number."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_refusals",
        sa.Column("number_hash", sa.LargeBinary, primary_key=True),
        sa.Column("at", Instant, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("text_refusals")
