"""Accounts at device makers as rows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from moim.contexts.workouts.domain.connections import Connection, Notice, State, Try
from moim.contexts.workouts.persistence.connection_tables import (
    connection_tries,
    connections,
    provider_notices,
    user_keys,
)
from moim.contexts.workouts.persistence.tables import imports
from moim.kernel.errors import Stale
from moim.platform.work import UnitOfWork


class SqlConnections:
    """The ``Connections`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection
        self._now = work.now

    def key_of(self, user_id: UUID) -> bytes | None:
        """By key."""
        found: bytes | None = self._connection.execute(
            select(user_keys.c.wrapped).where(user_keys.c.user_id == user_id)
        ).scalar()
        return found

    def keep_key(self, user_id: UUID, wrapped: bytes) -> None:
        """One a person."""
        try:
            self._connection.execute(insert(user_keys).values(user_id=user_id, wrapped=wrapped))
        except IntegrityError:
            raise Stale("user_keys") from None

    def of(self, user_id: UUID) -> Sequence[Connection]:
        """By provider."""
        mine = select(connections).where(connections.c.user_id == user_id)
        rows = self._connection.execute(mine.order_by(connections.c.provider))
        return [_connection(row) for row in rows]

    def find(self, user_id: UUID, provider: str) -> Connection | None:
        """By key."""
        return self._one(connections.c.user_id == user_id, connections.c.provider == provider)

    def whose(self, provider: str, their_hash: bytes) -> Connection | None:
        """By the index."""
        theirs = connections.c.their_hash == their_hash
        return self._one(connections.c.provider == provider, theirs)

    def save(self, connection: Connection) -> None:
        """Insert or update under the version."""
        row = {
            "user_id": connection.user_id,
            "provider": connection.provider,
            "version": connection.version + 1,
            "their_hash": connection.their_hash,
            "sealed": connection.sealed,
            "connected_at": connection.connected_at,
            "state": connection.state.value,
            "synced_at": connection.synced_at,
        }
        try:
            if connection.version == 0:
                self._connection.execute(insert(connections).values(row))
            else:
                held = (
                    connections.c.user_id == connection.user_id,
                    connections.c.provider == connection.provider,
                    connections.c.version == connection.version,
                )
                done = self._connection.execute(update(connections).where(*held).values(row))
                if done.rowcount < 1:
                    raise Stale("connections")
        except IntegrityError:
            raise Stale("connections") from None
        connection.version += 1

    def remove(self, connection: Connection) -> None:
        """With what waits."""
        for table in (connections, provider_notices):
            self._connection.execute(
                delete(table).where(
                    table.c.user_id == connection.user_id, table.c.provider == connection.provider
                )
            )

    def imports_of_parted(
        self, providers: Collection[str], most: int
    ) -> Sequence[tuple[UUID, UUID]]:
        """A look at every import, seldom taken."""
        still = exists().where(
            connections.c.user_id == imports.c.user_id, connections.c.provider == imports.c.provider
        )
        parted = (
            imports.c.provider.in_(providers),
            imports.c.waiting == 0,
            imports.c.undone_at.is_(None),
            ~still,
        )
        rows = self._connection.execute(
            select(imports.c.id, imports.c.user_id).where(*parted).limit(most)
        )
        return [(row.id, row.user_id) for row in rows]

    def add_try(self, asked: Try) -> None:
        """Keep it."""
        old = delete(connection_tries).where(connection_tries.c.expires_at < self._now)
        self._connection.execute(old)
        self._connection.execute(insert(connection_tries).values(vars(asked)))

    def take_try(self, state_hash: bytes) -> Try | None:
        """Gone by it."""
        row = (
            self._connection.execute(
                delete(connection_tries)
                .where(connection_tries.c.state_hash == state_hash)
                .returning(*connection_tries.c)
            )
            .mappings()
            .first()
        )
        return None if row is None else Try(**row)

    def add_notice(self, notice: Notice, due: datetime) -> None:
        """Once; told again it is what was told last."""
        same = (
            provider_notices.c.user_id == notice.user_id,
            provider_notices.c.provider == notice.provider,
            provider_notices.c.external_id == notice.external_id,
        )
        values = {"id": notice.id, "what": notice.what, "due": due, "attempts": 0}
        if self._connection.execute(update(provider_notices).where(*same).values(values)).rowcount:
            return
        self._connection.execute(insert(provider_notices).values(vars(notice) | {"due": due}))

    def due(self, now: datetime, limit: int) -> Sequence[Notice]:
        """By the index."""
        names = ("id", "user_id", "provider", "external_id", "what", "attempts")
        rows = self._connection.execute(
            select(*(provider_notices.c[name] for name in names))
            .where(provider_notices.c.due <= now)
            .order_by(provider_notices.c.due)
            .limit(limit)
        ).mappings()
        return [Notice(**row) for row in rows]

    def put_off(self, notice: Notice, due: datetime) -> None:
        """By key."""
        later = update(provider_notices).where(provider_notices.c.id == notice.id)
        self._connection.execute(later.values(due=due, attempts=notice.attempts + 1))

    def settle(self, ids: Sequence[UUID]) -> None:
        """By key."""
        self._connection.execute(
            delete(provider_notices).where(provider_notices.c.id.in_(list(ids)))
        )

    def _one(self, *where: Any) -> Connection | None:
        row = self._connection.execute(select(connections).where(*where)).first()
        return None if row is None else _connection(row)


def _connection(row: Any) -> Connection:
    return Connection(**(dict(row._mapping) | {"state": State(row.state)}))  # noqa: SLF001
