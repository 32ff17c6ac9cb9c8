"""Accounts at device makers."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_keys",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "connections",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("provider", sa.String(12), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("their_hash", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("connected_at", Instant, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("synced_at", Instant),
    )
    op.create_index("connections_by_theirs", "connections", ["provider", "their_hash"], unique=True)
    op.create_table(
        "connection_tries",
        sa.Column("state_hash", sa.LargeBinary, primary_key=True),
        sa.Column("browser_hash", sa.LargeBinary, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("provider", sa.String(12), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
    )
    op.create_index("connection_tries_expires_at", "connection_tries", ["expires_at"])
    op.create_table(
        "provider_notices",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("provider", sa.String(12), nullable=False),
        sa.Column("external_id", sa.String(80), nullable=False),
        sa.Column("what", sa.String(2000), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", Instant, nullable=False),
    )
    op.create_index(
        "provider_notices_once",
        "provider_notices",
        ["user_id", "provider", "external_id"],
        unique=True,
    )
    op.create_index("provider_notices_due", "provider_notices", ["due"])


def downgrade() -> None:
    for table in ("provider_notices", "connection_tries", "connections", "user_keys"):
        op.drop_table(table)
