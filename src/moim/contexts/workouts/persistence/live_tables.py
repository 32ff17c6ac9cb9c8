"""The tables of live sessions."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    text,
)

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

UNFINISHED = text("state != 'ended'")

live_sessions = Table(
    "live_sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("pauses_ms", JSON, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("gaps", JSON, nullable=False),
    Column("points", Integer, nullable=False),
    Column("distance_cm", BigInteger, nullable=False),
    Column("latest", LargeBinary),
    Column("workout_id", Uuid),
    Index("live_sessions_of_user", "user_id", "id"),
    Index(
        "live_sessions_unfinished",
        "state",
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    ),
)

live_batches = Table(
    "live_batches",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("points", LargeBinary, nullable=False),
)
