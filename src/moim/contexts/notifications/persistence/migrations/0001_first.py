"""People, notices, sendings, broadcasts, announcements, addresses, priorities and words."""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:  # noqa: PLR0915 - a table after the other
    create_first()
    op.create_table(
        "activity_days",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("week", sa.String(length=10), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "week", "activity"),
    )
    op.create_table(
        "announcement_follows",
        sa.Column("announcement_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("followed", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("calendar", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("announcement_id", "user_id"),
    )
    op.create_index("announcement_follows_user", "announcement_follows", ["user_id"], unique=False)
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("cancelled_at", Instant, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("announcements_author", "announcements", ["author_id"], unique=False)
    op.create_index("announcements_made", "announcements", ["made_at", "id"], unique=False)
    op.create_table(
        "bookmarks",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("post_id", "user_id"),
    )
    op.create_index("bookmarks_user", "bookmarks", ["user_id"], unique=False)
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("announcement_id", sa.Uuid, nullable=True),
        sa.Column("occurrence", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("after", sa.Uuid, nullable=True),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "broadcasts_due",
        "broadcasts",
        ["due"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("broadcasts_once", "broadcasts", ["announcement_id", "occurrence"], unique=True)
    op.create_table(
        "buckets",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "name"),
    )
    op.create_table(
        "comments",
        sa.Column("comment_id", sa.Uuid, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("comment_id"),
    )
    op.create_index("comments_author", "comments", ["author_id"], unique=False)
    op.create_index("comments_post", "comments", ["post_id", "author_id"], unique=False)
    op.create_table(
        "consent_ledger",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("consent_ledger_user", "consent_ledger", ["user_id", "id"], unique=False)
    op.create_table(
        "mutes",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "subject_id"),
    )
    op.create_index("mutes_subject", "mutes", ["subject_id", "user_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=True),
        sa.Column("announcement_id", sa.Uuid, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("first_at", Instant, nullable=False),
        sa.Column("read_at", Instant, nullable=True),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "notices_announcement",
        "notices",
        ["announcement_id"],
        unique=False,
        sqlite_where=sa.text("announcement_id IS NOT NULL"),
        postgresql_where=sa.text("announcement_id IS NOT NULL"),
    )
    op.create_index("notices_inbox", "notices", ["user_id", "state", "at", "id"], unique=False)
    op.create_index("notices_once", "notices", ["user_id", "key"], unique=True)
    op.create_index(
        "notices_subject",
        "notices",
        ["subject_id"],
        unique=False,
        sqlite_where=sa.text("subject_id IS NOT NULL"),
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    op.create_table(
        "own_priorities",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("lane", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "topic"),
    )
    op.create_table(
        "posts",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("board", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("edit_told_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_index("posts_author", "posts", ["author_id"], unique=False)
    op.create_table(
        "priorities",
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("lane", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("topic"),
    )
    op.create_table(
        "priority_requests",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("to", sa.String(length=10), nullable=False),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("priority_requests_state", "priority_requests", ["state", "id"], unique=False)
    op.create_index("priority_requests_user", "priority_requests", ["user_id", "id"], unique=False)
    op.create_table(
        "recipients",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("nickname", sa.String(length=80), nullable=True),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("email_hash", sa.String(length=64), nullable=True),
        sa.Column("account", sa.String(length=8), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("consents", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("reachable", sa.String(length=60), nullable=False),
        sa.Column("suppressed", sa.String(length=60), nullable=False),
        sa.Column("signed_in_at", Instant, nullable=True),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "reminders",
        sa.Column("announcement_id", sa.Uuid, nullable=False),
        sa.Column("offset_s", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("announcement_id", "offset_s"),
    )
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Uuid, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("report_id"),
    )
    op.create_index("reports_user", "reports", ["user_id"], unique=False)
    op.create_table(
        "sendings",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("notice_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("announcement_id", sa.Uuid, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("deadline", Instant, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsubscribed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "sendings_announcement",
        "sendings",
        ["announcement_id", "channel", "state"],
        unique=False,
        sqlite_where=sa.text("announcement_id IS NOT NULL"),
        postgresql_where=sa.text("announcement_id IS NOT NULL"),
    )
    op.create_index(
        "sendings_due",
        "sendings",
        ["lane", "due"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "sendings_kept",
        "sendings",
        ["user_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'digest'"),
        postgresql_where=sa.text("state = 'digest'"),
    )
    op.create_index("sendings_once", "sendings", ["notice_id", "channel", "round"], unique=True)
    op.create_index("sendings_user", "sendings", ["user_id", "id"], unique=False)
    op.create_table(
        "stats_requests",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("announcement_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("stats", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("stats_requests_user", "stats_requests", ["user_id"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=True),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("address_hash"),
    )
    op.create_index("subscriptions_user", "subscriptions", ["user_id", "provider"], unique=False)
    op.create_table(
        "suppressions",
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("channel", "address_hash"),
    )
    op.create_table(
        "tellings",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "what"),
    )
    op.create_table(
        "template_versions",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ko_title", sa.String(length=200), nullable=False),
        sa.Column("ko_body", sa.Text(), nullable=False),
        sa.Column("en_title", sa.String(length=200), nullable=False),
        sa.Column("en_body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=True),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("name", "number"),
    )
    op.create_index("template_versions_author", "template_versions", ["author_id"], unique=False)
    op.create_table(
        "user_keys",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )


def downgrade() -> None:
    op.drop_table("user_keys")
    op.drop_table("template_versions")
    op.drop_table("tellings")
    op.drop_table("suppressions")
    op.drop_table("subscriptions")
    op.drop_table("stats_requests")
    op.drop_table("sendings")
    op.drop_table("reports")
    op.drop_table("reminders")
    op.drop_table("recipients")
    op.drop_table("priority_requests")
    op.drop_table("priorities")
    op.drop_table("posts")
    op.drop_table("own_priorities")
    op.drop_table("notices")
    op.drop_table("mutes")
    op.drop_table("consent_ledger")
    op.drop_table("comments")
    op.drop_table("buckets")
    op.drop_table("broadcasts")
    op.drop_table("bookmarks")
    op.drop_table("announcements")
    op.drop_table("announcement_follows")
    op.drop_table("activity_days")
    drop_first()
