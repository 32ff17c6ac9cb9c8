"""Whose an uploaded picture is, as rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select

from moim.contexts.community.persistence.tables import pictures
from moim.platform.upsert import add_once


class SqlPictures:
    """The ``Pictures`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def note(self, user_id: UUID, key: str, at: datetime) -> None:
        """Once a person and picture."""
        add_once(self._connection, pictures, {"user_id": user_id, "key": key, "at": at})

    def of(self, user_id: UUID) -> Sequence[str]:
        """By the beginning of the key."""
        wanted = select(pictures.c.key).where(pictures.c.user_id == user_id)
        return self._connection.execute(wanted).scalars().all()

    def older_than(self, at: datetime, limit: int) -> Sequence[tuple[UUID, str]]:
        """By age."""
        wanted = select(pictures.c.user_id, pictures.c.key).where(pictures.c.at < at)
        rows = self._connection.execute(wanted.order_by(pictures.c.at).limit(limit))
        return [(row.user_id, row.key) for row in rows]

    def drop(self, user_id: UUID, key: str) -> None:
        """By key."""
        self._connection.execute(
            delete(pictures).where(pictures.c.user_id == user_id, pictures.c.key == key)
        )
