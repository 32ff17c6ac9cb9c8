"""Places are compared, not told: whoever is overtaken stands where they are.

Nobody has a place before the ranking is told next.
"""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("places") as places:
        places.drop_index("places_by_rank")
        places.drop_column("rank")
        places.add_column(sa.Column("behind", sa.BigInteger(), nullable=True))
        places.add_column(sa.Column("reached_at", Instant(), nullable=True))
        places.create_index(
            "places_in_order", ["challenge_id", "inside", "behind", "reached_at", "user_id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("places") as places:
        places.drop_index("places_in_order")
        places.drop_column("reached_at")
        places.drop_column("behind")
        places.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        places.create_index("places_by_rank", ["challenge_id", "inside", "rank"])
