"""How often a person's workouts have changed, as rows."""

from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from moim.contexts.workouts.persistence.tables import revisions
from moim.platform.prepared import Prepared
from moim.platform.upsert import add_to

_GET = Prepared(select(revisions.c.revision).where(revisions.c.user_id == bindparam("user_id")))


def revision_of(connection: Connection, user_id: UUID) -> int:
    """One row by key; 0 for somebody whose workouts never changed."""
    rows = _GET.rows(connection, user_id=user_id)
    return int(rows[0][0]) if rows else 0


def raise_revision(connection: Connection, user_id: UUID) -> None:
    """Pages told before do not hold any more."""
    add_to(connection, revisions, {"user_id": user_id}, revision=1)
