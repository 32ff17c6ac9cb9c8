"""What is kept of community's posts and comments, as rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from moim.contexts.notifications.domain.talk import Post
from moim.contexts.notifications.persistence.tables import bookmarks, comments, posts, reports
from moim.platform.upsert import upsert

TITLE_MAX = 200


class SqlTalk:
    """The ``Talk`` port."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._now = now

    def post(self, post_id: UUID) -> Post | None:
        """By key."""
        row = self._connection.execute(select(posts).where(posts.c.post_id == post_id)).first()
        return None if row is None else Post(**row._asdict())

    def add_post(self, post_id: UUID, author_id: UUID, board: str, title: str) -> None:
        """Its title is cut to what a notice shows."""
        row: dict[str, object] = {"post_id": post_id, "author_id": author_id, "board": board}
        upsert(self._connection, posts, row | {"title": title[:TITLE_MAX], "edit_told_at": None})

    def drop_post(self, post_id: UUID) -> None:
        """With its comments, bookmarks and reports."""
        for table in (posts, comments, bookmarks, reports):
            self._connection.execute(delete(table).where(table.c.post_id == post_id))

    def note_edit(self, post_id: UUID) -> None:
        """On the post's row."""
        self._connection.execute(
            update(posts).where(posts.c.post_id == post_id).values(edit_told_at=self._now)
        )

    def add_comment(self, comment_id: UUID, post_id: UUID, author_id: UUID) -> None:
        """One row."""
        row = {"comment_id": comment_id, "post_id": post_id, "author_id": author_id}
        upsert(self._connection, comments, row)

    def comment_author(self, comment_id: UUID) -> UUID | None:
        """By key."""
        wanted = select(comments.c.author_id).where(comments.c.comment_id == comment_id)
        author: UUID | None = self._connection.execute(wanted).scalar()
        return author

    def drop_comment(self, comment_id: UUID) -> None:
        """By key."""
        self._connection.execute(delete(comments).where(comments.c.comment_id == comment_id))

    def commenters(self, post_id: UUID) -> Sequence[UUID]:
        """Each once."""
        wanted = select(comments.c.author_id).where(comments.c.post_id == post_id).distinct()
        return self._connection.execute(wanted.order_by(comments.c.author_id)).scalars().all()

    def add_bookmark(self, post_id: UUID, user_id: UUID) -> None:
        """One row, however often it is said."""
        keys = (bookmarks.c.post_id == post_id, bookmarks.c.user_id == user_id)
        if self._connection.execute(select(bookmarks.c.user_id).where(*keys)).first() is None:
            self._connection.execute(insert(bookmarks).values(post_id=post_id, user_id=user_id))

    def bookmarkers(self, post_id: UUID) -> Sequence[UUID]:
        """By key."""
        wanted = select(bookmarks.c.user_id).where(bookmarks.c.post_id == post_id)
        return self._connection.execute(wanted.order_by(bookmarks.c.user_id)).scalars().all()

    def add_report(self, report_id: UUID, post_id: UUID, user_id: UUID) -> None:
        """One row."""
        row = {"report_id": report_id, "post_id": post_id, "user_id": user_id}
        upsert(self._connection, reports, row)

    def reporter(self, report_id: UUID) -> UUID | None:
        """By key."""
        wanted = select(reports.c.user_id).where(reports.c.report_id == report_id)
        user_id: UUID | None = self._connection.execute(wanted).scalar()
        return user_id
