"""The unit of work of insights."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from moim.contexts.insights.application.ports import (
    Cards,
    Charts,
    Counted,
    Days,
    ShownGoals,
    Viewers,
)
from moim.contexts.insights.persistence.counting import SqlCounted, SqlDays
from moim.contexts.insights.persistence.showing import SqlCards, SqlCharts, SqlShownGoals
from moim.contexts.insights.persistence.viewers import SqlViewers, raise_revision
from moim.kernel.events import Event
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.work import UnitOfWork


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it.

    Whoever writes something that a person is shown says so to ``moved``: the person's revision
    grows in the same transaction, and answers kept from before it no longer hold.
    """

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
    ) -> None:
        """All over one connection."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self._moved: set[UUID] = set()
        moved = self._moved.add
        self.viewers: Viewers = SqlViewers(connection, moved)
        self.counted: Counted = SqlCounted(connection, now)
        self.days: Days = SqlDays(connection, moved)
        self.goals: ShownGoals = SqlShownGoals(connection, moved)
        self.cards: Cards = SqlCards(connection, moved)
        self.charts: Charts = SqlCharts(connection, self.collect)

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        for user_id in sorted(self._moved):
            raise_revision(self.connection, user_id)
        self._moved.clear()
        return super().flush()
