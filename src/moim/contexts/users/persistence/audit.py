"""The audit log as rows, which nobody changes."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.domain.audit import Deed, Entry
from moim.contexts.users.persistence.tables import audit
from moim.kernel.errors import Stale

PIECE_ROWS = 1_000


class SqlAudit:
    """The primary key numbers the chain: of two entries at once one is first."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def last(self) -> Entry | None:
        """The newest."""
        found = self.page(None, None, 1)
        return found[0] if found else None

    def add(self, entry: Entry) -> None:
        """One more. Raises Stale when another came first."""
        values = {
            "number": entry.number,
            "at": entry.at,
            "actor_id": entry.actor_id,
            "user_id": entry.subject_id,
            "deed": entry.deed.value,
            "why": entry.why,
            "previous": entry.previous,
            "hash": entry.hash,
        }
        try:
            self._connection.execute(insert(audit).values(values))
        except IntegrityError:
            raise Stale(entry.number) from None

    def page(self, about: UUID | None, before: int | None, limit: int) -> Sequence[Entry]:
        """The newest first."""
        wanted = select(audit)
        if about is not None:
            wanted = wanted.where(audit.c.user_id == about)
        if before is not None:
            wanted = wanted.where(audit.c.number < before)
        rows = self._connection.execute(wanted.order_by(audit.c.number.desc()).limit(limit))
        return [_entry(row) for row in rows]

    def chain(self) -> Iterator[Entry]:
        """All, oldest first, a thousand at a time."""
        number = 0
        while True:
            rows = self._connection.execute(
                select(audit)
                .where(audit.c.number > number)
                .order_by(audit.c.number)
                .limit(PIECE_ROWS)
            ).all()
            yield from map(_entry, rows)
            if len(rows) < PIECE_ROWS:
                return
            number = rows[-1].number


def _entry(row: Any) -> Entry:
    return Entry(
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        subject_id=row.user_id,
        deed=Deed(row.deed),
        why=row.why,
        previous=row.previous,
        hash=row.hash,
    )
