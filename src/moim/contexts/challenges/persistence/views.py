"""Rows as they are shown: each a page by an index, or a few rows by key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    String,
    Table,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)

from moim.contexts.challenges.application.queries import Filter, Listed, Own, Shown, Span
from moim.contexts.challenges.domain.challenge import State, Visibility
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.persistence import tables as t
from moim.contexts.challenges.persistence.challenges import challenge_of
from moim.platform.prepared import Prepared
from moim.platform.work import UnitOfWork


class _List(NamedTuple):
    """A list: its table, its order, and the columns that narrow it.

    With ``time`` that is the order, and the key is that of equals; a page is then after both.
    """

    table: Table
    key: str
    by_challenge: bool
    by_user: bool
    newest_first: bool = True
    where: Mapping[str, Any] = {}
    time: str | None = None


LISTS = {
    "results": _List(t.results, "id", by_challenge=True, by_user=True, time="at"),
    "lines": _List(t.result_lines, "seq", by_challenge=True, by_user=True),
    "activities": _List(t.activities, "id", by_challenge=True, by_user=True),
    "notices": _List(t.notices, "id", by_challenge=False, by_user=True),
    "prompts": _List(t.prompts, "id", by_challenge=False, by_user=True),
    "shares": _List(t.shares, "id", by_challenge=True, by_user=True, where={"ended_at": None}),
    "feed": _List(t.feed, "share_id", by_challenge=True, by_user=False, where={"state": "shown"}),
    "improvements": _List(t.improvements, "feedback_id", by_challenge=True, by_user=False),
    "all-improvements": _List(t.improvements, "feedback_id", by_challenge=False, by_user=False),
    "feedback": _List(t.feedback_requests, "id", by_challenge=True, by_user=False),
    "entrants": _List(
        t.entries,
        "user_id",
        by_challenge=True,
        by_user=False,
        newest_first=False,
        where={"state": EntryState.IN.value},
    ),
}
_E, _P = t.entries.c, t.people.c
_SHOWN = (
    select(
        type_coerce(_E.user_id, String), _P.nickname, _E.day_rank, _E.live, _E.place, _E.in_doubt
    )
    .outerjoin(t.people, _P.user_id == _E.user_id)
    .where(_E.challenge_id == bindparam("challenge_id"))
)
_USERS_AS_JSON = func.json_each(bindparam("users", type_=String)).table_valued("value")
_SHOWN_OF_JSON = Prepared(_SHOWN.where(_E.user_id.in_(select(_USERS_AS_JSON.c.value))))
_SHOWN_OF_ARRAY = Prepared(_SHOWN.where(_E.user_id == any_(bindparam("users", type_=ARRAY(Uuid)))))
"""The same on SQLite and on PostgreSQL: a list of users is one value."""
_OWN_BLOCK = (
    select(t.blocks.c.low)
    .where(t.blocks.c.board_id == _E.challenge_id, t.blocks.c.low <= _E.place)
    .order_by(t.blocks.c.low.desc())
    .limit(1)
    .scalar_subquery()
)
_OWN = (
    select(_E.challenge_id, _E.place, _OWN_BLOCK.label("low"))
    .where(
        _E.user_id == bindparam("user_id"),
        _E.challenge_id.in_(bindparam("ids", expanding=True)),
        _E.place.is_not(None),
    )
    .subquery()
)
_AHEAD_OF_BLOCK = (
    select(func.coalesce(func.sum(t.blocks.c.held), 0))
    .where(t.blocks.c.board_id == _OWN.c.challenge_id, t.blocks.c.low < _OWN.c.low)
    .scalar_subquery()
)
_AHEAD_WITHIN = (
    select(func.count())
    .where(
        t.standings.c.board_id == _OWN.c.challenge_id,
        t.standings.c.place >= _OWN.c.low,
        t.standings.c.place < _OWN.c.place,
    )
    .scalar_subquery()
)
_RANKS = select(_OWN.c.challenge_id, (_AHEAD_OF_BLOCK + _AHEAD_WITHIN + 1).label("rank"))
ONES = {
    "statistics": (t.statistics, "id"),
    "section": (t.sections, "request_id"),
    "contribution": (t.sections, "subject_id"),
}


class SqlViews:
    """The ``Views`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the snapshot."""
        self._connection = work.connection

    def challenges(self, wanted: Filter) -> Sequence[Listed]:
        """Keyset over the id, falling; the ranks of all in a second query."""
        c, e = t.challenges.c, t.entries.c
        own = and_(e.challenge_id == c.id, e.user_id == wanted.viewer_id)
        statement = (
            select(
                t.challenges,
                t.boards.c.entrants,
                e.state.label("entered"),
                e.value,
                e.day_rank,
            )
            .join(t.boards, t.boards.c.challenge_id == c.id)
            .outerjoin(t.entries, own)
        )
        statement = _narrowed(statement, wanted)
        if wanted.after is not None:
            statement = statement.where(c.id < wanted.after)
        rows = self._connection.execute(statement.order_by(c.id.desc()).limit(wanted.limit)).all()
        entered = [row.id for row in rows if row.entered == EntryState.IN.value]
        ranks = self._own_ranks(wanted.viewer_id, entered) if wanted.viewer_id else {}
        return [
            Listed(
                challenge_of(row),
                row.entrants,
                Own(row.value, ranks.get(row.id), row.day_rank) if row.id in entered else None,
            )
            for row in rows
        ]

    def answered(self, user_id: UUID, request_ids: Sequence[UUID]) -> set[UUID]:
        """By keys."""
        a = t.feedback_answers.c
        statement = select(a.request_id).where(a.user_id == user_id, a.request_id.in_(request_ids))
        return set(self._connection.execute(statement).scalars())

    def shown(self, challenge_id: UUID, users: Sequence[UUID]) -> Mapping[UUID, Shown]:
        """Two look-ups by keys in one."""
        if not users:
            return {}
        if self._connection.dialect.name == "postgresql":
            rows = _SHOWN_OF_ARRAY.rows(
                self._connection, challenge_id=challenge_id, users=list(users)
            )
            return {row[0]: _shown_of(row) for row in rows}
        by_hex = {user_id.hex: user_id for user_id in users}
        among = msgspec.json.encode(list(by_hex)).decode()
        rows = _SHOWN_OF_JSON.rows(self._connection, challenge_id=challenge_id, users=among)
        return {by_hex[row[0]]: _shown_of(row) for row in rows}

    def team_places(
        self, challenge_id: UUID, team: str, after: bytes, most: int
    ) -> Sequence[bytes]:
        """By the team's index."""
        statement = select(_E.place).where(*_in_team(challenge_id, team), _E.place > after)
        found = self._connection.execute(statement.order_by(_E.place).limit(most)).scalars()
        return [bytes(place) for place in found]

    def team_counts(self, challenge_id: UUID, team: str, before: bytes | None) -> int:
        """A count over the team's index: teams are of hundreds, seldom of thousands."""
        statement = select(func.count()).where(*_in_team(challenge_id, team), _E.place.is_not(None))
        if before is not None:
            statement = statement.where(_E.place < before)
        return int(self._connection.execute(statement).scalar_one())

    def page(self, name: str, span: Span) -> Sequence[Mapping[str, Any]]:
        """Keyset over the list's own order."""
        told = LISTS[name]
        c = told.table.c
        order = [c[name] for name in (told.time, told.key) if name is not None]
        statement = select(told.table)
        if told.by_challenge:
            statement = statement.where(c.challenge_id == span.challenge_id)
        if told.by_user:
            statement = statement.where(c.user_id == span.user_id)
        for column, value in told.where.items():
            statement = statement.where(
                c[column].is_(None) if value is None else c[column] == value
            )
        if name == "feed" and span.user_id is not None:
            statement = select(told.table).where(
                c.asked_by == span.user_id, c.challenge_id == span.challenge_id
            )
        if span.after is not None:
            here = tuple_(*order)
            after = tuple_(*span.after, types=[column.type for column in order])
            statement = statement.where(here < after if told.newest_first else here > after)
        by = [column.desc() if told.newest_first else column for column in order]
        rows = self._connection.execute(statement.order_by(*by).limit(span.limit))
        return [dict(row._mapping) for row in rows]  # noqa: SLF001

    def one(self, name: str, id: UUID) -> Mapping[str, Any] | None:
        """By key; of several the newest."""
        table, column = ONES[name]
        statement = select(table).where(table.c[column] == id)
        if name == "contribution":
            statement = statement.order_by(table.c.at.desc()).limit(1)
        row = self._connection.execute(statement).first()
        return None if row is None else dict(row._mapping)  # noqa: SLF001

    def told_since(self, at: datetime) -> Sequence[tuple[UUID, int, datetime]]:
        """By index."""
        b = t.boards.c
        statement = (
            select(b.challenge_id, b.revision, b.told_at)
            .where(b.told_at > at)
            .order_by(b.told_at)
            .limit(500)
        )
        return [tuple(row) for row in self._connection.execute(statement)]

    def _own_ranks(self, user_id: UUID, challenge_ids: Sequence[UUID]) -> Mapping[UUID, int]:
        """As ``SqlRankings.rank``, of several challenges at once."""
        if not challenge_ids:
            return {}
        about = {"user_id": user_id, "ids": challenge_ids}
        return {row.challenge_id: row.rank for row in self._connection.execute(_RANKS, about)}


def _in_team(challenge_id: UUID, team: str) -> tuple[ColumnElement[bool], ...]:
    return (_E.challenge_id == challenge_id, _E.team == team)


def _shown_of(row: Sequence[Any]) -> Shown:
    _user_id, nickname, day_rank, live, place, in_doubt = row
    doing = live["state"] if live else None
    return Shown(nickname, day_rank, doing, None if place is None else bytes(place), in_doubt)


def _narrowed(statement: Select[Any], wanted: Filter) -> Select[Any]:
    c, e = t.challenges.c, t.entries.c
    if wanted.of == "organised":
        statement = statement.where(c.organiser_id == wanted.viewer_id)
    elif wanted.of == "joined":
        statement = statement.where(e.state == EntryState.IN.value)
    else:
        statement = statement.where(
            or_(
                and_(c.visibility == Visibility.OPEN.value, c.state != State.DRAFT.value),
                c.organiser_id == wanted.viewer_id,
                e.state == EntryState.IN.value,
            )
        )
    if wanted.state is not None:
        statement = statement.where(
            c.state.in_([one.value for one in State if one.shown == wanted.state])
        )
    if wanted.region is not None:
        within = c.region.startswith(f"{wanted.region} ", autoescape=True)
        statement = statement.where(or_(c.region == wanted.region, within))
    if wanted.sport is not None:
        statement = statement.where(c.sport == wanted.sport)
    return statement
