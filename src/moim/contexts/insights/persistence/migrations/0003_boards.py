"""What is shown of challenges, notifications, consent and announcements."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _column(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "boards",
        _column("challenge_id", sa.Uuid()),
        _column("organiser_id", sa.Uuid(), nullable=True),
        _column("title", sa.String(200), nullable=True),
        _column("sport", sa.String(24), nullable=True),
        _column("metric", sa.String(40), nullable=True),
        _column("target", sa.Float(), nullable=True),
        _column("starts_at", Instant, nullable=True),
        _column("ends_at", Instant, nullable=True),
        _column("ended", sa.Boolean()),
        _column("announced", sa.Boolean()),
        _column("notices_sent", sa.Integer()),
        sa.PrimaryKeyConstraint("challenge_id"),
    )
    op.create_index("boards_of_organiser", "boards", ["organiser_id"])
    op.create_table(
        "places",
        _column("challenge_id", sa.Uuid()),
        _column("user_id", sa.Uuid()),
        _column("inside", sa.Boolean()),
        _column("rank", sa.Integer(), nullable=True),
        _column("value", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("challenge_id", "user_id"),
    )
    op.create_index("places_by_rank", "places", ["challenge_id", "inside", "rank"])
    op.create_index("places_of_viewer", "places", ["user_id"])
    op.create_table(
        "participation",
        _column("challenge_id", sa.Uuid()),
        _column("day", sa.Date()),
        _column("entrants", sa.Integer()),
        sa.PrimaryKeyConstraint("challenge_id", "day"),
    )
    op.create_table(
        "points",
        _column("challenge_id", sa.Uuid()),
        _column("user_id", sa.Uuid()),
        _column("result_id", sa.Uuid()),
        _column("at", Instant),
        _column("value", sa.Float()),
        _column("state", sa.String(8)),
        sa.PrimaryKeyConstraint("challenge_id", "user_id", "result_id"),
    )
    op.create_table(
        "ranks",
        _column("challenge_id", sa.Uuid()),
        _column("user_id", sa.Uuid()),
        _column("at", Instant),
        _column("rank", sa.Integer()),
        _column("value", sa.Float()),
        sa.PrimaryKeyConstraint("challenge_id", "user_id", "at"),
    )
    _upgrade_answers()
    _upgrade_notices()


def _upgrade_answers() -> None:
    op.create_table(
        "opinions",
        _column("request_id", sa.Uuid()),
        _column("challenge_id", sa.Uuid()),
        _column("counts", sa.JSON()),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("opinions_of_challenge", "opinions", ["challenge_id", "request_id"])
    op.create_table(
        "asked_figures",
        _column("request_id", sa.Uuid()),
        _column("subject_id", sa.Uuid()),
        _column("user_id", sa.Uuid()),
        _column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("figures_of_subject", "asked_figures", ["user_id", "subject_id", "request_id"])


def _upgrade_notices() -> None:
    for name, key in (("volumes", ["user_id"]), ("all_volumes", [])):
        op.create_table(
            name,
            *(_column(part, sa.Uuid()) for part in key),
            _column("day", sa.Date()),
            _column("topic", sa.String(60)),
            _column("channel", sa.String(20)),
            _column("count", sa.Integer()),
            sa.PrimaryKeyConstraint(*key, "day", "topic", "channel"),
        )
    op.create_table(
        "consent_steps",
        _column("day", sa.Date()),
        _column("channel", sa.String(20)),
        _column("purpose", sa.String(20)),
        _column("step", sa.String(12)),
        _column("count", sa.Integer()),
        sa.PrimaryKeyConstraint("day", "channel", "purpose", "step"),
    )
    op.create_table(
        "topics",
        _column("topic", sa.String(60)),
        _column("state", sa.String(12)),
        _column("wanted", sa.String(12)),
        _column("priority", sa.String(12), nullable=True),
        _column("reason", sa.String(500), nullable=True),
        sa.PrimaryKeyConstraint("topic"),
    )
    op.create_table(
        "announcements",
        _column("announcement_id", sa.Uuid()),
        _column("kind", sa.String(12)),
        _column("title", sa.String(200)),
        _column("starts_at", Instant),
        _column("timezone", sa.String(64)),
        _column("cancelled", sa.Boolean()),
        sa.PrimaryKeyConstraint("announcement_id"),
    )
    op.create_table(
        "announcement_viewers",
        _column("user_id", sa.Uuid()),
        _column("announcement_id", sa.Uuid()),
        _column("shown", sa.Boolean()),
        sa.PrimaryKeyConstraint("user_id", "announcement_id"),
    )
    op.create_index(
        "viewers_of_announcement", "announcement_viewers", ["announcement_id", "user_id"]
    )
    op.create_table(
        "reached",
        _column("announcement_id", sa.Uuid()),
        _column("what", sa.String(12)),
        _column("channel", sa.String(20)),
        _column("error", sa.String(60)),
        _column("count", sa.Integer()),
        sa.PrimaryKeyConstraint("announcement_id", "what", "channel", "error"),
    )


def downgrade() -> None:
    for name in (
        "reached",
        "announcement_viewers",
        "announcements",
        "topics",
        "consent_steps",
        "all_volumes",
        "volumes",
        "asked_figures",
        "opinions",
        "ranks",
        "points",
        "participation",
        "places",
        "boards",
    ):
        op.drop_table(name)
