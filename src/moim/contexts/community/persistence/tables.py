"""The tables of community."""

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
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from moim.platform.columns import Instant, Sequence
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

PATH = String(80).with_variant(String(80, collation="C"), "postgresql")
GRAMS = Text().with_variant(TSVECTOR, "postgresql")

members = Table(
    "members",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("nickname", String(64)),
    Column("photo_key", String(128)),
    Column("region", String(64)),
    Column("locale", String(35), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("left", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Column("active_on", Date),
    Column("days_active", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("likes_given", Integer, nullable=False),
    Column("likes_received", Integer, nullable=False),
    Column("upheld", Integer, nullable=False),
    Column("reports_handled", Integer, nullable=False),
    Column("reports_agreed", Integer, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Index("members_by_nickname", "nickname"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Column("board", String(24), nullable=False),
    Column("category", String(24)),
    Column("state", String(10), nullable=False),
    Column("hidden", String(12)),
    Column("hidden_until", Instant),
    Column("visible", Boolean, nullable=False),
    Column("title", String(400), nullable=False),
    Column("body", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("region", String(64)),
    Column("fields", JSON, nullable=False),
    Column("photos", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("workout_id", Uuid),
    Column("challenge_id", Uuid),
    Column("gathering_id", Uuid),
    Column("goal_id", Uuid),
    Column("attached", JSON(none_as_null=True)),
    Column("created_at", Instant, nullable=False),
    Column("publish_at", Instant),
    Column("published_at", Instant),
    Column("listed_at", Instant),
    Column("edited_at", Instant),
    Column("erases_at", Instant),
    Column("likes", Integer, nullable=False),
    Column("recommends", Integer, nullable=False),
    Column("bookmarks", Integer, nullable=False),
    Column("shares", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("views", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("hot", Float, nullable=False),
    Column("hot_why", JSON(none_as_null=True)),
    Column("comments_due", Boolean, nullable=False),
    Column("views_due", Boolean, nullable=False),
    Column("held", JSON(none_as_null=True)),
    Column("held_at", Instant),
    Column("turned_down", JSON(none_as_null=True)),
    Index("posts_newest", "board", "visible", "listed_at", "id"),
    Index("posts_hottest", "board", "visible", "hot", "id"),
    Index("posts_top", "board", "visible", "score", "id"),
    Index("all_newest", "visible", "listed_at", "id"),
    Index("all_hottest", "visible", "hot", "id"),
    Index("all_top", "visible", "score", "id"),
    Index("posts_of_author", "author_id", "id"),
    Index(
        "posts_warm",
        "hot",
        sqlite_where=text("hot > 0"),
        postgresql_where=text("hot > 0"),
    ),
    Index(
        "posts_waiting",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "posts_held",
        "held_at",
        "id",
        sqlite_where=text("held_at IS NOT NULL"),
        postgresql_where=text("held_at IS NOT NULL"),
    ),
    Index("posts_of_workout", "workout_id"),
    Index("posts_of_goal", "goal_id"),
    Index("posts_erased", "erases_at"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("pictures_by_age", "at"),
)

hot_places = Table(
    "hot_places",
    metadata,
    Column("snapshot", Integer, primary_key=True, autoincrement=False),
    Column("board", String(24), primary_key=True),
    Column("hot", Float, primary_key=True),
    Column("post_id", Uuid, primary_key=True),
    Column("everywhere", Float, nullable=False),
    Index("hot_places_of_all", "snapshot", "everywhere", "post_id"),
    sqlite_with_rowid=False,
)
"""The hot list as it stood when it was reckoned: pages of one snapshot follow each other.

``everywhere`` is the hot by which a post stands on the page of all boards.
"""

post_tags = Table(
    "post_tags",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("tag", String(64), primary_key=True),
    Column("listed_at", Instant),
    Index("tags_newest", "tag", "listed_at", "post_id"),
)

post_edits = Table(
    "post_edits",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", String(400), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Uuid, nullable=False),
    Index("edits_of_person", "by", "at"),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("post_id", Uuid, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Column("parent_id", Uuid),
    Column("reply_to_id", Uuid),
    Column("path", PATH, nullable=False),
    Column("state", String(10), nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("answers", Integer, nullable=False),
    Column("recommends", Integer, nullable=False),
    Column("held", JSON(none_as_null=True)),
    Column("held_at", Instant),
    Column("turned_down", JSON(none_as_null=True)),
    Index("comments_in_order", "post_id", "path", unique=True),
    Index("comments_of_author", "author_id", "id"),
    Index(
        "comments_held",
        "held_at",
        "id",
        sqlite_where=text("held_at IS NOT NULL"),
        postgresql_where=text("held_at IS NOT NULL"),
    ),
)

mentions = Table(
    "mentions",
    metadata,
    Column("comment_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Index("mentions_of", "user_id", "comment_id"),
)

reactions = Table(
    "reactions",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("post_id", Uuid, primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("author_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Column("weight", Float, nullable=False),
    Column("remind_at", Instant),
    Column("reminded", Boolean, nullable=False),
    Index("reactions_of_post", "post_id", "kind"),
    Index("reactions_of_person", "user_id", "kind", "at", "post_id"),
)

comment_recommends = Table(
    "comment_recommends",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("comment_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("recommends_of_comment", "comment_id"),
)

unlocked = Table(
    "unlocked",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("post_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("post_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("target", String(64), nullable=False),
    Column("at", Instant, nullable=False),
    Index("shares_of_post", "post_id"),
)

follows = Table(
    "follows",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("target", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("followers", "kind", "target", "user_id"),
)

blocks = Table(
    "blocks",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("blocked_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("blocked_by", "blocked_id", "user_id"),
)

workouts = Table(
    "workouts",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("visibility", String(10), nullable=False),
    Index("workouts_of", "user_id", "started_at"),
)

goals = Table(
    "goals",
    metadata,
    Column("goal_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("metric", String(40), nullable=False),
    Column("target", Float, nullable=False),
    Column("period", String(32), nullable=False),
    Index("goals_of", "user_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("visibility", String(10), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("workout_id", Uuid),
    Index("sessions_of", "user_id", "started_at"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("state", String(10), nullable=False),
    Column("board", String(24), nullable=False),
    Column("category", String(24)),
    Column("title", String(400), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("workout_id", Uuid),
    Column("goal_id", Uuid),
    Column("post_id", Uuid),
    Column("made_post_id", Uuid),
    Index("prompts_once", "user_id", "kind", "subject_id", unique=True),
    Index("prompts_of", "user_id", "state", "at", "id"),
)

post_viewers = Table(
    "post_viewers",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Uuid, primary_key=True),
    Column("viewer", LargeBinary(16), primary_key=True),
    sqlite_with_rowid=False,
)

post_days = Table(
    "post_days",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("members", Integer, nullable=False),
    Column("guests", Integer, nullable=False),
)

board_days = Table(
    "board_days",
    metadata,
    Column("board", String(24), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("posts", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("views", Integer, nullable=False),
)

told_views = Table(
    "told_views",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("views", Integer, nullable=False),
)

search_docs = Table(
    "search_docs",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("post_id", Uuid, nullable=False, unique=True),
    Column("grams", GRAMS),
    Index(
        "search_grams",
        "grams",
        postgresql_using="gin",
        sqlite_where=text("grams IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

cases = Table(
    "cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("post_id", Uuid, nullable=False),
    Column("comment_id", Uuid),
    Column("author_id", Uuid, nullable=False),
    Column("board", String(24), nullable=False),
    Column("state", String(10), nullable=False),
    Column("open_target", Uuid, unique=True),
    Column("opened_at", Instant, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("score", Float, nullable=False),
    Column("hidden_until", Instant),
    Column("verdict", JSON(none_as_null=True)),
    Column("final", JSON(none_as_null=True)),
    Column("appealed_by", Uuid),
    Column("appeal_text", Text, nullable=False),
    Column("appealed_at", Instant),
    Index("cases_by_state", "state", "score", "id"),
    Index("cases_of_author", "author_id", "id"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("at", Instant, nullable=False),
    Index("reports_once", "case_id", "user_id", unique=True),
    Index("reports_of", "user_id", "id"),
)

board_moderators = Table(
    "board_moderators",
    metadata,
    Column("board", String(24), primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("boards_looked_after_by", "user_id"),
)

moderation_log = Table(
    "moderation_log",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("case_id", Uuid),
    Column("action", String(20), nullable=False),
    Column("board", String(24), nullable=False),
    Column("rule", String(24)),
    Column("moderator", String(16)),
    Column("target", String(8), nullable=False),
)

sales = Table(
    "sales",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("seller_id", Uuid, nullable=False),
    Column("price_krw", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("buyer_id", Uuid),
    Column("reserved_at", Instant),
    Column("sold_at", Instant),
    Column("bumped_at", Instant),
    Column("bumps", Integer, nullable=False),
)

offers = Table(
    "offers",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("price_krw", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("accepted", Boolean, nullable=False),
)

sale_reviews = Table(
    "sale_reviews",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("by", Uuid, primary_key=True),
    Column("about", Uuid, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("manners", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("sale_reviews_about", "about"),
)

no_shows = Table(
    "no_shows",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    Column("by", Uuid, primary_key=True),
    Column("about", Uuid, primary_key=True),
    Column("at", Instant, primary_key=True),
    Index("no_shows_about", "about"),
)
