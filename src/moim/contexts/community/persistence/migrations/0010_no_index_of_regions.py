"""A page of a region is read in the order it is shown in: no plan took the index over regions.

Since a province has its districts' posts too, a region is a beginning and no longer one value.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("posts_of_region", table_name="posts")


def downgrade() -> None:
    op.create_index("posts_of_region", "posts", ["board", "region", "visible", "listed_at", "id"])
