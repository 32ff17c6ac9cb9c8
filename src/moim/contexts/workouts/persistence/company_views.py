"""The read side of company: candidates to compare, and what a member is shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BindParameter, and_, bindparam, func, or_, select, text

from moim.contexts.workouts.application.companion_ports import Membership, Signature, Signed, Span
from moim.contexts.workouts.application.companion_queries import (
    Candidates,
    Companion,
    Comparable,
    GroupPage,
)
from moim.contexts.workouts.domain.companions import (
    CANDIDATES_MAX,
    DEFAULT_CONSENT,
    SHARED_MINUTES_MIN,
    Consent,
    is_candidate,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.persistence.company import membership_of
from moim.contexts.workouts.persistence.company_tables import (
    company_consents,
    company_tasks,
    crowded_cells,
    group_members,
    minute_cells,
    pairs,
    signatures,
)
from moim.contexts.workouts.persistence.portions import portions
from moim.contexts.workouts.persistence.tables import athletes, tracks, workouts
from moim.platform.work import UnitOfWork

_FOUND = (
    "WITH spans(bucket, low, high) AS ({spans}) "
    "SELECT m.number, count(*) AS shared FROM spans s CROSS JOIN minute_cells m "
    "WHERE m.bucket = s.bucket AND m.cell BETWEEN s.low AND s.high AND m.number < :own "
    "AND NOT EXISTS (SELECT 1 FROM crowded_cells c WHERE c.bucket = m.bucket AND c.cell = m.cell) "
    "GROUP BY m.number HAVING count(*) >= :least ORDER BY shared DESC LIMIT :most"
)
_FROM_SQLITE = (
    "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
    "json_extract(value, '$[2]') FROM json_each(:spans)"
)
_FROM_POSTGRESQL = (
    "SELECT CAST(value->>0 AS integer), CAST(value->>1 AS bigint), CAST(value->>2 AS bigint) "
    "FROM json_array_elements(CAST(:spans AS json)) AS value"
)
_SQLITE = text(_FOUND.format(spans=_FROM_SQLITE))
_POSTGRESQL = text(_FOUND.format(spans=_FROM_POSTGRESQL))
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_SAMPLES = select(tracks.c.workout_id, tracks.c.samples).where(tracks.c.workout_id.in_(_IDS))
_OWN = select(
    *(
        signatures.c[name]
        for name in ("number", "user_id", "minutes", "first_minute", "last_minute")
    )
).where(signatures.c.number == bindparam("number"))
_COMPARABLE = (
    select(
        *(signatures.c[name] for name in ("workout_id", "number", "user_id", "minutes", "trace")),
        workouts.c.sport,
    )
    .join(workouts, workouts.c.id == signatures.c.workout_id)
    .where(signatures.c.number.in_(_IDS))
)
_CROWDED = (
    select(minute_cells.c.number)
    .join(
        crowded_cells,
        (crowded_cells.c.bucket == minute_cells.c.bucket)
        & (crowded_cells.c.cell == minute_cells.c.cell),
    )
    .where(minute_cells.c.number == bindparam("number"))
    .limit(1)
)


class SqlCompanyViews:
    """The ``CompanyViews`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own snapshot."""
        self._connection = work.connection

    def waiting(self, limit: int) -> Sequence[tuple[UUID, UUID]]:
        """By the index over the request: ids sort by time."""
        rows = self._connection.execute(
            select(company_tasks).order_by(company_tasks.c.request_id).limit(limit)
        )
        return [(row.workout_id, row.request_id) for row in rows]

    def samples(self, workout_ids: Collection[UUID]) -> Mapping[UUID, bytes]:
        """By key."""
        found: dict[UUID, bytes] = {}
        for some in portions(workout_ids):
            rows = self._connection.execute(_SAMPLES, {"ids": some})
            found.update((row.workout_id, row.samples) for row in rows if row.samples)
        return found

    def candidates(self, signed: Signed, signature: Signature) -> Candidates | None:
        """Neighbours by the minute, and past companions where it was crowded."""
        own = self._connection.execute(_OWN, {"number": signed.number}).first()
        if own is None:
            return None
        shared = self._neighbours(own, signature.around)
        known = self._acquaintances(own) if self._was_crowded(own.number) else set()
        mine: Comparable | None = None
        others: list[Comparable] = []
        for row in self._rows({own.number, *known, *shared}):
            if row.number == own.number:
                mine = _comparable(row)
            elif row.user_id != own.user_id and (
                row.number in known or is_candidate(shared[row.number], own.minutes, row.minutes)
            ):
                others.append(_comparable(row))
        return None if mine is None else Candidates(own=mine, others=others)

    def companions(self, workout_ids: Collection[UUID]) -> Sequence[Companion]:
        """By key, joined with what is known of each."""
        found: dict[UUID, Companion] = {}
        for some in portions(workout_ids):
            for row in self._connection.execute(_companions(some)):
                known = found.get(row.user_id)
                if known is None or known.near_s < row.near_s:
                    found[row.user_id] = _companion(row)
        mine = self._owners(workout_ids)
        others = (one for one in found.values() if one.user_id not in mine)
        return sorted(others, key=lambda one: (-one.near_s, one.user_id))

    def membership(self, workout_id: UUID) -> Membership | None:
        """By key."""
        row = self._connection.execute(
            select(group_members).where(group_members.c.workout_id == workout_id)
        ).first()
        return None if row is None else membership_of(row)

    def group_page(self, about: GroupPage) -> Sequence[tuple[datetime, UUID]]:
        """All of the member's rows, put in order: they are few."""
        at = func.max(workouts.c.started_at, type_=workouts.c.started_at.type)
        group_id = group_members.c.group_id
        statement = (
            select(at.label("at"), group_id)
            .join(workouts, workouts.c.id == group_members.c.workout_id)
            .where(group_members.c.user_id == about.user_id)
            .group_by(group_id)
            .order_by(at.desc(), group_id.desc())
            .limit(about.limit)
        )
        if about.kept:
            statement = statement.where(group_members.c.kept.is_(True))
        if about.after is not None:
            moment, last = about.after
            statement = statement.having(or_(at < moment, and_(at == moment, group_id < last)))
        return [(row.at, row.group_id) for row in self._connection.execute(statement)]

    def places(self, group_id: UUID, user_id: UUID) -> Sequence[tuple[UUID, datetime, datetime]]:
        """By the index over the member."""
        rows = self._connection.execute(
            select(workouts.c.id, workouts.c.started_at, workouts.c.ended_at)
            .join(group_members, group_members.c.workout_id == workouts.c.id)
            .where(group_members.c.group_id == group_id, group_members.c.user_id == user_id)
            .order_by(workouts.c.started_at)
        )
        return [(id, started_at, ended_at) for id, started_at, ended_at in rows]

    def _neighbours(self, own: Any, around: Sequence[Span]) -> Mapping[int, int]:
        """Minutes shared with each that was near for some; nobody is found inside a crowd."""
        sqlite = self._connection.dialect.name == "sqlite"
        about = {"spans": msgspec.json.encode(around).decode(), "own": own.number}
        about |= {"least": SHARED_MINUTES_MIN, "most": CANDIDATES_MAX}
        rows = self._connection.execute(_SQLITE if sqlite else _POSTGRESQL, about)
        return {row.number: row.shared for row in rows}

    def _was_crowded(self, number: int) -> bool:
        return self._connection.execute(_CROWDED, {"number": number}).first() is not None

    def _acquaintances(self, own: Any) -> set[int]:
        """Workouts of the same hours of whoever was this person's company before."""
        mine, theirs = signatures.alias(), signatures.alias()
        people = (
            select(theirs.c.user_id)
            .join(pairs, pairs.c.other_id == theirs.c.workout_id)
            .join(mine, mine.c.workout_id == pairs.c.workout_id)
            .where(mine.c.user_id == own.user_id)
            .distinct()
            .limit(CANDIDATES_MAX)
        )
        statement = (
            select(signatures.c.number)
            .where(
                signatures.c.user_id.in_(people),
                signatures.c.user_id != own.user_id,
                signatures.c.number < own.number,
                signatures.c.first_minute <= own.last_minute,
                signatures.c.last_minute >= own.first_minute,
            )
            .limit(CANDIDATES_MAX)
        )
        return set(self._connection.execute(statement).scalars())

    def _rows(self, numbers: Collection[int]) -> Iterator[Any]:
        for some in portions(numbers):
            yield from self._connection.execute(_COMPARABLE, {"ids": some})

    def _owners(self, workout_ids: Collection[UUID]) -> set[UUID]:
        found: set[UUID] = set()
        for some in portions(workout_ids):
            statement = select(workouts.c.user_id).where(workouts.c.id.in_(some))
            found.update(self._connection.execute(statement).scalars())
        return found


def _comparable(row: Any) -> Comparable:
    return Comparable(
        signed=Signed(workout_id=row.workout_id, number=row.number),
        sport=Sport(row.sport),
        trace=row.trace,
    )


def _companions(workout_ids: Sequence[UUID]) -> Any:
    return (
        select(
            workouts.c.user_id,
            pairs.c.other_id,
            athletes.c.nickname,
            company_consents.c.consent,
            pairs.c.share,
            pairs.c.other_share,
            pairs.c.near_s,
        )
        .join(workouts, workouts.c.id == pairs.c.other_id)
        .outerjoin(athletes, athletes.c.user_id == workouts.c.user_id)
        .outerjoin(company_consents, company_consents.c.user_id == workouts.c.user_id)
        .where(pairs.c.workout_id.in_(workout_ids))
    )


def _companion(row: Any) -> Companion:
    return Companion(
        user_id=row.user_id,
        workout_id=row.other_id,
        nickname=row.nickname,
        consent=DEFAULT_CONSENT if row.consent is None else Consent(row.consent),
        share=row.share,
        other_share=row.other_share,
        near_s=row.near_s,
    )
