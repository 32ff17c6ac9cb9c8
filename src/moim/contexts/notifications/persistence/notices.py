"""Notices as rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_, update

from moim.contexts.notifications.domain.notice import Notice, State
from moim.contexts.notifications.domain.sending import SendingState
from moim.contexts.notifications.persistence.tables import notices, sendings

_PORTION = 500
_ADD = insert(notices)
_SAVE = update(notices).where(notices.c.id == bindparam("of"))
_COUNTS = select(func.count(), func.sum(1 - notices.c.seen.cast(notices.c.times.type))).where(
    notices.c.user_id == bindparam("user_id"), notices.c.state == State.UNREAD.value
)


class SqlNotices:
    """The ``Notices`` port."""

    def __init__(
        self, connection: Connection, now: datetime, moved: Callable[[UUID], None]
    ) -> None:
        """``moved`` is told whose inbox changed."""
        self._connection = connection
        self._now = now
        self._moved = moved

    def add(self, new: Sequence[Notice]) -> None:
        """One statement for all."""
        if new:
            self._connection.execute(_ADD, [_row(notice) for notice in new])
        for notice in new:
            self._moved(notice.user_id)

    def save(self, notice: Notice) -> None:
        """Whole."""
        row = _row(notice)
        del row["id"]
        self._connection.execute(_SAVE, row | {"of": notice.id})
        self._moved(notice.user_id)

    def find(self, id: UUID) -> Notice | None:
        """By key."""
        row = self._connection.execute(select(notices).where(notices.c.id == id)).first()
        return None if row is None else _notice(row)

    def some(self, ids: Sequence[UUID]) -> Mapping[UUID, Notice]:
        """By key."""
        rows = self._connection.execute(select(notices).where(notices.c.id.in_(ids)))
        return {row.id: _notice(row) for row in rows}

    def having(self, user_ids: Sequence[UUID], key: str) -> set[UUID]:
        """By the unique index."""
        found: set[UUID] = set()
        for first in range(0, len(user_ids), _PORTION):
            portion = user_ids[first : first + _PORTION]
            wanted = select(notices.c.user_id).where(
                notices.c.user_id.in_(portion), notices.c.key == key
            )
            found.update(self._connection.execute(wanted).scalars())
        return found

    def newest(self, user_id: UUID, prefix: str) -> Notice | None:
        """The keys of bundles end in the instant they began."""
        wanted = (
            select(notices)
            .where(
                notices.c.user_id == user_id,
                notices.c.key >= prefix,
                notices.c.key < f"{prefix}~",
            )
            .order_by(notices.c.key.desc())
            .limit(1)
        )
        row = self._connection.execute(wanted).first()
        return None if row is None else _notice(row)

    def by_key(self, user_id: UUID, key: str) -> Notice | None:
        """By the unique index."""
        wanted = select(notices).where(notices.c.user_id == user_id, notices.c.key == key)
        row = self._connection.execute(wanted).first()
        return None if row is None else _notice(row)

    def page(
        self,
        user_id: UUID,
        states: Sequence[State],
        after: tuple[datetime, UUID] | None,
        most: int,
    ) -> Sequence[Notice]:
        """One look-up by index for each state that is wanted."""
        found: list[Notice] = []
        for state in states:
            wanted = select(notices).where(
                notices.c.user_id == user_id, notices.c.state == state.value
            )
            if after is not None:
                at, id = after
                wanted = wanted.where(
                    tuple_(notices.c.at, notices.c.id)
                    < tuple_(bindparam("at", at, notices.c.at.type), bindparam("id", id))
                )
            newest = wanted.order_by(notices.c.at.desc(), notices.c.id.desc()).limit(most)
            found += [_notice(row) for row in self._connection.execute(newest)]
        return sorted(found, key=lambda notice: (notice.at, notice.id), reverse=True)[:most]

    def counts(self, user_id: UUID) -> tuple[int, int]:
        """From the index of the unread."""
        unread, unseen = self._connection.execute(_COUNTS, {"user_id": user_id}).one()
        return int(unread), int(unseen or 0)

    def read_all(self, user_id: UUID, up_to: datetime) -> int:
        """One statement."""
        return self._change(user_id, up_to, state=State.READ.value, seen=True, read_at=self._now)

    def see_all(self, user_id: UUID, up_to: datetime) -> int:
        """One statement."""
        return self._change(user_id, up_to, seen=True)

    def drop_about(
        self, subject_id: UUID, templates: Collection[str], key: str | None = None
    ) -> None:
        """With what was still to be sent of them."""
        gone = select(notices.c.id, notices.c.user_id).where(
            notices.c.subject_id == subject_id,
            notices.c.template.in_(templates),
            notices.c.state.in_((State.UNREAD.value, State.HIDDEN.value)),
        )
        if key is not None:
            gone = gone.where(notices.c.key == key)
        rows = self._connection.execute(gone).all()
        for first in range(0, len(rows), _PORTION):
            ids = [row.id for row in rows[first : first + _PORTION]]
            self._connection.execute(
                delete(sendings).where(
                    sendings.c.notice_id.in_(ids),
                    sendings.c.state.in_((SendingState.WAITING.value, SendingState.DIGEST.value)),
                )
            )
            self._connection.execute(delete(notices).where(notices.c.id.in_(ids)))
        for row in rows:
            self._moved(row.user_id)

    def told_of(self, announcement_id: UUID, after: UUID | None, most: int) -> Sequence[UUID]:
        """Each once, however often they were told."""
        wanted = select(notices.c.user_id).where(notices.c.announcement_id == announcement_id)
        if after is not None:
            wanted = wanted.where(notices.c.user_id > after)
        rows = self._connection.execute(wanted.distinct().order_by(notices.c.user_id).limit(most))
        return rows.scalars().all()

    def _change(self, user_id: UUID, up_to: datetime, **values: Any) -> int:
        changed = self._connection.execute(
            update(notices)
            .where(
                notices.c.user_id == user_id,
                notices.c.state == State.UNREAD.value,
                notices.c.at <= up_to,
            )
            .values(**values)
        )
        self._moved(user_id)
        return int(changed.rowcount)


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "user_id": notice.user_id,
        "key": notice.key,
        "template": notice.template,
        "facts": msgspec.json.encode(notice.values).decode(),
        "actors": msgspec.json.encode(notice.actors).decode(),
        "times": notice.count,
        "subject_kind": notice.subject_kind,
        "subject_id": notice.subject_id,
        "announcement_id": notice.announcement_id,
        "state": notice.state.value,
        "seen": notice.seen,
        "at": notice.at,
        "first_at": notice.first_at,
        "read_at": notice.read_at,
        "decisions": notice.decisions,
    }


def _notice(row: Any) -> Notice:
    return Notice(
        id=row.id,
        user_id=row.user_id,
        key=row.key,
        template=row.template,
        values=msgspec.json.decode(row.facts),
        actors=msgspec.json.decode(row.actors, type=list[UUID]),
        count=row.times,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        announcement_id=row.announcement_id,
        state=State(row.state),
        seen=row.seen,
        at=row.at,
        first_at=row.first_at,
        read_at=row.read_at,
        decisions=row.decisions,
    )
