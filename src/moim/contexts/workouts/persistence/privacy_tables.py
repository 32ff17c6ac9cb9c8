"""The tables of privacy: zones, the past that is being cut anew, who asked to see, and links."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

privacy_zones = Table(
    "privacy_zones",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("privacy_zones_of_user", "user_id", "id"),
)
"""Where each is, how large, and what it is called lie under the key of its owner."""

recuts = Table(
    "recuts",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("request_id", Uuid, nullable=False),
    Column("circles", JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("after", Uuid),
)
"""Whose past is being told anew after a change of zones, and how far it is."""

share_requests = Table(
    "share_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("asker_id", Uuid, nullable=False),
    Column("place", String(60)),
    Column("state", String(10), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("map", Boolean, nullable=False),
    Column("heart_rate", Boolean, nullable=False),
    Index("share_requests_of_owner", "user_id", "id"),
    Index("share_requests_of_asker", "asker_id", "id"),
    Index("share_requests_of_workout", "workout_id", "asker_id"),
)

share_links = Table(
    "share_links",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("map", Boolean, nullable=False),
    Column("heart_rate", Boolean, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Index("share_links_by_token", "token_hash", unique=True),
    Index("share_links_of_workout", "workout_id", "id"),
    Index("share_links_of_user", "user_id"),
)
