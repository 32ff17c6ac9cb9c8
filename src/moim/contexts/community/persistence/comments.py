"""Comments as rows: the path is the order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from moim.contexts.community.domain.comment import Comment, CommentNotFound, Held, State
from moim.contexts.community.persistence.saving import first_of, rows_of, save_row
from moim.contexts.community.persistence.tables import (
    comment_recommends,
    comments,
    members,
    mentions,
)
from moim.contexts.community.persistence.turned_down import down_of, told_down
from moim.kernel.aggregates import Aggregate
from moim.platform.upsert import add_once

WHOLE = (
    "id", "post_id", "author_id", "parent_id", "reply_to_id", "path", "text", "html",
    "created_at", "edited_at", "hidden",
)  # fmt: skip


class SqlComments:
    """The ``Comments`` port."""

    def __init__(self, connection: Connection, publish: Callable[[Aggregate], None]) -> None:
        """``publish`` takes what a saved comment recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, id: UUID) -> Comment | None:
        """By key."""
        row = self._connection.execute(select(comments).where(comments.c.id == id)).first()
        return None if row is None else _comment(row)

    def get(self, id: UUID) -> Comment:
        """Raises CommentNotFound."""
        found = self.find(id)
        if found is None:
            raise CommentNotFound
        return found

    def row(self, id: UUID) -> Mapping[str, Any] | None:
        """By key."""
        return first_of(self._connection.execute(_named().where(comments.c.id == id)))

    def at(self, post_id: UUID, path: str) -> Comment | None:
        """By the index of the order."""
        row = self._connection.execute(
            select(comments).where(comments.c.post_id == post_id, comments.c.path == path)
        ).first()
        return None if row is None else _comment(row)

    def save(self, comment: Comment) -> None:
        """The row alone."""
        values = {name: getattr(comment, name) for name in WHOLE}
        values |= {"state": comment.state.value, "tags": list(comment.tags)}
        held = comment.held
        since = comment.created_at if comment.state is State.WAITING else held and held.at
        values |= {"held": held and _told(held), "held_at": since}
        values["turned_down"] = told_down(comment.turned_down)
        save_row(self._connection, comments, comment, values)
        if comment.state is State.REMOVED:
            self._connection.execute(delete(mentions).where(mentions.c.comment_id == comment.id))
        self._publish(comment)

    def next_answer(self, id: UUID) -> int:
        """Counted by the database."""
        number: int = self._connection.execute(
            update(comments)
            .where(comments.c.id == id)
            .values(answers=comments.c.answers + 1)
            .returning(comments.c.answers)
        ).scalar_one()
        return number

    def hide(self, id: UUID, *, hidden: bool) -> None:
        """Its text is kept."""
        self._connection.execute(update(comments).where(comments.c.id == id).values(hidden=hidden))

    def page(
        self, post_id: UUID, after: str | None, limit: int, waiting_of: UUID | None
    ) -> Sequence[Mapping[str, Any]]:
        """By the index of the order."""
        waiting = comments.c.state == "waiting"
        turned_down: ColumnElement[bool] = comments.c.turned_down.is_not(None)
        if waiting_of is not None:
            waiting = and_(waiting, comments.c.author_id == waiting_of)
            turned_down = and_(turned_down, comments.c.author_id == waiting_of)
        wanted = _named().where(
            comments.c.post_id == post_id,
            or_(comments.c.state == "published", comments.c.answers > 0, waiting, turned_down),
        )
        if after is not None:
            wanted = wanted.where(comments.c.path > after)
        rows = self._connection.execute(wanted.order_by(comments.c.path).limit(limit))
        return rows_of(rows)

    def last_of(self, author_id: UUID, since: datetime) -> tuple[int, Mapping[str, Any] | None]:
        """By the author's index."""
        lately = (comments.c.author_id == author_id, comments.c.created_at >= since)
        count = self._connection.execute(select(func.count()).where(*lately)).scalar_one()
        last = self._connection.execute(
            select(comments.c.text, comments.c.created_at)
            .where(*lately)
            .order_by(comments.c.id.desc())
            .limit(1)
        )
        return count, first_of(last)

    def edited_since(self, author_id: UUID, since: datetime) -> int:
        """By the author's index."""
        lately = (comments.c.author_id == author_id, comments.c.edited_at >= since)
        count: int = self._connection.execute(select(func.count()).where(*lately)).scalar_one()
        return count

    def all_of(self, author_id: UUID) -> Sequence[UUID]:
        """By the author's index; of what was taken down only what still tells its author why."""
        wanted = select(comments.c.id).where(
            comments.c.author_id == author_id,
            or_(comments.c.state != "removed", comments.c.turned_down.is_not(None)),
        )
        return self._connection.execute(wanted.order_by(comments.c.id)).scalars().all()

    def mention(self, comment_id: UUID, users: Sequence[UUID]) -> None:
        """A row each."""
        for user_id in users:
            add_once(self._connection, mentions, {"comment_id": comment_id, "user_id": user_id})

    def mentioning(
        self, user_id: UUID, after: UUID | None, limit: int
    ) -> Sequence[Mapping[str, Any]]:
        """Ids are in the order of time."""
        wanted = (
            _named()
            .join(mentions, mentions.c.comment_id == comments.c.id)
            .where(mentions.c.user_id == user_id, comments.c.hidden.is_(False))
        )
        if after is not None:
            wanted = wanted.where(mentions.c.comment_id < after)
        rows = self._connection.execute(wanted.order_by(mentions.c.comment_id.desc()).limit(limit))
        return rows_of(rows)

    def recommend(self, comment_id: UUID, user_id: UUID, at: datetime) -> bool:
        """The fact and its counter."""
        row = {"comment_id": comment_id, "user_id": user_id, "at": at}
        new = add_once(self._connection, comment_recommends, row)
        if new:
            self._count(comment_id, 1)
        return new

    def unrecommend(self, comment_id: UUID, user_id: UUID) -> bool:
        """Both back."""
        gone = self._connection.execute(
            delete(comment_recommends).where(
                comment_recommends.c.comment_id == comment_id,
                comment_recommends.c.user_id == user_id,
            )
        )
        if gone.rowcount:
            self._count(comment_id, -1)
        return gone.rowcount > 0

    def recommended(self, ids: Sequence[UUID], user_id: UUID) -> set[UUID]:
        """By the key of the fact."""
        wanted = select(comment_recommends.c.comment_id).where(
            comment_recommends.c.comment_id.in_(ids), comment_recommends.c.user_id == user_id
        )
        return set(self._connection.execute(wanted).scalars())

    def _count(self, id: UUID, delta: int) -> None:
        self._connection.execute(
            update(comments)
            .where(comments.c.id == id)
            .values(recommends=comments.c.recommends + delta)
        )


def _named() -> Select[Any]:
    return select(comments, members.c.nickname, members.c.photo_key).outerjoin(
        members, members.c.user_id == comments.c.author_id
    )


def _comment(row: Row[Any]) -> Comment:
    values = {name: getattr(row, name) for name in WHOLE}
    held = row.held and Held(
        text=row.held["text"], html=row.held["html"], why=tuple(row.held["why"]), at=row.held_at
    )
    return Comment(
        **values,
        version=row.version,
        state=State(row.state),
        tags=tuple(row.tags),
        held=held,
        turned_down=down_of(row.turned_down),
    )


def _told(held: Held) -> dict[str, Any]:
    return {"text": held.text, "html": held.html, "why": list(held.why)}
