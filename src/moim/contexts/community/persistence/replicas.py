"""What workouts told, and prompts about it, as rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, func, select, tuple_, update

from moim.contexts.community.domain.prompts import Kind, Prompt, State
from moim.contexts.community.persistence.saving import first_of, row_of, rows_of, save_row
from moim.contexts.community.persistence.tables import (
    follows,
    goals,
    members,
    prompts,
    sessions,
    workouts,
)
from moim.kernel.aggregates import Aggregate
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

SHARED = ("followers", "public")

_OF_PERSON = prompts.c.user_id == bindparam("user_id")
_KNOWS = Prepared(
    select(prompts.c.id).where(
        _OF_PERSON,
        prompts.c.kind == bindparam("kind"),
        prompts.c.subject_id == bindparam("subject_id"),
    )
)
_MADE_SINCE = Prepared(
    select(prompts.c.kind, func.count())
    .where(_OF_PERSON, prompts.c.at >= bindparam("since"))
    .group_by(prompts.c.kind)
)


class SqlReplicas:
    """The ``Replicas`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def put_workout(self, **told: Any) -> None:
        """Insert or replace."""
        upsert(self._connection, workouts, told)

    def workout(self, workout_id: UUID) -> Mapping[str, Any] | None:
        """By key."""
        return self._one(workouts, workouts.c.workout_id == workout_id)

    def workouts(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[Mapping[str, Any]]:
        """By key, of this person alone."""
        rows = self._connection.execute(
            select(workouts).where(workouts.c.workout_id.in_(ids), workouts.c.user_id == user_id)
        )
        return rows_of(rows)

    def drop_workout(self, workout_id: UUID) -> None:
        """By key."""
        self._connection.execute(delete(workouts).where(workouts.c.workout_id == workout_id))

    def put_goal(self, **told: Any) -> None:
        """Insert or replace."""
        upsert(self._connection, goals, told)

    def goal(self, goal_id: UUID) -> Mapping[str, Any] | None:
        """By key."""
        return self._one(goals, goals.c.goal_id == goal_id)

    def put_session(self, **told: Any) -> None:
        """Insert or replace."""
        upsert(self._connection, sessions, told)

    def end_session(self, session_id: UUID, workout_id: UUID | None, at: datetime) -> None:
        """By key."""
        self._connection.execute(
            update(sessions)
            .where(sessions.c.session_id == session_id)
            .values(ended_at=at, workout_id=workout_id)
        )

    def session(self, session_id: UUID) -> Mapping[str, Any] | None:
        """By key."""
        return self._one(sessions, sessions.c.session_id == session_id)

    def sessions_for(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Mapping[str, Any]]:
        """Nothing but what its owner shows to followers or to everybody."""
        followed = [
            UUID(target)
            for target in self._connection.execute(
                select(follows.c.target).where(
                    follows.c.user_id == user_id, follows.c.kind == "person"
                )
            ).scalars()
        ]
        wanted = (
            select(sessions, members.c.nickname, members.c.photo_key)
            .outerjoin(members, members.c.user_id == sessions.c.user_id)
            .where(sessions.c.user_id.in_(followed), sessions.c.visibility.in_(SHARED))
        )
        if after is not None:
            wanted = wanted.where(
                tuple_(sessions.c.started_at, sessions.c.session_id)
                < row_of((sessions.c.started_at, sessions.c.session_id), after)
            )
        order = (sessions.c.started_at.desc(), sessions.c.session_id.desc())
        return rows_of(self._connection.execute(wanted.order_by(*order).limit(limit)))

    def _one(self, table: Any, condition: Any) -> Mapping[str, Any] | None:
        return first_of(self._connection.execute(select(table).where(condition)))


class SqlPrompts:
    """The ``Prompts`` port."""

    def __init__(self, connection: Connection, publish: Callable[[Aggregate], None]) -> None:
        """``publish`` takes what a saved prompt recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, id: UUID, user_id: UUID) -> Prompt | None:
        """By key, of this person alone."""
        row = self._connection.execute(
            select(prompts).where(prompts.c.id == id, prompts.c.user_id == user_id)
        ).first()
        return None if row is None else _prompt(row)

    def knows(self, user_id: UUID, kind: str, subject_id: UUID) -> bool:
        """By the unique index."""
        about = {"user_id": user_id, "kind": kind, "subject_id": subject_id}
        return bool(_KNOWS.rows(self._connection, **about))

    def has(self, id: UUID) -> bool:
        """By key."""
        found = self._connection.execute(select(prompts.c.id).where(prompts.c.id == id)).first()
        return found is not None

    def about(self, user_id: UUID, kind: str, subject_id: UUID) -> Prompt | None:
        """By the unique index."""
        row = self._connection.execute(
            select(prompts).where(
                prompts.c.user_id == user_id,
                prompts.c.kind == kind,
                prompts.c.subject_id == subject_id,
            )
        ).first()
        return None if row is None else _prompt(row)

    def all_of(self, user_id: UUID) -> Sequence[Prompt]:
        """By the person's index."""
        wanted = select(prompts).where(prompts.c.user_id == user_id).order_by(prompts.c.id)
        return [_prompt(row) for row in self._connection.execute(wanted)]

    def made_since(self, user_id: UUID, since: datetime, uncapped: Collection[str]) -> int:
        """Few rows a person."""
        made = _MADE_SINCE.rows(self._connection, user_id=user_id, since=since)
        return sum(count for kind, count in made if kind not in uncapped)

    def save(self, prompt: Prompt) -> None:
        """The row alone."""
        names = [
            name for name in Prompt.__dataclass_fields__ if name not in {"version", "_recorded"}
        ]
        values = {name: getattr(prompt, name) for name in names}
        values |= {"kind": prompt.kind.value, "state": prompt.state.value}
        save_row(self._connection, prompts, prompt, values)
        self._publish(prompt)

    def open_of(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Prompt]:
        """By the person's index."""
        wanted = select(prompts).where(prompts.c.user_id == user_id, prompts.c.state == "open")
        if after is not None:
            wanted = wanted.where(
                tuple_(prompts.c.at, prompts.c.id) < row_of((prompts.c.at, prompts.c.id), after)
            )
        rows = self._connection.execute(
            wanted.order_by(prompts.c.at.desc(), prompts.c.id.desc()).limit(limit)
        )
        return [_prompt(row) for row in rows]

    def drop(self, user_id: UUID, *, workout_id: UUID) -> None:
        """Edits that are owed stay."""
        self._connection.execute(
            delete(prompts).where(
                prompts.c.user_id == user_id,
                prompts.c.workout_id == workout_id,
                prompts.c.state == "open",
                prompts.c.post_id.is_(None),
            )
        )


def _prompt(row: Row[Any]) -> Prompt:
    values = dict(row._mapping)  # noqa: SLF001
    return Prompt(**(values | {"kind": Kind(row.kind), "state": State(row.state)}))
