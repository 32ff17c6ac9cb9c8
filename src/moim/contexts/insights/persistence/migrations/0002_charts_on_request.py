"""Charts with a state, their shares and protection, templates, preferences, facts and analyses."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("viewers") as batch:
        batch.add_column(sa.Column("photo_key", sa.String(length=128)))
        batch.add_column(sa.Column("device", sa.String(length=24)))
    op.execute("DELETE FROM charts WHERE data IS NULL")  # asked for by a program that is gone
    with op.batch_alter_table("charts") as batch:
        batch.alter_column("kind", type_=sa.String(length=24), existing_nullable=False)
        batch.add_column(sa.Column("subject", sa.String(length=60)))
        batch.add_column(sa.Column("filters", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("sorting", sa.String(length=41)))
        batch.add_column(_false("live"))
        batch.add_column(
            sa.Column("state", sa.String(length=9), nullable=False, server_default="ready")
        )
        batch.add_column(sa.Column("progress", sa.Float(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("error", sa.String(length=40)))
        batch.add_column(sa.Column("format_wanted", sa.String(length=4)))
        batch.add_column(_false("repairing"))
    sports = sa.table("charts", sa.column("sport", sa.String), sa.column("filters", sa.JSON))
    connection = op.get_bind()
    for (sport,) in connection.execute(sa.select(sports.c.sport).distinct()).all():
        if sport is not None:
            connection.execute(
                sa.update(sports).where(sports.c.sport == sport).values(filters={"sport": sport})
            )
    with op.batch_alter_table("charts") as batch:
        batch.drop_column("sport")
    op.create_index("charts_under_way", "charts", ["state", "id"], unique=False)
    op.create_table(
        "analysed_workouts",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.Column("load", sa.Float(), nullable=True),
        sa.Column("zones_s", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("analysed_of_viewer", "analysed_workouts", ["user_id"], unique=False)
    op.create_table(
        "chart_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chart_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("share_by_token", "chart_shares", ["token_hash"], unique=True)
    op.create_index("shares_of_viewer", "chart_shares", ["user_id", "chart_id", "id"], unique=False)
    op.create_table(
        "efforts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("elapsed_s", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "distance_m", "workout_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("efforts_of_workout", "efforts", ["workout_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("facts_counted", "facts", ["subject", "series", "day", "name"], unique=False)
    op.create_index("facts_of_person", "facts", ["user_id"], unique=False)
    op.create_table(
        "improvements",
        sa.Column("feedback_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("feedback_id"),
    )
    op.create_index(
        "improvements_of_viewer", "improvements", ["user_id", "feedback_id"], unique=False
    )
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "protections",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("paused_until", Instant, nullable=True),
        sa.Column("careful_since", Instant, nullable=True),
        sa.Column("careful_until", Instant, nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("chart_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("answered_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("questions_of_viewer", "questions", ["user_id", "id"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "series", "day", "name"),
        sqlite_with_rowid=False,
    )
    op.create_index("tallies_of_person", "tallies", ["user_id"], unique=False)
    op.create_table(
        "template_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("template_shares_from", "template_shares", ["user_id", "id"], unique=False)
    op.create_index("template_shares_to", "template_shares", ["to_user_id", "id"], unique=False)
    op.create_table(
        "templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("saved_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("templates_of_viewer", "templates", ["user_id", "id"], unique=False)
    op.create_table(
        "trails",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("trails_of_viewer", "trails", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("trails")
    op.drop_table("templates")
    op.drop_table("template_shares")
    op.drop_table("tallies")
    op.drop_table("questions")
    op.drop_table("protections")
    op.drop_table("preferences")
    op.drop_table("improvements")
    op.drop_table("facts")
    op.drop_table("efforts")
    op.drop_table("chart_shares")
    op.drop_table("analysed_workouts")
    op.drop_index("charts_under_way", table_name="charts")
    with op.batch_alter_table("charts") as batch:
        for name in ADDED:
            batch.drop_column(name)
        batch.add_column(sa.Column("sport", sa.String(length=24)))
    with op.batch_alter_table("viewers") as batch:
        batch.drop_column("device")
        batch.drop_column("photo_key")


ADDED = (
    "subject",
    "filters",
    "sorting",
    "live",
    "state",
    "progress",
    "error",
    "format_wanted",
    "repairing",
)


def _false(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
