"""What workouts are found and compared by, who waits to be looked at, and who wants no company."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, delete, insert, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.workouts.application.companion_ports import Signature, Signed
from moim.contexts.workouts.domain.companions import CROWD_MAX, DEFAULT_CONSENT, Consent, Prospect
from moim.contexts.workouts.domain.workout import Workout
from moim.contexts.workouts.persistence.company_tables import (
    company_consents,
    company_tasks,
    crowded_cells,
    left_company,
    minute_cells,
    pairs,
    signatures,
)
from moim.contexts.workouts.persistence.portions import portions
from moim.contexts.workouts.persistence.tables import workouts
from moim.kernel.ids import new_id
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_HOLD = text("SELECT pg_advisory_xact_lock(7241)")
_ADD = insert(signatures).returning(signatures.c.number)
_ADD_MINUTES = insert(minute_cells)
_CROWDS = text(
    "SELECT DISTINCT own.bucket, own.cell FROM minute_cells own WHERE own.number >= :first "
    "AND NOT EXISTS (SELECT 1 FROM crowded_cells c "
    "WHERE c.bucket = own.bucket AND c.cell = own.cell) "
    "AND (SELECT count(*) FROM minute_cells m "
    "WHERE m.bucket = own.bucket AND m.cell = own.cell) > :most"
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ASKED = select(company_tasks.c.workout_id, company_tasks.c.request_id).where(
    company_tasks.c.workout_id.in_(_IDS)
)
_NUMBERS = select(signatures.c.workout_id, signatures.c.number).where(
    signatures.c.workout_id.in_(_IDS)
)
_PROSPECTS = (
    select(
        *(workouts.c[name] for name in ("id", "user_id", "elapsed_s", "source", "points")),
        company_consents.c.consent,
        left_company.c.workout_id.label("left_id"),
    )
    .outerjoin(company_consents, company_consents.c.user_id == workouts.c.user_id)
    .outerjoin(left_company, left_company.c.workout_id == workouts.c.id)
    .where(workouts.c.id.in_(_IDS))
)


class SqlConsents:
    """The ``Consents`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection
        self._now = work.now

    def of(self, user_id: UUID) -> Consent:
        """By key."""
        column = company_consents.c.consent
        chosen = self._connection.execute(
            select(column).where(company_consents.c.user_id == user_id)
        ).scalar()
        return DEFAULT_CONSENT if chosen is None else Consent(chosen)

    def choose(self, user_id: UUID, consent: Consent) -> None:
        """Insert or replace."""
        upsert(self._connection, company_consents, {"user_id": user_id, "consent": consent.value})

    def left(self, workout_id: UUID) -> bool:
        """By key."""
        column = left_company.c.workout_id
        found = self._connection.execute(select(column).where(column == workout_id)).scalar()
        return found is not None

    def leave(self, workout: Workout) -> None:
        """Insert or replace."""
        row = {"workout_id": workout.id, "user_id": workout.user_id, "at": self._now}
        upsert(self._connection, left_company, row)

    def come_back(self, workout: Workout) -> None:
        """Delete the row."""
        self._connection.execute(
            delete(left_company).where(left_company.c.workout_id == workout.id)
        )


class SqlSignatures:
    """The ``Signatures`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def hold(self) -> None:
        """PostgreSQL: a lock until the commit. SQLite has one writer as it is."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_HOLD)

    def ask(self, workout: Workout) -> None:
        """One row a workout; a later request takes an earlier one's place."""
        row = {"workout_id": workout.id, "user_id": workout.user_id, "request_id": new_id()}
        upsert(self._connection, company_tasks, row)

    def ask_for_all(self, user_id: UUID) -> None:
        """One row a workout with a track."""
        statement = select(workouts.c.id).where(
            workouts.c.user_id == user_id, workouts.c.points.is_not(None)
        )
        rows = [
            {"workout_id": workout_id, "user_id": user_id, "request_id": new_id()}
            for workout_id in self._connection.execute(statement).scalars()
        ]
        if rows:
            self._connection.execute(_asking(self._connection.dialect.name), rows)

    def asked(self, workout_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """By key."""
        found: dict[UUID, UUID] = {}
        for some in portions(workout_ids):
            rows = self._connection.execute(_ASKED, {"ids": some})
            found.update((row.workout_id, row.request_id) for row in rows)
        return found

    def prospects(self, workout_ids: Collection[UUID]) -> Mapping[UUID, Prospect]:
        """One row each."""
        found: dict[UUID, Prospect] = {}
        for some in portions(workout_ids):
            for row in self._connection.execute(_PROSPECTS, {"ids": some}):
                found[row.id] = Prospect(
                    workout_id=row.id,
                    user_id=row.user_id,
                    elapsed_s=row.elapsed_s,
                    source=row.source,
                    has_track=row.points is not None,
                    consent=DEFAULT_CONSENT if row.consent is None else Consent(row.consent),
                    left=row.left_id is not None,
                )
        return found

    def done(self, workout_ids: Iterable[UUID]) -> None:
        """Delete the rows."""
        for some in portions(workout_ids):
            self._connection.execute(
                delete(company_tasks).where(company_tasks.c.workout_id.in_(some))
            )

    def put(self, new: Sequence[tuple[Prospect, Signature]]) -> Sequence[Signed]:
        """New rows with new numbers, and one a minute."""
        if not new:
            return []
        self._remove([prospect.workout_id for prospect, _ in new])
        signed: list[Signed] = []
        rows: list[dict[str, int]] = []
        for prospect, signature in new:
            number = self._connection.execute(_ADD, _row(prospect, signature)).scalar_one()
            signed.append(Signed(workout_id=prospect.workout_id, number=number))
            rows.extend(
                {"bucket": bucket, "cell": cell, "number": number}
                for bucket, cell in signature.minutes
            )
        if rows:
            self._connection.execute(_ADD_MINUTES, rows)
            self._note_crowds(signed[0].number)
        return signed

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """Their rows in every table of signatures, and the pairs that rest on them."""
        self._remove(workout_ids)
        for some in portions(workout_ids):
            self._connection.execute(
                delete(pairs).where(or_(pairs.c.workout_id.in_(some), pairs.c.other_id.in_(some)))
            )
            self._connection.execute(
                delete(left_company).where(
                    left_company.c.workout_id.in_(some),
                    ~left_company.c.workout_id.in_(select(workouts.c.id)),
                )
            )

    def numbers(self, workout_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """By the index over the workout."""
        found: dict[UUID, int] = {}
        for some in portions(workout_ids):
            rows = self._connection.execute(_NUMBERS, {"ids": some})
            found.update((row.workout_id, row.number) for row in rows)
        return found

    def of_user(self, user_id: UUID) -> Sequence[UUID]:
        """By the owner's index."""
        statement = select(signatures.c.workout_id).where(signatures.c.user_id == user_id)
        return self._connection.execute(statement).scalars().all()

    def _remove(self, workout_ids: Collection[UUID]) -> None:
        for numbers in portions(self.numbers(workout_ids).values()):
            for table in (minute_cells, signatures):
                self._connection.execute(delete(table).where(table.c.number.in_(numbers)))

    def _note_crowds(self, first_number: int) -> None:
        """Of the cells just entered, those that now hold more than anybody is compared in."""
        about = {"first": first_number, "most": CROWD_MAX}
        crowds: list[dict[str, Any]] = [
            {"bucket": row.bucket, "cell": row.cell}
            for row in self._connection.execute(_CROWDS, about)
        ]
        if crowds:
            self._connection.execute(insert(crowded_cells), crowds)


@cache
def _asking(dialect_name: str) -> Any:
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    statement = dialect.insert(company_tasks)
    return statement.on_conflict_do_update(
        index_elements=["workout_id"], set_={"request_id": statement.excluded.request_id}
    )


def _row(prospect: Prospect, signature: Signature) -> dict[str, Any]:
    buckets = [bucket for bucket, _ in signature.minutes]
    return {
        "workout_id": prospect.workout_id,
        "user_id": prospect.user_id,
        "minutes": len(buckets),
        "first_minute": min(buckets, default=0),
        "last_minute": max(buckets, default=0),
        "trace": signature.trace,
    }
