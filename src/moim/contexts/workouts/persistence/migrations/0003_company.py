"""Company: signatures and their minutes, pairs, groups, consents; nicknames to show it by."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("athletes", sa.Column("nickname", sa.String(length=80), nullable=True))
    op.create_table(
        "signatures",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("first_minute", sa.Integer(), nullable=False),
        sa.Column("last_minute", sa.Integer(), nullable=False),
        sa.Column("trace", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("signatures_of_workout", "signatures", ["workout_id"], unique=True)
    op.create_index("signatures_of_user", "signatures", ["user_id"])
    op.create_table(
        "minute_cells",
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "cell", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("minute_cells_of_signature", "minute_cells", ["number"])
    op.create_table(
        "crowded_cells",
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "cell"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "company_tasks",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("company_tasks_by_request", "company_tasks", ["request_id"])
    op.create_table(
        "pairs",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("other_share", sa.Float(), nullable=False),
        sa.Column("near_s", sa.Float(), nullable=False),
        sa.Column("longest_s", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id", "other_id"),
    )
    op.create_table(
        "group_members",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("group_members_of_group", "group_members", ["group_id"])
    op.create_index("group_members_of_user", "group_members", ["user_id", "group_id"])
    op.create_table(
        "company_consents",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("consent", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "left_company",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("left_company_of_user", "left_company", ["user_id"])
    # What is there already is looked at too, the oldest first.
    op.execute(
        "INSERT INTO company_tasks (workout_id, user_id, request_id) "
        "SELECT w.id, w.user_id, w.id FROM workouts w WHERE w.points IS NOT NULL"
    )


def downgrade() -> None:
    for name in (
        "left_company",
        "company_consents",
        "group_members",
        "pairs",
        "company_tasks",
        "crowded_cells",
        "minute_cells",
        "signatures",
    ):
        op.drop_table(name)
    op.drop_column("athletes", "nickname")
