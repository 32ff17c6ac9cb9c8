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
from moim.platform.work import UnitOfWork, repository


class SqlWork(UnitOfWork):
    """Repositories over one transaction."""

    users: Users = repository(lambda work: SqlUsers(work.connection, work.vault, work))
    sessions: Sessions = repository(lambda work: SqlSessions(work.connection, work))
    personal_tokens: PersonalTokens = repository(lambda work: SqlPersonalTokens(work.connection))
    preferences: PreferencesByUser = repository(lambda work: SqlPreferences(work.connection, work))
    consents: ConsentsByUser = repository(lambda work: SqlConsents(work.connection, work))
    activities: Activities = repository(lambda work: SqlActivities(work.connection, work))
    statistics: StatisticsById = repository(lambda work: SqlStatistics(work.connection, work))
    feedback: FeedbackById = repository(lambda work: SqlFeedback(work.connection, work))
    second_factors: SecondFactors = repository(
        lambda work: SqlSecondFactors(work.connection, work.vault)
    )
    exports: Exports = repository(lambda work: SqlExports(work.connection, work.vault))
    audit: AuditLog = repository(lambda work: SqlAudit(work.connection))
    identities: Identities = repository(lambda work: SqlIdentities(work.connection, work.now))
    attempts: AttemptsByAddress = repository(
        lambda work: SqlAttempts(work.connection, work.now, work)
    )

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
        self.vault = vault

    def erase(self, user_id: UUID, email_hash: str | None) -> None:
        """Remove what is the user's, with the key."""
        erase(self.connection, user_id, email_hash)

    def rewrap(self, after: UUID | None, at_most: int) -> Sequence[UUID]:
        """Wrap users' keys under the instance's present key; whose, in order of their ids."""
        return rewrap(self.connection, self.vault, after, at_most)
