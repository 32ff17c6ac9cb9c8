"""The hot list as it stood when it was reckoned, a few times over."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hot_places",
        sa.Column("snapshot", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("hot", sa.Float, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "board", "hot", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("hot_places_of_all", "hot_places", ["snapshot", "hot", "post_id"], unique=False)


def downgrade() -> None:
    op.drop_index("hot_places_of_all", table_name="hot_places")
    op.drop_table("hot_places")
