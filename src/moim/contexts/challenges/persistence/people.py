"""People, workouts and goals as others told them, as rows."""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select

from moim.contexts.challenges.application.side_ports import SeenGoal
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.domain.measure import Performed
from moim.contexts.challenges.domain.person import Eligibility, Person
from moim.contexts.challenges.persistence.erasure import erase
from moim.contexts.challenges.persistence.rankings import hold
from moim.contexts.challenges.persistence.tables import (
    entries,
    goals,
    inspections,
    people,
    workouts,
)
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_PERSON = Prepared(select(people).where(people.c.user_id == bindparam("user_id")))
_WORKOUT = Prepared(select(workouts).where(workouts.c.workout_id == bindparam("workout_id")))
_BETWEEN = Prepared(
    select(workouts)
    .where(
        workouts.c.user_id == bindparam("user_id"),
        workouts.c.started_at >= bindparam("start"),
        workouts.c.started_at < bindparam("end"),
    )
    .order_by(workouts.c.started_at, workouts.c.workout_id)
)
_PersonRow = namedtuple("_PersonRow", people.c.keys())  # type: ignore[misc]  # noqa: PYI024
_WorkoutRow = namedtuple("_WorkoutRow", workouts.c.keys())  # type: ignore[misc]  # noqa: PYI024


class SqlPeople:
    """The ``People`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def hold(self, user_id: UUID) -> None:
        """The same lock as that of a challenge, by the person's id."""
        hold(self._connection, user_id)

    def get(self, user_id: UUID) -> Person:
        """One row by key, or the defaults."""
        rows = _PERSON.rows(self._connection, user_id=user_id)
        return _person_of(_PersonRow(*rows[0])) if rows else Person(user_id=user_id)

    def known(self, user_ids: Sequence[UUID]) -> dict[UUID, Person]:
        """By keys."""
        rows = self._connection.execute(select(people).where(people.c.user_id.in_(user_ids)))
        return {row.user_id: _person_of(_PersonRow(*row)) for row in rows}

    def save(self, person: Person) -> None:
        """Insert or replace."""
        row = vars(person) | {"eligibility": person.eligibility.value, "wants": dict(person.wants)}
        upsert(self._connection, people, row)

    def erase(self, user_id: UUID) -> None:
        """What ``erasure.py`` names; the id stays as that of somebody who left."""
        erase(self._connection, user_id)
        self.save(Person(user_id=user_id, eligibility=Eligibility.GONE))


class SqlWorkouts:
    """The ``Workouts`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection
        self._now = work.now

    def find(self, workout_id: UUID) -> Performed | None:
        """One row by key."""
        rows = _WORKOUT.rows(self._connection, workout_id=workout_id)
        return _performed_of(_WorkoutRow(*rows[0])) if rows else None

    def between(self, user_id: UUID, start: datetime, end: datetime) -> Sequence[Performed]:
        """By the owner's index."""
        rows = _BETWEEN.rows(self._connection, user_id=user_id, start=start, end=end)
        return [_performed_of(_WorkoutRow(*row)) for row in rows]

    def save(self, performed: Performed) -> None:
        """Insert or replace."""
        upsert(self._connection, workouts, _workout_row(performed))

    def looked_at(self, performed: Performed, trace: str | None) -> None:
        """What was seen, and the wish is met."""
        upsert(self._connection, workouts, _workout_row(performed) | {"trace": trace})
        self._connection.execute(
            delete(inspections).where(inspections.c.workout_id == performed.workout_id)
        )

    def same_trace(self, trace: str, user_id: UUID) -> bool:
        """By the trace's index."""
        statement = (
            select(workouts.c.workout_id)
            .where(workouts.c.trace == trace, workouts.c.user_id != user_id)
            .limit(1)
        )
        return self._connection.execute(statement).first() is not None

    def remove(self, workout_id: UUID) -> None:
        """Both rows."""
        for table in (workouts, inspections):
            self._connection.execute(delete(table).where(table.c.workout_id == workout_id))

    def have_inspected(self, performed: Performed) -> None:
        """One row, the newest wish."""
        row = {
            "workout_id": performed.workout_id,
            "user_id": performed.user_id,
            "asked_at": self._now,
        }
        upsert(self._connection, inspections, row)

    def awaited(self, challenge: Challenge) -> bool:
        """Over the few that wait, each with its workout and its entry by key."""
        w, e, settling_at = workouts.c, entries.c, challenge.settling_at or self._now
        statement = (
            select(inspections.c.workout_id)
            .join(workouts, w.workout_id == inspections.c.workout_id)
            .join(entries, (e.challenge_id == challenge.id) & (e.user_id == inspections.c.user_id))
            .where(
                e.state == EntryState.IN.value,
                w.started_at >= challenge.terms.starts_at,
                w.started_at < challenge.terms.ends_at,
                or_(w.heard_at.is_(None), w.heard_at <= settling_at),
            )
            .limit(1)
        )
        return self._connection.execute(statement).first() is not None

    def to_inspect(self, most: int) -> Sequence[tuple[UUID, UUID]]:
        """By when it was asked."""
        statement = (
            select(inspections.c.workout_id, inspections.c.user_id)
            .order_by(inspections.c.asked_at)
            .limit(most)
        )
        return [(row.workout_id, row.user_id) for row in self._connection.execute(statement)]


class SqlGoals:
    """The ``Goals`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def find(self, goal_id: UUID) -> SeenGoal | None:
        """One row by key."""
        row = self._connection.execute(select(goals).where(goals.c.goal_id == goal_id)).first()
        return None if row is None else SeenGoal(**row._mapping)  # noqa: SLF001

    def of(self, user_id: UUID) -> Sequence[SeenGoal]:
        """By the owner's index."""
        rows = self._connection.execute(select(goals).where(goals.c.user_id == user_id))
        return [SeenGoal(**row._mapping) for row in rows]  # noqa: SLF001

    def save(self, goal: SeenGoal) -> None:
        """Insert or replace."""
        upsert(self._connection, goals, vars(goal))


def _person_of(row: Any) -> Person:
    return replace(Person(**row._asdict()), eligibility=Eligibility(row.eligibility))


def _performed_of(row: Any) -> Performed:
    return Performed(
        workout_id=row.workout_id,
        user_id=row.user_id,
        sport=row.sport,
        started_at=row.started_at,
        source=row.source,
        metrics=row.metrics,
        efforts={int(length): time_s for length, time_s in row.efforts.items()},
        findings=row.findings,
        gathering=row.gathering,
        heard_at=row.heard_at,
    )


def _workout_row(performed: Performed) -> dict[str, Any]:
    return vars(performed) | {
        "metrics": dict(performed.metrics),
        "efforts": {str(length): time_s for length, time_s in performed.efforts.items()},
        "findings": dict(performed.findings),
    }
