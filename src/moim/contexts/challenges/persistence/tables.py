"""The tables of challenges."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    false,
    text,
)

from moim.platform.columns import Instant, Sequence
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

people = Table(
    "people",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("nickname", String(80)),
    Column("region", String(40)),
    Column("region_public", Boolean),
    Column("timezone", String(64), nullable=False),
    Column("locale", String(20), nullable=False),
    Column("eligibility", String(8), nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("shares_after", Instant),
    Column("protected_until", Instant),
    Column("held_until", Instant),
    Column("invited_at", Instant),
    Column("wants", JSON, nullable=False),
)

workouts = Table(
    "workouts",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("source", String(40), nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("efforts", JSON, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("trace", String(64)),
    Column("gathering", Uuid),
    Column("heard_at", Instant),
    Index("workouts_of_user", "user_id", "started_at"),
    Index("workouts_of_trace", "trace"),
)

inspections = Table(
    "inspections",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index("inspections_asked", "asked_at"),
    Index("inspections_of_user", "user_id"),
)

challenges = Table(
    "challenges",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("organiser_id", Uuid, nullable=False),
    Column("state", String(10), nullable=False),
    Column("title", String(80), nullable=False),
    Column("description", String(2000), nullable=False),
    Column("sport", String(24)),
    Column("kind", String(12), nullable=False),
    Column("metric", String(12), nullable=False),
    Column("distance_m", Float),
    Column("target", Float),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("visibility", String(10), nullable=False),
    Column("club_id", Uuid),
    Column("region", String(40)),
    Column("age_group", String(8)),
    Column("gender", String(8)),
    Column("prize", Boolean, nullable=False),
    Column("by_team", Boolean, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("grace_s", Integer, nullable=False),
    Column("entrants_max", Integer),
    Column("invitation", String(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("final_at", Instant),
    Column("settling_at", Instant),
    Index("challenges_by_state", "visibility", "state", "id"),
    Index("challenges_of_organiser", "organiser_id", "id"),
)

boards = Table(
    "boards",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("entrants", Integer, nullable=False),
    Column("ranked", Integer, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("telling", Boolean, nullable=False),
    Column("told_at", Instant),
    Column("top", JSON, nullable=False),
    Column("goal_at", Instant),
    Column("day", Date),
    Column("snapshot_day", Date),
    Column("asked_feedback_at", Instant),
    Index("boards_told", "told_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("region", String(40)),
    Column("team", String(40)),
    Column("age_group", String(8)),
    Column("gender", String(8)),
    Column("value", Float),
    Column("reached_at", Instant),
    Column("place", LargeBinary(32)),
    Column("live", JSON(none_as_null=True)),
    Column("goal", JSON(none_as_null=True)),
    Column("notices", JSON, nullable=False),
    Column("rank_told", Integer),
    Column("day_rank", Integer),
    Column("finished_at", Instant),
    Column("overtaken_at", Instant),
    Column("in_doubt", Boolean, nullable=False, server_default=false()),
    Index("entries_of_user", "user_id", "challenge_id"),
    Index(
        "entries_of_team",
        "challenge_id",
        "team",
        "place",
        sqlite_where=text("team IS NOT NULL"),
        postgresql_where=text("team IS NOT NULL"),
    ),
)

standings = Table(
    "standings",
    metadata,
    Column("board_id", Uuid, primary_key=True),
    Column("place", LargeBinary(32), primary_key=True),
    sqlite_with_rowid=False,
)
"""The order of a board: the key is the ranking itself, and the end of a place names its user."""

blocks = Table(
    "blocks",
    metadata,
    Column("board_id", Uuid, primary_key=True),
    Column("low", LargeBinary(32), primary_key=True),
    Column("held", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many places of a board lie from ``low`` to the next block: what makes a rank quick."""

moved = Table(
    "moved",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("was", LargeBinary(32)),
)

teams = Table(
    "teams",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("team", String(40), primary_key=True),
    Column("points", BigInteger, nullable=False),
    Column("members", Integer, nullable=False),
    Index("teams_by_points", "challenge_id", "points", "team"),
)

results = Table(
    "results",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("workout_id", Uuid),
    Column("value", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("note", String(500), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("decided", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("gathering", Uuid),
    Index("results_of_entry", "user_id", "challenge_id", "id"),
    Index("results_of_challenge", "challenge_id", "id"),
    Index("results_of_workout", "workout_id"),
)

result_lines = Table(
    "result_lines",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("result_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Column("before", Float, nullable=False),
    Column("after", Float, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("by", Uuid),
    Index("result_lines_of_entry", "user_id", "challenge_id", "seq"),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("challenge_id", Uuid, nullable=False),
    Column("result_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("asked_by", Uuid),
    Column("reason", String(60), nullable=False),
    Column("note", String(500), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decision", String(8)),
    Column("decided_by", Uuid),
    Column("decided_at", Instant),
    Column("answer", String(500), nullable=False),
    Column("appeal", String(500)),
    Column("appealed_at", Instant),
    Column("settled", Boolean, nullable=False),
    Column("lapsed", Boolean, nullable=False),
    Column("value_before", Float),
    Column("is_open", Boolean, nullable=False),
    Index("reviews_of_challenge", "challenge_id", "id"),
    Index("reviews_open", "is_open", "challenge_id", "id"),
    Index("reviews_by_state", "is_open", "id"),
    Index("reviews_of_result", "result_id", "id"),
    Index("reviews_of_user", "user_id"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("challenge_id", Uuid, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("data", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seen_at", Instant),
    Index("notices_of_user", "user_id", "id"),
    Index("notices_of_challenge", "challenge_id", "kind", "user_id"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("about", JSON, nullable=False),
    Column("after", LargeBinary(32), nullable=False),
    Column("count", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index("tasks_of_challenge", "challenge_id", "kind"),
)

shares = Table(
    "shares",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("shares_of_user", "user_id", "challenge_id"),
)

goals = Table(
    "goals",
    metadata,
    Column("goal_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("metric", String(40), nullable=False),
    Column("target", Float, nullable=False),
    Column("period", String(40), nullable=False),
    Column("achieved_at", Instant),
    Index("goals_of_user", "user_id"),
)

improvements = Table(
    "improvements",
    metadata,
    Column("feedback_id", Uuid, primary_key=True),
    Column("challenge_id", Uuid),
    Column("user_id", Uuid),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("resolution", String(20)),
    Index("improvements_of_challenge", "challenge_id", "feedback_id"),
    Index("improvements_of_user", "user_id"),
)

feedback_requests = Table(
    "feedback_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index("feedback_requests_of_challenge", "challenge_id", "id"),
)

feedback_answers = Table(
    "feedback_answers",
    metadata,
    Column("request_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("rating", Integer, nullable=False),
    Column("text", String(1000), nullable=False),
    Column("at", Instant, nullable=False),
    Index("feedback_answers_of_user", "user_id"),
)

statistics = Table(
    "statistics",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("stats", JSON(none_as_null=True)),
    Index("statistics_of_user", "user_id"),
)

sections = Table(
    "sections",
    metadata,
    Column("request_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("subject_id", Uuid),
    Column("figures", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Index("sections_of_user", "user_id", "kind", "subject_id"),
)
"""What was reckoned because another context asked: of a person's activity, or of a workout."""

activities = Table(
    "activities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("activity", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    Index("activities_of_entry", "user_id", "challenge_id", "id"),
)

active_days = Table(
    "active_days",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Index("active_days_of_user", "user_id"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("challenge_id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("kind", String(14), nullable=False),
    Column("share_id", Uuid),
    Column("at", Instant, nullable=False),
    Index("prompts_of_user", "user_id", "id"),
    Index("prompts_of_workout", "workout_id"),
)

feed = Table(
    "feed",
    metadata,
    Column("share_id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("asked_by", Uuid),
    Column("state", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Index("feed_of_challenge", "challenge_id", "state", "share_id"),
    Index("feed_of_asker", "asked_by", "challenge_id"),
    Index("feed_of_user", "user_id"),
    Index("feed_of_workout", "workout_id"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("ranked", Integer, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("is_keyed", Boolean, nullable=False, server_default=false()),
)
"""Those that are not keyed name entrants by their ids: an earlier version stored them."""

snapshot_secrets = Table(
    "snapshot_secrets",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("secret", LargeBinary(32), nullable=False),
)
"""What keys somebody's lines in stored rankings; without it nobody can tell whose they are."""
