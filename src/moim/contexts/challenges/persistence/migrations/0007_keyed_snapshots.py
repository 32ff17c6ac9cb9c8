"""Secrets that key the lines of stored rankings; those stored before name ids, and are replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot_secrets",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
    )
    keyed = sa.Column("is_keyed", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("snapshots", keyed)
    _store_anew()


def downgrade() -> None:
    with op.batch_alter_table("snapshots") as batch:
        batch.drop_column("is_keyed")
    op.drop_table("snapshot_secrets")


def _store_anew() -> None:
    """An empty ranking names nobody; of the others, today's is stored again."""
    snapshots = sa.table("snapshots", sa.column("ranked"), sa.column("is_keyed"))
    op.execute(sa.update(snapshots).where(snapshots.c.ranked == 0).values(is_keyed=sa.true()))
    boards = sa.table("boards", sa.column("snapshot_day"))
    op.execute(sa.update(boards).values(snapshot_day=None))
