"""The tables of users. What ``LargeBinary`` holds of a person is encrypted under their key."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)

from moim.platform.columns import Instant
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("email", LargeBinary),
    Column("email_index", LargeBinary, unique=True),  # HMAC of the folded address
    Column("password_hash", String(200)),
    Column("nickname", String(80)),
    Column("nickname_key", String(200), unique=True),
    Column("locale", String(20)),
    Column("timezone", String(64)),
    Column("preferred_device", String(20)),
    Column("region", String(40)),
    Column("region_public", Boolean),
    Column("bio", String(500)),
    Column("photo_key", String(64)),
    Column("name", LargeBinary),
    Column("birth_year", LargeBinary),
    Column("gender", LargeBinary),
    Column("body", LargeBinary),
    Column("roles", String(100), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("email_verified_at", Instant),
    Column("health_consent_at", Instant),
    Column("lock_reason", String(30)),
    Column("lock_until", Instant),
    Column("verification_link", Uuid, unique=True),
    Column("verification_expires_at", Instant),
    Column("reset_link", Uuid, unique=True),
    Column("reset_expires_at", Instant),
    Column("leaves_at", Instant),
    Column("closed_at", Instant),
    Index("users_lock_reason", "lock_reason"),
    Index("users_closed_at", "closed_at"),
    Index("users_photo_key", "photo_key"),
)

# Apart from the accounts, so that destroying a key or wrapping all anew touches nothing else.
user_keys = Table(
    "user_keys",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

# One row for ever: who signed up first.
founding = Table(
    "founding",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("user_id", Uuid, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("device_label", String(80)),
    Column("method", String(20), nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("end_reason", String(30)),
    Index("sessions_user_id", "user_id", "used_at"),
    Index("sessions_ended_at", "ended_at"),
    Index("sessions_used_at", "used_at"),
)

personal_tokens = Table(
    "personal_tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("name", String(60), nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("scopes", String(600), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("used_at", Instant),
    Index("personal_tokens_user_id", "user_id"),
)

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("notifications", Text, nullable=False),  # JSON: topic, channel, whether wanted
    Column("workouts", String(10), nullable=False),
    Column("map", String(10), nullable=False),
    Column("heart_rate", String(10), nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("channel", String(10), primary_key=True),
    Column("purpose", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("granted", Boolean, nullable=False),
    Column("wording", String(40), nullable=False),
    Column("source", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)

activities = Table(
    "activities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("doing", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("subject_id", Uuid),
    Column("amount", Integer, nullable=False),
    Index("activities_user_id", "user_id", "id"),
    Index("activities_user_id_at", "user_id", "at"),
)

statistics = Table(
    "statistics",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("figures", Text),  # JSON: section, deed, how many; null until counted
    Index("statistics_user_id", "user_id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("topic", String(20), nullable=False),
    Column("subject_id", Uuid),
    Column("text", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("resolution", String(20)),
    Column("answer", Text),
    Column("answered_by", Uuid),
    Column("answered_at", Instant),
    Index("feedback_user_id", "user_id", "id"),
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("confirmed_at", Instant),
    Column("used_step", BigInteger, nullable=False),
    Column("recovery", LargeBinary, nullable=False),  # SHA-256 after SHA-256
)

# Grows only. ``user_id`` is whose account or data it was about.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("deed", String(40), nullable=False),
    Column("why", String(400), nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("audit_user_id", "user_id", "number"),
)

# ``subject_hash`` is the keyed hash of a provider's name for the person.
identities = Table(
    "identities",
    metadata,
    Column("provider", String(10), primary_key=True),
    Column("subject_hash", LargeBinary, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("linked_at", Instant, nullable=False),
    Index("identities_user_id", "user_id", "provider", unique=True),
)

oauth_tries = Table(
    "oauth_tries",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("browser_hash", LargeBinary, nullable=False),
    Column("provider", String(10), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("nonce", String(128), nullable=False),
    Column("user_id", Uuid),
    Column("expires_at", Instant, nullable=False),
    Index("oauth_tries_expires_at", "expires_at"),
)

oauth_tickets = Table(
    "oauth_tickets",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("provider", String(10), nullable=False),
    Column("subject_hash", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("oauth_tickets_expires_at", "expires_at"),
)

exports = Table(
    "exports",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Column("state", String(10), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("blob_key", String(64)),
    Column("size_bytes", BigInteger),
    Column("secret", LargeBinary),
    Column("expires_at", Instant),
    Index("exports_state", "state", "asked_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("email_index", LargeBinary, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("failures", LargeBinary, nullable=False),  # JSON: instants of the failures
    Column("locked_until", Instant),
    Column("forgettable_at", Instant, nullable=False),
    Index("attempts_forgettable_at", "forgettable_at"),
)
