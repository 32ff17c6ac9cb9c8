"""Imports, their files, and where each workout comes from, as rows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from moim.contexts.workouts.application.ports import Source
from moim.contexts.workouts.domain.imports import (
    Import,
    ImportFile,
    ImportNotFound,
    Outcome,
    Verdict,
)
from moim.contexts.workouts.persistence.tables import import_files, imports, sources
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.work import UnitOfWork

_OUTCOME = ("verdict", "reason", "details", "workout_ids")
_FILE_COLUMNS = ("id", "import_id", "user_id", "name", "sha256", "size_bytes", "kind", *_OUTCOME)
_SOURCE_COLUMNS = tuple(Source.__dataclass_fields__)
_BY_ID = Prepared(
    select(imports).where(
        imports.c.id == bindparam("id"), imports.c.user_id == bindparam("user_id")
    )
)
_FILE = Prepared(
    select(import_files).where(
        import_files.c.id == bindparam("id"), import_files.c.import_id == bindparam("import_id")
    )
)
_SETTLE = Prepared(
    update(import_files).where(
        import_files.c.id == bindparam("of"), import_files.c.verdict.is_(None)
    ),
    _OUTCOME,
)
_VERDICTS = Prepared(
    select(import_files.c.verdict, func.count())
    .where(import_files.c.import_id == bindparam("import_id"), import_files.c.verdict.is_not(None))
    .group_by(import_files.c.verdict)
)
_ADD_FILES = Prepared(insert(import_files), _FILE_COLUMNS)
_ADD_SOURCE = Prepared(insert(sources), _SOURCE_COLUMNS)
_IN_ORDER = select(sources).order_by(
    sources.c.chosen.desc(), sources.c.richness.desc(), sources.c.position
)
_BY_CONTENT = Prepared(
    _IN_ORDER.where(
        sources.c.user_id == bindparam("user_id"), sources.c.sha256 == bindparam("sha256")
    )
)
_OF_WORKOUT = Prepared(_IN_ORDER.where(sources.c.workout_id == bindparam("workout_id")))
_OF_IMPORT = Prepared(_IN_ORDER.where(sources.c.import_id == bindparam("import_id")))


class SqlImports:
    """The ``Imports`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID, user_id: UUID) -> Import:
        """One row by key."""
        row = _BY_ID.first(self._connection, id=id, user_id=user_id)
        if row is None:
            raise ImportNotFound
        return Import(**row._asdict())

    def add_files(self, delivery: Import, files: Sequence[ImportFile]) -> None:
        """All in one statement."""
        rows = [
            {
                "id": file.id,
                "import_id": delivery.id,
                "user_id": delivery.user_id,
                "name": file.name,
                "sha256": file.sha256,
                "size_bytes": file.size_bytes,
                "kind": file.kind,
                **_outcome_row(file.outcome),
            }
            for file in files
        ]
        if rows:
            _ADD_FILES.run_many(self._connection, rows)

    def file(self, delivery: Import, file_id: UUID) -> ImportFile:
        """One row by key."""
        row = _FILE.first(self._connection, id=file_id, import_id=delivery.id)
        if row is None:
            raise ImportNotFound
        return file_of(row)

    def contents(self, delivery: Import) -> Sequence[str]:
        """One column of the import's files."""
        statement = select(import_files.c.sha256).where(import_files.c.import_id == delivery.id)
        return self._connection.execute(statement).scalars().all()

    def remove_file(self, delivery: Import, file_id: UUID) -> None:
        """Delete one row."""
        self._connection.execute(
            delete(import_files).where(
                import_files.c.id == file_id, import_files.c.import_id == delivery.id
            )
        )

    def settle(self, delivery: Import, file_id: UUID, outcome: Outcome) -> None:
        """Write the verdict, unless there is one."""
        if _SETTLE.run(self._connection, of=file_id, **_outcome_row(outcome)) != 1:
            raise Stale(delivery.id)

    def verdicts(self, delivery: Import) -> Mapping[Verdict, int]:
        """One aggregate over the import's files."""
        rows = _VERDICTS.rows(self._connection, import_id=delivery.id)
        return {Verdict(verdict): count for verdict, count in rows}

    def save(self, delivery: Import) -> None:
        """Insert or update under the version."""
        row = {
            "id": delivery.id,
            "user_id": delivery.user_id,
            "provider": delivery.provider,
            "started_at": delivery.started_at,
            "waiting": delivery.waiting,
            "undone_at": delivery.undone_at,
        }
        save_row(self._connection, imports, delivery, row)
        self._work.collect(delivery)


class SqlSources:
    """The ``Sources`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def by_content(self, user_id: UUID, sha256: str) -> Sequence[Source]:
        """By the index over the owner and the content."""
        return self._asked(_BY_CONTENT, user_id=user_id, sha256=sha256)

    def of_workout(self, workout_id: UUID) -> Sequence[Source]:
        """The chosen one first, then the richest."""
        return self._asked(_OF_WORKOUT, workout_id=workout_id)

    def of_import(self, import_id: UUID) -> Sequence[Source]:
        """By the index over the import."""
        return self._asked(_OF_IMPORT, import_id=import_id)

    def add(self, source: Source) -> None:
        """One row."""
        row = {name: getattr(source, name) for name in _SOURCE_COLUMNS}
        _ADD_SOURCE.run(self._connection, **row)

    def choose(self, chosen: Source) -> None:
        """One chosen of all of the workout's."""
        self._connection.execute(
            update(sources)
            .where(sources.c.workout_id == chosen.workout_id)
            .values(
                chosen=(sources.c.import_file_id == chosen.import_file_id)
                & (sources.c.position == chosen.position)
            )
        )

    def read_by(self, workout_id: UUID, parser_version: int) -> None:
        """By the workout's key."""
        shown = (sources.c.workout_id == workout_id) & sources.c.chosen
        self._connection.execute(update(sources).where(shown).values(parser_version=parser_version))

    def remove(self, source: Source) -> None:
        """Delete one row."""
        self._connection.execute(
            delete(sources).where(
                sources.c.workout_id == source.workout_id,
                sources.c.import_file_id == source.import_file_id,
                sources.c.position == source.position,
            )
        )

    def _asked(self, statement: Prepared, **about: Any) -> Sequence[Source]:
        return [source_of(row) for row in statement.named(self._connection, **about)]


def _outcome_row(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {"verdict": None, "reason": None, "details": None, "workout_ids": None}
    return {
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "details": outcome.details,
        "workout_ids": [str(id) for id in outcome.workout_ids],
    }


def file_of(row: Row[Any]) -> ImportFile:
    """An import's file from its row."""
    outcome = None
    if row.verdict is not None:
        outcome = Outcome(
            verdict=Verdict(row.verdict),
            workout_ids=tuple(UUID(id) for id in row.workout_ids or ()),
            reason=row.reason,
            details=row.details or {},
        )
    return ImportFile(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        kind=row.kind,
        outcome=outcome,
    )


def source_of(row: Row[Any]) -> Source:
    """A source from its row."""
    return Source(**{name: getattr(row, name) for name in _SOURCE_COLUMNS})
