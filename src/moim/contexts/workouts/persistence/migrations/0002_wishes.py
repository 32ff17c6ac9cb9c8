"""What the owner wishes of a recording (a part of it, no track), and originals that may go."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("verdict IS NULL")


def of_workouts() -> list[sa.Column[Any]]:
    return [
        sa.Column("outing_starts_at", Instant, nullable=True),
        sa.Column("outing_ends_at", Instant, nullable=True),
        sa.Column("crop_starts_at", Instant, nullable=True),
        sa.Column("crop_ends_at", Instant, nullable=True),
        sa.Column("track_removed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=True),
    ]


def upgrade() -> None:
    for column in of_workouts():
        op.add_column("workouts", column)
    op.drop_index("workouts_of_import", "workouts")
    op.add_column("tracks", sa.Column("course", sa.LargeBinary(), nullable=True))
    op.drop_index("sources_by_content", "sources")
    op.create_index("sources_by_content", "sources", ["user_id", "sha256", "position"], unique=True)
    op.create_index("sources_of_original", "sources", ["sha256"])
    op.drop_index("imports_of_user", "imports")
    op.create_index("imports_of_user", "imports", ["user_id", "id"])
    op.drop_index("import_files_by_verdict", "import_files")
    op.create_index(
        "import_files_waiting",
        "import_files",
        ["id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("import_files_of_original", "import_files", ["sha256"])
    op.create_table(
        "unwanted_originals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("unwanted_originals_at", "unwanted_originals", ["at"])


def downgrade() -> None:
    op.drop_table("unwanted_originals")
    op.drop_index("import_files_of_original", "import_files")
    op.drop_index("import_files_waiting", "import_files")
    op.create_index("import_files_by_verdict", "import_files", ["verdict"])
    op.drop_index("imports_of_user", "imports")
    op.create_index("imports_of_user", "imports", ["user_id", "started_at"])
    op.drop_index("sources_of_original", "sources")
    op.drop_index("sources_by_content", "sources")
    op.create_index("sources_by_content", "sources", ["user_id", "sha256"])
    op.drop_column("tracks", "course")
    op.create_index("workouts_of_import", "workouts", ["import_id"])
    for column in reversed(of_workouts()):
        op.drop_column("workouts", column.name)
