"""The unit of work of challenges."""

from datetime import datetime

from sqlalchemy import Connection

from moim.contexts.challenges.application import ports, side_ports
from moim.contexts.challenges.application.queries import Views
from moim.contexts.challenges.persistence import asking, keeping, people
from moim.contexts.challenges.persistence.challenges import SqlBoards, SqlChallenges
from moim.contexts.challenges.persistence.entries import SqlEntries
from moim.contexts.challenges.persistence.rankings import SqlRankings
from moim.contexts.challenges.persistence.views import SqlViews
from moim.contracts.community import Follows
from moim.contracts.users import Accounts
from moim.contracts.workouts import LiveDistances
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.work import UnitOfWork


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it, and what it asks of other contexts."""

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
        self.challenges: ports.Challenges = SqlChallenges(self)
        self.entries: ports.Entries = SqlEntries(self)
        self.people: ports.People = people.SqlPeople(self)
        self.workouts: ports.Workouts = people.SqlWorkouts(self)
        self.goals: side_ports.Goals = people.SqlGoals(self)
        self.rankings: ports.Rankings = SqlRankings(self)
        self.boards: ports.Boards = SqlBoards(self)
        self.tasks: ports.Tasks = keeping.SqlTasks(self)
        self.notices: ports.Notices = keeping.SqlNotices(self)
        self.reviews: side_ports.Reviews = keeping.SqlReviews(self)
        self.shares: side_ports.Shares = keeping.SqlShares(self)
        self.improvements: side_ports.Improvements = asking.SqlImprovements(self)
        self.feedback: side_ports.Feedback = asking.SqlFeedback(self)
        self.statistics: side_ports.StatisticsRequests = asking.SqlStatistics(self)
        self.sections: side_ports.Sections = asking.SqlSections(self)
        self.activities: side_ports.Activities = asking.SqlActivities(self)
        self.prompts: side_ports.Prompts = asking.SqlPrompts(self)
        self.feed: side_ports.Feed = asking.SqlFeed(self)
        self.views: Views = SqlViews(self)
