"""Whether a result that counts is looked at: said by an entry, as its ranking shows it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    doubt = sa.Column("in_doubt", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("entries", doubt)
    _mark_doubted()


def downgrade() -> None:
    with op.batch_alter_table("entries") as batch:
        batch.drop_column("in_doubt")


def _mark_doubted() -> None:
    """Of what was measured; a typed result that was doubted counts again once it is decided."""
    names = ("challenge_id", "user_id", "in_doubt")
    entries = sa.table("entries", *map(sa.column, names))
    results = sa.table(
        "results", *map(sa.column, ("challenge_id", "user_id", "workout_id", "state"))
    )
    doubted = sa.exists().where(
        results.c.challenge_id == entries.c.challenge_id,
        results.c.user_id == entries.c.user_id,
        results.c.workout_id.is_not(None),
        results.c.state == "review",
    )
    op.execute(sa.update(entries).where(doubted).values(in_doubt=sa.true()))
