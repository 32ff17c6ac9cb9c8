"""Members, boards' posts, comments, reactions, follows, prompts, search, moderation, market."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from moim.platform.columns import Instant, Sequence
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FULL_TEXT = (
    "CREATE VIRTUAL TABLE fts_posts USING fts5"
    "(grams, tokenize='unicode61 remove_diacritics 0', prefix='1')"
)


def upgrade() -> None:  # noqa: PLR0915 - a list of tables
    create_first()
    op.create_table(
        "blocks",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("blocked_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "blocked_id"),
    )
    op.create_index("blocked_by", "blocks", ["blocked_id", "user_id"], unique=False)
    op.create_table(
        "board_days",
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("board", "day"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("comment_id", sa.Uuid, nullable=True),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("open_target", sa.Uuid, nullable=True),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("hidden_until", Instant, nullable=True),
        sa.Column("verdict", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("final", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("appealed_by", sa.Uuid, nullable=True),
        sa.Column("appeal_text", sa.Text(), nullable=False),
        sa.Column("appealed_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("open_target"),
    )
    op.create_index("cases_by_state", "cases", ["state", "score", "id"], unique=False)
    op.create_index("cases_of_author", "cases", ["author_id", "id"], unique=False)
    op.create_table(
        "comment_recommends",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("comment_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "comment_id"),
    )
    op.create_index("recommends_of_comment", "comment_recommends", ["comment_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("parent_id", sa.Uuid, nullable=True),
        sa.Column("reply_to_id", sa.Uuid, nullable=True),
        sa.Column(
            "path",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("edited_at", Instant, nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("recommends", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comments_in_order", "comments", ["post_id", "path"], unique=True)
    op.create_index("comments_of_author", "comments", ["author_id", "id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", "target"),
    )
    op.create_index("followers", "follows", ["kind", "target", "user_id"], unique=False)
    op.create_table(
        "goals",
        sa.Column("goal_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("goal_id"),
    )
    op.create_index("goals_of", "goals", ["user_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("nickname", sa.String(length=64), nullable=True),
        sa.Column("photo_key", sa.String(length=128), nullable=True),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("locale", sa.String(length=35), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("active_on", sa.Date(), nullable=True),
        sa.Column("days_active", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("likes_given", sa.Integer(), nullable=False),
        sa.Column("likes_received", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Integer(), nullable=False),
        sa.Column("reports_handled", sa.Integer(), nullable=False),
        sa.Column("reports_agreed", sa.Integer(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_index("members_by_nickname", "members", ["nickname"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "user_id"),
    )
    op.create_index("mentions_of", "mentions", ["user_id", "comment_id"], unique=False)
    op.create_table(
        "moderation_log",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=True),
        sa.Column("moderator", sa.String(length=16), nullable=True),
        sa.Column("target", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "no_shows",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("by", sa.Uuid, nullable=False),
        sa.Column("about", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("post_id", "by", "about", "at"),
    )
    op.create_index("no_shows_about", "no_shows", ["about"], unique=False)
    op.create_table(
        "offers",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("price_krw", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "user_id"),
    )
    op.create_table(
        "post_days",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post_id", "day"),
    )
    op.create_table(
        "post_edits",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("post_id", "version"),
    )
    op.create_table(
        "post_tags",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("listed_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("post_id", "tag"),
    )
    op.create_index("tags_newest", "post_tags", ["tag", "listed_at", "post_id"], unique=False)
    op.create_table(
        "post_viewers",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("viewer", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("day", "post_id", "viewer"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("hidden", sa.String(length=12), nullable=True),
        sa.Column("hidden_until", Instant, nullable=True),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("workout_id", sa.Uuid, nullable=True),
        sa.Column("challenge_id", sa.Uuid, nullable=True),
        sa.Column("gathering_id", sa.Uuid, nullable=True),
        sa.Column("goal_id", sa.Uuid, nullable=True),
        sa.Column("attached", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("publish_at", Instant, nullable=True),
        sa.Column("published_at", Instant, nullable=True),
        sa.Column("listed_at", Instant, nullable=True),
        sa.Column("edited_at", Instant, nullable=True),
        sa.Column("erases_at", Instant, nullable=True),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("recommends", sa.Integer(), nullable=False),
        sa.Column("bookmarks", sa.Integer(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("hot", sa.Float(), nullable=False),
        sa.Column("hot_why", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("comments_due", sa.Boolean(), nullable=False),
        sa.Column("views_due", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("posts_erased", "posts", ["erases_at"], unique=False)
    op.create_index("posts_hottest", "posts", ["board", "visible", "hot", "id"], unique=False)
    op.create_index("all_newest", "posts", ["visible", "listed_at", "id"], unique=False)
    op.create_index("all_hottest", "posts", ["visible", "hot", "id"], unique=False)
    op.create_index("all_top", "posts", ["visible", "score", "id"], unique=False)
    op.create_index("posts_newest", "posts", ["board", "visible", "listed_at", "id"], unique=False)
    op.create_index("posts_of_author", "posts", ["author_id", "id"], unique=False)
    op.create_index("posts_of_goal", "posts", ["goal_id"], unique=False)
    op.create_index(
        "posts_of_region", "posts", ["board", "region", "visible", "listed_at", "id"], unique=False
    )
    op.create_index("posts_of_workout", "posts", ["workout_id"], unique=False)
    op.create_index("posts_top", "posts", ["board", "visible", "score", "id"], unique=False)
    op.create_index(
        "posts_warm",
        "posts",
        ["hot"],
        unique=False,
        sqlite_where=sa.text("hot > 0"),
        postgresql_where=sa.text("hot > 0"),
    )
    op.create_table(
        "prompts",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("board", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("workout_id", sa.Uuid, nullable=True),
        sa.Column("goal_id", sa.Uuid, nullable=True),
        sa.Column("post_id", sa.Uuid, nullable=True),
        sa.Column("made_post_id", sa.Uuid, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("prompts_of", "prompts", ["user_id", "state", "at", "id"], unique=False)
    op.create_index("prompts_once", "prompts", ["user_id", "kind", "subject_id"], unique=True)
    op.create_table(
        "reactions",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("author_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("remind_at", Instant, nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "post_id", "kind"),
    )
    op.create_index(
        "reactions_of_person", "reactions", ["user_id", "kind", "at", "post_id"], unique=False
    )
    op.create_index("reactions_of_post", "reactions", ["post_id", "kind"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reports_of", "reports", ["user_id", "id"], unique=False)
    op.create_index("reports_once", "reports", ["case_id", "user_id"], unique=True)
    op.create_table(
        "sale_reviews",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("by", sa.Uuid, nullable=False),
        sa.Column("about", sa.Uuid, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("manners", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("post_id", "by"),
    )
    op.create_index("sale_reviews_about", "sale_reviews", ["about"], unique=False)
    op.create_table(
        "sales",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seller_id", sa.Uuid, nullable=False),
        sa.Column("price_krw", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("buyer_id", sa.Uuid, nullable=True),
        sa.Column("reserved_at", Instant, nullable=True),
        sa.Column("sold_at", Instant, nullable=True),
        sa.Column("bumped_at", Instant, nullable=True),
        sa.Column("bumps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_table(
        "search_docs",
        sa.Column("seq", Sequence, autoincrement=True, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column(
            "grams", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True
        ),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("post_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "search_grams",
        "search_docs",
        ["grams"],
        unique=False,
        postgresql_using="gin",
        sqlite_where=sa.text("grams IS NOT NULL"),
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("workout_id", sa.Uuid, nullable=True),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("sessions_of", "sessions", ["user_id", "started_at"], unique=False)
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("shares_of_post", "shares", ["post_id"], unique=False)
    op.create_table(
        "told_views",
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_table(
        "unlocked",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "post_id"),
    )
    op.create_table(
        "workouts",
        sa.Column("workout_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sport", sa.String(length=24), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("workout_id"),
    )
    op.create_index("workouts_of", "workouts", ["user_id", "started_at"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FULL_TEXT)


def downgrade() -> None:  # noqa: PLR0915 - a list of tables
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE fts_posts")
    op.drop_index("workouts_of", table_name="workouts")
    op.drop_table("workouts")
    op.drop_table("unlocked")
    op.drop_table("told_views")
    op.drop_index("shares_of_post", table_name="shares")
    op.drop_table("shares")
    op.drop_index("sessions_of", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(
        "search_grams",
        table_name="search_docs",
        postgresql_using="gin",
        sqlite_where=sa.text("grams IS NOT NULL"),
    )
    op.drop_table("search_docs")
    op.drop_table("sales")
    op.drop_index("sale_reviews_about", table_name="sale_reviews")
    op.drop_table("sale_reviews")
    op.drop_index("reports_once", table_name="reports")
    op.drop_index("reports_of", table_name="reports")
    op.drop_table("reports")
    op.drop_index("reactions_of_post", table_name="reactions")
    op.drop_index("reactions_of_person", table_name="reactions")
    op.drop_table("reactions")
    op.drop_index("prompts_once", table_name="prompts")
    op.drop_index("prompts_of", table_name="prompts")
    op.drop_table("prompts")
    op.drop_index(
        "posts_warm",
        table_name="posts",
        sqlite_where=sa.text("hot > 0"),
        postgresql_where=sa.text("hot > 0"),
    )
    op.drop_index("posts_top", table_name="posts")
    op.drop_index("posts_of_workout", table_name="posts")
    op.drop_index("posts_of_region", table_name="posts")
    op.drop_index("posts_of_goal", table_name="posts")
    op.drop_index("posts_of_author", table_name="posts")
    op.drop_index("posts_newest", table_name="posts")
    op.drop_index("posts_hottest", table_name="posts")
    op.drop_index("posts_erased", table_name="posts")
    op.drop_index("all_top", table_name="posts")
    op.drop_index("all_hottest", table_name="posts")
    op.drop_index("all_newest", table_name="posts")
    op.drop_table("posts")
    op.drop_table("post_viewers")
    op.drop_index("tags_newest", table_name="post_tags")
    op.drop_table("post_tags")
    op.drop_table("post_edits")
    op.drop_table("post_days")
    op.drop_table("offers")
    op.drop_index("no_shows_about", table_name="no_shows")
    op.drop_table("no_shows")
    op.drop_table("moderation_log")
    op.drop_index("mentions_of", table_name="mentions")
    op.drop_table("mentions")
    op.drop_index("members_by_nickname", table_name="members")
    op.drop_table("members")
    op.drop_index("goals_of", table_name="goals")
    op.drop_table("goals")
    op.drop_index("followers", table_name="follows")
    op.drop_table("follows")
    op.drop_index("comments_of_author", table_name="comments")
    op.drop_index("comments_in_order", table_name="comments")
    op.drop_table("comments")
    op.drop_index("recommends_of_comment", table_name="comment_recommends")
    op.drop_table("comment_recommends")
    op.drop_index("cases_of_author", table_name="cases")
    op.drop_index("cases_by_state", table_name="cases")
    op.drop_table("cases")
    op.drop_table("board_days")
    op.drop_index("blocked_by", table_name="blocks")
    op.drop_table("blocks")
    drop_first()
