"""The unit of work of workouts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from moim.contexts.workouts.application.companion_ports import Company, Consents, Signatures
from moim.contexts.workouts.application.companion_queries import CompanyViews
from moim.contexts.workouts.application.connection_ports import Connections
from moim.contexts.workouts.application.live_ports import LiveSessions
from moim.contexts.workouts.application.note_ports import Notes
from moim.contexts.workouts.application.ports import (
    AllZones,
    Athletes,
    Goals,
    Imports,
    Originals,
    Sources,
    Tasks,
    Tracks,
    Workouts,
)
from moim.contexts.workouts.application.privacy_ports import PrivacyZones
from moim.contexts.workouts.application.progress_ports import (
    AllThresholds,
    Books,
    FigureChanges,
    Outcomes,
    Streaks,
)
from moim.contexts.workouts.application.progress_queries import ProgressViews
from moim.contexts.workouts.application.queries import Views
from moim.contexts.workouts.application.sharing_ports import ShareLinks, ShareRequests
from moim.contexts.workouts.persistence.company import SqlCompany
from moim.contexts.workouts.persistence.company_views import SqlCompanyViews
from moim.contexts.workouts.persistence.connections import SqlConnections
from moim.contexts.workouts.persistence.figure_changes import SqlFigureChanges
from moim.contexts.workouts.persistence.imports import SqlImports, SqlSources
from moim.contexts.workouts.persistence.live_sessions import SqlLiveSessions
from moim.contexts.workouts.persistence.notes import SqlNotes
from moim.contexts.workouts.persistence.originals import SqlOriginals
from moim.contexts.workouts.persistence.people import SqlAthletes, SqlGoals, SqlTasks, SqlTracks
from moim.contexts.workouts.persistence.privacy_zones import SqlPrivacyZones
from moim.contexts.workouts.persistence.progress import (
    SqlBooks,
    SqlOutcomes,
    SqlStreaks,
    SqlThresholds,
)
from moim.contexts.workouts.persistence.progress_views import SqlProgressViews
from moim.contexts.workouts.persistence.revisions import raise_revision
from moim.contexts.workouts.persistence.sharing import SqlShareLinks, SqlShareRequests
from moim.contexts.workouts.persistence.signatures import SqlConsents, SqlSignatures
from moim.contexts.workouts.persistence.views import SqlViews
from moim.contexts.workouts.persistence.workouts import SqlWorkouts
from moim.contexts.workouts.persistence.zones import SqlZones
from moim.kernel.events import Event
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.vault import Vault
from moim.platform.work import UnitOfWork, repository


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it.

    Whoever changes a workout says so to ``moved``: its owner's revision grows in the same
    transaction, and pages of the list told before it no longer hold.
    """

    originals: Originals = repository(SqlOriginals)
    workouts: Workouts = repository(lambda work: SqlWorkouts(work, work.originals, work.moved.add))
    tracks: Tracks = repository(SqlTracks)
    sources: Sources = repository(SqlSources)
    imports: Imports = repository(SqlImports)
    goals: Goals = repository(SqlGoals)
    athletes: Athletes = repository(lambda work: SqlAthletes(work, work.originals))
    privacy_zones: PrivacyZones = repository(lambda work: SqlPrivacyZones(work, work.vault))
    notes: Notes = repository(SqlNotes)
    share_requests: ShareRequests = repository(SqlShareRequests)
    share_links: ShareLinks = repository(SqlShareLinks)
    tasks: Tasks = repository(SqlTasks)
    zones: AllZones = repository(SqlZones)
    views: Views = repository(SqlViews)
    consents: Consents = repository(SqlConsents)
    signatures: Signatures = repository(SqlSignatures)
    company: Company = repository(SqlCompany)
    connections: Connections = repository(SqlConnections)
    company_views: CompanyViews = repository(SqlCompanyViews)
    live_sessions: LiveSessions = repository(SqlLiveSessions)
    outcomes: Outcomes = repository(lambda work: SqlOutcomes(work, work.moved.add))
    books: Books = repository(SqlBooks)
    streaks: Streaks = repository(SqlStreaks)
    thresholds: AllThresholds = repository(SqlThresholds)
    figure_changes: FigureChanges = repository(SqlFigureChanges)
    progress_views: ProgressViews = repository(SqlProgressViews)

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        vault: Vault,
    ) -> None:
        """All over one connection; ``vault`` opens what lies under a person's key."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self.vault = vault
        self.moved: set[UUID] = set()

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        for user_id in sorted(self.moved):
            raise_revision(self.connection, user_id)
        self.moved.clear()
        return super().flush()
