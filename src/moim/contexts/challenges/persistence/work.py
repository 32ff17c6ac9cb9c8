"""The unit of work of challenges."""

from datetime import datetime

from sqlalchemy import Connection

from moim.contexts.challenges.application import ports, side_ports
from moim.contexts.challenges.application.desk import Desk
from moim.contexts.challenges.application.queries import Views
from moim.contexts.challenges.application.snapshots import Snapshots
from moim.contexts.challenges.application.verifying import Proofs
from moim.contexts.challenges.persistence import asking, keeping
from moim.contexts.challenges.persistence.challenges import SqlBoards, SqlChallenges
from moim.contexts.challenges.persistence.desk import SqlDesk
from moim.contexts.challenges.persistence.entries import SqlEntries
from moim.contexts.challenges.persistence.people import SqlGoals, SqlPeople, SqlWorkouts
from moim.contexts.challenges.persistence.proving import SqlProofs
from moim.contexts.challenges.persistence.rankings import SqlRankings
from moim.contexts.challenges.persistence.snapshots import SqlSnapshots
from moim.contexts.challenges.persistence.views import SqlViews
from moim.contracts.community import Follows
from moim.contracts.users import Accounts
from moim.contracts.workouts import LiveDistances
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.work import UnitOfWork, repository


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it, and what it asks of other contexts."""

    challenges: ports.Challenges = repository(SqlChallenges)
    entries: ports.Entries = repository(SqlEntries)
    people: ports.People = repository(SqlPeople)
    workouts: ports.Workouts = repository(SqlWorkouts)
    goals: side_ports.Goals = repository(SqlGoals)
    rankings: ports.Rankings = repository(SqlRankings)
    boards: ports.Boards = repository(SqlBoards)
    tasks: ports.Tasks = repository(keeping.SqlTasks)
    notices: ports.Notices = repository(keeping.SqlNotices)
    reviews: side_ports.Reviews = repository(keeping.SqlReviews)
    shares: side_ports.Shares = repository(keeping.SqlShares)
    improvements: side_ports.Improvements = repository(asking.SqlImprovements)
    feedback: side_ports.Feedback = repository(asking.SqlFeedback)
    statistics: side_ports.StatisticsRequests = repository(asking.SqlStatistics)
    sections: side_ports.Sections = repository(asking.SqlSections)
    activities: side_ports.Activities = repository(asking.SqlActivities)
    prompts: side_ports.Prompts = repository(asking.SqlPrompts)
    feed: side_ports.Feed = repository(asking.SqlFeed)
    views: Views = repository(SqlViews)
    desk: Desk = repository(SqlDesk)
    snapshots: Snapshots = repository(SqlSnapshots)
    proofs: Proofs = repository(SqlProofs)

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        follows: Follows,
        live_distances: LiveDistances,
        accounts: Accounts,
    ) -> None:
        """All over one connection."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self.follows: Follows = follows
        self.live_distances: LiveDistances = live_distances
        self.accounts: Accounts = accounts
