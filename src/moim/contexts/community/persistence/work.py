"""The unit of work of community."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from moim.contexts.community.application import belongings, ports
from moim.contexts.community.domain.indexing import Stems
from moim.contexts.community.persistence.comments import SqlComments
from moim.contexts.community.persistence.following import SqlFollows
from moim.contexts.community.persistence.held import SqlHeld
from moim.contexts.community.persistence.kept import SqlKept
from moim.contexts.community.persistence.lists import SqlLists
from moim.contexts.community.persistence.looking_after import SqlLookingAfter
from moim.contexts.community.persistence.market import SqlSales
from moim.contexts.community.persistence.members import SqlMembers
from moim.contexts.community.persistence.moderation import SqlCases
from moim.contexts.community.persistence.pictures import SqlPictures
from moim.contexts.community.persistence.posts import SqlPosts
from moim.contexts.community.persistence.reacting import SqlReactions
from moim.contexts.community.persistence.replicas import SqlPrompts, SqlReplicas
from moim.contexts.community.persistence.search import SqlSearch
from moim.contexts.community.persistence.views import SqlViews
from moim.platform.mailbox import Cause, Mailbox
from moim.platform.work import UnitOfWork, repository


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it."""

    members: ports.Members = repository(lambda work: SqlMembers(work.connection, work.now))
    posts: ports.Posts = repository(
        lambda work: SqlPosts(work.connection, work.collect, work.touched)
    )
    lists: ports.Lists = repository(lambda work: SqlLists(work.connection))
    comments: ports.Comments = repository(lambda work: SqlComments(work.connection, work.collect))
    reactions: ports.Reactions = repository(lambda work: SqlReactions(work.connection))
    follows: belongings.FollowsAndBlocks = repository(lambda work: SqlFollows(work.connection))
    replicas: belongings.Replicas = repository(lambda work: SqlReplicas(work.connection))
    prompts: belongings.Prompts = repository(lambda work: SqlPrompts(work.connection, work.collect))
    kept: belongings.Kept = repository(lambda work: SqlKept(work.connection))
    views: belongings.Views = repository(lambda work: SqlViews(work.connection))
    pictures: belongings.Pictures = repository(lambda work: SqlPictures(work.connection))
    search: belongings.Search = repository(lambda work: SqlSearch(work.connection))
    cases: belongings.Cases = repository(lambda work: SqlCases(work.connection, work.collect))
    held: belongings.HeldLines = repository(lambda work: SqlHeld(work.connection))
    looking_after: belongings.LookingAfter = repository(
        lambda work: SqlLookingAfter(work.connection)
    )
    sales: belongings.Sales = repository(lambda work: SqlSales(work.connection, work.collect))

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        changed: Callable[[str], None],
        stems: Stems,
    ) -> None:
        """``changed`` is told after the commit which boards read differently."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self.stems = stems
        self._changed = changed
        self._boards: set[str] = set()

    def touched(self, board: str) -> None:
        """Once a board and unit."""
        if board not in self._boards:
            self._boards.add(board)
            self.afterwards.append(lambda: self._changed(board))
