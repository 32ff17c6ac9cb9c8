"""The activity log, statistics and feedback."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("doing", sa.String(40), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("amount", sa.Integer, nullable=False),
    )
    op.create_index("activities_user_id", "activities", ["user_id", "id"])
    op.create_index("activities_user_id_at", "activities", ["user_id", "at"])
    op.create_table(
        "statistics",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("figures", sa.Text),
    )
    op.create_index("statistics_user_id", "statistics", ["user_id"])
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_at", Instant, nullable=False),
        sa.Column("resolution", sa.String(20)),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.Uuid),
        sa.Column("answered_at", Instant),
    )
    op.create_index("feedback_user_id", "feedback", ["user_id", "id"])


def downgrade() -> None:
    for table in ("feedback", "statistics", "activities"):
        op.drop_table(table)
