"""Who looks after which board."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_moderators",
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("board", "user_id"),
    )
    op.create_index("boards_looked_after_by", "board_moderators", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index("boards_looked_after_by", table_name="board_moderators")
    op.drop_table("board_moderators")
