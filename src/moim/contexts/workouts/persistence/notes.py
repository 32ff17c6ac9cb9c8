"""Notes about workouts as rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update

from moim.contexts.workouts.domain.notes import (
    Attached,
    Feedback,
    Prompt,
    PromptKind,
    PromptNotFound,
    Review,
)
from moim.contexts.workouts.persistence.note_tables import (
    workout_feedback,
    workout_posts,
    workout_prompts,
    workout_reviews,
)
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_ATTACHED = select(workout_posts).where(workout_posts.c.post_id == bindparam("post_id"))
_EXPOSURE = select(func.count(), func.coalesce(func.sum(workout_posts.c.seen), 0)).where(
    workout_posts.c.workout_id == bindparam("workout_id")
)


class SqlNotes:
    """The ``Notes`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def attach(self, attached: Attached) -> None:
        """Insert or replace."""
        upsert(self._connection, workout_posts, asdict(attached))

    def attached(self, post_id: UUID) -> Attached | None:
        """By key."""
        row = self._connection.execute(_ATTACHED, {"post_id": post_id}).first()
        return None if row is None else Attached(**row._mapping)  # noqa: SLF001

    def detach(self, post_id: UUID) -> None:
        """Delete the post's rows; prompts and reviews stay."""
        for table in (workout_posts, workout_feedback):
            self._connection.execute(delete(table).where(table.c.post_id == post_id))

    def exposure(self, workout_id: UUID) -> tuple[int, int]:
        """By the index over the workout."""
        posts, seen = self._connection.execute(_EXPOSURE, {"workout_id": workout_id}).one()
        return int(posts), int(seen)

    def add_feedback(self, feedback: Feedback) -> None:
        """Insert or replace."""
        upsert(self._connection, workout_feedback, asdict(feedback))

    def drop_feedback(self, comment_id: UUID) -> None:
        """Delete the row."""
        self._connection.execute(
            delete(workout_feedback).where(workout_feedback.c.comment_id == comment_id)
        )

    def feedback(self, workout_id: UUID, limit: int, after: UUID | None) -> Sequence[Feedback]:
        """Keyset over the comment's id, falling."""
        statement = select(workout_feedback).where(workout_feedback.c.workout_id == workout_id)
        if after is not None:
            statement = statement.where(workout_feedback.c.comment_id < after)
        rows = self._connection.execute(
            statement.order_by(workout_feedback.c.comment_id.desc()).limit(limit)
        )
        return [Feedback(**row._mapping) for row in rows]  # noqa: SLF001

    def prompt(self, prompt: Prompt) -> None:
        """One row a person, kind and post."""
        self._connection.execute(
            delete(workout_prompts).where(
                workout_prompts.c.user_id == prompt.user_id,
                workout_prompts.c.kind == prompt.kind.value,
                workout_prompts.c.post_id == prompt.post_id,
            )
        )
        upsert(self._connection, workout_prompts, asdict(prompt) | {"kind": prompt.kind.value})

    def asked_last(self, user_id: UUID, kind: PromptKind) -> datetime | None:
        """By the person's index."""
        statement = (
            select(workout_prompts.c.at)
            .where(workout_prompts.c.user_id == user_id, workout_prompts.c.kind == kind.value)
            .order_by(workout_prompts.c.id.desc())
            .limit(1)
        )
        return self._connection.execute(statement).scalar()

    def prompts(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[Prompt]:
        """Keyset over the id, falling."""
        statement = select(workout_prompts).where(workout_prompts.c.user_id == user_id)
        if after is not None:
            statement = statement.where(workout_prompts.c.id < after)
        rows = self._connection.execute(
            statement.order_by(workout_prompts.c.id.desc()).limit(limit)
        )
        return [
            Prompt(**{**row._mapping, "kind": PromptKind(row.kind)})  # noqa: SLF001
            for row in rows
        ]

    def dismiss(self, id: UUID, user_id: UUID) -> None:
        """Delete the row."""
        gone = self._connection.execute(
            delete(workout_prompts).where(
                workout_prompts.c.id == id, workout_prompts.c.user_id == user_id
            )
        )
        if gone.rowcount != 1:
            raise PromptNotFound

    def review(self, review: Review) -> None:
        """Insert or replace."""
        upsert(self._connection, workout_reviews, asdict(review))

    def decide(self, report_id: UUID, outcome: str) -> None:
        """Update the row, if there is one."""
        self._connection.execute(
            update(workout_reviews)
            .where(workout_reviews.c.report_id == report_id)
            .values(outcome=outcome)
        )

    def reviews(self, limit: int, after: UUID | None) -> Sequence[Review]:
        """Keyset over the report's id, by the index over the outcome."""
        statement = select(workout_reviews).where(workout_reviews.c.outcome.is_(None))
        if after is not None:
            statement = statement.where(workout_reviews.c.report_id > after)
        rows = self._connection.execute(
            statement.order_by(workout_reviews.c.report_id).limit(limit)
        )
        return [Review(**row._mapping) for row in rows]  # noqa: SLF001
