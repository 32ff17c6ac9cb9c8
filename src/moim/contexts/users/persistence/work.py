"""The unit of work of users."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from moim.contexts.users.application.belongings import (
    Activities,
    AuditLog,
    ConsentsByUser,
    Exports,
    FeedbackById,
    Identities,
    PersonalTokens,
    PreferencesByUser,
    SecondFactors,
    StatisticsById,
)
from moim.contexts.users.application.ports import AttemptsByAddress, Sessions, Users
from moim.contexts.users.persistence.activities import SqlActivities, SqlStatistics
from moim.contexts.users.persistence.attempts import SqlAttempts
from moim.contexts.users.persistence.audit import SqlAudit
from moim.contexts.users.persistence.erasure import erase
from moim.contexts.users.persistence.exports import SqlExports
from moim.contexts.users.persistence.feedback import SqlFeedback
from moim.contexts.users.persistence.identities import SqlIdentities
from moim.contexts.users.persistence.personal_tokens import SqlPersonalTokens
from moim.contexts.users.persistence.preferences import SqlConsents, SqlPreferences
from moim.contexts.users.persistence.sealing import rewrap
from moim.contexts.users.persistence.second_factors import SqlSecondFactors
from moim.contexts.users.persistence.sessions import SqlSessions
from moim.contexts.users.persistence.users import SqlUsers
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.vault import Vault
from moim.platform.work import UnitOfWork


class SqlWork(UnitOfWork):
    """Repositories over one transaction."""

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        vault: Vault,
    ) -> None:
        """``vault`` opens the keys of the users whose rows are read."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self._vault = vault
        self.users: Users = SqlUsers(connection, vault, self)
        self.sessions: Sessions = SqlSessions(connection, self)
        self.personal_tokens: PersonalTokens = SqlPersonalTokens(connection)
        self.preferences: PreferencesByUser = SqlPreferences(connection, self)
        self.consents: ConsentsByUser = SqlConsents(connection, self)
        self.activities: Activities = SqlActivities(connection, self)
        self.statistics: StatisticsById = SqlStatistics(connection, self)
        self.feedback: FeedbackById = SqlFeedback(connection, self)
        self.second_factors: SecondFactors = SqlSecondFactors(connection, vault)
        self.exports: Exports = SqlExports(connection, vault)
        self.audit: AuditLog = SqlAudit(connection)
        self.identities: Identities = SqlIdentities(connection, now)
        self.attempts: AttemptsByAddress = SqlAttempts(connection, now, self)

    def erase(self, user_id: UUID, email_hash: str | None) -> None:
        """Remove what is the user's, with the key."""
        erase(self.connection, user_id, email_hash)

    def rewrap(self, after: UUID | None, at_most: int) -> Sequence[UUID]:
        """Wrap users' keys under the instance's present key; whose, in order of their ids."""
        return rewrap(self.connection, self._vault, after, at_most)
