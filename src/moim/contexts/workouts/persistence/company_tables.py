"""The tables of company: minutes to be found by, pairs, groups, and who wants none of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    false,
)

from moim.contexts.workouts.persistence.tables import metadata
from moim.platform.columns import Instant

signatures = Table(
    "signatures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("workout_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("first_minute", Integer, nullable=False),
    Column("last_minute", Integer, nullable=False),
    Column("trace", LargeBinary, nullable=False),
    Index("signatures_of_workout", "workout_id", unique=True),
    Index("signatures_of_user", "user_id"),
    sqlite_autoincrement=True,  # a number that was let go of must not come back
)

minute_cells = Table(
    "minute_cells",
    metadata,
    Column("bucket", Integer, primary_key=True),
    Column("cell", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Index("minute_cells_of_signature", "number"),
    sqlite_with_rowid=False,
)

crowded_cells = Table(
    "crowded_cells",
    metadata,
    Column("bucket", Integer, primary_key=True),
    Column("cell", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

company_tasks = Table(
    "company_tasks",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("request_id", Uuid, nullable=False),
    Index("company_tasks_by_request", "request_id"),
)

pairs = Table(
    "pairs",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("other_id", Uuid, primary_key=True),
    Column("share", Float, nullable=False),
    Column("other_share", Float, nullable=False),
    Column("near_s", Float, nullable=False),
    Column("longest_s", Float, nullable=False),
)

group_members = Table(
    "group_members",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("group_id", Uuid, nullable=False),
    Column("title", String(60)),
    Column("kept", Boolean, nullable=False, server_default=false()),
    Index("group_members_of_group", "group_id"),
    Index("group_members_of_user", "user_id", "group_id"),
)

company_consents = Table(
    "company_consents",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("consent", String(8), nullable=False),
)

left_company = Table(
    "left_company",
    metadata,
    Column("workout_id", Uuid, primary_key=True),
    Column("user_id", Uuid, nullable=False),
    Column("at", Instant, nullable=False),
    Index("left_company_of_user", "user_id"),
)
