"""The hour at which somebody wants the week in short."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hour = sa.Column("summary_at", sa.String(5), nullable=False, server_default="08:00")
    op.add_column("recipients", hour)


def downgrade() -> None:
    op.drop_column("recipients", "summary_at")
