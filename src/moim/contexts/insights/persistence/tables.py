"""The tables of insights."""

from sqlalchemy import (
    JSON,
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
)

from moim.platform.columns import Instant
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

viewers = Table(
    "viewers",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("timezone", String(64), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("nickname", String(64)),
    Column("photo_key", String(128)),
    Column("device", String(24)),
    Column("left", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("refreshed_at", Instant),
)

counted_workouts = Table(
    "counted_workouts",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("moving_s", Float, nullable=False),
    Column("elevation_gain_m", Float, nullable=False),
    Column("told_at", Instant, nullable=False),
    Index("counted_by_day", "user_id", "day", "sport"),
    Index("counted_by_telling", "user_id", "told_at"),
)

gone_workouts = Table(
    "gone_workouts",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Index("gone_of_viewer", "user_id"),
)

days = Table(
    "days",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("sport", String(24), primary_key=True),
    Column("workouts", Integer, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("moving_s", Float, nullable=False),
    Column("elevation_gain_m", Float, nullable=False),
    sqlite_with_rowid=False,
)

shown_goals = Table(
    "shown_goals",
    metadata,
    Column("goal_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("metric", String(12), nullable=False),
    Column("sport", String(24)),
    Column("period", String(8), nullable=False),
    Column("target", Float, nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Index("goals_of_viewer", "user_id", "goal_id"),
)

goal_days = Table(
    "goal_days",
    metadata,
    Column("goal_id", Uuid, primary_key=True),
    Column("reached_at", Instant, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Index("goal_days_of_viewer", "user_id", "day"),
)

cards = Table(
    "cards",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Column("workout_id", Uuid),
    Index("cards_of_viewer", "user_id", "started_at"),
)

charts = Table(
    "charts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("format", String(4), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("subject", String(60)),
    Column("filters", JSON, nullable=False),
    Column("sorting", String(41)),
    Column("live", Boolean, nullable=False),
    Column("state", String(9), nullable=False),
    Column("progress", Float, nullable=False),
    Column("error", String(40)),
    Column("format_wanted", String(4)),
    Column("repairing", Boolean, nullable=False),
    Column("data", JSON(none_as_null=True)),
    Column("as_of", Instant),
    Index("charts_of_viewer", "user_id", "id"),
    Index("charts_under_way", "state", "id"),
)

chart_shares = Table(
    "chart_shares",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("chart_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("audience", String(60), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("share_by_token", "token_hash", unique=True),
    Index("shares_of_viewer", "user_id", "chart_id", "id"),
)

protections = Table(
    "protections",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("verified", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("paused_until", Instant),
    Column("careful_since", Instant),
    Column("careful_until", Instant),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", String(60), nullable=False),
    Column("series", String(40), nullable=False),
    Column("name", String(60), nullable=False),
    Column("at", Instant, nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Float, nullable=False),
    Column("user_id", Uuid),
    Index("facts_counted", "subject", "series", "day", "name"),
    Index("facts_of_person", "user_id"),
)

tallies = Table(
    "tallies",
    metadata,
    Column("subject", String(60), primary_key=True),
    Column("series", String(40), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("total", Float, nullable=False),
    Column("user_id", Uuid),
    Index("tallies_of_person", "user_id"),
    sqlite_with_rowid=False,
)

analysed_workouts = Table(
    "analysed_workouts",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("tables", JSON, nullable=False),
    Column("load", Float),
    Column("zones_s", JSON, nullable=False),
    Index("analysed_of_viewer", "user_id"),
)

efforts = Table(
    "efforts",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("distance_m", Integer, primary_key=True),
    Column("workout_id", Uuid, primary_key=True),
    Column("elapsed_s", Float, nullable=False),
    Index("efforts_of_workout", "workout_id"),
    sqlite_with_rowid=False,
)

trails = Table(
    "trails",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("points", LargeBinary, nullable=False),
    Index("trails_of_viewer", "user_id"),
)

templates = Table(
    "templates",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(60), nullable=False),
    Column("design", JSON, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Index("templates_of_viewer", "user_id", "id"),
)

template_shares = Table(
    "template_shares",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("template_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("to_user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(60), nullable=False),
    Column("design", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(8), nullable=False),
    Index("template_shares_to", "to_user_id", "id"),
    Index("template_shares_from", "user_id", "id"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("chosen", JSON, nullable=False),
)

improvements = Table(
    "improvements",
    metadata,
    Column("feedback_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("subject_id", Uuid),
    Column("opened_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("answered_at", Instant),
    Index("improvements_of_viewer", "user_id", "feedback_id"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("chart_id", Uuid),
    Column("asked_at", Instant, nullable=False),
    Column("useful", Boolean),
    Column("answered_at", Instant),
    Index("questions_of_viewer", "user_id", "id"),
)
