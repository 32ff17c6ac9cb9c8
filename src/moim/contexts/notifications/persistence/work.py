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
from moim.contexts.notifications.application.refusals import TextRefusals
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
from moim.contexts.notifications.persistence.text_refusals import SqlTextRefusals
from moim.contexts.notifications.persistence.wordings import SqlWordings
from moim.kernel.events import Event
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.vault import Vault
from moim.platform.work import UnitOfWork, repository


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

    recipients: Recipients = repository(
        lambda work: SqlRecipients(work.connection, work.now, work.moved.add)
    )
    notices: Notices = repository(
        lambda work: SqlNotices(work.connection, work.now, work.moved.add)
    )
    sendings: Sendings = repository(lambda work: SqlSendings(work.connection, work.now, work.queue))
    broadcasts: Broadcasts = repository(
        lambda work: SqlBroadcasts(work.connection, work.now, work.queue)
    )
    talk: Talk = repository(lambda work: SqlTalk(work.connection, work.now))
    tellings: Tellings = repository(lambda work: SqlTellings(work.connection, work.now))
    subscriptions: Subscriptions = repository(
        lambda work: SqlSubscriptions(work.connection, work.now, work.vault)
    )
    claims: Claims = repository(lambda work: SqlClaims(work.connection, work.vault))
    text_refusals: TextRefusals = repository(
        lambda work: SqlTextRefusals(work.connection, work.vault)
    )
    lanes: Lanes = repository(lambda work: SqlLanes(work.connection))
    priority_requests: PriorityRequests = repository(
        lambda work: SqlPriorityRequests(work.connection, work.collect)
    )
    announcements: Announcements = repository(
        lambda work: SqlAnnouncements(work.connection, work.now, work.collect)
    )
    wordings: Wordings = repository(lambda work: SqlWordings(work.connection))

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
        self.vault = vault
        self._signals = signals
        self.moved: set[UUID] = set()
        self._queued = False

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        if self.moved:
            raise_revisions(self.connection, sorted(self.moved))
        if self.moved or self._queued:
            give = partial(self._signals.give, frozenset(self.moved), self._queued)
            self.afterwards.append(give)
        self.moved.clear()
        self._queued = False
        return super().flush()

    def queue(self) -> None:
        """Something is to be sent."""
        self._queued = True
