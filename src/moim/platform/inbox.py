"""The statements over a context's inbox, built once: building one costs more than running it."""

from typing import Any

from sqlalchemy import BindParameter, Select, Table, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.platform.mailbox import DONE, LATER, WAITING

LINES_MAX = 64
NUMBERED: BindParameter[int] = bindparam("numbered")


class Inbox:
    """What a pass over the inbox asks of the database.

    PostgreSQL's workers pass at once, each locking what it takes and skipping what another has;
    SQLite's are one after the other already.
    """

    def __init__(self, table: Table, dialect: str) -> None:
        """``dialect`` is the database's."""
        self.table = table
        self.shared = dialect == "postgresql"
        insert = postgresql.insert if self.shared else sqlite.insert
        self.store = insert(table).on_conflict_do_nothing()
        self.wake = self._wake()
        self.claim = self._claim()
        self.next_due = select(func.min(table.c.due)).where(table.c.state == LATER)
        self.still_there = select(table.c.seq).where(table.c.seq == NUMBERED)
        self.unfinished = (
            select(table.c.seq, table.c.key)
            .where(
                or_(table.c.state == WAITING, table.c.state == LATER),
                table.c.key.in_(bindparam("keys", expanding=True)),
                table.c.seq <= bindparam("up_to"),
            )
            .order_by(table.c.seq)
        )
        self.finish = (
            update(table)
            .where(table.c.seq == NUMBERED, table.c.state == WAITING)
            .values(state=DONE, done_at=bindparam("now"))
        )

    def _wake(self) -> Any:
        """What waited for its time waits for its turn now."""
        table = self.table
        due = select(table.c.seq).where(table.c.state == LATER, table.c.due <= bindparam("now"))
        return (
            update(table)
            .where(table.c.seq.in_(self._taken(due).scalar_subquery()))
            .values(state=WAITING)
        )

    def _claim(self) -> Select[Any]:
        """The first lines whose key no failed line holds."""
        table, holding = self.table, self.table.alias("holding")
        lines = (
            select(
                *(
                    table.c[name]
                    for name in (
                        "seq",
                        "event_id",
                        "policy",
                        "type",
                        "key",
                        "correlation",
                        "hops",
                        "data",
                        "attempts",
                    )
                )
            )
            .where(
                table.c.state == WAITING,
                ~exists().where(holding.c.state == LATER, holding.c.key == table.c.key),
            )
            .order_by(table.c.seq)
            .limit(LINES_MAX)
        )
        return self._taken(lines)

    def _taken(self, lines: Select[Any]) -> Select[Any]:
        return lines.with_for_update(skip_locked=True, of=self.table) if self.shared else lines
