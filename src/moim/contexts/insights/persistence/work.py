"""The unit of work of insights."""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Connection

from moim.contexts.insights.application import ports
from moim.contexts.insights.application.board_ports import Asked, Boards, Notices
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.viewer import CHART, SCREENS
from moim.contexts.insights.persistence.analyses import SqlAnalyses, SqlTrails
from moim.contexts.insights.persistence.boards import SqlAsked, SqlBoards
from moim.contexts.insights.persistence.charts import SqlCharts, SqlProtections, SqlShares
from moim.contexts.insights.persistence.counting import SqlCounted, SqlDays
from moim.contexts.insights.persistence.facts import SqlFacts
from moim.contexts.insights.persistence.feedback import SqlImprovements, SqlQuestions
from moim.contexts.insights.persistence.notices import SqlNotices
from moim.contexts.insights.persistence.showing import SqlCards, SqlShownGoals
from moim.contexts.insights.persistence.templates import SqlOffers, SqlPreferences, SqlTemplates
from moim.contexts.insights.persistence.viewers import SqlViewers, raise_revision
from moim.contracts.community import Follows
from moim.kernel.events import Event
from moim.platform.live import Hub
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.work import UnitOfWork


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it.

    Whoever writes something that a person is shown says so to ``moved``: the person's revision
    grows in the same transaction, answers kept from before it no longer hold, and whoever watches
    is told once it is committed.
    """

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        hub: Hub,
        follows: Follows,
    ) -> None:
        """All over one connection; ``hub`` knows who watches, ``follows`` who blocked whom."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self.follows: Follows = follows
        self._hub = hub
        self._moved: set[UUID] = set()
        moved = self._moved.add
        self.viewers: ports.Viewers = SqlViewers(connection, moved)
        self.counted: ports.Counted = SqlCounted(connection, now)
        self.days: ports.Days = SqlDays(connection, moved)
        self.goals: ports.ShownGoals = SqlShownGoals(connection, moved)
        self.cards: ports.Cards = SqlCards(connection, moved)
        self.charts: ports.Charts = SqlCharts(connection, self.collect, self._hint_chart)
        self.shares: ports.Shares = SqlShares(connection, self.collect)
        self.protections: ports.Protections = SqlProtections(connection)
        self.facts: ports.Facts = SqlFacts(connection, moved)
        self.analyses: ports.Analyses = SqlAnalyses(connection, moved)
        self.trails: ports.Trails = SqlTrails(connection, moved)
        self.templates: ports.Templates = SqlTemplates(connection, self.collect)
        self.offers: ports.Offers = SqlOffers(connection, self.collect)
        self.preferences: ports.Preferences = SqlPreferences(connection, self.collect)
        self.improvements: ports.Improvements = SqlImprovements(connection)
        self.questions: ports.Questions = SqlQuestions(connection)
        self.boards: Boards = SqlBoards(connection, moved)
        self.asked: Asked = SqlAsked(connection, moved)
        self.notices: Notices = SqlNotices(connection, moved)

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        for user_id in sorted(self._moved):
            revision = raise_revision(self.connection, user_id)
            self.afterwards.append(partial(self._hub.tell, f"{SCREENS}:{user_id}", revision))
        self._moved.clear()
        return super().flush()

    def _hint_chart(self, chart: Chart) -> None:
        self.afterwards.append(partial(self._hub.tell, f"{CHART}:{chart.id}", chart.version))
