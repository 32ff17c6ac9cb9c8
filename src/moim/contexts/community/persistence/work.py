"""The unit of work of community."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from moim.contexts.community.application import belongings, ports
from moim.contexts.community.persistence.comments import SqlComments
from moim.contexts.community.persistence.following import SqlFollows
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
from moim.platform.work import UnitOfWork


class SqlWork(UnitOfWork):
    """A transaction with this context's repositories on it."""

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
        *,
        changed: Callable[[str], None],
    ) -> None:
        """``changed`` is told after the commit which boards read differently."""
        super().__init__(connection, mailbox, now, cause, listeners)
        self._changed = changed
        self._boards: set[str] = set()
        self.members: ports.Members = SqlMembers(connection, now)
        self.posts: ports.Posts = SqlPosts(connection, self.collect, self.touched)
        self.lists: ports.Lists = SqlLists(connection)
        self.comments: ports.Comments = SqlComments(connection, self.collect)
        self.reactions: ports.Reactions = SqlReactions(connection)
        self.follows: belongings.FollowsAndBlocks = SqlFollows(connection)
        self.replicas: belongings.Replicas = SqlReplicas(connection)
        self.prompts: belongings.Prompts = SqlPrompts(connection, self.collect)
        self.kept: belongings.Kept = SqlKept(connection)
        self.views: belongings.Views = SqlViews(connection)
        self.pictures: belongings.Pictures = SqlPictures(connection)
        self.search: belongings.Search = SqlSearch(connection)
        self.cases: belongings.Cases = SqlCases(connection, self.collect)
        self.looking_after: belongings.LookingAfter = SqlLookingAfter(connection)
        self.sales: belongings.Sales = SqlSales(connection, self.collect)

    def touched(self, board: str) -> None:
        """Once a board and unit."""
        if board not in self._boards:
            self._boards.add(board)
            self.afterwards.append(lambda: self._changed(board))
