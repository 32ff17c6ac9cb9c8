"""Personal tokens, and an index to find sessions that nobody used."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_tokens",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("scopes", sa.String(600), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant),
        sa.Column("used_at", Instant),
    )
    op.create_index("personal_tokens_user_id", "personal_tokens", ["user_id"])
    op.create_index("sessions_used_at", "sessions", ["used_at"])


def downgrade() -> None:
    op.drop_index("sessions_used_at", "sessions")
    op.drop_table("personal_tokens")
