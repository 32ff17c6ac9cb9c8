"""Which originals nobody needs any more, as rows: the bytes go after the commit."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.workouts.domain.imports import Verdict
from moim.contexts.workouts.persistence.tables import (
    import_files,
    imports,
    sources,
    unwanted_originals,
)
from moim.platform.work import UnitOfWork

AT_ONCE_MAX = 500


class SqlOriginals:
    """The ``Originals`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def let_go(self, sha256s: Iterable[str], at: datetime) -> None:
        """A row each; a later word replaces an earlier one."""
        rows = [{"sha256": sha256, "at": at} for sha256 in sorted(set(sha256s)) if sha256]
        if rows:
            self._connection.execute(_noting(self._connection), rows)

    def going(self, sha256s: Sequence[str]) -> set[str]:
        """By key."""
        key = unwanted_originals.c.sha256
        found: set[str] = set()
        for some in _portions(sha256s):
            found.update(self._connection.execute(select(key).where(key.in_(some))).scalars())
        return found

    def gone(self, sha256s: Iterable[str], by: datetime) -> None:
        """Delete their rows."""
        for some in _portions(list(sha256s)):
            chosen = unwanted_originals.c.sha256.in_(some), unwanted_originals.c.at <= by
            self._connection.execute(delete(unwanted_originals).where(*chosen))


def unwanted_by(connection: Connection, now: datetime, limit: int) -> Sequence[str]:
    """Originals that were to go by ``now``, oldest first."""
    statement = (
        select(unwanted_originals.c.sha256)
        .where(unwanted_originals.c.at <= now)
        .order_by(unwanted_originals.c.at)
        .limit(limit)
    )
    return connection.execute(statement).scalars().all()


def wanted_of(connection: Connection, sha256s: Sequence[str]) -> set[str]:
    """Which of these some row still needs.

    Those are: what a workout shows or could show, what waits to be read, and what could not be
    read and is kept with its reason.
    """
    wanted: set[str] = set()
    for some in _portions(sha256s):
        for column, condition in _NEEDS:
            statement = select(column).where(column.in_(some), condition)
            wanted.update(connection.execute(statement).scalars())
    return wanted


def all_wanted(connection: Connection) -> set[str]:
    """Every original that some row needs."""
    return {
        sha256
        for column, condition in _NEEDS
        for sha256 in connection.execute(select(column).where(condition)).scalars()
        if sha256
    }


_LASTING = or_(
    import_files.c.verdict.is_(None),
    (import_files.c.verdict == Verdict.FAILED.value)
    & ~exists().where(imports.c.id == import_files.c.import_id, imports.c.undone_at.is_not(None)),
)
_NEEDS: tuple[tuple[ColumnElement[str], ColumnElement[bool]], ...] = (
    (sources.c.sha256, sources.c.sha256.is_not(None)),
    (import_files.c.sha256, _LASTING),
)


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(keys), AT_ONCE_MAX):
        yield keys[at : at + AT_ONCE_MAX]


def _noting(connection: Connection) -> Any:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(unwanted_originals)
    return statement.on_conflict_do_update(
        index_elements=["sha256"], set_={"at": statement.excluded.at}
    )
