"""Identities at other providers."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("provider", sa.String(10), primary_key=True),
        sa.Column("subject_hash", sa.LargeBinary, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("linked_at", Instant, nullable=False),
    )
    op.create_index("identities_user_id", "identities", ["user_id", "provider"], unique=True)
    op.create_table(
        "oauth_tries",
        sa.Column("state_hash", sa.LargeBinary, primary_key=True),
        sa.Column("browser_hash", sa.LargeBinary, nullable=False),
        sa.Column("provider", sa.String(10), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("nonce", sa.String(128), nullable=False),
        sa.Column("user_id", sa.Uuid),
        sa.Column("expires_at", Instant, nullable=False),
    )
    op.create_index("oauth_tries_expires_at", "oauth_tries", ["expires_at"])
    op.create_table(
        "oauth_tickets",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("provider", sa.String(10), nullable=False),
        sa.Column("subject_hash", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
    )
    op.create_index("oauth_tickets_expires_at", "oauth_tickets", ["expires_at"])


def downgrade() -> None:
    for table in ("oauth_tickets", "oauth_tries", "identities"):
        op.drop_table(table)
