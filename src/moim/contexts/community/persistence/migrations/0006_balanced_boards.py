"""Where a post stands on the page of all boards; snapshots are made anew every five minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_anew("everywhere", sa.Column("everywhere", sa.Float, nullable=False))


def downgrade() -> None:
    _make_anew("hot")


def _make_anew(ordered_by: str, *more: sa.Column[float]) -> None:
    op.drop_index("hot_places_of_all", table_name="hot_places")
    op.drop_table("hot_places")
    op.create_table(
        "hot_places",
        sa.Column("snapshot", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("hot", sa.Float, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        *more,
        sa.PrimaryKeyConstraint("snapshot", "board", "hot", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "hot_places_of_all", "hot_places", ["snapshot", ordered_by, "post_id"], unique=False
    )
