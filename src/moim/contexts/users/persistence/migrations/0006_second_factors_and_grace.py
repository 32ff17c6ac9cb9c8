"""Second factors, and a week to change one's mind about leaving."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("confirmed_at", Instant),
        sa.Column("used_step", sa.BigInteger, nullable=False),
        sa.Column("recovery", sa.LargeBinary, nullable=False),
    )
    op.add_column("users", sa.Column("leaves_at", Instant))


def downgrade() -> None:
    op.drop_column("users", "leaves_at")
    op.drop_table("second_factors")
