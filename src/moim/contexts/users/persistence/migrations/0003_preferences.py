"""Settings and consents."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("notifications", sa.Text, nullable=False),
        sa.Column("workouts", sa.String(10), nullable=False),
        sa.Column("map", sa.String(10), nullable=False),
        sa.Column("heart_rate", sa.String(10), nullable=False),
    )
    op.create_table(
        "consents",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("channel", sa.String(10), primary_key=True),
        sa.Column("purpose", sa.String(10), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("wording", sa.String(40), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("at", Instant, nullable=False),
    )


def downgrade() -> None:
    for table in ("consents", "preferences"):
        op.drop_table(table)
