"""The tables of insights."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
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
    Column("kind", String(12), nullable=False),
    Column("format", String(4), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("sport", String(24)),
    Column("data", JSON(none_as_null=True)),
    Column("as_of", Instant),
    Index("charts_of_viewer", "user_id", "id"),
)
