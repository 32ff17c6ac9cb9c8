"""Outcomes, books of records, streaks and thresholds as rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select

from moim.contexts.workouts.domain.outcomes import NO_MARKS, Discipline, Marks, Outcome
from moim.contexts.workouts.domain.records import Book, Category, Record
from moim.contexts.workouts.domain.training_load import Sex, Thresholds
from moim.contexts.workouts.persistence.portions import portions
from moim.contexts.workouts.persistence.progress_tables import (
    outcomes,
    record_books,
    streaks,
    thresholds,
)
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

ONE_DAY = timedelta(days=1)

_OF_WORKOUT = Prepared(select(outcomes).where(outcomes.c.workout_id == bindparam("workout_id")))
_OF_DAYS = Prepared(
    select(outcomes).where(
        outcomes.c.user_id == bindparam("user_id"),
        outcomes.c.day >= bindparam("first"),
        outcomes.c.day <= bindparam("last"),
    )
)
_COVERED = Prepared(
    select(outcomes.c.discipline, func.sum(outcomes.c.distance_m))
    .where(
        outcomes.c.user_id == bindparam("user_id"),
        outcomes.c.day >= bindparam("first"),
        outcomes.c.day <= bindparam("last"),
        outcomes.c.distance_m.is_not(None),
    )
    .group_by(outcomes.c.discipline)
)
_ACTIVE = Prepared(
    select(outcomes.c.day)
    .where(outcomes.c.user_id == bindparam("user_id"), outcomes.c.day == bindparam("day"))
    .limit(1)
)
_BOOKS = select(record_books.c.scope, record_books.c.records).where(
    record_books.c.user_id == bindparam("user_id")
)
_BOOK = Prepared(
    select(record_books.c.records).where(
        record_books.c.user_id == bindparam("user_id"),
        record_books.c.scope == bindparam("scope"),
    )
)
_NEAR = Prepared(
    select(streaks.c.first_day, streaks.c.last_day)
    .where(streaks.c.user_id == bindparam("user_id"), streaks.c.first_day <= bindparam("next_day"))
    .order_by(streaks.c.first_day.desc())
    .limit(2)
)
_IN_FORCE = Prepared(
    select(
        thresholds.c.valid_from,
        thresholds.c.resting_bpm,
        thresholds.c.greatest_bpm,
        thresholds.c.ftp_w,
        thresholds.c.sex,
    )
    .where(
        thresholds.c.user_id == bindparam("user_id"), thresholds.c.valid_from <= bindparam("day")
    )
    .order_by(thresholds.c.valid_from.desc())
    .limit(1)
)

_Lines = list[tuple[Category, Record]]
_PackedMarks = tuple[dict[float, float], dict[int, float], dict[int, float]]
_pack = msgspec.msgpack.Encoder().encode
_unpack_book = msgspec.msgpack.Decoder(_Lines).decode
_unpack_marks = msgspec.msgpack.Decoder(_PackedMarks).decode


class SqlOutcomes:
    """The ``Outcomes`` port."""

    def __init__(self, work: UnitOfWork, moved: Callable[[UUID], None]) -> None:
        """Rows of the unit's own transaction. ``moved`` is told whose progress changed."""
        self._connection = work.connection
        self._moved = moved

    def get(self, workout_id: UUID) -> Outcome | None:
        """One row by key."""
        row = _OF_WORKOUT.first(self._connection, workout_id=workout_id)
        return None if row is None else outcome_from(row)

    def between(self, user_id: UUID, first: date, last: date) -> Sequence[Outcome]:
        """By the owner's index."""
        rows = _OF_DAYS.named(self._connection, user_id=user_id, first=first, last=last)
        return [outcome_from(row) for row in rows]

    def measured(self, user_id: UUID, first: date, last: date) -> Sequence[UUID]:
        """By the owner's index alone."""
        order = outcomes.c.day.desc(), outcomes.c.at.desc()
        found = select(outcomes.c.workout_id).where(*_measured(user_id, first, last))
        return self._connection.execute(found.order_by(*order)).scalars().all()

    def measured_count(self, user_id: UUID, first: date, last: date) -> int:
        """By the owner's index alone."""
        counted = select(func.count()).where(*_measured(user_id, first, last))
        return int(self._connection.execute(counted).scalar_one())

    def put(self, outcome: Outcome) -> None:
        """Insert or replace."""
        marks = outcome.marks
        measured = marks.efforts_s, marks.powers_w, marks.heart_s
        row = {
            "workout_id": outcome.workout_id,
            "user_id": outcome.user_id,
            "day": outcome.day,
            "at": outcome.at,
            "discipline": outcome.discipline.value,
            "comparable": outcome.comparable,
            "distance_m": outcome.distance_m,
            "active_s": outcome.active_s,
            "climb_m": outcome.climb_m,
            "load": outcome.load,
            "marks": _pack(measured) if any(measured) else None,
            "shape": marks.shape,
        }
        upsert(self._connection, outcomes, row)
        self._moved(outcome.user_id)

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """Delete the rows."""
        for some in portions(workout_ids):
            self._connection.execute(delete(outcomes).where(outcomes.c.workout_id.in_(some)))

    def covered_m(self, user_id: UUID, first: date, last: date) -> Mapping[Discipline, float]:
        """One aggregate over the owner's index."""
        rows = _COVERED.rows(self._connection, user_id=user_id, first=first, last=last)
        return {Discipline(name): float(metres) for name, metres in rows}

    def active_on(self, user_id: UUID, day: date) -> bool:
        """By the owner's index."""
        return bool(_ACTIVE.rows(self._connection, user_id=user_id, day=day))


def _measured(user_id: UUID, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """A workout without heart rates has no load."""
    c = outcomes.c
    return c.user_id == user_id, c.day >= first, c.day <= last, c.load.is_not(None)


class SqlBooks:
    """The ``Books`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def read(self, user_id: UUID, scopes: Collection[str]) -> Mapping[str, Book]:
        """By key."""
        books = {}
        for scope in scopes:
            for (blob,) in _BOOK.rows(self._connection, user_id=user_id, scope=scope):
                books[scope] = dict(_unpack_book(blob))
        return books

    def scopes(self, user_id: UUID) -> Sequence[str]:
        """By the owner's key."""
        rows = self._connection.execute(_BOOKS, {"user_id": user_id})
        return [row.scope for row in rows]

    def write(self, user_id: UUID, scope: str, book: Book) -> None:
        """One row."""
        if book:
            row = {"user_id": user_id, "scope": scope, "records": _pack(list(book.items()))}
            upsert(self._connection, record_books, row)
        else:
            held = record_books.c.user_id == user_id, record_books.c.scope == scope
            self._connection.execute(delete(record_books).where(*held))


class SqlStreaks:
    """The ``Streaks`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def near(self, user_id: UUID, day: date) -> Sequence[tuple[date, date]]:
        """The last two that begin by the day after: runs do not touch, so no other is near."""
        rows = _NEAR.rows(self._connection, user_id=user_id, next_day=day + ONE_DAY)
        return [(first, last) for first, last in rows if last >= day - ONE_DAY]

    def all(self, user_id: UUID) -> Sequence[tuple[date, date]]:
        """By the owner's key."""
        rows = self._connection.execute(
            select(streaks.c.first_day, streaks.c.last_day)
            .where(streaks.c.user_id == user_id)
            .order_by(streaks.c.first_day)
        )
        return [(row.first_day, row.last_day) for row in rows]

    def put(self, user_id: UUID, first: date, last: date) -> None:
        """Insert or replace."""
        row = {"user_id": user_id, "first_day": first, "last_day": last}
        upsert(self._connection, streaks, row)

    def remove(self, user_id: UUID, first: date) -> None:
        """Delete the row."""
        held = streaks.c.user_id == user_id, streaks.c.first_day == first
        self._connection.execute(delete(streaks).where(*held))


class SqlThresholds:
    """The ``AllThresholds`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def on(self, user_id: UUID, day: date) -> Thresholds | None:
        """The latest that began by that day."""
        rows = _IN_FORCE.rows(self._connection, user_id=user_id, day=day)
        return _thresholds(rows[0]) if rows else None

    def all(self, user_id: UUID) -> Sequence[Thresholds]:
        """By the owner's key."""
        columns = [thresholds.c[name] for name in _THRESHOLDS]
        rows = self._connection.execute(
            select(*columns)
            .where(thresholds.c.user_id == user_id)
            .order_by(thresholds.c.valid_from)
        )
        return [_thresholds(row) for row in rows]

    def put(self, user_id: UUID, thresholds_: Thresholds) -> None:
        """One row a day."""
        row = {name: getattr(thresholds_, name) for name in _THRESHOLDS}
        upsert(self._connection, thresholds, row | {"user_id": user_id})


_THRESHOLDS = ("valid_from", "resting_bpm", "greatest_bpm", "ftp_w", "sex")


def _thresholds(row: Sequence[Any]) -> Thresholds:
    valid_from, resting_bpm, greatest_bpm, ftp_w, sex = row
    return Thresholds(
        valid_from=valid_from,
        resting_bpm=resting_bpm,
        greatest_bpm=greatest_bpm,
        ftp_w=ftp_w,
        sex=Sex(sex) if sex else None,
    )


def outcome_from(row: Row[Any]) -> Outcome:
    """An outcome from its row."""
    marks = NO_MARKS
    if row.marks is not None or row.shape is not None:
        efforts, powers, heart = _unpack_marks(row.marks) if row.marks else ({}, {}, {})
        marks = Marks(efforts_s=efforts, powers_w=powers, heart_s=heart, shape=row.shape)
    return Outcome(
        workout_id=row.workout_id,
        user_id=row.user_id,
        day=row.day,
        at=row.at,
        discipline=Discipline(row.discipline),
        comparable=row.comparable,
        distance_m=row.distance_m,
        active_s=row.active_s,
        climb_m=row.climb_m,
        load=row.load,
        marks=marks,
    )
