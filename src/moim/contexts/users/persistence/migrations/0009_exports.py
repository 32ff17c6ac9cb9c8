"""Exports of everything kept of somebody."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("touched_at", Instant, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("blob_key", sa.String(64)),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("secret", sa.LargeBinary),
        sa.Column("expires_at", Instant),
    )
    op.create_index("exports_state", "exports", ["state", "asked_at"])


def downgrade() -> None:
    op.drop_table("exports")
