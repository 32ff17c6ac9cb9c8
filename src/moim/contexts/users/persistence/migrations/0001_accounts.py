"""Accounts, their keys, sessions and failed attempts."""

import sqlalchemy as sa
from alembic import op

from moim.platform import mailbox_revisions
from moim.platform.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    mailbox_revisions.create_first()
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("email", sa.LargeBinary),
        sa.Column("email_index", sa.LargeBinary, unique=True),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("nickname", sa.String(80)),
        sa.Column("nickname_key", sa.String(200), unique=True),
        sa.Column("locale", sa.String(20)),
        sa.Column("timezone", sa.String(64)),
        sa.Column("preferred_device", sa.String(20)),
        sa.Column("region", sa.String(40)),
        sa.Column("region_public", sa.Boolean),
        sa.Column("bio", sa.String(500)),
        sa.Column("name", sa.LargeBinary),
        sa.Column("birth_year", sa.LargeBinary),
        sa.Column("gender", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.Column("roles", sa.String(100), nullable=False),
        sa.Column("joined_at", Instant, nullable=False),
        sa.Column("email_verified_at", Instant),
        sa.Column("health_consent_at", Instant),
        sa.Column("lock_reason", sa.String(30)),
        sa.Column("lock_until", Instant),
        sa.Column("verification_link", sa.Uuid, unique=True),
        sa.Column("verification_expires_at", Instant),
        sa.Column("reset_link", sa.Uuid, unique=True),
        sa.Column("reset_expires_at", Instant),
        sa.Column("closed_at", Instant),
    )
    op.create_index("users_lock_reason", "users", ["lock_reason"])
    op.create_index("users_closed_at", "users", ["closed_at"])
    op.create_table(
        "user_keys",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "founding",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("device_label", sa.String(80)),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("end_reason", sa.String(30)),
    )
    op.create_index("sessions_user_id", "sessions", ["user_id", "used_at"])
    op.create_index("sessions_ended_at", "sessions", ["ended_at"])
    op.create_table(
        "attempts",
        sa.Column("email_index", sa.LargeBinary, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("failures", sa.LargeBinary, nullable=False),
        sa.Column("locked_until", Instant),
        sa.Column("forgettable_at", Instant, nullable=False),
    )
    op.create_index("attempts_forgettable_at", "attempts", ["forgettable_at"])


def downgrade() -> None:
    for table in ("attempts", "sessions", "founding", "user_keys", "users"):
        op.drop_table(table)
    mailbox_revisions.drop_first()
