"""The tables of accounts at device makers."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

user_keys = Table(
    "user_keys",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("provider", String(12), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("their_hash", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("connected_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("synced_at", Instant),
    Index("connections_by_theirs", "provider", "their_hash", unique=True),
)

connection_tries = Table(
    "connection_tries",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("browser_hash", LargeBinary, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("provider", String(12), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("connection_tries_expires_at", "expires_at"),
)

provider_notices = Table(
    "provider_notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("provider", String(12), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("what", String(2000), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Instant, nullable=False),
    Index("provider_notices_once", "user_id", "provider", "external_id", unique=True),
    Index("provider_notices_due", "due"),
)
