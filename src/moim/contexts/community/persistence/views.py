"""Who saw what, and the days of boards, as rows."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select

from moim.contexts.community.persistence.saving import add_to, rows_of
from moim.contexts.community.persistence.tables import (
    board_days,
    post_days,
    post_viewers,
    told_views,
)
from moim.platform.upsert import add_once, upsert


class SqlViews:
    """The ``Views`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def seen(self, sightings: Collection[tuple[UUID, date, bytes, bool]]) -> Mapping[UUID, int]:
        """The key of a sighting decides whether it is the day's first."""
        new: Counter[UUID] = Counter()
        days: defaultdict[tuple[UUID, date], Counter[str]] = defaultdict(Counter)
        for post_id, day, viewer, member in sorted(sightings):
            row = {"day": day, "post_id": post_id, "viewer": viewer}
            if add_once(self._connection, post_viewers, row):
                new[post_id] += 1
                days[post_id, day]["members" if member else "guests"] += 1
        for (post_id, day), counts in days.items():
            key = {"post_id": post_id, "day": day}
            add_to(
                self._connection,
                post_days,
                key,
                members=counts["members"],
                guests=counts["guests"],
            )
        return new

    def told(self, post_id: UUID, views: int) -> int:
        """Only what is more than was told before: told twice, it counts once."""
        before = self._connection.execute(
            select(told_views.c.views).where(told_views.c.post_id == post_id)
        ).scalar()
        more = max(0, views - (before or 0))
        if more:
            upsert(self._connection, told_views, {"post_id": post_id, "views": views})
        return more

    def of_board(self, board: str, first: date, last: date) -> Sequence[Mapping[str, Any]]:
        """By key."""
        rows = self._connection.execute(
            select(board_days)
            .where(board_days.c.board == board, board_days.c.day.between(first, last))
            .order_by(board_days.c.day)
        )
        return rows_of(rows)

    def lively(self, first: date) -> Mapping[str, int]:
        """Eleven boards, a row a day."""
        c = board_days.c
        counted = func.sum(c.posts + c.comments)
        rows = self._connection.execute(
            select(c.board, counted).where(c.day >= first).group_by(c.board)
        )
        return {board: int(count) for board, count in rows}

    def count_day(self, board: str, day: date, **deltas: int) -> None:
        """The database adds."""
        add_to(self._connection, board_days, {"board": board, "day": day}, **deltas)

    def forget_viewers(self, before: date) -> None:
        """By the beginning of the key."""
        self._connection.execute(delete(post_viewers).where(post_viewers.c.day < before))
