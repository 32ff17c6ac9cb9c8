"""Challenges as they are shown, as rows."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select, true, tuple_

from moim.contexts.insights.domain.boards import (
    AskedFigures,
    Board,
    Opinions,
    Place,
    Point,
    RankAt,
    step_begins,
    step_of,
)
from moim.contexts.insights.persistence import board_tables as t
from moim.platform.upsert import add_once, add_to, upsert


class SqlBoards:
    """The ``Boards`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def get(self, challenge_id: UUID) -> Board:
        """One row by key, or an empty one."""
        row = self._first(select(t.boards).where(t.boards.c.challenge_id == challenge_id))
        return Board(challenge_id=challenge_id) if row is None else Board(**row._mapping)  # noqa: SLF001

    def save(self, board: Board) -> None:
        """Insert or replace."""
        upsert(self._connection, t.boards, asdict(board))
        if board.organiser_id is not None:
            self._moved(board.organiser_id)

    def place(self, challenge_id: UUID, user_id: UUID) -> Place | None:
        """One row by key."""
        row = self._first(
            select(t.places).where(
                t.places.c.challenge_id == challenge_id, t.places.c.user_id == user_id
            )
        )
        return None if row is None else Place(**row._mapping)  # noqa: SLF001

    def put_place(self, place: Place) -> None:
        """Insert or replace."""
        before = self.place(place.challenge_id, place.user_id)
        upsert(self._connection, t.places, asdict(place))
        if before is None or _step(before) != _step(place):
            if before is not None:
                count_on_step(self._connection, before, -1)
            count_on_step(self._connection, place, 1)
        self._moved(place.user_id)

    def podium(self, challenge_id: UUID, most: int) -> Sequence[Place]:
        """The first of the index."""
        rows = self._connection.execute(
            select(t.places)
            .where(
                t.places.c.challenge_id == challenge_id,
                t.places.c.inside,
                t.places.c.behind.is_not(None),
            )
            .order_by(t.places.c.behind, t.places.c.reached_at, t.places.c.user_id)
            .limit(most)
        )
        return [Place(**row._mapping) for row in rows]  # noqa: SLF001

    def rank(self, place: Place) -> int | None:
        """A sum over the steps before, and a count on the part of the index that is its own."""
        if place.behind is None or not place.inside:
            return None
        c, steps = t.places.c, t.place_steps.c
        order = (c.behind, c.reached_at, c.user_id)
        mine = (place.behind, place.reached_at, place.user_id)
        before = select(func.coalesce(func.sum(steps.entrants), 0)).where(
            steps.challenge_id == place.challenge_id, steps.step < step_of(place.behind)
        )
        beside = select(func.count()).where(
            c.challenge_id == place.challenge_id,
            c.inside == true(),
            c.behind >= step_begins(place.behind),
            tuple_(*order) < tuple_(*mine, types=[column.type for column in order]),
        )
        ahead = select(before.scalar_subquery() + beside.scalar_subquery())
        return int(self._connection.execute(ahead).scalar_one()) + 1

    def count_entrants(self, challenge_id: UUID, day: date, more: int) -> None:
        """Added to the row of the day, which begins with what the last one says."""
        key = {"challenge_id": challenge_id, "day": day}
        of_it = t.participation.c.challenge_id == challenge_id
        before = self._connection.execute(
            select(t.participation.c.day, t.participation.c.entrants)
            .where(of_it, t.participation.c.day <= day)
            .order_by(t.participation.c.day.desc())
            .limit(1)
        ).first()
        if before is not None and before.day != day:
            add_once(self._connection, t.participation, {**key, "entrants": before.entrants})
        add_to(self._connection, t.participation, key, entrants=more)

    def participation(self, challenge_id: UUID) -> Sequence[tuple[date, int]]:
        """By key."""
        rows = self._connection.execute(
            select(t.participation.c.day, t.participation.c.entrants)
            .where(t.participation.c.challenge_id == challenge_id)
            .order_by(t.participation.c.day)
        )
        return [(day, entrants) for day, entrants in rows]

    def put_point(self, point: Point) -> None:
        """Insert or replace."""
        upsert(self._connection, t.points, asdict(point))
        self._moved(point.user_id)

    def point(self, challenge_id: UUID, user_id: UUID, result_id: UUID) -> Point | None:
        """One row by key."""
        row = self._first(
            self._of(t.points, challenge_id, user_id).where(t.points.c.result_id == result_id)
        )
        return None if row is None else Point(**row._mapping)  # noqa: SLF001

    def points(self, challenge_id: UUID, user_id: UUID) -> Sequence[Point]:
        """By key."""
        rows = self._connection.execute(
            self._of(t.points, challenge_id, user_id).order_by(t.points.c.at, t.points.c.result_id)
        )
        return [Point(**row._mapping) for row in rows]  # noqa: SLF001

    def put_rank(self, challenge_id: UUID, user_id: UUID, rank: RankAt) -> None:
        """Insert or replace."""
        row = {"challenge_id": challenge_id, "user_id": user_id, **asdict(rank)}
        upsert(self._connection, t.ranks, row)
        self._moved(user_id)

    def ranks(self, challenge_id: UUID, user_id: UUID) -> Sequence[RankAt]:
        """By key."""
        rows = self._connection.execute(
            self._of(t.ranks, challenge_id, user_id).order_by(t.ranks.c.at)
        )
        return [RankAt(at=row.at, rank=row.rank, value=row.value) for row in rows]

    def opinions(self, request_id: UUID) -> Opinions | None:
        """One row by key."""
        row = self._first(select(t.opinions).where(t.opinions.c.request_id == request_id))
        return None if row is None else _opinions(row)

    def put_opinions(self, opinions: Opinions) -> None:
        """Insert or replace."""
        upsert(self._connection, t.opinions, asdict(opinions) | {"counts": list(opinions.counts)})

    def opinions_of(self, challenge_id: UUID) -> Sequence[Opinions]:
        """By the index over the challenge; ids are in the order of time."""
        rows = self._connection.execute(
            select(t.opinions)
            .where(t.opinions.c.challenge_id == challenge_id)
            .order_by(t.opinions.c.request_id)
        )
        return [_opinions(row) for row in rows]

    def _first(self, statement: Any) -> Row[Any] | None:
        return self._connection.execute(statement).first()

    def _of(self, table: Any, challenge_id: UUID, user_id: UUID) -> Any:
        return select(table).where(table.c.challenge_id == challenge_id, table.c.user_id == user_id)


def count_on_step(connection: Connection, place: Place, entrants: int) -> None:
    """Count somebody in or out of the step that they stand on, if they stand in the ranking."""
    step = _step(place)
    if step is not None:
        key = {"challenge_id": place.challenge_id, "step": step}
        add_to(connection, t.place_steps, key, entrants=entrants)


def _step(place: Place) -> int | None:
    return step_of(place.behind) if place.inside and place.behind is not None else None


class SqlAsked:
    """The ``Asked`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def get(self, request_id: UUID) -> AskedFigures | None:
        """One row by key."""
        table = t.asked_figures
        row = self._connection.execute(
            select(table).where(table.c.request_id == request_id)
        ).first()
        return None if row is None else AskedFigures(**row._mapping)  # noqa: SLF001

    def put(self, asked: AskedFigures) -> None:
        """Insert or replace."""
        upsert(self._connection, t.asked_figures, asdict(asked))
        self._moved(asked.user_id)

    def of(self, subject_id: UUID, user_id: UUID) -> Sequence[AskedFigures]:
        """By the asker's index."""
        table = t.asked_figures
        rows = self._connection.execute(
            select(table)
            .where(table.c.user_id == user_id, table.c.subject_id == subject_id)
            .order_by(table.c.request_id.desc())
        )
        return [AskedFigures(**row._mapping) for row in rows]  # noqa: SLF001


def _opinions(row: Row[Any]) -> Opinions:
    return Opinions(
        request_id=row.request_id, challenge_id=row.challenge_id, counts=tuple(row.counts)
    )
