"""The statements over a context's inbox, built once: building one costs more than running it."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from moim.platform.mailbox import DONE, LATER, LINE_COLUMNS, WAITING
from moim.platform.prepared import Prepared

LINES_MAX = 64
NUMBERED: BindParameter[int] = bindparam("numbered")


class Line(NamedTuple):
    """What a policy is to do: a row of the inbox, as far as doing it needs."""

    seq: int
    event_id: UUID
    policy: str
    type: str
    key: str
    correlation: UUID
    hops: int
    data: bytes
    attempts: int


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
        self.store = Prepared(insert(table).on_conflict_do_nothing(), LINE_COLUMNS)
        self.wake = Prepared(self._wake())
        self.claiming = self._claiming()
        self._claim = Prepared(self.claiming)
        self.next_due = Prepared(select(func.min(table.c.due)).where(table.c.state == LATER))
        self.still_there = Prepared(select(table.c.seq).where(table.c.seq == NUMBERED))
        self.unfinished = (
            select(table.c.seq, table.c.key)
            .where(
                or_(table.c.state == WAITING, table.c.state == LATER),
                table.c.key.in_(bindparam("keys", expanding=True)),
                table.c.seq <= bindparam("up_to"),
            )
            .order_by(table.c.seq)
        )
        self.finish = Prepared(
            update(table)
            .where(table.c.seq == NUMBERED, table.c.state == WAITING)
            .values(state=DONE, done_at=bindparam("now"))
        )

    def claim(self, connection: Connection) -> list[Line]:
        """The first lines whose key no failed line holds."""
        return [Line(*row) for row in self._claim.rows(connection)]

    def _wake(self) -> Any:
        """What waited for its time waits for its turn now."""
        table = self.table
        due = select(table.c.seq).where(table.c.state == LATER, table.c.due <= bindparam("now"))
        return (
            update(table)
            .where(table.c.seq.in_(self._taken(due).scalar_subquery()))
            .values(state=WAITING)
        )

    def _claiming(self) -> Select[Any]:
        table, holding = self.table, self.table.alias("holding")
        lines = (
            select(*(table.c[name] for name in Line._fields))
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
