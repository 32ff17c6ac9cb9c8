"""Feedback, statistics, activities, prompts and the feed as rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.persistence.challenges import challenge_of
from moim.contexts.challenges.persistence.tables import (
    active_days,
    activities,
    challenges,
    entries,
    feed,
    feedback_answers,
    feedback_requests,
    improvements,
    prompts,
    results,
    sections,
    statistics,
)
from moim.kernel.ids import new_id
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

STEPS = 10
DAYS_SHOWN = 366


class SqlImprovements:
    """The ``Improvements`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def open(
        self, feedback_id: UUID, challenge_id: UUID | None, user_id: UUID, at: datetime
    ) -> None:
        """One row by the feedback."""
        row = {"feedback_id": feedback_id, "challenge_id": challenge_id, "user_id": user_id}
        upsert(self._connection, improvements, row | {"opened_at": at})

    def close(self, feedback_id: UUID, resolution: str, at: datetime) -> None:
        """By key."""
        here = improvements.c.feedback_id == feedback_id
        self._connection.execute(
            update(improvements).where(here).values(closed_at=at, resolution=resolution)
        )


class SqlFeedback:
    """The ``Feedback`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def ask(self, id: UUID, challenge_id: UUID, at: datetime) -> None:
        """One row."""
        row = {"id": id, "challenge_id": challenge_id, "asked_at": at}
        self._connection.execute(insert(feedback_requests), row)

    def asked(self, id: UUID, challenge_id: UUID) -> bool:
        """By key."""
        c = feedback_requests.c
        statement = select(c.id).where(c.id == id, c.challenge_id == challenge_id)
        return self._connection.execute(statement).first() is not None

    def answer(self, request_id: UUID, user_id: UUID, rating: int, text: str, at: datetime) -> bool:
        """Insert or replace."""
        c = feedback_answers.c
        known = select(c.rating).where(c.request_id == request_id, c.user_id == user_id)
        first = self._connection.execute(known).first() is None
        row = {"request_id": request_id, "user_id": user_id, "rating": rating}
        upsert(self._connection, feedback_answers, row | {"text": text, "at": at})
        return first


class SqlStatistics:
    """The ``StatisticsRequests`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection
        self._now = work.now

    def ask(self, id: UUID, challenge_id: UUID, user_id: UUID, at: datetime) -> None:
        """One row."""
        row = {"id": id, "challenge_id": challenge_id, "user_id": user_id, "asked_at": at}
        self._connection.execute(insert(statistics), row)

    def provide(self, id: UUID, stats: Mapping[str, Mapping[str, float]]) -> None:
        """By key."""
        given = {name: dict(figures) for name, figures in stats.items()}
        self._connection.execute(
            update(statistics).where(statistics.c.id == id).values(stats=given)
        )

    def reckon(self, challenge_id: UUID) -> dict[str, dict[str, float]]:
        """One walk over the entries of the challenge, and one over its active days."""
        e = entries.c
        inside = case((e.state == EntryState.IN.value, 1), else_=0)
        row = self._connection.execute(
            select(
                func.count().label("all"),
                func.coalesce(func.sum(inside), 0).label("entrants"),
                func.count(e.value).filter(e.state == EntryState.IN.value).label("with_results"),
                func.count(e.finished_at).label("finished"),
                func.min(e.value).label("least"),
                func.max(e.value).label("most"),
                func.avg(e.value).label("mean"),
            ).where(e.challenge_id == challenge_id)
        ).one()
        totals = {
            "entrants": float(row.entrants),
            "left": float(row.all - row.entrants),
            "with_results": float(row.with_results),
            "finished": float(row.finished),
        }
        if row.mean is not None:
            totals["mean"] = round(float(row.mean), 3)
        stats = {"totals": totals, "active_by_day": self._active_by_day(challenge_id)}
        if row.least is not None:
            least, most = float(row.least), float(row.most)
            stats["distribution"] = self._distribution(challenge_id, least, most)
        return stats

    def _active_by_day(self, challenge_id: UUID) -> dict[str, float]:
        """Days on which entrants had a result or were at anything else, each person once."""
        row = self._connection.execute(
            select(challenges).where(challenges.c.id == challenge_id)
        ).first()
        active: set[tuple[date, UUID]] = set()
        if row is not None:
            measure = challenge_of(row).terms.measure
            r = results.c
            there = select(r.at, r.user_id).where(r.challenge_id == challenge_id)
            active = {
                (measure.day_of(one.at), one.user_id) for one in self._connection.execute(there)
            }
        a = active_days.c
        seen = select(a.day, a.user_id).where(a.challenge_id == challenge_id)
        active |= {(one.day, one.user_id) for one in self._connection.execute(seen)}
        counts: dict[str, float] = {}
        for day, _user_id in sorted(active):
            counts[day.isoformat()] = counts.get(day.isoformat(), 0.0) + 1
        return dict(list(counts.items())[-DAYS_SHOWN:])

    def _distribution(self, challenge_id: UUID, least: float, most: float) -> dict[str, float]:
        """How many lie in each of ten equal steps, by its lower bound."""
        width = (most - least) / STEPS or 1.0
        e = entries.c
        step = func.floor((e.value - least) / width).label("step")
        statement = (
            select(step, func.count().label("people"))
            .where(
                e.challenge_id == challenge_id,
                e.value.is_not(None),
                e.state == EntryState.IN.value,
            )
            .group_by(step)
        )
        counts: dict[str, float] = {}
        for row in self._connection.execute(statement):
            at = min(int(row.step), STEPS - 1)
            bound = f"{least + at * width:.3f}"
            counts[bound] = counts.get(bound, 0.0) + row.people
        return dict(sorted(counts.items(), key=lambda item: float(item[0])))


class SqlSections:
    """The ``Sections`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def keep(
        self,
        request_id: UUID,
        user_id: UUID,
        kind: str,
        subject_id: UUID | None,
        figures: Any,
        at: datetime,
    ) -> None:
        """Insert or replace."""
        row: dict[str, Any] = {"request_id": request_id, "user_id": user_id, "kind": kind}
        row |= {"subject_id": subject_id, "figures": figures, "at": at}
        upsert(self._connection, sections, row)


class SqlActivities:
    """The ``Activities`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def add(
        self, challenge_ids: Sequence[UUID], user_id: UUID, activity: str, at: datetime
    ) -> None:
        """A row in each."""
        rows = [
            {"id": new_id(), "challenge_id": id, "user_id": user_id, "activity": activity, "at": at}
            for id in challenge_ids
        ]
        if rows:
            self._connection.execute(insert(activities), rows)

    def count(self, challenge_id: UUID, day: date, user_id: UUID) -> None:
        """One row a day."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        row = {"challenge_id": challenge_id, "day": day, "user_id": user_id}
        self._connection.execute(dialect.insert(active_days).on_conflict_do_nothing(), row)


class SqlPrompts:
    """The ``Prompts`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def add(
        self,
        user_id: UUID,
        challenge_id: UUID,
        workout_id: UUID,
        kind: str,
        at: datetime,
        share_id: UUID | None = None,
    ) -> None:
        """One row for each workout, challenge, kind and asking."""
        p = prompts.c
        same = select(p.id).where(
            p.workout_id == workout_id,
            p.challenge_id == challenge_id,
            p.kind == kind,
            p.share_id.is_(None) if share_id is None else p.share_id == share_id,
        )
        if self._connection.execute(same).first() is None:
            row: dict[str, Any] = {"id": new_id(), "user_id": user_id}
            row |= {"challenge_id": challenge_id}
            row |= {"workout_id": workout_id, "kind": kind, "share_id": share_id, "at": at}
            self._connection.execute(insert(prompts), row)

    def dismiss(self, id: UUID, user_id: UUID) -> None:
        """By key, the person's own."""
        here = (prompts.c.id == id, prompts.c.user_id == user_id)
        self._connection.execute(delete(prompts).where(*here))

    def answered(self, share_id: UUID) -> None:
        """Those of the asking."""
        self._connection.execute(delete(prompts).where(prompts.c.share_id == share_id))


class SqlFeed:
    """The ``Feed`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def put(
        self,
        *,
        share_id: UUID,
        challenge_id: UUID,
        workout_id: UUID,
        user_id: UUID,
        asked_by: UUID | None,
        state: str,
        at: datetime,
    ) -> None:
        """Insert or replace."""
        row: dict[str, Any] = {"share_id": share_id, "challenge_id": challenge_id}
        row |= {"workout_id": workout_id}
        row |= {"user_id": user_id, "asked_by": asked_by, "state": state, "at": at}
        upsert(self._connection, feed, row)

    def forget(self, workout_id: UUID) -> None:
        """Feed and prompts."""
        for table in (feed, prompts):
            self._connection.execute(delete(table).where(table.c.workout_id == workout_id))

    def challenges_with(self, workout_id: UUID) -> Sequence[UUID]:
        """By the workout's index."""
        statement = (
            select(results.c.challenge_id)
            .where(results.c.workout_id == workout_id)
            .order_by(results.c.challenge_id)
        )
        return self._connection.execute(statement).scalars().all()
