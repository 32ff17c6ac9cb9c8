"""Numbers that wait for their code. An address is kept only once it is proved."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_claims",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("code_hash", sa.LargeBinary, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.drop_column("subscriptions", "confirmed")


def downgrade() -> None:
    confirmed = sa.Column("confirmed", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("subscriptions", confirmed)
    op.drop_table("phone_claims")
