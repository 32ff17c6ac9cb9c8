"""Which reviews wait for a decision, and which were never decided before a ranking was final."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ADDED = ("lapsed", "is_open")
OVER = ("closed", "final")


def upgrade() -> None:
    with op.batch_alter_table("reviews") as batch:
        for name in ADDED:
            batch.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch.add_column(sa.Column("value_before", sa.Float()))
    _note_the_open()
    with op.batch_alter_table("reviews") as batch:
        for name in ADDED:
            batch.alter_column(name, server_default=None, existing_type=sa.Boolean())
    op.create_index("reviews_open", "reviews", ["is_open", "challenge_id", "id"])
    op.create_index("reviews_by_state", "reviews", ["is_open", "id"])


def downgrade() -> None:
    for index in ("reviews_by_state", "reviews_open"):
        op.drop_index(index, table_name="reviews")
    with op.batch_alter_table("reviews") as batch:
        for name in ("value_before", *reversed(ADDED)):
            batch.drop_column(name)


def _note_the_open() -> None:
    """Those of challenges that are over can be decided no more: they lapsed."""
    reviews = sa.table(
        "reviews",
        *(sa.column(name, sa.Boolean()) for name in ("settled", *ADDED)),
        *(sa.column(name) for name in ("challenge_id", "decision", "appeal")),
    )
    challenges = sa.table("challenges", sa.column("id"), sa.column("state"))
    over = sa.select(challenges.c.id).where(challenges.c.state.in_(OVER))
    r = reviews.c
    waits = sa.or_(r.decision.is_(None), sa.and_(r.appeal.is_not(None), r.settled.is_(sa.false())))
    is_over = r.challenge_id.in_(over)
    op.execute(sa.update(reviews).where(waits, is_over).values(lapsed=sa.true()))
    op.execute(sa.update(reviews).where(waits, sa.not_(is_over)).values(is_open=sa.true()))
