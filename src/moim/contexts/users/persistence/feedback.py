"""Feedback as rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from moim.contexts.users.domain.feedback import Feedback, Reply, Resolution, Topic
from moim.contexts.users.persistence.tables import feedback
from moim.contexts.users.persistence.users import Publishes
from moim.platform.saving import save_row


class SqlFeedback:
    """A row a message, its answer with it."""

    def __init__(self, connection: Connection, work: Publishes) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._work = work

    def find(self, id: UUID) -> Feedback | None:
        """One message."""
        row = self._connection.execute(select(feedback).where(feedback.c.id == id)).first()
        return None if row is None else _feedback(row)

    def of(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Feedback]:
        """Those of one user, the newest first."""
        return self._page(select(feedback).where(feedback.c.user_id == user_id), after, limit)

    def all(self, answered: bool | None, after: UUID | None, limit: int) -> Sequence[Feedback]:
        """Those of everybody, the newest first."""
        wanted = select(feedback)
        if answered is not None:
            has = feedback.c.answered_at.is_not(None)
            wanted = wanted.where(has if answered else ~has)
        return self._page(wanted, after, limit)

    def save(self, known: Feedback) -> None:
        """Under a version check: one answer counts."""
        reply = known.reply
        values = {
            "id": known.id,
            "user_id": known.user_id,
            "topic": known.topic.value,
            "subject_id": known.subject_id,
            "text": known.text,
            "sent_at": known.sent_at,
            "resolution": reply and reply.resolution.value,
            "answer": reply and reply.text,
            "answered_by": reply and reply.by,
            "answered_at": reply and reply.at,
        }
        save_row(self._connection, feedback, known, values)
        self._work.collect(known)

    def _page(self, wanted: Select[Any], after: UUID | None, limit: int) -> Sequence[Feedback]:
        if after is not None:
            wanted = wanted.where(feedback.c.id < after)
        rows = self._connection.execute(wanted.order_by(feedback.c.id.desc()).limit(limit))
        return [_feedback(row) for row in rows]


def _feedback(row: Any) -> Feedback:
    reply = None
    if row.answered_at is not None:
        reply = Reply(
            resolution=Resolution(row.resolution),
            text=row.answer,
            by=row.answered_by,
            at=row.answered_at,
        )
    return Feedback(
        id=row.id,
        version=row.version,
        user_id=row.user_id,
        topic=Topic(row.topic),
        subject_id=row.subject_id,
        text=row.text,
        sent_at=row.sent_at,
        reply=reply,
    )
