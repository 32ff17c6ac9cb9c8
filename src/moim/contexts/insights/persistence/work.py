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
from moim.platform.work import UnitOfWork, repository


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it.

    Whoever writes something that a person is shown says so to ``moved``: the person's revision
    grows in the same transaction, answers kept from before it no longer hold, and whoever watches
    is told once it is committed.
    """

    viewers: ports.Viewers = repository(lambda work: SqlViewers(work.connection, work.moved.add))
    counted: ports.Counted = repository(lambda work: SqlCounted(work.connection, work.now))
    days: ports.Days = repository(lambda work: SqlDays(work.connection, work.moved.add))
    goals: ports.ShownGoals = repository(
        lambda work: SqlShownGoals(work.connection, work.moved.add)
    )
    cards: ports.Cards = repository(lambda work: SqlCards(work.connection, work.moved.add))
    charts: ports.Charts = repository(
        lambda work: SqlCharts(work.connection, work.collect, work.hint_chart)
    )
    shares: ports.Shares = repository(lambda work: SqlShares(work.connection, work.collect))
    protections: ports.Protections = repository(lambda work: SqlProtections(work.connection))
    facts: ports.Facts = repository(lambda work: SqlFacts(work.connection, work.moved.add))
    analyses: ports.Analyses = repository(lambda work: SqlAnalyses(work.connection, work.moved.add))
    trails: ports.Trails = repository(lambda work: SqlTrails(work.connection, work.moved.add))
    templates: ports.Templates = repository(
        lambda work: SqlTemplates(work.connection, work.collect)
    )
    offers: ports.Offers = repository(lambda work: SqlOffers(work.connection, work.collect))
    preferences: ports.Preferences = repository(
        lambda work: SqlPreferences(work.connection, work.collect)
    )
    improvements: ports.Improvements = repository(lambda work: SqlImprovements(work.connection))
    questions: ports.Questions = repository(lambda work: SqlQuestions(work.connection))
    boards: Boards = repository(lambda work: SqlBoards(work.connection, work.moved.add))
    asked: Asked = repository(lambda work: SqlAsked(work.connection, work.moved.add))
    notices: Notices = repository(lambda work: SqlNotices(work.connection, work.moved.add))

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
        self.moved: set[UUID] = set()

    def flush(self) -> list[Event]:
        """Raise the revisions, then publish."""
        for user_id in sorted(self.moved):
            revision = raise_revision(self.connection, user_id)
            self.afterwards.append(partial(self._hub.tell, f"{SCREENS}:{user_id}", revision))
        self.moved.clear()
        return super().flush()

    def hint_chart(self, chart: Chart) -> None:
        """Tell whoever watches it, once it is committed."""
        self.afterwards.append(partial(self._hub.tell, f"{CHART}:{chart.id}", chart.version))
