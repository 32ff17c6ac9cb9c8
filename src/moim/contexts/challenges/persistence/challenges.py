"""Challenges and their counts as rows."""

from collections import namedtuple
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, or_, select, update

from moim.contexts.challenges.application.ports import Board, Moved
from moim.contexts.challenges.domain.challenge import (
    COUNTING,
    OPEN_TO_JOIN,
    AgeGroup,
    Challenge,
    ChallengeNotFound,
    Gender,
    State,
    Terms,
    Visibility,
)
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.domain.measure import Kind, Metric
from moim.contexts.challenges.domain.person import Eligibility, Person
from moim.contexts.challenges.persistence.tables import (
    boards,
    challenges,
    entries,
    moved,
    teams,
)
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_BY_ID = Prepared(select(challenges).where(challenges.c.id == bindparam("id")))
_COUNTING = tuple(state.value for state in COUNTING)
_RUNNING = tuple(state.value for state in COUNTING | OPEN_TO_JOIN)
_ENTERED = (
    select(entries.c.challenge_id)
    .join(challenges, challenges.c.id == entries.c.challenge_id)
    .where(entries.c.user_id == bindparam("user_id"))
    .order_by(entries.c.challenge_id)
)
_COUNTING_FOR = Prepared(_ENTERED.where(or_(*(challenges.c.state == one for one in _COUNTING))))
_RUNNING_FOR = Prepared(
    _ENTERED.where(
        or_(*(challenges.c.state == one for one in _RUNNING)),
        entries.c.state == EntryState.IN.value,
    )
)
_BOARD = Prepared(select(boards).where(boards.c.challenge_id == bindparam("challenge_id")))
_BOARD_COLUMNS = tuple(boards.c.keys())
_MOVED_ALREADY = Prepared(
    select(moved.c.user_id).where(
        moved.c.challenge_id == bindparam("challenge_id"), moved.c.user_id == bindparam("user_id")
    )
)
_NOTE_MOVED = Prepared(
    insert(moved).values(
        challenge_id=bindparam("challenge_id"), user_id=bindparam("user_id"), was=bindparam("was")
    )
)
_MOVED = (
    select(moved.c.user_id, moved.c.was, entries.c.place)
    .join(
        entries,
        (entries.c.challenge_id == moved.c.challenge_id) & (entries.c.user_id == moved.c.user_id),
    )
    .where(moved.c.challenge_id == bindparam("challenge_id"))
    .order_by(entries.c.place.is_(None), entries.c.place)
    .limit(bindparam("most"))
)
_ChallengeRow = namedtuple("_ChallengeRow", challenges.c.keys())  # type: ignore[misc]  # noqa: PYI024
SUGGESTED_OF = 50


def terms_of(row: Any) -> Terms:
    """The terms in a row of challenges."""
    return Terms(
        title=row.title,
        description=row.description,
        sport=row.sport,
        kind=Kind(row.kind),
        metric=Metric(row.metric),
        distance_m=row.distance_m,
        target=row.target,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        visibility=Visibility(row.visibility),
        club_id=row.club_id,
        region=row.region,
        age_group=AgeGroup(row.age_group) if row.age_group else None,
        gender=Gender(row.gender) if row.gender else None,
        prize=row.prize,
        by_team=row.by_team,
        by_hand=row.by_hand,
        grace_s=row.grace_s,
        entrants_max=row.entrants_max,
    )


def challenge_of(row: Any) -> Challenge:
    """The aggregate in a row."""
    return Challenge(
        id=row.id,
        version=row.version,
        organiser_id=row.organiser_id,
        terms=terms_of(row),
        invitation=row.invitation,
        created_at=row.created_at,
        state=State(row.state),
        final_at=row.final_at,
        settling_at=row.settling_at,
    )


class SqlChallenges:
    """The ``Challenges`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID) -> Challenge:
        """One row by key."""
        rows = _BY_ID.rows(self._connection, id=id)
        if not rows:
            raise ChallengeNotFound
        return challenge_of(_ChallengeRow(*rows[0]))

    def organised_by(self, user_id: UUID) -> Sequence[Challenge]:
        """By the organiser's index."""
        wanted = select(challenges).where(challenges.c.organiser_id == user_id)
        rows = self._connection.execute(wanted.order_by(challenges.c.id))
        return [challenge_of(row) for row in rows]

    def counting_for(self, user_id: UUID) -> Sequence[UUID]:
        """By the entrant's index."""
        return [id for (id,) in _COUNTING_FOR.rows(self._connection, user_id=user_id)]

    def running_for(self, user_id: UUID) -> Sequence[UUID]:
        """By the entrant's index."""
        return [id for (id,) in _RUNNING_FOR.rows(self._connection, user_id=user_id)]

    def of(self, user_id: UUID) -> Sequence[UUID]:
        """By the entrant's index."""
        return self._connection.execute(_ENTERED, {"user_id": user_id}).scalars().all()

    def to_suggest(self, person: Person) -> UUID | None:
        """The newest of the open ones, by index."""
        c = challenges.c
        statement = (
            select(c.id, c.region)
            .where(
                c.visibility == Visibility.OPEN.value,
                c.state.in_([state.value for state in OPEN_TO_JOIN]),
                c.age_group.is_(None),
                c.gender.is_(None),
                c.entrants_max.is_(None),
                c.prize.in_((False, person.eligibility is Eligibility.FULL)),
            )
            .order_by(c.id.desc())
            .limit(SUGGESTED_OF)
        )
        for row in self._connection.execute(statement):
            if row.region is None or (person.region or "").startswith(row.region):
                suggested: UUID = row.id
                return suggested
        return None

    def awaited(self) -> Sequence[UUID]:
        """By state."""
        running = challenges.c.state == State.RUNNING.value
        return self._connection.execute(select(challenges.c.id).where(running)).scalars().all()

    def settling(self) -> Sequence[UUID]:
        """By state: few at any time."""
        c = challenges.c
        held_up = (c.state == State.ENDED.value, c.settling_at.is_not(None))
        return self._connection.execute(select(c.id).where(*held_up)).scalars().all()

    def save(self, challenge: Challenge) -> None:
        """Insert or update under the version."""
        terms = asdict(challenge.terms)
        values = {name: getattr(value, "value", value) for name, value in terms.items()}
        row = {
            "id": challenge.id,
            "organiser_id": challenge.organiser_id,
            "state": challenge.state.value,
            "invitation": challenge.invitation,
            "created_at": challenge.created_at,
            "final_at": challenge.final_at,
            "settling_at": challenge.settling_at,
            **values,
        }
        save_row(self._connection, challenges, challenge, row)
        self._work.collect(challenge)


class SqlBoards:
    """The ``Boards`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def get(self, challenge_id: UUID) -> Board:
        """One row by key."""
        rows = _BOARD.rows(self._connection, challenge_id=challenge_id)
        if not rows:
            return Board(challenge_id=challenge_id)
        return Board(**dict(zip(_BOARD_COLUMNS, rows[0], strict=True)))

    def save(self, board: Board) -> None:
        """Insert or replace."""
        upsert(self._connection, boards, vars(board) | {"top": list(board.top)})

    def note_moved(self, challenge_id: UUID, user_id: UUID, was: bytes | None) -> None:
        """One row a person, the first, until it is taken."""
        about = {"challenge_id": challenge_id, "user_id": user_id}
        if not _MOVED_ALREADY.rows(self._connection, **about):  # the challenge is held
            _NOTE_MOVED.run(self._connection, **about, was=was)

    def take_moved(self, challenge_id: UUID, most: int) -> Sequence[Moved]:
        """Read, then delete."""
        about = {"challenge_id": challenge_id, "most": most}
        rows = [
            Moved(
                user_id=row.user_id,
                was=None if row.was is None else bytes(row.was),
                place=None if row.place is None else bytes(row.place),
            )
            for row in self._connection.execute(_MOVED, about)
        ]
        taken = delete(moved).where(moved.c.challenge_id == challenge_id)
        if len(rows) == most:
            taken = taken.where(moved.c.user_id.in_([one.user_id for one in rows]))
        self._connection.execute(taken)
        return rows

    def team_moves(self, challenge_id: UUID, team: str, points: int, members: int) -> None:
        """Add to the row, or make it."""
        here = (teams.c.challenge_id == challenge_id, teams.c.team == team)
        added = (
            update(teams)
            .where(*here)
            .values(points=teams.c.points + points, members=teams.c.members + members)
        )
        if self._connection.execute(added).rowcount == 0:
            row = {"challenge_id": challenge_id, "team": team}
            self._connection.execute(insert(teams), row | {"points": points, "members": members})

    def teams(self, challenge_id: UUID, most: int) -> Sequence[tuple[str, int, int]]:
        """By index, best first."""
        statement = (
            select(teams.c.team, teams.c.points, teams.c.members)
            .where(teams.c.challenge_id == challenge_id, teams.c.members > 0)
            .order_by(teams.c.points.desc(), teams.c.team)
            .limit(most)
        )
        return [tuple(row) for row in self._connection.execute(statement)]
