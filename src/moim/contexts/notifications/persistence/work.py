"""The unit of work of notifications."""

from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection

from moim.contexts.notifications.application.instance import Instance
from moim.contexts.notifications.application.phones import Claims
from moim.contexts.notifications.application.ports import (
    Lanes,
    Notices,
    Recipients,
    Sendings,
    Subscriptions,
    Talk,
    Tellings,
    Wordings,
)
from moim.contexts.notifications.application.spreading_ports import (
    Announcements,
    Broadcasts,
    PriorityRequests,
)
from moim.contexts.notifications.persistence.announcements import SqlAnnouncements
from moim.contexts.notifications.persistence.broadcasts import SqlBroadcasts
from moim.contexts.notifications.persistence.claims import SqlClaims
from moim.contexts.notifications.persistence.lanes import SqlLanes, SqlPriorityRequests
from moim.contexts.notifications.persistence.notices import SqlNotices
from moim.contexts.notifications.persistence.recipients import SqlRecipients, raise_revisions
from moim.contexts.notifications.persistence.sendings import SqlSendings
from moim.contexts.notifications.persistence.subscriptions import SqlSubscriptions
from moim.contexts.notifications.persistence.talk import SqlTalk
from moim.contexts.notifications.persistence.tellings import SqlTellings
from moim.contexts.notifications.persistence.wordings import SqlWordings
from moim.kernel.events import Event
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.vault import Vault
from moim.platform.work import UnitOfWork


class Signals(Protocol):
    """Told what a transaction has committed."""

    def give(self, moved: frozenset[UUID], queued: bool) -> None:
        """Whose inbox moved, and whether something is to be sent or spread."""
        ...


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it.

    Whose inbox it moved, and whether something is to be sent, is told to ``signals`` once it is
    committed: a hint to look again, never the truth.
    """

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        vault: Vault,
        signals: Signals,
        instance: Instance,
    ) -> None:
        """All over one connection; ``vault`` opens the addresses."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self.instance = instance
        self._signals = signals
        self._moved: set[UUID] = set()
        self._queued = False
        self.recipients: Recipients = SqlRecipients(connection, now, self._moved.add)
        self.notices: Notices = SqlNotices(connection, now, self._moved.add)
        self.sendings: Sendings = SqlSendings(connection, now, self._queue)
        self.broadcasts: Broadcasts = SqlBroadcasts(connection, now, self._queue)
        self.talk: Talk = SqlTalk(connection, now)
        self.tellings: Tellings = SqlTellings(connection, now)
        self.subscriptions: Subscriptions = SqlSubscriptions(connection, now, vault)
        self.claims: Claims = SqlClaims(connection, vault)
        self.lanes: Lanes = SqlLanes(connection)
        self.priority_requests: PriorityRequests = SqlPriorityRequests(connection, self.collect)
        self.announcements: Announcements = SqlAnnouncements(connection, now, self.collect)
        self.wordings: Wordings = SqlWordings(connection)

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        if self._moved:
            raise_revisions(self.connection, sorted(self._moved))
        if self._moved or self._queued:
            give = partial(self._signals.give, frozenset(self._moved), self._queued)
            self.afterwards.append(give)
        self._moved.clear()
        self._queued = False
        return super().flush()

    def _queue(self) -> None:
        self._queued = True
