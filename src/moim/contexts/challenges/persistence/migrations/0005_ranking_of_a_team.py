"""The members of a team in the order of the ranking."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_A_TEAM = sa.text("team IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "entries_of_team",
        "entries",
        ["challenge_id", "team", "place"],
        sqlite_where=IN_A_TEAM,
        postgresql_where=IN_A_TEAM,
    )


def downgrade() -> None:
    op.drop_index("entries_of_team", table_name="entries")
