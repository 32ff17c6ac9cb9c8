"""The read side of workouts: what pages and runners ask, one indexed query each."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from moim.contexts.workouts.application.queries import GoalList, Waiting, WorkoutList
from moim.contexts.workouts.domain.goal import Goal
from moim.contexts.workouts.domain.imports import Import, ImportFile
from moim.contexts.workouts.domain.zones import ZoneDefinition
from moim.contexts.workouts.persistence.imports import file_of
from moim.contexts.workouts.persistence.originals import all_wanted, unwanted_by, wanted_of
from moim.contexts.workouts.persistence.people import goal_of
from moim.contexts.workouts.persistence.revisions import revision_of
from moim.contexts.workouts.persistence.tables import (
    FIGURES,
    goals,
    import_files,
    imports,
    tasks,
    tracks,
    zone_definitions,
)
from moim.contexts.workouts.persistence.zones import zones_of
from moim.platform.prepared import Prepared
from moim.platform.work import UnitOfWork

LIST_COLUMNS = (
    "id",
    "sport",
    "title",
    "started_at",
    "timezone",
    *FIGURES,
    "source",
    "device",
    "partial",
    "visibility",
    "points",
    "version",
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STARTED = LIST_COLUMNS.index("started_at")


_PAGE = (
    f"SELECT {', '.join(LIST_COLUMNS)} FROM workouts WHERE {{where}} "  # noqa: S608 - our names
    "ORDER BY started_at DESC, id DESC LIMIT ?"
)

_TRACK = Prepared(select(tracks.c.samples).where(tracks.c.workout_id == bindparam("workout_id")))
_DERIVED = Prepared(select(tracks.c.derived).where(tracks.c.workout_id == bindparam("workout_id")))
_FILES = Prepared(
    select(import_files)
    .where(import_files.c.import_id == bindparam("import_id"))
    .order_by(import_files.c.id)
)
_ZONES = Prepared(
    select(zone_definitions)
    .where(zone_definitions.c.user_id == bindparam("user_id"))
    .order_by(zone_definitions.c.valid_from)
)


class SqlViews:
    """The ``Views`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own snapshot."""
        self._connection = work.connection

    def page(self, about: WorkoutList) -> Sequence[Sequence[object]]:
        """Keyset over (started_at, id), both falling.

        The hottest read there is: plain SQL and plain rows take half the time of the same
        through Core. Only the two columns that need it are turned into what they mean.
        """
        native = self._connection.dialect.name == "postgresql"
        conditions, values = ["user_id = ?"], [_bound(about.user_id, native)]

        def must(condition: str, *bound: object) -> None:
            conditions.append(condition)
            values.extend(bound)

        if about.sport is not None:
            must("sport = ?", about.sport)
        if about.start is not None:
            must("started_at >= ?", _stored(about.start))
        if about.end is not None:
            must("started_at < ?", _stored(about.end))
        if about.after is not None:
            at, last = about.after
            must("(started_at, id) < (?, ?)", _stored(at), _bound(last, native))
        values.append(about.limit)
        text = _PAGE.format(where=" AND ".join(conditions))
        raw: Any = self._connection.connection.dbapi_connection
        rows = raw.execute(text.replace("?", "%s") if native else text, values).fetchall()
        return [_listed(row) for row in rows]

    def revision(self, user_id: UUID) -> int:
        """By key."""
        return revision_of(self._connection, user_id)

    def track(self, workout_id: UUID) -> bytes | None:
        """By key."""
        row = _TRACK.first(self._connection, workout_id=workout_id)
        return None if row is None else row.samples

    def derived(self, workout_id: UUID) -> bytes | None:
        """By key."""
        row = _DERIVED.first(self._connection, workout_id=workout_id)
        return None if row is None else row.derived

    def import_files(self, import_id: UUID) -> Sequence[ImportFile]:
        """By the index over the import; ids sort by arrival."""
        return [file_of(row) for row in _FILES.named(self._connection, import_id=import_id)]

    def imports(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[Import]:
        """Keyset over the id, falling."""
        statement = select(imports).where(imports.c.user_id == user_id)
        if after is not None:
            statement = statement.where(imports.c.id < after)
        rows = self._connection.execute(statement.order_by(imports.c.id.desc()).limit(limit))
        return [Import(**row._mapping) for row in rows]  # noqa: SLF001

    def goals(self, about: GoalList) -> Sequence[Goal]:
        """Keyset over the id by the owner's index."""
        statement = select(goals).where(goals.c.user_id == about.user_id)
        if about.after is not None:
            statement = statement.where(goals.c.id > about.after)
        rows = self._connection.execute(statement.order_by(goals.c.id).limit(about.limit))
        return [goal_of(row) for row in rows]

    def all_goals(self, user_id: UUID) -> Sequence[Goal]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(goals).where(goals.c.user_id == user_id).order_by(goals.c.id)
        )
        return [goal_of(row) for row in rows]

    def zones(self, user_id: UUID) -> Sequence[ZoneDefinition]:
        """By the owner's key."""
        return [zones_of(row) for row in _ZONES.named(self._connection, user_id=user_id)]

    def waiting(self, limit: int) -> Sequence[Waiting]:
        """Files first, in the order of arrival, then tasks."""
        files = self._connection.execute(
            select(import_files)
            .where(import_files.c.verdict.is_(None))
            .order_by(import_files.c.id)
            .limit(limit)
        )
        found = [
            Waiting(id=row.id, user_id=row.user_id, import_id=row.import_id, file=file_of(row))
            for row in files
        ]
        asked = self._connection.execute(select(tasks).order_by(tasks.c.id).limit(limit))
        return found + [
            Waiting(
                id=row.id,
                user_id=row.user_id,
                workout_id=row.workout_id,
                request_id=row.request_id,
                asked=row.asked,
            )
            for row in asked
        ]

    def unwanted(self, now: datetime, limit: int) -> tuple[Sequence[str], set[str]]:
        """Oldest first, each looked up by the indexes over the contents."""
        keys = unwanted_by(self._connection, now, limit)
        return keys, wanted_of(self._connection, keys)

    def wanted(self, sha256s: Sequence[str] | None = None) -> set[str]:
        """By the indexes over the contents, or a walk over all."""
        if sha256s is None:
            return all_wanted(self._connection)
        return wanted_of(self._connection, sha256s)


def _stored(moment: datetime) -> int:
    """As ``Instant`` stores it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _bound(id: UUID, native: bool) -> object:
    """As ``Uuid`` stores it: 32 digits where the database has no type of its own."""
    return id if native else id.hex


def _listed(row: Sequence[Any]) -> Sequence[object]:
    told = list(row)
    if isinstance(told[0], str):
        told[0] = UUID(int=int(told[0], 16))
    told[_STARTED] = _EPOCH + timedelta(0, 0, told[_STARTED])
    return told
