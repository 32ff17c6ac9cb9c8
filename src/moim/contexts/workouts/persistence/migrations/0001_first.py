"""Workouts, tracks, sources, imports, goals, athletes and tasks."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_first()
    op.create_table(
        "athletes",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "goals",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=12), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("set_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("reached", sa.JSON(), nullable=False),
        sa.Column("past_aims", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("goals_of_user", "goals", ["user_id", "id"], unique=False)
    op.create_table(
        "import_files",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.Column("workout_ids", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("import_files_by_verdict", "import_files", ["verdict"], unique=False)
    op.create_index("import_files_of_import", "import_files", ["import_id", "id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("undone_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("imports_of_user", "imports", ["user_id", "started_at"], unique=False)
    op.create_table(
        "sources",
        sa.Column("workout_id", sa.Uuid, nullable=False),
        sa.Column("import_file_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("richness", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id", "import_file_id", "position"),
    )
    op.create_index("sources_by_content", "sources", ["user_id", "sha256"], unique=False)
    op.create_index("sources_of_import", "sources", ["import_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("workout_id", sa.Uuid, nullable=False),
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tracks",
        sa.Column("workout_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("samples", sa.LargeBinary(), nullable=True),
        sa.Column("derived", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("tracks_of_user", "tracks", ["user_id"], unique=False)
    op.create_table(
        "workouts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("elapsed_s", sa.Float(), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("timer_s", sa.Float(), nullable=True),
        sa.Column("moving_s", sa.Float(), nullable=True),
        sa.Column("elevation_gain_m", sa.Float(), nullable=True),
        sa.Column("elevation_loss_m", sa.Float(), nullable=True),
        sa.Column("heart_rate_avg_bpm", sa.Float(), nullable=True),
        sa.Column("heart_rate_max_bpm", sa.Float(), nullable=True),
        sa.Column("cadence_avg_spm", sa.Float(), nullable=True),
        sa.Column("power_avg_w", sa.Float(), nullable=True),
        sa.Column("speed_max_mps", sa.Float(), nullable=True),
        sa.Column("calories_kcal", sa.Float(), nullable=True),
        sa.Column("elevation_source", sa.String(length=12), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=True),
        sa.Column("partial", sa.String(length=40), nullable=True),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("import_id", sa.Uuid, nullable=True),
        sa.Column("derivation_version", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("bbox", sa.JSON(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.Column("first_lat", sa.Float(), nullable=True),
        sa.Column("first_lon", sa.Float(), nullable=True),
        sa.Column("last_lat", sa.Float(), nullable=True),
        sa.Column("last_lon", sa.Float(), nullable=True),
        sa.Column("richness", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("workouts_of_import", "workouts", ["import_id"], unique=False)
    op.create_index("workouts_of_user", "workouts", ["user_id", "started_at", "id"], unique=False)
    op.create_table(
        "zone_definitions",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("bounds_bpm", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "valid_from"),
    )


def downgrade() -> None:
    op.drop_table("zone_definitions")
    op.drop_index("workouts_of_user", table_name="workouts")
    op.drop_index("workouts_of_import", table_name="workouts")
    op.drop_table("workouts")
    op.drop_index("tracks_of_user", table_name="tracks")
    op.drop_table("tracks")
    op.drop_table("tasks")
    op.drop_index("sources_of_import", table_name="sources")
    op.drop_index("sources_by_content", table_name="sources")
    op.drop_table("sources")
    op.drop_index("imports_of_user", table_name="imports")
    op.drop_table("imports")
    op.drop_index("import_files_of_import", table_name="import_files")
    op.drop_index("import_files_by_verdict", table_name="import_files")
    op.drop_table("import_files")
    op.drop_index("goals_of_user", table_name="goals")
    op.drop_table("goals")
    op.drop_table("athletes")
    drop_first()
