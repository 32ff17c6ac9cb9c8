"""Profile photos."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("photo_key", sa.String(64)))
    op.create_index("users_photo_key", "users", ["photo_key"])


def downgrade() -> None:
    op.drop_index("users_photo_key", "users")
    op.drop_column("users", "photo_key")
