"""People, their goals, and the tasks they wait for, as rows."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, text, union, update

from moim.contexts.workouts.application.ports import Reading
from moim.contexts.workouts.domain.athlete import Athlete
from moim.contexts.workouts.domain.goal import Aim, Goal, GoalNotFound, Metric
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Workout
from moim.contexts.workouts.domain.zones import ZoneDefinition
from moim.contexts.workouts.persistence.audiences import shown_of, shown_row
from moim.contexts.workouts.persistence.erasure import erase
from moim.contexts.workouts.persistence.originals import SqlOriginals
from moim.contexts.workouts.persistence.tables import (
    athletes,
    goals,
    import_files,
    sources,
    tasks,
    tracks,
    zone_definitions,
)
from moim.contexts.workouts.persistence.zones import zones_of
from moim.kernel.errors import Stale
from moim.kernel.ids import new_id
from moim.kernel.periods import Period
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_ATHLETE = Prepared(select(athletes).where(athletes.c.user_id == bindparam("user_id")))
_RUNNING = Prepared(
    select(goals)
    .where(goals.c.user_id == bindparam("user_id"), goals.c.ended_at.is_(None))
    .order_by(goals.c.id)
)
_HOLD = text("SELECT pg_advisory_xact_lock(:person)")


class SqlAthletes:
    """The ``Athletes`` port."""

    def __init__(self, work: UnitOfWork, originals: SqlOriginals) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection
        self._originals = originals
        self._now = work.now

    def hold(self, user_id: UUID) -> None:
        """PostgreSQL: a lock until the commit. SQLite has one writer as it is."""
        if self._connection.dialect.name == "postgresql":
            person = int.from_bytes(user_id.bytes[8:], "big", signed=True)
            self._connection.execute(_HOLD, {"person": person})

    def get(self, user_id: UUID) -> Athlete:
        """One row by key, or the defaults."""
        row = _ATHLETE.first(self._connection, user_id=user_id)
        if row is None:
            return Athlete(user_id=user_id)
        return Athlete(
            user_id=user_id,
            timezone=row.timezone,
            nickname=row.nickname,
            shown=shown_of(row),
        )

    def save(self, athlete: Athlete) -> None:
        """Insert or replace."""
        row = {"user_id": athlete.user_id, "timezone": athlete.timezone}
        row |= {"nickname": athlete.nickname, **shown_row(athlete.shown)}
        upsert(self._connection, athletes, row)

    def zones(self, user_id: UUID, at: datetime) -> ZoneDefinition | None:
        """The latest definition that began by that day."""
        day = self.get(user_id).day_of(at)
        row = self._connection.execute(
            select(zone_definitions)
            .where(zone_definitions.c.user_id == user_id, zone_definitions.c.valid_from <= day)
            .order_by(zone_definitions.c.valid_from.desc())
            .limit(1)
        ).first()
        return None if row is None else zones_of(row)

    def erase(self, user_id: UUID) -> None:
        """What ``erasure.py`` names; originals go after the commit unless others need them."""
        kept = union(
            *(
                select(table.c.sha256).where(table.c.user_id == user_id)
                for table in (sources, import_files)
            )
        )
        self._originals.let_go(self._connection.execute(kept).scalars().all(), self._now)
        erase(self._connection, user_id)


class SqlGoals:
    """The ``Goals`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID, user_id: UUID) -> Goal:
        """One row by key."""
        row = self._connection.execute(
            select(goals).where(goals.c.id == id, goals.c.user_id == user_id)
        ).first()
        if row is None:
            raise GoalNotFound
        return goal_of(row)

    def running(self, user_id: UUID) -> Sequence[Goal]:
        """By the owner's index."""
        return [goal_of(row) for row in _RUNNING.named(self._connection, user_id=user_id)]

    def save(self, goal: Goal) -> None:
        """Insert or update under the version."""
        row = {
            "id": goal.id,
            "user_id": goal.user_id,
            "version": goal.version + 1,
            **goal.aim.told(),
            "set_at": goal.set_at,
            "ended_at": goal.ended_at,
            "reached": {day.isoformat(): at.isoformat() for day, at in goal.reached.items()},
            "past_aims": [
                _json_aim(aim) | {"until": until.isoformat()} for aim, until in goal.past_aims
            ],
        }
        if goal.version == 0:
            self._connection.execute(insert(goals), row)
        else:
            held = (goals.c.id == goal.id, goals.c.version == goal.version)
            if self._connection.execute(update(goals).where(*held).values(row)).rowcount != 1:
                raise Stale(goal.id)
        goal.version += 1
        self._work.collect(goal)


class SqlTracks:
    """The ``Tracks`` port: one row of blobs a workout."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def put(self, workout: Workout, reading: Reading) -> None:
        """Insert or replace."""
        shown = workout.has_track
        row: dict[str, Any] = {"workout_id": workout.id, "user_id": workout.user_id}
        row |= {"samples": reading.track if shown else None, "derived": reading.derived}
        row |= {"course": reading.course if shown else None}
        upsert(self._connection, tracks, row)

    def drop_track(self, workout: Workout) -> None:
        """Null the columns that hold positions."""
        self._connection.execute(
            update(tracks)
            .where(tracks.c.workout_id == workout.id)
            .values(samples=None, course=None)
        )

    def remove(self, workout: Workout) -> None:
        """Delete the row."""
        self._connection.execute(delete(tracks).where(tracks.c.workout_id == workout.id))


class SqlTasks:
    """The ``Tasks`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work

    def rederive(self, workout: Workout, request_id: UUID, *, asked: bool = False) -> None:
        """One row; the runner finds it after the commit."""
        self._work.connection.execute(
            insert(tasks),
            {
                "id": new_id(),
                "user_id": workout.user_id,
                "workout_id": workout.id,
                "request_id": request_id,
                "asked_at": self._work.now,
                "asked": asked,
            },
        )

    def rederive_all(self, user_id: UUID, workout_ids: Sequence[UUID], request_id: UUID) -> None:
        """All rows in one statement."""
        told = {"user_id": user_id, "request_id": request_id, "asked_at": self._work.now}
        told["asked"] = False
        rows = [{"id": new_id(), "workout_id": id, **told} for id in workout_ids]
        if rows:
            self._work.connection.execute(insert(tasks), rows)

    def waiting_for(self, user_id: UUID) -> set[UUID]:
        """A walk over what waits: there is little of it."""
        waiting = select(tasks.c.workout_id).where(tasks.c.user_id == user_id)
        return set(self._work.connection.execute(waiting).scalars())

    def done(self, task_id: UUID) -> None:
        """Delete the row."""
        self._work.connection.execute(delete(tasks).where(tasks.c.id == task_id))


def goal_of(row: Row[Any]) -> Goal:
    """A goal from its row."""
    return Goal(
        id=row.id,
        user_id=row.user_id,
        version=row.version,
        aim=_aim(row._asdict()),
        set_at=row.set_at,
        ended_at=row.ended_at,
        reached={
            date.fromisoformat(day): datetime.fromisoformat(at) for day, at in row.reached.items()
        },
        past_aims=[
            (_aim(_from_json(aim)), datetime.fromisoformat(aim["until"])) for aim in row.past_aims
        ],
    )


def _aim(row: Any) -> Aim:
    return Aim(
        metric=Metric(row["metric"]),
        period=Period(row["period"]),
        target=row["target"],
        sport=Sport(row["sport"]) if row["sport"] else None,
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
    )


def _json_aim(aim: Aim) -> dict[str, Any]:
    row = aim.told()
    days = {name: row[name].isoformat() if row[name] else None for name in ("starts_on", "ends_on")}
    return row | days


def _from_json(aim: dict[str, Any]) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(aim[name]) if aim[name] else None
        for name in ("starts_on", "ends_on")
    }
    return aim | days
