"""Tasks, notices, reviews and links as rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update

from moim.contexts.challenges.application.ports import Notice, Task
from moim.contexts.challenges.application.side_ports import Share
from moim.contexts.challenges.domain.entry import EntryState
from moim.contexts.challenges.domain.fairness import SIGN_IN_FAILURES
from moim.contexts.challenges.domain.review import Decision, Review, ReviewNotFound
from moim.contexts.challenges.persistence.tables import (
    boards,
    entries,
    notices,
    reviews,
    shares,
    snapshots,
    tasks,
)
from moim.platform.saving import save_row
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork


class SqlTasks:
    """The ``Tasks`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def find(self, id: UUID) -> Task | None:
        """One row by key."""
        row = self._connection.execute(select(tasks).where(tasks.c.id == id)).first()
        return None if row is None else _task_of(row)

    def waiting(self, most: int) -> Sequence[Task]:
        """In the order they were made."""
        rows = self._connection.execute(select(tasks).order_by(tasks.c.id).limit(most))
        return [_task_of(row) for row in rows]

    def save(self, task: Task) -> None:
        """Insert or replace."""
        upsert(self._connection, tasks, vars(task) | {"about": dict(task.about)})

    def done(self, id: UUID) -> None:
        """Delete."""
        self._connection.execute(delete(tasks).where(tasks.c.id == id))

    def keep_snapshot(
        self, challenge_id: UUID, day: date, sha256: str, ranked: int, at: datetime
    ) -> None:
        """One row a day, and the board knows."""
        row = {"challenge_id": challenge_id, "day": day, "sha256": sha256, "ranked": ranked}
        upsert(self._connection, snapshots, row | {"taken_at": at, "is_keyed": True})
        self._connection.execute(
            update(boards).where(boards.c.challenge_id == challenge_id).values(snapshot_day=day)
        )


class SqlNotices:
    """The ``Notices`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def wishes(
        self, challenge_id: UUID, users: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, bool]]:
        """By keys."""
        c = entries.c
        statement = select(c.user_id, c.notices).where(
            c.challenge_id == challenge_id, c.user_id.in_(users)
        )
        return {row.user_id: row.notices for row in self._connection.execute(statement)}

    def add(self, told: Sequence[Notice]) -> None:
        """Many rows, one statement."""
        rows = [vars(notice) | {"data": dict(notice.data)} for notice in told]
        self._connection.execute(insert(notices), rows)

    def add_to_last(self, challenge_id: UUID, users: Sequence[UUID], kind: str) -> None:
        """On the newest unseen of each."""
        c = notices.c
        newest: dict[UUID, UUID] = {}
        unseen = select(c.user_id, c.id).where(
            c.challenge_id == challenge_id,
            c.kind == kind,
            c.user_id.in_(users),
            c.seen_at.is_(None),
        )
        for row in self._connection.execute(unseen.order_by(c.id)):
            newest[row.user_id] = row.id
        if newest:
            here = c.id.in_(list(newest.values()))
            self._connection.execute(update(notices).where(here).values(count=c.count + 1))

    def seen(self, user_id: UUID, ids: Iterable[UUID], at: datetime) -> None:
        """By keys, the person's own."""
        c = notices.c
        self._connection.execute(
            update(notices)
            .where(c.user_id == user_id, c.id.in_(list(ids)), c.seen_at.is_(None))
            .values(seen_at=at)
        )


class SqlReviews:
    """The ``Reviews`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID) -> Review:
        """One row by key."""
        row = self._connection.execute(select(reviews).where(reviews.c.id == id)).first()
        if row is None:
            raise ReviewNotFound
        return review_of(row)

    def open_of(self, result_id: UUID) -> Review | None:
        """The newest of the result's."""
        review = self.last_of(result_id)
        return review if review is not None and review.is_open else None

    def last_of(self, result_id: UUID) -> Review | None:
        """By index."""
        statement = (
            select(reviews)
            .where(reviews.c.result_id == result_id)
            .order_by(reviews.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(statement).first()
        return None if row is None else review_of(row)

    def open_in(self, challenge_id: UUID, most: int) -> Sequence[Review]:
        """By index."""
        c = reviews.c
        waiting = select(reviews).where(c.is_open, c.challenge_id == challenge_id)
        rows = self._connection.execute(waiting.order_by(c.id).limit(most))
        return [review_of(row) for row in rows]

    def any_in(self, challenge_id: UUID) -> bool:
        """By index."""
        one = select(reviews.c.id).where(reviews.c.challenge_id == challenge_id).limit(1)
        return self._connection.execute(one).first() is not None

    def doubted(self, challenge_id: UUID, decided_after: datetime, *, rules_too: bool) -> bool:
        """Over the reviews of a challenge, each with its entry by key."""
        c, e = reviews.c, entries.c
        may_object = and_(
            c.decision.in_([Decision.EXCLUDE.value, Decision.CORRECT.value]),
            c.decided_at > decided_after,
            c.appealed_at.is_(None),
            c.lapsed.is_(False),
        )
        by_somebody = or_(
            c.asked_by.is_not(None), c.appeal.is_not(None), c.reason == SIGN_IN_FAILURES
        )
        waits = c.is_open if rules_too else and_(c.is_open, by_somebody)
        statement = (
            select(c.id)
            .join(entries, (e.challenge_id == c.challenge_id) & (e.user_id == c.user_id))
            .where(
                c.challenge_id == challenge_id,
                e.state == EntryState.IN.value,
                or_(waits, may_object),
            )
            .limit(1)
        )
        return self._connection.execute(statement).first() is not None

    def save(self, review: Review) -> None:
        """Insert or update under the version."""
        row = {name: value for name, value in vars(review).items() if not name.startswith("_")}
        row |= {"decision": review.decision.value if review.decision else None}
        row |= {"is_open": review.is_open}
        save_row(self._connection, reviews, review, row | {"evidence": dict(review.evidence)})
        self._work.collect(review)


class SqlShares:
    """The ``Shares`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def find(self, token_hash: bytes) -> Share | None:
        """One row by key."""
        row = self._connection.execute(
            select(shares).where(shares.c.token_hash == token_hash)
        ).first()
        return None if row is None else Share(**row._mapping)  # noqa: SLF001

    def add(self, share: Share) -> None:
        """One row."""
        self._connection.execute(insert(shares), vars(share))

    def count(self, user_id: UUID, challenge_id: UUID) -> int:
        """By index, those that work."""
        statement = select(func.count()).where(
            shares.c.user_id == user_id,
            shares.c.challenge_id == challenge_id,
            shares.c.ended_at.is_(None),
        )
        return int(self._connection.execute(statement).scalar_one())

    def end(self, id: UUID, user_id: UUID, at: datetime) -> bool:
        """By id."""
        here = (shares.c.id == id, shares.c.user_id == user_id, shares.c.ended_at.is_(None))
        ended = update(shares).where(*here).values(ended_at=at)
        return self._connection.execute(ended).rowcount == 1


_OF_REVIEW = [column.name for column in reviews.c if column.name != "is_open"]


def review_of(row: Row[Any]) -> Review:
    """The aggregate in a row."""
    given = {name: row._mapping[name] for name in _OF_REVIEW}  # noqa: SLF001
    return Review(**given | {"decision": Decision(row.decision) if row.decision else None})


def _task_of(row: Row[Any]) -> Task:
    return Task(**dict(row._mapping) | {"after": bytes(row.after)})  # noqa: SLF001
