"""Live sessions and their batches as rows: one short row a batch, added and never changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from moim.contexts.workouts.domain.live_arrivals import Arrivals
from moim.contexts.workouts.domain.live_points import Batch, Point
from moim.contexts.workouts.domain.live_session import LiveSession, SessionNotFound, State
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.persistence.live_tables import live_batches, live_sessions
from moim.kernel.errors import Stale
from moim.platform.work import UnitOfWork

_BY_ID = select(live_sessions).where(live_sessions.c.id == bindparam("id"))
_INSERT = insert(live_sessions)
_UPDATE = update(live_sessions).where(
    live_sessions.c.id == bindparam("of"), live_sessions.c.version == bindparam("held")
)
_UNFINISHED = select(func.count()).where(
    live_sessions.c.user_id == bindparam("user_id"), live_sessions.c.state != State.ENDED.value
)
_APPEND = insert(live_batches)
_BATCHES = (
    select(live_batches.c.seq, live_batches.c.points)
    .where(live_batches.c.session_id == bindparam("session_id"))
    .order_by(live_batches.c.seq)
)
_BEFORE = (
    select(live_batches.c.seq, live_batches.c.points)
    .where(
        live_batches.c.session_id == bindparam("session_id"),
        live_batches.c.seq < bindparam("number"),
    )
    .order_by(live_batches.c.seq.desc())
    .limit(1)
)
_AFTER = _BATCHES.where(live_batches.c.seq > bindparam("number")).limit(bindparam("most"))
_UNHEARD = (
    select(live_sessions.c.id, live_sessions.c.user_id)
    .where(
        live_sessions.c.state == bindparam("of_state"),
        live_sessions.c.heard_at <= bindparam("since"),
    )
    .order_by(live_sessions.c.id)
)


class SqlLiveSessions:
    """The ``LiveSessions`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID) -> LiveSession:
        """One row by key."""
        row = self._connection.execute(_BY_ID, {"id": id}).first()
        if row is None:
            raise SessionNotFound
        return _session_of(row)

    def unfinished(self, user_id: UUID) -> int:
        """By the owner's index."""
        count: int = self._connection.execute(_UNFINISHED, {"user_id": user_id}).scalar_one()
        return count

    def page(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[LiveSession]:
        """Keyset over the id, falling."""
        statement = select(live_sessions).where(live_sessions.c.user_id == user_id)
        if after is not None:
            statement = statement.where(live_sessions.c.id < after)
        rows = self._connection.execute(statement.order_by(live_sessions.c.id.desc()).limit(limit))
        return [_session_of(row) for row in rows]

    def neighbours(self, session: LiveSession, seq: int) -> tuple[Batch | None, Batch | None]:
        """The session itself knows the last one; others are looked up by key."""
        if seq > session.arrivals.last:
            last = session.latest
            return (Batch(seq=session.arrivals.last, kept=last.kept()) if last else None), None
        about = {"session_id": session.id, "number": seq}
        before = self._connection.execute(_BEFORE, about).first()
        after = self._connection.execute(_AFTER, about | {"most": 1}).first()
        return _batch_of(before), _batch_of(after)

    def append(self, session: LiveSession, batch: Batch) -> None:
        """One row."""
        self._connection.execute(
            _APPEND,
            {
                "session_id": session.id,
                "seq": batch.seq,
                "user_id": session.user_id,
                "points": batch.kept,
            },
        )

    def batches(self, session: LiveSession, after: int, limit: int) -> Sequence[Batch]:
        """By key."""
        about = {"session_id": session.id, "number": after, "most": limit}
        return [
            Batch(seq=row.seq, kept=row.points) for row in self._connection.execute(_AFTER, about)
        ]

    def kept(self, session: LiveSession) -> bytes:
        """One walk over the session's rows."""
        rows = self._connection.execute(_BATCHES, {"session_id": session.id})
        return b"".join(row.points for row in rows)

    def drop_batches(self, session: LiveSession) -> None:
        """Delete the session's rows."""
        self._connection.execute(
            delete(live_batches).where(live_batches.c.session_id == session.id)
        )

    def save(self, session: LiveSession) -> None:
        """Insert or update under the version."""
        row = {
            "id": session.id,
            "user_id": session.user_id,
            "version": session.version + 1,
            "sport": session.sport.value,
            "state": session.state.value,
            "silent": session.silent,
            "started_at": session.started_at,
            "heard_at": session.heard_at,
            "ended_at": session.ended_at,
            "pauses_ms": session.pauses_ms,
            "last_seq": session.arrivals.last,
            "gaps": session.arrivals.gaps,
            "points": session.points,
            "distance_cm": session.distance_cm,
            "latest": session.latest.kept() if session.latest else None,
            "workout_id": session.workout_id,
        }
        if session.version == 0:
            self._connection.execute(_INSERT, row)
        else:
            held = {"of": session.id, "held": session.version}
            if self._connection.execute(_UPDATE, row | held).rowcount != 1:
                raise Stale(session.id)
        session.version += 1
        self._work.collect(session)

    def unheard(self, state: State, since: datetime) -> Sequence[tuple[UUID, UUID]]:
        """By the index over those that have not ended."""
        about = {"of_state": state.value, "since": since}
        return [(row.id, row.user_id) for row in self._connection.execute(_UNHEARD, about)]


def _session_of(row: Row[Any]) -> LiveSession:
    return LiveSession(
        id=row.id,
        user_id=row.user_id,
        version=row.version,
        sport=Sport(row.sport),
        state=State(row.state),
        silent=row.silent,
        started_at=row.started_at,
        heard_at=row.heard_at,
        ended_at=row.ended_at,
        pauses_ms=[(start, end) for start, end in row.pauses_ms],
        arrivals=Arrivals(row.last_seq, tuple((first, last) for first, last in row.gaps)),
        points=row.points,
        distance_cm=row.distance_cm,
        latest=Point.of(row.latest) if row.latest else None,
        workout_id=row.workout_id,
    )


def _batch_of(row: Row[Any, Any] | None) -> Batch | None:
    return None if row is None else Batch(seq=row.seq, kept=row.points)
