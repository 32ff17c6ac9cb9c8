"""People, workouts, challenges with entries, results and rankings, and what stands beside them."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - as long as the list of tables
    create_first()
    op.create_table(
        "active_days",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("challenge_id", "day", "user_id"),
    )
    op.create_index("active_days_of_user", "active_days", ["user_id"], unique=False)
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(length=60), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "activities_of_entry", "activities", ["user_id", "challenge_id", "id"], unique=False
    )
    op.create_table(
        "blocks",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("low", sa.LargeBinary(length=32), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "low"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "boards",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("entrants", sa.Integer(), nullable=False),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("told_at", Instant, nullable=True),
        sa.Column("top", sa.JSON(), nullable=False),
        sa.Column("goal_at", Instant, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("snapshot_day", sa.Date(), nullable=True),
        sa.Column("asked_feedback_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("challenge_id"),
    )
    op.create_index("boards_told", "boards", ["told_at"], unique=False)
    op.create_table(
        "challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("metric", sa.String(length=12), nullable=False),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("club_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("age_group", sa.String(length=8), nullable=True),
        sa.Column("gender", sa.String(length=8), nullable=True),
        sa.Column("prize", sa.Boolean(), nullable=False),
        sa.Column("by_team", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("grace_s", sa.Integer(), nullable=False),
        sa.Column("entrants_max", sa.Integer(), nullable=True),
        sa.Column("invitation", sa.String(length=32), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("final_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "challenges_by_state", "challenges", ["visibility", "state", "id"], unique=False
    )
    op.create_index("challenges_of_organiser", "challenges", ["organiser_id", "id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("joined_at", Instant, nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("team", sa.String(length=40), nullable=True),
        sa.Column("age_group", sa.String(length=8), nullable=True),
        sa.Column("gender", sa.String(length=8), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("reached_at", Instant, nullable=True),
        sa.Column("place", sa.LargeBinary(length=32), nullable=True),
        sa.Column("live", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("goal", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("rank_told", sa.Integer(), nullable=True),
        sa.Column("day_rank", sa.Integer(), nullable=True),
        sa.Column("finished_at", Instant, nullable=True),
        sa.Column("overtaken_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("challenge_id", "user_id"),
    )
    op.create_index("entries_of_user", "entries", ["user_id", "challenge_id"], unique=False)
    op.create_table(
        "feed",
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("share_id", "challenge_id"),
    )
    op.create_index("feed_of_asker", "feed", ["asked_by", "challenge_id"], unique=False)
    op.create_index(
        "feed_of_challenge", "feed", ["challenge_id", "state", "share_id"], unique=False
    )
    op.create_index("feed_of_user", "feed", ["user_id"], unique=False)
    op.create_index("feed_of_workout", "feed", ["workout_id"], unique=False)
    op.create_table(
        "feedback_answers",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("request_id", "user_id"),
    )
    op.create_index("feedback_answers_of_user", "feedback_answers", ["user_id"], unique=False)
    op.create_table(
        "feedback_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "feedback_requests_of_challenge", "feedback_requests", ["challenge_id", "id"], unique=False
    )
    op.create_table(
        "goals",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("achieved_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("goal_id"),
    )
    op.create_index("goals_of_user", "goals", ["user_id"], unique=False)
    op.create_table(
        "improvements",
        sa.Column("feedback_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("closed_at", Instant, nullable=True),
        sa.Column("resolution", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("feedback_id"),
    )
    op.create_index(
        "improvements_of_challenge", "improvements", ["challenge_id", "feedback_id"], unique=False
    )
    op.create_index("improvements_of_user", "improvements", ["user_id"], unique=False)
    op.create_table(
        "inspections",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("inspections_asked", "inspections", ["asked_at"], unique=False)
    op.create_index("inspections_of_user", "inspections", ["user_id"], unique=False)
    op.create_table(
        "moved",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("was", sa.LargeBinary(length=32), nullable=True),
        sa.PrimaryKeyConstraint("challenge_id", "user_id"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "notices_of_challenge", "notices", ["challenge_id", "kind", "user_id"], unique=False
    )
    op.create_index("notices_of_user", "notices", ["user_id", "id"], unique=False)
    op.create_table(
        "people",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("nickname", sa.String(length=80), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("eligibility", sa.String(length=8), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("shares_after", Instant, nullable=True),
        sa.Column("protected_until", Instant, nullable=True),
        sa.Column("held_until", Instant, nullable=True),
        sa.Column("invited_at", Instant, nullable=True),
        sa.Column("wants", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "prompts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("prompts_of_user", "prompts", ["user_id", "id"], unique=False)
    op.create_index("prompts_of_workout", "prompts", ["workout_id"], unique=False)
    op.create_table(
        "result_lines",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("before", sa.Float(), nullable=False),
        sa.Column("after", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "result_lines_of_entry", "result_lines", ["user_id", "challenge_id", "seq"], unique=False
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("submitted_at", Instant, nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("results_of_challenge", "results", ["challenge_id", "id"], unique=False)
    op.create_index("results_of_entry", "results", ["user_id", "challenge_id", "id"], unique=False)
    op.create_index("results_of_workout", "results", ["workout_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("appeal", sa.String(length=500), nullable=True),
        sa.Column("appealed_at", Instant, nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reviews_of_challenge", "reviews", ["challenge_id", "id"], unique=False)
    op.create_index("reviews_of_result", "reviews", ["result_id", "id"], unique=False)
    op.create_index("reviews_of_user", "reviews", ["user_id"], unique=False)
    op.create_table(
        "sections",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("sections_of_user", "sections", ["user_id", "kind", "subject_id"], unique=False)
    op.create_table(
        "shares",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("shares_of_user", "shares", ["user_id", "challenge_id"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("taken_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("challenge_id", "day"),
    )
    op.create_table(
        "standings",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("board_id", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statistics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("stats", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statistics_of_user", "statistics", ["user_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("after", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tasks_of_challenge", "tasks", ["challenge_id", "kind"], unique=False)
    op.create_table(
        "teams",
        sa.Column("challenge_id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("challenge_id", "team"),
    )
    op.create_index("teams_by_points", "teams", ["challenge_id", "points", "team"], unique=False)
    op.create_table(
        "workouts",
        sa.Column("workout_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("efforts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("trace", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("workouts_of_trace", "workouts", ["trace"], unique=False)
    op.create_index("workouts_of_user", "workouts", ["user_id", "started_at"], unique=False)


def downgrade() -> None:
    for table in (
        "active_days",
        "activities",
        "blocks",
        "boards",
        "challenges",
        "entries",
        "feed",
        "feedback_answers",
        "feedback_requests",
        "goals",
        "improvements",
        "inspections",
        "moved",
        "notices",
        "people",
        "prompts",
        "result_lines",
        "results",
        "reviews",
        "sections",
        "shares",
        "snapshots",
        "standings",
        "statistics",
        "tasks",
        "teams",
        "workouts",
    ):
        op.drop_table(table)
    drop_first()
