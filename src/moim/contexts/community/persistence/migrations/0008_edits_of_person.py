"""How often somebody edited today."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("edits_of_person", "post_edits", ["by", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("edits_of_person", table_name="post_edits")
