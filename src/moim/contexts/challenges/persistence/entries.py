"""Entries, their results and their lines as rows."""

from collections import namedtuple
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, case, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.challenges.domain.challenge import AgeGroup, Gender
from moim.contexts.challenges.domain.entry import (
    Entry,
    EntryNotFound,
    EntryState,
    LinkedGoal,
    Live,
    Result,
    ResultNotFound,
    ResultState,
)
from moim.contexts.challenges.domain.measure import Worth
from moim.contexts.challenges.persistence.tables import (
    entries,
    result_lines,
    results,
    reviews,
)
from moim.kernel.errors import Stale
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.work import UnitOfWork

_ENTRY = Prepared(
    select(entries).where(
        entries.c.challenge_id == bindparam("challenge_id"),
        entries.c.user_id == bindparam("user_id"),
    )
)
_RESULTS = Prepared(
    select(results)
    .where(
        results.c.user_id == bindparam("user_id"),
        results.c.challenge_id == bindparam("challenge_id"),
    )
    .order_by(results.c.id)
)
_LINE_COLUMNS = [column.name for column in result_lines.c if column.name != "seq"]
_LINE = Prepared(
    insert(result_lines).values({name: bindparam(name) for name in _LINE_COLUMNS}).inline()
)
_EntryRow = namedtuple("_EntryRow", entries.c.keys())  # type: ignore[misc]  # noqa: PYI024
_ResultRow = namedtuple("_ResultRow", results.c.keys())  # type: ignore[misc]  # noqa: PYI024


class SqlEntries:
    """The ``Entries`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def find(self, challenge_id: UUID, user_id: UUID) -> Entry | None:
        """Two look-ups by key."""
        entry = self.standing_of(challenge_id, user_id)
        if entry is not None:
            rows = _RESULTS.rows(self._connection, challenge_id=challenge_id, user_id=user_id)
            entry.results = {row[0]: _result_of(_ResultRow(*row)) for row in rows}
        return entry

    def standing_of(self, challenge_id: UUID, user_id: UUID) -> Entry | None:
        """One look-up by key."""
        rows = _ENTRY.rows(self._connection, challenge_id=challenge_id, user_id=user_id)
        return _entry_of(_EntryRow(*rows[0])) if rows else None

    def get(self, challenge_id: UUID, user_id: UUID) -> Entry:
        """As ``find``, of somebody who is in."""
        entry = self.find(challenge_id, user_id)
        if entry is None or entry.state is not EntryState.IN:
            raise EntryNotFound
        return entry

    def after(self, challenge_id: UUID, after: UUID | None, most: int) -> Sequence[UUID]:
        """Keyset over the key."""
        c = entries.c
        statement = select(c.user_id).where(
            c.challenge_id == challenge_id, c.state == EntryState.IN.value
        )
        if after is not None:
            statement = statement.where(c.user_id > after)
        return self._connection.execute(statement.order_by(c.user_id).limit(most)).scalars().all()

    def owner_of(self, challenge_id: UUID, result_id: UUID) -> UUID:
        """By the result's key."""
        c = results.c
        owner: UUID | None = self._connection.execute(
            select(c.user_id).where(c.id == result_id, c.challenge_id == challenge_id)
        ).scalar_one_or_none()
        if owner is None:
            raise ResultNotFound
        return owner

    def is_result(self, result_id: UUID) -> bool:
        """By key."""
        statement = select(results.c.id).where(results.c.id == result_id)
        return self._connection.execute(statement).first() is not None

    def save(self, entry: Entry) -> None:
        """The row, the results that changed, and the lines behind those there."""
        save_row(self._connection, entries, entry, _row_of(entry))
        for line in entry.lines:
            told = vars(line) | {"state": line.state.value}
            _LINE.run(
                self._connection, **told, challenge_id=entry.challenge_id, user_id=entry.user_id
            )
        for result_id in {line.result_id for line in entry.lines}:
            result = entry.results.get(result_id)
            if result is None:
                self._connection.execute(delete(results).where(results.c.id == result_id))
            else:
                _put_result(self._connection, _result_row(entry, result))
        entry.lines.clear()
        self._work.collect(entry)

    def ranks_told(self, challenge_id: UUID, users: Sequence[UUID]) -> Mapping[UUID, int | None]:
        """By keys."""
        c = entries.c
        statement = select(c.user_id, c.rank_told).where(
            c.challenge_id == challenge_id, c.user_id.in_(users)
        )
        return {row.user_id: row.rank_told for row in self._connection.execute(statement)}

    def tell_ranks(self, challenge_id: UUID, ranks: Mapping[UUID, int]) -> None:
        """One statement, many rows."""
        self._set_ranks(challenge_id, "rank_told", ranks)

    def turn_day(self, challenge_id: UUID, ranks: Mapping[UUID, int]) -> None:
        """One statement, many rows."""
        self._set_ranks(challenge_id, "day_rank", ranks)

    def overtaken(self, challenge_id: UUID, users: Sequence[UUID], at: datetime) -> None:
        """By keys."""
        c = entries.c
        self._connection.execute(
            update(entries)
            .where(c.challenge_id == challenge_id, c.user_id.in_(users))
            .values(overtaken_at=at)
        )

    def rename(self, old: UUID, new: UUID, challenge_id: UUID) -> None:
        """Entry, results and lines, without words; what they did and asked is deleted elsewhere."""
        objected = case((reviews.c.appeal.is_not(None), ""))
        for table, words in (
            (entries, {}),
            (results, {"note": ""}),
            (result_lines, {}),
            (reviews, {"appeal": objected}),
        ):
            here = (table.c.challenge_id == challenge_id, table.c.user_id == old)
            self._connection.execute(update(table).where(*here).values(user_id=new, **words))
        place = self._place_of(challenge_id, new)
        self._connection.execute(
            update(entries)
            .where(entries.c.challenge_id == challenge_id, entries.c.user_id == new)
            .values(
                place=None if place is None else place[:16] + new.bytes,
                region=None,
                goal=None,
                live=None,
                notices={},
                age_group=None,
                gender=None,
            )
        )

    def _place_of(self, challenge_id: UUID, user_id: UUID) -> bytes | None:
        entry = self.standing_of(challenge_id, user_id)
        return None if entry is None else entry.stood

    def _set_ranks(self, challenge_id: UUID, column: str, ranks: Mapping[UUID, int]) -> None:
        if not ranks:
            return
        statement = (
            update(entries)
            .where(
                entries.c.challenge_id == bindparam("of_challenge"),
                entries.c.user_id == bindparam("of_user"),
            )
            .values({column: bindparam("stands")})
        )
        self._connection.execute(
            statement,
            [
                {"of_challenge": challenge_id, "of_user": user_id, "stands": rank}
                for user_id, rank in ranks.items()
            ],
        )


def _entry_of(row: Any) -> Entry:
    total = None
    if row.value is not None:
        total = Worth(value=row.value, at=row.reached_at)
    return Entry(
        challenge_id=row.challenge_id,
        user_id=row.user_id,
        version=row.version,
        joined_at=row.joined_at,
        state=EntryState(row.state),
        hidden=row.hidden,
        region=row.region,
        team=row.team,
        age_group=AgeGroup(row.age_group) if row.age_group else None,
        gender=Gender(row.gender) if row.gender else None,
        total=total,
        live=_live_of(row.live),
        goal=_goal_of(row.goal),
        notices=row.notices,
        rank_told=row.rank_told,
        day_rank=row.day_rank,
        stood=None if row.place is None else bytes(row.place),
        finished_at=row.finished_at,
        overtaken_at=row.overtaken_at,
        in_doubt=row.in_doubt,
    )


def _row_of(entry: Entry) -> dict[str, Any]:
    return {
        "challenge_id": entry.challenge_id,
        "user_id": entry.user_id,
        "state": entry.state.value,
        "hidden": entry.hidden,
        "joined_at": entry.joined_at,
        "region": entry.region,
        "team": entry.team,
        "age_group": entry.age_group.value if entry.age_group else None,
        "gender": entry.gender.value if entry.gender else None,
        "value": entry.total.value if entry.total else None,
        "reached_at": entry.total.at if entry.total else None,
        "place": entry.stood,
        "live": _live_row(entry.live),
        "goal": _goal_row(entry.goal),
        "notices": dict(entry.notices),
        "rank_told": entry.rank_told,
        "day_rank": entry.day_rank,
        "finished_at": entry.finished_at,
        "overtaken_at": entry.overtaken_at,
        "in_doubt": entry.in_doubt,
    }


def _put_result(connection: Connection, row: Mapping[str, Any]) -> None:
    """Insert or replace; never somebody else's, whose id may have been sent to us."""
    if _putting_result(connection.dialect.name, tuple(row)).run(connection, **row) < 1:
        raise Stale(results.name)


@lru_cache(maxsize=2)
def _putting_result(dialect_name: str, names: tuple[str, ...]) -> Prepared:
    """Building it costs more than running it."""
    statement = (postgresql if dialect_name == "postgresql" else sqlite).insert(results)
    new, c = statement.excluded, results.c
    whole = statement.on_conflict_do_update(
        index_elements=[c.id],
        set_={name: new[name] for name in names if name != "id"},
        where=and_(c.user_id == new.user_id, c.challenge_id == new.challenge_id),
    )
    return Prepared(whole, names)


def _result_of(row: Any) -> Result:
    return Result(
        id=row.id,
        workout_id=row.workout_id,
        value=row.value,
        at=row.at,
        state=ResultState(row.state),
        reasons=tuple(row.reasons),
        note=row.note,
        submitted_at=row.submitted_at,
        decided=row.decided,
        told=row.told,
        gathering=row.gathering,
    )


def _result_row(entry: Entry, result: Result) -> dict[str, Any]:
    return {
        **vars(result),
        "challenge_id": entry.challenge_id,
        "user_id": entry.user_id,
        "state": result.state.value,
        "reasons": list(result.reasons),
    }


def _live_row(live: Live | None) -> dict[str, Any] | None:
    if live is None:
        return None
    return {
        "session_id": str(live.session_id),
        "state": live.state,
        "started_at": live.started_at.isoformat(),
        "value": live.value,
        "since": live.since.isoformat() if live.since else None,
        "distance_m": live.distance_m,
    }


def _live_of(kept: Mapping[str, Any] | None) -> Live | None:
    if kept is None:
        return None
    return Live(
        session_id=UUID(kept["session_id"]),
        state=kept["state"],
        started_at=datetime.fromisoformat(kept["started_at"]),
        value=kept["value"],
        since=datetime.fromisoformat(kept["since"]) if kept["since"] else None,
        distance_m=kept.get("distance_m"),
    )


def _goal_row(goal: LinkedGoal | None) -> dict[str, Any] | None:
    if goal is None:
        return None
    achieved = goal.achieved_at.isoformat() if goal.achieved_at else None
    return {"goal_id": str(goal.goal_id), "target": goal.target, "achieved_at": achieved}


def _goal_of(kept: Mapping[str, Any] | None) -> LinkedGoal | None:
    if kept is None:
        return None
    achieved = datetime.fromisoformat(kept["achieved_at"]) if kept["achieved_at"] else None
    return LinkedGoal(goal_id=UUID(kept["goal_id"]), target=kept["target"], achieved_at=achieved)
