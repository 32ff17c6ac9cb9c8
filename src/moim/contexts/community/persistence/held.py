"""What waits for a moderator on posts that are shown: edits of posts, comments, edits of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, select, tuple_

from moim.contexts.community.application.belongings import HeldLine
from moim.contexts.community.domain.guarding import suspicions
from moim.contexts.community.persistence.saving import row_of
from moim.contexts.community.persistence.tables import comments, members, posts


class SqlHeld:
    """The ``HeldLines`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[HeldLine]:
        """By an index of these alone in either table, then merged."""
        person = (members.c.nickname, members.c.photo_key)
        edits = select(posts, *person).outerjoin(members, members.c.user_id == posts.c.author_id)
        said = (
            select(comments, posts.c.title, posts.c.board, *person)
            .join(posts, posts.c.id == comments.c.post_id)
            .outerjoin(members, members.c.user_id == comments.c.author_id)
        )
        found = [_of_post(row) for row in self._oldest(edits, posts, after, limit)]
        found += [_of_comment(row) for row in self._oldest(said, comments, after, limit)]
        return sorted(found, key=lambda one: (one.at, one.id))[:limit]

    def _oldest(
        self, wanted: Select[Any], table: Table, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Row[Any]]:
        order = (table.c.held_at, table.c.id)
        wanted = wanted.where(table.c.held_at.is_not(None))
        if after is not None:
            wanted = wanted.where(tuple_(*order) > row_of(order, after))
        return self._connection.execute(wanted.order_by(*order).limit(limit)).all()


def _of_post(row: Row[Any]) -> HeldLine:
    told = ("title", "body", "category", "region", "fields")
    return HeldLine(
        kind="post-edit",
        id=row.id,
        post_id=row.id,
        board=row.board,
        author_id=row.author_id,
        nickname=row.nickname,
        photo_key=row.photo_key,
        at=row.held_at,
        title=row.title,
        before={name: getattr(row, name) for name in told},
        after={name: row.held[name] for name in told},
        why=row.held["why"],
    )


def _of_comment(row: Row[Any]) -> HeldLine:
    edited = row.held is not None
    said = row.held["text"] if edited else row.text
    found = suspicions(row.text, market=row.board == "market", typed_s=None)
    return HeldLine(
        kind="comment-edit" if edited else "comment",
        id=row.id,
        post_id=row.post_id,
        board=row.board,
        author_id=row.author_id,
        nickname=row.nickname,
        photo_key=row.photo_key,
        at=row.held_at,
        title=row.title,
        before={"text": row.text} if edited else None,
        after={"text": said},
        why=row.held["why"] if edited else found,
    )
