"""Stored rankings as rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from moim.contexts.challenges.application.verifying import Snapshot
from moim.contexts.challenges.persistence.tables import result_lines, snapshots
from moim.platform.work import UnitOfWork


class SqlSnapshots:
    """The ``Snapshots`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def last_of(self, challenge_id: UUID) -> Snapshot | None:
        """By key."""
        c = snapshots.c
        newest = (
            select(c.day, c.sha256, c.ranked, c.taken_at)
            .where(c.challenge_id == challenge_id)
            .order_by(c.day.desc())
            .limit(1)
        )
        row = self._connection.execute(newest).first()
        return None if row is None else Snapshot(*row)

    def changed_since(self, challenge_id: UUID, at: datetime) -> set[UUID]:
        """A walk over the lines: only a command asks."""
        c = result_lines.c
        lately = select(c.user_id).distinct().where(c.challenge_id == challenge_id, c.at >= at)
        return set(self._connection.execute(lately).scalars())
