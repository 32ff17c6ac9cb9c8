"""Stored rankings as rows, and the secrets that key their lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select

from moim.contexts.challenges.application.snapshots import Snapshot
from moim.contexts.challenges.persistence.tables import (
    result_lines,
    snapshot_secrets,
    snapshots,
)
from moim.platform.work import UnitOfWork

_OF_SNAPSHOT = select(
    snapshots.c.challenge_id,
    snapshots.c.day,
    snapshots.c.sha256,
    snapshots.c.ranked,
    snapshots.c.taken_at,
)


class SqlSnapshots:
    """The ``Snapshots`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def last_of(self, challenge_id: UUID) -> Snapshot | None:
        """By key."""
        c = snapshots.c
        here = (c.challenge_id == challenge_id, c.is_keyed)
        newest = _OF_SNAPSHOT.where(*here).order_by(c.day.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return None if row is None else Snapshot(*row)

    def naming(self, most: int) -> Sequence[Snapshot]:
        """A walk over all, a row a night: asked once a day."""
        rows = self._connection.execute(_OF_SNAPSHOT.where(~snapshots.c.is_keyed).limit(most))
        return [Snapshot(*row) for row in rows]

    def forget(self, snapshot: Snapshot) -> None:
        """One row by key."""
        c = snapshots.c
        here = (c.challenge_id == snapshot.challenge_id, c.day == snapshot.day)
        self._connection.execute(delete(snapshots).where(*here))

    def secrets_of(self, users: Sequence[UUID]) -> Mapping[UUID, bytes]:
        """By keys."""
        c = snapshot_secrets.c
        rows = self._connection.execute(select(c.user_id, c.secret).where(c.user_id.in_(users)))
        return {row.user_id: bytes(row.secret) for row in rows}

    def give_secrets(self, given: Mapping[UUID, bytes]) -> None:
        """Many rows, one statement."""
        rows = [{"user_id": user, "secret": secret} for user, secret in given.items()]
        if rows:
            self._connection.execute(insert(snapshot_secrets), rows)

    def changed_since(self, challenge_id: UUID, at: datetime, users: Sequence[UUID]) -> set[UUID]:
        """By the entrant's index."""
        c = result_lines.c
        lately = (
            select(c.user_id)
            .distinct()
            .where(c.challenge_id == challenge_id, c.user_id.in_(users), c.at >= at)
        )
        return set(self._connection.execute(lately).scalars())
