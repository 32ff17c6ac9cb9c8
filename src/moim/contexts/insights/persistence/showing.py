"""Goals and cards as rows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from moim.contexts.insights.domain.cards import Card, CardState
from moim.contexts.insights.domain.goals import ShownGoal
from moim.contexts.insights.persistence.tables import cards, goal_days, shown_goals
from moim.kernel.periods import Period
from moim.platform.upsert import upsert

_REACHED = select(goal_days.c.day).where(
    goal_days.c.user_id == bindparam("user_id"),
    goal_days.c.day >= bindparam("first"),
    goal_days.c.day <= bindparam("last"),
)


class SqlShownGoals:
    """The ``ShownGoals`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def put(self, goal: ShownGoal) -> None:
        """Insert or replace; the days reached are rows of their own."""
        self._moved(goal.user_id)
        names = (name for name in ShownGoal.__dataclass_fields__ if name != "reached_on")
        row = {name: getattr(goal, name) for name in names}
        upsert(self._connection, shown_goals, row | {"period": goal.period.value})

    def reached(self, goal_id: UUID, user_id: UUID, at: datetime, on: date) -> None:
        """One row a goal and instant."""
        self._moved(user_id)
        row = {"goal_id": goal_id, "reached_at": at, "user_id": user_id, "day": on}
        upsert(self._connection, goal_days, row)

    def of(self, user_id: UUID) -> Sequence[ShownGoal]:
        """Two look-ups by the owner's indexes."""
        reached: dict[UUID, list[date]] = {}
        for goal_id, day in self._connection.execute(
            select(goal_days.c.goal_id, goal_days.c.day)
            .where(goal_days.c.user_id == user_id)
            .order_by(goal_days.c.day)
        ):
            reached.setdefault(goal_id, []).append(day)
        rows = self._connection.execute(
            select(shown_goals)
            .where(shown_goals.c.user_id == user_id)
            .order_by(shown_goals.c.goal_id)
        )
        return [_goal(row, tuple(reached.get(row.goal_id, ()))) for row in rows]

    def reached_between(self, user_id: UUID, first: date, last: date) -> Sequence[date]:
        """By the owner's index."""
        span = {"user_id": user_id, "first": first, "last": last}
        return self._connection.execute(_REACHED, span).scalars().all()

    def moments_of(self, user_id: UUID) -> Sequence[tuple[UUID, datetime]]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(goal_days.c.goal_id, goal_days.c.reached_at).where(
                goal_days.c.user_id == user_id
            )
        )
        return [(row.goal_id, row.reached_at) for row in rows]


class SqlCards:
    """The ``Cards`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def get(self, session_id: UUID) -> Card | None:
        """One row by key."""
        row = self._connection.execute(
            select(cards).where(cards.c.session_id == session_id)
        ).first()
        return None if row is None else _card(row)

    def put(self, card: Card) -> None:
        """Insert or replace."""
        self._moved(card.user_id)
        row = {name: getattr(card, name) for name in Card.__dataclass_fields__}
        upsert(self._connection, cards, row | {"state": card.state.value})

    def newest_of(self, user_id: UUID, limit: int) -> Sequence[Card]:
        """By the owner's index."""
        rows = self._connection.execute(
            select(cards)
            .where(cards.c.user_id == user_id)
            .order_by(cards.c.started_at.desc())
            .limit(limit)
        )
        return [_card(row) for row in rows]


def _goal(row: Row[Any], reached_on: tuple[date, ...]) -> ShownGoal:
    values = dict(row._mapping) | {"period": Period(row.period)}  # noqa: SLF001
    return ShownGoal(**values, reached_on=reached_on)


def _card(row: Row[Any]) -> Card:
    return Card(**(dict(row._mapping) | {"state": CardState(row.state)}))  # noqa: SLF001
