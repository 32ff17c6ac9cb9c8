"""The tables of what is shown of challenges and notifications."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Uuid,
)

from moim.contexts.insights.persistence.tables import metadata
from moim.platform.columns import Instant

boards = Table(
    "boards",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("organiser_id", Uuid),
    Column("title", String(200)),
    Column("sport", String(24)),
    Column("metric", String(40)),
    Column("target", Float),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("ended", Boolean, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("notices_sent", Integer, nullable=False),
    Index("boards_of_organiser", "organiser_id"),
)

places = Table(
    "places",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("inside", Boolean, nullable=False),
    Column("value", Float),
    Column("behind", BigInteger),
    Column("reached_at", Instant),
    Index("places_in_order", "challenge_id", "inside", "behind", "reached_at", "user_id"),
    Index("places_of_viewer", "user_id"),
)

place_steps = Table(
    "place_steps",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("entrants", Integer, nullable=False),
)
"""How many stand on each coarse step of a ranking: what makes a rank quick."""

participation = Table(
    "participation",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("entrants", Integer, nullable=False),
)

points = Table(
    "points",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("result_id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("value", Float, nullable=False),
    Column("state", String(8), nullable=False),
)

ranks = Table(
    "ranks",
    metadata,
    Column("challenge_id", Uuid, primary_key=True),
    Column("user_id", Uuid, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("value", Float, nullable=False),
)

opinions = Table(
    "opinions",
    metadata,
    Column("request_id", Uuid, primary_key=True),
    Column("challenge_id", Uuid, nullable=False),
    Column("counts", JSON, nullable=False),
    Index("opinions_of_challenge", "challenge_id", "request_id"),
)

asked_figures = Table(
    "asked_figures",
    metadata,
    Column("request_id", Uuid, primary_key=True),
    Column("subject_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("figures", JSON(none_as_null=True)),
    Index("figures_of_subject", "user_id", "subject_id", "request_id"),
)

volumes = Table(
    "volumes",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("topic", String(60), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)

all_volumes = Table(
    "all_volumes",
    metadata,
    Column("day", Date, primary_key=True),
    Column("topic", String(60), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)

consent_steps = Table(
    "consent_steps",
    metadata,
    Column("day", Date, primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("purpose", String(20), primary_key=True),
    Column("step", String(12), primary_key=True),
    Column("count", Integer, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    Column("topic", String(60), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("wanted", String(12), nullable=False),
    Column("priority", String(12)),
    Column("reason", String(500)),
)

announcements = Table(
    "announcements",
    metadata,
    Column("announcement_id", Uuid, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("title", String(200), nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("cancelled", Boolean, nullable=False),
)

announcement_viewers = Table(
    "announcement_viewers",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("announcement_id", Uuid, primary_key=True),
    Column("shown", Boolean, nullable=False),
    Index("viewers_of_announcement", "announcement_id", "user_id"),
)

reached = Table(
    "reached",
    metadata,
    Column("announcement_id", Uuid, primary_key=True),
    Column("what", String(12), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("error", String(60), primary_key=True),
    Column("count", Integer, nullable=False),
)
