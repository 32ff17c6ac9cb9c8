"""Sessions as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.domain.session import LIFETIME, EndReason, Session
from moim.contexts.users.persistence.tables import sessions
from moim.contexts.users.persistence.users import Publishes
from moim.kernel.errors import Stale


class SqlSessions:
    """A row a session, however often its token was exchanged."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def find(self, id: UUID) -> Session | None:
        """The session, over or not."""
        row = self._connection.execute(select(sessions).where(sessions.c.id == id)).first()
        return None if row is None else _session(row)

    def open_of(self, user_id: UUID, at: datetime) -> Sequence[Session]:
        """Those that can be used, the last used first."""
        rows = self._connection.execute(
            select(sessions)
            .where(
                sessions.c.user_id == user_id,
                sessions.c.ended_at.is_(None),
                sessions.c.used_at > at - LIFETIME,
            )
            .order_by(sessions.c.used_at.desc(), sessions.c.id)
        )
        return [_session(row) for row in rows]

    def save(self, session: Session) -> None:
        """Write it under a version check: of two exchanges of one token, one is first."""
        values = {
            "id": session.id,
            "version": session.version + 1,
            "user_id": session.user_id,
            "device_label": session.device_label,
            "method": session.method,
            "token_hash": session.token_hash,
            "opened_at": session.opened_at,
            "used_at": session.used_at,
            "ended_at": session.ended_at,
            "end_reason": session.end_reason and session.end_reason.value,
        }
        if session.version == 0:
            try:
                self._connection.execute(insert(sessions).values(values))
            except IntegrityError:
                raise Stale(session.id) from None
        else:
            held = (sessions.c.id == session.id, sessions.c.version == session.version)
            if self._connection.execute(update(sessions).where(*held).values(values)).rowcount < 1:
                raise Stale(session.id)
        session.version += 1
        self._work.collect(session)

    def drop_over(self, before: datetime, at_most: int) -> int:
        """Drop sessions that were over by then; how many."""
        over = or_(sessions.c.ended_at < before, sessions.c.used_at < before - LIFETIME)
        ids = self._connection.execute(select(sessions.c.id).where(over).limit(at_most)).scalars()
        found = ids.all()
        self._connection.execute(delete(sessions).where(sessions.c.id.in_(found)))
        return len(found)


def _session(row: Any) -> Session:
    return Session(
        id=row.id,
        version=row.version,
        user_id=row.user_id,
        device_label=row.device_label,
        method=row.method,
        token_hash=row.token_hash,
        opened_at=row.opened_at,
        used_at=row.used_at,
        ended_at=row.ended_at,
        end_reason=None if row.end_reason is None else EndReason(row.end_reason),
    )
