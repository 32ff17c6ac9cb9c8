"""Improvement items and questions as rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from moim.contexts.insights.application.ports import FeedbackList
from moim.contexts.insights.domain.feedback import Improvement, Question
from moim.contexts.insights.persistence.tables import improvements, questions
from moim.platform.upsert import upsert


class SqlImprovements:
    """The ``Improvements`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over one connection."""
        self._connection = connection

    def get(self, feedback_id: UUID) -> Improvement | None:
        """One row by key."""
        row = self._connection.execute(
            select(improvements).where(improvements.c.feedback_id == feedback_id)
        ).first()
        return None if row is None else Improvement(**row._mapping)  # noqa: SLF001

    def put(self, item: Improvement) -> None:
        """Insert or replace."""
        names = Improvement.__dataclass_fields__
        upsert(self._connection, improvements, {name: getattr(item, name) for name in names})

    def page(self, about: FeedbackList) -> Sequence[Improvement]:
        """Newest first, by the person's index or by key."""
        table = improvements
        statement = select(table).order_by(table.c.feedback_id.desc()).limit(about.limit)
        if about.user_id is not None:
            statement = statement.where(table.c.user_id == about.user_id)
        if about.after is not None:
            statement = statement.where(table.c.feedback_id < about.after)
        rows = self._connection.execute(statement)
        return [Improvement(**row._mapping) for row in rows]  # noqa: SLF001


class SqlQuestions:
    """The ``Questions`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over one connection."""
        self._connection = connection

    def find(self, id: UUID, user_id: UUID) -> Question | None:
        """One row by key."""
        row = self._connection.execute(
            select(questions).where(questions.c.id == id, questions.c.user_id == user_id)
        ).first()
        return None if row is None else Question(**row._mapping)  # noqa: SLF001

    def put(self, question: Question) -> None:
        """Insert or replace."""
        names = Question.__dataclass_fields__
        upsert(self._connection, questions, {name: getattr(question, name) for name in names})

    def page(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Question]:
        """Newest first, by the person's index."""
        table = questions
        statement = (
            select(table).where(table.c.user_id == user_id).order_by(table.c.id.desc()).limit(limit)
        )
        if after is not None:
            statement = statement.where(table.c.id < after)
        return [Question(**row._mapping) for row in self._connection.execute(statement)]  # noqa: SLF001
