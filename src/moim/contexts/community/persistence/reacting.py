"""Likes, recommendations, bookmarks and shares as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from moim.contexts.community.domain.post import Post
from moim.contexts.community.persistence.saving import rows_of
from moim.contexts.community.persistence.tables import reactions, shares, unlocked
from moim.platform.upsert import add_once


class SqlReactions:
    """The ``Reactions`` port: a fact is a row under a key of who, what and which."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def add(
        self,
        kind: str,
        post: Post,
        user_id: UUID,
        weight: float,
        at: datetime,
        remind_at: datetime | None = None,
    ) -> bool:
        """The key decides who was first."""
        row = {"user_id": user_id, "post_id": post.id, "kind": kind, "author_id": post.author_id}
        row |= {"at": at, "weight": weight, "remind_at": remind_at, "reminded": False}
        new = add_once(self._connection, reactions, row)
        if not new and kind == "bookmark":
            self._connection.execute(
                update(reactions)
                .where(*_key(user_id, post.id, kind))
                .values(remind_at=remind_at, reminded=False)
            )
        return new

    def remove(self, kind: str, post_id: UUID, user_id: UUID) -> bool:
        """By key."""
        gone = self._connection.execute(delete(reactions).where(*_key(user_id, post_id, kind)))
        return gone.rowcount > 0

    def of(self, post_id: UUID, user_id: UUID) -> set[str]:
        """By the beginning of the key."""
        rows = self._connection.execute(
            select(reactions.c.kind).where(
                reactions.c.user_id == user_id, reactions.c.post_id == post_id
            )
        )
        return set(rows.scalars())

    def done_since(self, user_id: UUID, kind: str, since: datetime) -> int:
        """By the index over what a person did."""
        count: int = self._connection.execute(
            select(func.count()).where(
                reactions.c.user_id == user_id,
                reactions.c.kind == kind,
                reactions.c.at >= since,
            )
        ).scalar_one()
        return count

    def recommended_author(self, user_id: UUID, author_id: UUID, since: datetime) -> bool:
        """Among the few of a day."""
        found = self._connection.execute(
            select(reactions.c.post_id)
            .where(
                reactions.c.user_id == user_id,
                reactions.c.kind == "recommend",
                reactions.c.at >= since,
                reactions.c.author_id == author_id,
            )
            .limit(1)
        ).first()
        return found is not None

    def all_of(self, user_id: UUID) -> Sequence[Mapping[str, Any]]:
        """By key."""
        names = ("post_id", "kind", "at", "remind_at")
        wanted = select(*(reactions.c[name] for name in names))
        return rows_of(self._connection.execute(wanted.where(reactions.c.user_id == user_id)))

    def posts_of(self, user_id: UUID) -> Sequence[UUID]:
        """By two indexes."""
        ids: set[UUID] = set()
        for table in (reactions, shares):
            wanted = select(table.c.post_id).where(table.c.user_id == user_id)
            ids.update(self._connection.execute(wanted).scalars())
        return sorted(ids)

    def reminded(self, user_id: UUID, post_id: UUID, at: datetime) -> bool:
        """If it still is wanted for this very instant."""
        changed = self._connection.execute(
            update(reactions)
            .where(*_key(user_id, post_id, "bookmark"), reactions.c.remind_at == at)
            .values(reminded=True)
        )
        return changed.rowcount > 0

    def share(
        self, id: UUID, token: str, post_id: UUID, user_id: UUID, target: str, at: datetime
    ) -> None:
        """A row a link."""
        row = {"id": id, "token": token, "post_id": post_id, "user_id": user_id}
        self._connection.execute(shares.insert().values(**row, target=target, at=at))

    def shared_post(self, token: str) -> UUID | None:
        """By its unique index."""
        found: UUID | None = self._connection.execute(
            select(shares.c.post_id).where(shares.c.token == token)
        ).scalar()
        return found

    def unlock(self, post_id: UUID, user_id: UUID, at: datetime) -> None:
        """Once."""
        add_once(self._connection, unlocked, {"post_id": post_id, "user_id": user_id, "at": at})

    def unlocked(self, post_id: UUID, user_id: UUID) -> bool:
        """By key."""
        found = self._connection.execute(
            select(unlocked.c.at).where(
                unlocked.c.user_id == user_id, unlocked.c.post_id == post_id
            )
        ).first()
        return found is not None


def _key(user_id: UUID, post_id: UUID, kind: str) -> tuple[ColumnElement[bool], ...]:
    key = reactions.c
    return (key.user_id == user_id, key.post_id == post_id, key.kind == kind)
