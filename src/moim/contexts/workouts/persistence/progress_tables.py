"""The tables of progress: what each workout adds, the books of records, what changed and why."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

outcomes = Table(
    "outcomes",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Instant, nullable=False),
    Column("discipline", String(8), nullable=False),
    Column("comparable", Boolean, nullable=False),
    Column("distance_m", Float),
    Column("active_s", Float, nullable=False),
    Column("climb_m", Float),
    Column("load", Float),
    Column("marks", LargeBinary),
    Column("shape", LargeBinary),
    # Weeks, milestones and loads are read from this index alone.
    Index(
        "outcomes_of_user", "user_id", "day", "at", "workout_id", "discipline", "distance_m", "load"
    ),
    Index("outcomes_by_distance", "user_id", "discipline", "distance_m"),
)
"""What a workout adds to records and loads, as it counted last."""

record_books = Table(
    "record_books",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("scope", String(7), primary_key=True),
    Column("records", LargeBinary, nullable=False),
)
"""All records of a person in a scope: read whole, so kept whole."""

streaks = Table(
    "streaks",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("last_day", Date, nullable=False),
)
"""Runs of days with a workout; no two touch."""

thresholds = Table(
    "thresholds",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("resting_bpm", Integer),
    Column("greatest_bpm", Integer),
    Column("ftp_w", Integer),
    Column("sex", String(6)),
)

figure_changes = Table(
    "figure_changes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Column("cause", String(20), nullable=False),
    Column("version_before", Integer),
    Column("version_after", Integer),
    Column("figures", LargeBinary, nullable=False),
    Index("figure_changes_of_workout", "workout_id", "id"),
    Index("figure_changes_of_user", "user_id"),
)
