"""Follows and blocks as rows."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, tuple_

from moim.contexts.community.persistence.saving import row_of
from moim.contexts.community.persistence.tables import blocks, follows
from moim.platform.prepared import Prepared
from moim.platform.upsert import add_once

_BLOCKS = [
    Prepared(select(blocks.c.at).where(column == bindparam("user_id")).limit(1))
    for column in (blocks.c.user_id, blocks.c.blocked_id)
]  # before every page of a board and every search by somebody signed in


class SqlFollows:
    """The ``FollowsAndBlocks`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def follow(self, user_id: UUID, kind: str, target: str, at: datetime) -> None:
        """Once."""
        row = {"user_id": user_id, "kind": kind, "target": target, "at": at}
        add_once(self._connection, follows, row)

    def unfollow(self, user_id: UUID, kind: str, target: str) -> None:
        """By key."""
        self._connection.execute(
            delete(follows).where(
                follows.c.user_id == user_id, follows.c.kind == kind, follows.c.target == target
            )
        )

    def of(
        self, user_id: UUID, kind: str | None, after: tuple[str, str] | None, limit: int
    ) -> Sequence[tuple[str, str]]:
        """By key."""
        wanted = select(follows.c.kind, follows.c.target).where(follows.c.user_id == user_id)
        if kind is not None:
            wanted = wanted.where(follows.c.kind == kind)
        if after is not None:
            wanted = wanted.where(
                tuple_(follows.c.kind, follows.c.target)
                > row_of((follows.c.kind, follows.c.target), after)
            )
        rows = self._connection.execute(
            wanted.order_by(follows.c.kind, follows.c.target).limit(limit)
        )
        return [(row.kind, row.target) for row in rows]

    def count_of(self, user_id: UUID) -> int:
        """By key."""
        wanted = select(func.count()).where(follows.c.user_id == user_id)
        count: int = self._connection.execute(wanted).scalar_one()
        return count

    def followers_of(self, kind: str, target: str, after: UUID | None, most: int) -> list[UUID]:
        """By the index of followers."""
        wanted = select(follows.c.user_id).where(follows.c.kind == kind, follows.c.target == target)
        if after is not None:
            wanted = wanted.where(follows.c.user_id > after)
        rows = self._connection.execute(wanted.order_by(follows.c.user_id).limit(most))
        return list(rows.scalars())

    def followers_count(self, kind: str, target: str) -> int:
        """By the index of followers."""
        wanted = select(func.count()).where(follows.c.kind == kind, follows.c.target == target)
        count: int = self._connection.execute(wanted).scalar_one()
        return count

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        """By key."""
        rows = self._connection.execute(
            select(follows.c.target).where(
                follows.c.user_id == user_id,
                follows.c.kind == kind,
                follows.c.target.in_(targets),
            )
        )
        return set(rows.scalars())

    def block(self, user_id: UUID, blocked_id: UUID, at: datetime) -> None:
        """And no follow between the two stays."""
        row = {"user_id": user_id, "blocked_id": blocked_id, "at": at}
        add_once(self._connection, blocks, row)
        for one, other in ((user_id, blocked_id), (blocked_id, user_id)):
            self.unfollow(one, "person", str(other))

    def unblock(self, user_id: UUID, blocked_id: UUID) -> None:
        """By key."""
        self._connection.execute(
            delete(blocks).where(blocks.c.user_id == user_id, blocks.c.blocked_id == blocked_id)
        )

    def blocks_of(self, user_id: UUID) -> Sequence[UUID]:
        """By key."""
        wanted = select(blocks.c.blocked_id).where(blocks.c.user_id == user_id)
        return self._connection.execute(wanted.order_by(blocks.c.at.desc())).scalars().all()

    def has_blocks(self, user_id: UUID) -> bool:
        """Two look-ups by index."""
        return any(one.rows(self._connection, user_id=user_id) for one in _BLOCKS)

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        """Both directions by their indexes."""
        rows = self._connection.execute(
            select(blocks.c.user_id, blocks.c.blocked_id).where(
                or_(
                    and_(blocks.c.user_id == user_id, blocks.c.blocked_id.in_(others)),
                    and_(blocks.c.blocked_id == user_id, blocks.c.user_id.in_(others)),
                )
            )
        )
        return {row.blocked_id if row.user_id == user_id else row.user_id for row in rows}
