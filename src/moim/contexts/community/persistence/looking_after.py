"""Who looks after which board, as rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select

from moim.contexts.community.persistence.tables import board_moderators
from moim.platform.upsert import add_once


class SqlLookingAfter:
    """The ``LookingAfter`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def name(self, board: str, user_id: UUID, at: datetime) -> None:
        """Once."""
        row = {"board": board, "user_id": user_id, "at": at}
        add_once(self._connection, board_moderators, row)

    def release(self, board: str, user_id: UUID) -> None:
        """By key."""
        rows = board_moderators.c
        self._connection.execute(
            delete(board_moderators).where(rows.board == board, rows.user_id == user_id)
        )

    def of(self, board: str) -> Sequence[UUID]:
        """By the beginning of the key."""
        rows = board_moderators.c
        wanted = select(rows.user_id).where(rows.board == board).order_by(rows.user_id)
        return self._connection.execute(wanted).scalars().all()
