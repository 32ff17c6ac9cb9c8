"""The tables of notifications. What LargeBinary holds of a person is encrypted under their key."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from moim.platform.columns import Instant
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

# What the gate must know of a person is one row: a thousand are read by one statement.
recipients = Table(
    "recipients",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("nickname", String(80)),
    Column("locale", String(35), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("region", String(40)),
    Column("email_hash", String(64)),
    Column("account", String(8), nullable=False),
    Column("wishes", Text, nullable=False),  # JSON: topic, channel, whether wanted
    Column("consents", Text, nullable=False),  # JSON: channel, purpose, granted, at
    Column("quiet", Text, nullable=False),  # JSON: start, end, days
    Column("reachable", String(60), nullable=False),  # channels with an address, by commas
    Column("suppressed", String(60), nullable=False),  # channels whose address is dead
    Column("summary_at", String(5), nullable=False, server_default="08:00"),  # by the wall clock
    Column("signed_in_at", Instant),
    Column("settings_version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

# Grows only: what was agreed to, and when this context heard of it.
consent_ledger = Table(
    "consent_ledger",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("source", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Index("consent_ledger_user", "user_id", "id"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("subject_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("mutes_subject", "subject_id", "user_id"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("key", String(140), nullable=False),
    Column("template", String(40), nullable=False),
    Column("facts", Text, nullable=False),
    Column("actors", Text, nullable=False),  # JSON: ids, the last one first
    Column("times", Integer, nullable=False),
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", Uuid),
    Column("announcement_id", Uuid),
    Column("state", String(8), nullable=False),
    Column("seen", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("decisions", Text, nullable=False),  # JSON: channel, what the gate said
    Index("notices_once", "user_id", "key", unique=True),
    Index("notices_inbox", "user_id", "state", "at", "id"),
    Index(
        "notices_subject",
        "subject_id",
        sqlite_where=text("subject_id IS NOT NULL"),
        postgresql_where=text("subject_id IS NOT NULL"),
    ),
    Index(
        "notices_announcement",
        "announcement_id",
        sqlite_where=text("announcement_id IS NOT NULL"),
        postgresql_where=text("announcement_id IS NOT NULL"),
    ),
)

sendings = Table(
    "sendings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("notice_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("round", Integer, nullable=False),  # 2 is what a bundle gathered after the first
    Column("lane", String(10), nullable=False),
    Column("kind", String(15), nullable=False),
    Column("topic", String(20), nullable=False),
    Column("announcement_id", Uuid),
    Column("state", String(10), nullable=False),  # waiting | sent | failed | withheld | digest
    Column("reason", String(60), nullable=False),
    Column("due", Instant, nullable=False),
    Column("deadline", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unsubscribed", Boolean, nullable=False),
    Index("sendings_once", "notice_id", "channel", "round", unique=True),
    Index(
        "sendings_due",
        "lane",
        "due",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "sendings_kept",
        "user_id",
        "id",
        sqlite_where=text("state = 'digest'"),
        postgresql_where=text("state = 'digest'"),
    ),
    Index("sendings_user", "user_id", "id"),
    Index(
        "sendings_announcement",
        "announcement_id",
        "channel",
        "state",
        sqlite_where=text("announcement_id IS NOT NULL"),
        postgresql_where=text("announcement_id IS NOT NULL"),
    ),
)

# One message to many. ``after`` is the last one who was told: where to go on.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("audience", String(20), nullable=False),
    Column("target", String(200), nullable=False),
    Column("message", Text, nullable=False),  # JSON
    Column("announcement_id", Uuid),
    Column("occurrence", String(60), nullable=False),
    Column("state", String(10), nullable=False),  # waiting | done | cancelled
    Column("due", Instant, nullable=False),
    Column("after", Uuid),
    Column("considered", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Index("broadcasts_once", "announcement_id", "occurrence", unique=True),
    Index(
        "broadcasts_due",
        "due",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

posts = Table(
    "posts",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("author_id", Uuid, nullable=False),
    Column("board", String(60), nullable=False),
    Column("title", String(200), nullable=False),
    Column("edit_told_at", Instant),
    Index("posts_author", "author_id"),
)

comments = Table(
    "comments",
    metadata,
    Column("comment_id", Uuid, primary_key=True),
    Column("post_id", Uuid, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Index("comments_post", "post_id", "author_id"),
    Index("comments_author", "author_id"),
)

bookmarks = Table(
    "bookmarks",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Index("bookmarks_user", "user_id"),
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Uuid, primary_key=True),
    Column("post_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Index("reports_user", "user_id"),
)

activity_days = Table(
    "activity_days",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("week", String(10), primary_key=True),  # its Monday
    Column("activity", String(40), primary_key=True),
    Column("times", Integer, nullable=False),
)

# When somebody was last told of a thing that is told at most every so often.
tellings = Table(
    "tellings",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("what", String(60), primary_key=True),
    Column("at", Instant, nullable=False),
)

buckets = Table(
    "buckets",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Instant, nullable=False),
)

user_keys = Table(
    "user_keys",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("provider", String(10), nullable=False),  # webpush | fcm | webhook | phone
    Column("address", LargeBinary, nullable=False),
    Column("address_hash", LargeBinary, nullable=False, unique=True),
    Column("label", String(80)),
    Column("made_at", Instant, nullable=False),
    Index("subscriptions_user", "user_id", "provider"),
)

# A number that is said to be somebody's; it becomes a subscription with the code sent to it.
phone_claims = Table(
    "phone_claims",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("number", LargeBinary, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
)

# By the keyed hash of the address: it outlives the account.
suppressions = Table(
    "suppressions",
    metadata,
    Column("channel", String(10), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
    Column("reason", String(40), nullable=False),
    Column("at", Instant, nullable=False),
)

# Numbers that refused advertising by telephone, by keyed hash: whoever has them, now or later.
text_refusals = Table(
    "text_refusals",
    metadata,
    Column("number_hash", LargeBinary, primary_key=True),
    Column("at", Instant, nullable=False),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("author_id", Uuid),
    Column("kind", String(10), nullable=False),
    Column("title", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("cancelled_at", Instant),
    Column("reason", String(300)),
    Index("announcements_made", "made_at", "id"),
    Index("announcements_author", "author_id"),
)

announcement_follows = Table(
    "announcement_follows",
    metadata,
    Column("announcement_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("followed", Boolean, nullable=False),
    Column("reminders", Boolean, nullable=False),
    Column("calendar", Boolean, nullable=False),
    Index("announcement_follows_user", "user_id"),
)

reminders = Table(
    "reminders",
    metadata,
    Column("announcement_id", Uuid, primary_key=True),
    Column("offset_s", Integer, primary_key=True, autoincrement=False),
    Column("due", Instant, nullable=False),
    Column("state", String(10), nullable=False),  # waiting | sent | expired | cancelled
    Column("recipients", Integer, nullable=False),
)

stats_requests = Table(
    "stats_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("announcement_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("stats", Text),
    Index("stats_requests_user", "user_id"),
)

priorities = Table(
    "priorities",
    metadata,
    Column("topic", String(20), primary_key=True),
    Column("lane", String(10), nullable=False),
)

own_priorities = Table(
    "own_priorities",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("topic", String(20), primary_key=True),
    Column("lane", String(10), nullable=False),
)

priority_requests = Table(
    "priority_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("topic", String(20), nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("to", String(10), nullable=False),
    Column("for_all", Boolean, nullable=False),
    Column("state", String(10), nullable=False),  # asked | approved | rejected
    Column("reason", String(300), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Index("priority_requests_state", "state", "id"),
    Index("priority_requests_user", "user_id", "id"),
)

template_versions = Table(
    "template_versions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ko_title", String(200), nullable=False),
    Column("ko_body", Text, nullable=False),
    Column("en_title", String(200), nullable=False),
    Column("en_body", Text, nullable=False),
    Column("author_id", Uuid),
    Column("at", Instant, nullable=False),
    Index("template_versions_author", "author_id"),
)
