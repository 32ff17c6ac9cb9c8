"""Whether a person shows the region; until that is told, nobody stands on a region's board."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("region_public", sa.Boolean))
    _leave_the_regions()


def downgrade() -> None:
    with op.batch_alter_table("people") as batch:
        batch.drop_column("region_public")


def _leave_the_regions() -> None:
    """Every board is a challenge's own, which has its id, or that of one of its regions."""
    entries = sa.table("entries", sa.column("region"))
    op.execute(sa.update(entries).where(entries.c.region.is_not(None)).values(region=None))
    challenges = sa.table("challenges", sa.column("id"))
    own = sa.select(challenges.c.id)
    for name in ("standings", "blocks"):
        table = sa.table(name, sa.column("board_id"))
        op.execute(sa.delete(table).where(table.c.board_id.not_in(own)))
