"""The tables of workouts."""

from sqlalchemy import (
    JSON,
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
    Uuid,
    false,
    text,
    true,
)

from moim.platform.columns import Instant
from moim.platform.mailbox import Mailbox

metadata = MetaData()
mailbox = Mailbox(metadata)

SHOWN = ("visibility", "map_visibility", "heart_rate_visibility")
"""The audiences of a workout, its map and its heart rate: its own, or its owner's usual ones."""

athletes = Table(
    "athletes",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("timezone", String(64), nullable=False),
    Column("nickname", String(80)),
    *[Column(name, String(12), nullable=False, server_default="private") for name in SHOWN],
)

revisions = Table(
    "revisions",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("revision", Integer, nullable=False),
)
"""How often a person's workouts have changed: a page told before holds while this stands."""

zone_definitions = Table(
    "zone_definitions",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("bounds_bpm", JSON, nullable=False),
    Column("source", String(20), nullable=False),
    Column("behind", Integer, nullable=False, server_default="0"),
    Column("recount_id", Uuid),
    Column("recounted", Integer),
)

FIGURES = (
    "elapsed_s",
    "distance_m",
    "timer_s",
    "moving_s",
    "elevation_gain_m",
    "elevation_loss_m",
    "heart_rate_avg_bpm",
    "heart_rate_max_bpm",
    "cadence_avg_spm",
    "power_avg_w",
    "speed_max_mps",
    "calories_kcal",
)

workouts = Table(
    "workouts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sport", String(24), nullable=False),
    Column("title", String(120)),
    Column("note", String(4000)),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("timezone", String(64), nullable=False),
    *[Column(name, Float, nullable=name != "elapsed_s") for name in FIGURES],
    Column("elevation_source", String(12)),
    Column("source", String(12), nullable=False),
    Column("device", String(120)),
    Column("partial", String(40)),
    Column("visibility", String(12), nullable=False),
    *[Column(name, String(12), nullable=False, server_default="private") for name in SHOWN[1:]],
    Column("import_id", Uuid),
    Column("derivation_version", Integer),
    Column("points", Integer),
    Column("bbox", JSON),
    Column("cells", JSON),
    Column("first_lat", Float),
    Column("first_lon", Float),
    Column("last_lat", Float),
    Column("last_lon", Float),
    Column("richness", Integer, nullable=False),
    Column("outing_starts_at", Instant),
    Column("outing_ends_at", Instant),
    Column("crop_starts_at", Instant),
    Column("crop_ends_at", Instant),
    Column("track_removed", Boolean, nullable=False, server_default=false()),
    Column("typed", JSON(none_as_null=True)),
    Index("workouts_of_user", "user_id", "started_at", "id"),
)

tracks = Table(
    "tracks",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("samples", LargeBinary),
    Column("course", LargeBinary),
    Column("derived", LargeBinary, nullable=False),
    Index("tracks_of_user", "user_id"),
)

sources = Table(
    "sources",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("import_file_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("import_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("richness", Integer, nullable=False),
    Column("parser_version", Integer, nullable=False, server_default="0"),
    Index("sources_by_content", "user_id", "sha256", "position", unique=True),
    Index("sources_of_original", "sha256"),
    Index("sources_of_import", "import_id"),
)

imports = Table(
    "imports",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("provider", String(20), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("undone_at", Instant),
    Index("imports_of_user", "user_id", "id"),
)

import_files = Table(
    "import_files",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("import_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("verdict", String(10)),
    Column("reason", String(60)),
    Column("details", JSON),
    Column("workout_ids", JSON),
    Index("import_files_of_import", "import_id", "id"),
    Index(
        "import_files_waiting",
        "id",
        sqlite_where=text("verdict IS NULL"),
        postgresql_where=text("verdict IS NULL"),
    ),
    Index("import_files_of_original", "sha256"),
)

goals = Table(
    "goals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("metric", String(12), nullable=False),
    Column("period", String(8), nullable=False),
    Column("target", Float, nullable=False),
    Column("sport", String(24)),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("set_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("reached", JSON, nullable=False),
    Column("past_aims", JSON, nullable=False),
    Index("goals_of_user", "user_id", "id"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("workout_id", Uuid, nullable=False),
    Column("request_id", Uuid, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked", Boolean, nullable=False, server_default=true()),
)

unwanted_originals = Table(
    "unwanted_originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Index("unwanted_originals_at", "at"),
)
