"""Announcements, follows and reminders as rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_, update

from moim.contexts.notifications.domain.announcement import (
    Announcement,
    AnnouncementKind,
    Follow,
    Standing,
    StatsRequest,
)
from moim.contexts.notifications.domain.notice import State
from moim.contexts.notifications.persistence.tables import (
    announcement_follows,
    announcements,
    notices,
    reminders,
    stats_requests,
)
from moim.kernel.aggregates import Aggregate
from moim.platform.saving import save_row
from moim.platform.upsert import upsert

_FIGURES = dict[str, dict[str, float]]


class SqlAnnouncements:
    """The ``Announcements`` port."""

    def __init__(
        self, connection: Connection, now: datetime, collect: Callable[[Aggregate], None]
    ) -> None:
        """``collect`` publishes what an aggregate recorded."""
        self._connection = connection
        self._now = now
        self._collect = collect

    def find(self, id: UUID) -> Announcement | None:
        """By key."""
        row = self._connection.execute(
            select(announcements).where(announcements.c.id == id)
        ).first()
        return None if row is None else _announcement(row)

    def save(self, announcement: Announcement) -> None:
        """Under a version check."""
        values = {
            "id": announcement.id,
            "author_id": announcement.author_id,
            "kind": announcement.kind.value,
            "title": announcement.title,
            "body": announcement.body,
            "starts_at": announcement.starts_at,
            "timezone": announcement.timezone,
            "made_at": announcement.made_at,
            "cancelled_at": announcement.cancelled_at,
            "reason": announcement.reason,
        }
        save_row(self._connection, announcements, announcement, values)
        self._collect(announcement)

    def page(
        self,
        after: tuple[datetime, UUID] | None,
        most: int,
        kind: AnnouncementKind | None = None,
        state: Standing | None = None,
    ) -> Sequence[Announcement]:
        """By index, along which what is not wanted is passed over: there are few."""
        table = announcements.c
        wanted = select(announcements)
        if kind is not None:
            wanted = wanted.where(table.kind == kind.value)
        if state is not None:
            cancelled = table.cancelled_at.is_not(None)
            wanted = wanted.where(cancelled if state is Standing.CANCELLED else ~cancelled)
        if state is Standing.UPCOMING:
            wanted = wanted.where(table.starts_at > self._now)
        elif state is Standing.PAST:
            wanted = wanted.where(table.starts_at <= self._now)
        if after is not None:
            at, id = after
            wanted = wanted.where(
                tuple_(table.made_at, table.id)
                < tuple_(bindparam("at", at, table.made_at.type), bindparam("id", id))
            )
        newest = wanted.order_by(table.made_at.desc(), table.id.desc()).limit(most)
        return [_announcement(row) for row in self._connection.execute(newest)]

    def since(self, moment: datetime, most: int) -> Sequence[Announcement]:
        """By index."""
        table = announcements.c
        wanted = select(announcements).where(
            table.made_at > moment, table.cancelled_at.is_(None), table.starts_at > self._now
        )
        newest = wanted.order_by(table.made_at.desc()).limit(most)
        return [_announcement(row) for row in self._connection.execute(newest)]

    def follow_of(self, announcement_id: UUID, user_id: UUID) -> Follow | None:
        """By key."""
        table = announcement_follows.c
        row = self._connection.execute(
            select(announcement_follows).where(
                table.announcement_id == announcement_id, table.user_id == user_id
            )
        ).first()
        return None if row is None else Follow(**row._asdict())

    def set_follow(self, follow: Follow) -> None:
        """One row."""
        ids = {"announcement_id": follow.announcement_id, "user_id": follow.user_id}
        upsert(self._connection, announcement_follows, ids | follow.settings())

    def followed_by(self, user_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
        """By key."""
        table = announcement_follows.c
        wanted = select(table.announcement_id).where(
            table.user_id == user_id, table.announcement_id.in_(ids), table.followed.is_(True)
        )
        return set(self._connection.execute(wanted).scalars())

    def followers(
        self, announcement_id: UUID, after: UUID | None, most: int, *, reminded: bool
    ) -> Sequence[UUID]:
        """By key."""
        table = announcement_follows.c
        wanted = select(table.user_id).where(
            table.announcement_id == announcement_id, table.followed.is_(True)
        )
        if reminded:
            wanted = wanted.where(table.reminders.is_(True))
        if after is not None:
            wanted = wanted.where(table.user_id > after)
        return self._connection.execute(wanted.order_by(table.user_id).limit(most)).scalars().all()

    def set_reminders(self, announcement_id: UUID, due: dict[int, datetime]) -> None:
        """Replaces those that wait."""
        table = reminders.c
        self._connection.execute(
            delete(reminders).where(
                table.announcement_id == announcement_id, table.state == "waiting"
            )
        )
        ended = {offset_s for offset_s, *_ in self.reminders(announcement_id)}
        rows = [
            {
                "announcement_id": announcement_id,
                "offset_s": offset_s,
                "due": at,
                "state": "waiting",
                "recipients": 0,
            }
            for offset_s, at in due.items()
            if offset_s not in ended
        ]
        if rows:
            self._connection.execute(insert(reminders), rows)

    def reminders(self, announcement_id: UUID) -> Sequence[tuple[int, datetime, str, int]]:
        """By key."""
        table = reminders.c
        wanted = select(table.offset_s, table.due, table.state, table.recipients)
        wanted = wanted.where(table.announcement_id == announcement_id)
        rows = self._connection.execute(wanted.order_by(table.offset_s.desc()))
        return [tuple(row) for row in rows]

    def end_reminder(
        self, announcement_id: UUID, offset_s: int, state: str, recipients: int = 0
    ) -> None:
        """By key."""
        table = reminders.c
        self._connection.execute(
            update(reminders)
            .where(table.announcement_id == announcement_id, table.offset_s == offset_s)
            .values(state=state, recipients=recipients)
        )

    def cancel_reminders(self, announcement_id: UUID) -> None:
        """Those that wait."""
        table = reminders.c
        self._connection.execute(
            update(reminders)
            .where(table.announcement_id == announcement_id, table.state == "waiting")
            .values(state="cancelled")
        )

    def find_stats(self, id: UUID) -> StatsRequest | None:
        """By key."""
        row = self._connection.execute(
            select(stats_requests).where(stats_requests.c.id == id)
        ).first()
        if row is None:
            return None
        return StatsRequest(
            id=row.id,
            version=1,
            announcement_id=row.announcement_id,
            user_id=row.user_id,
            asked_at=row.asked_at,
            stats=None if row.stats is None else msgspec.json.decode(row.stats, type=_FIGURES),
        )

    def save_stats(self, asked: StatsRequest) -> None:
        """The figures are written once."""
        told = None if asked.stats is None else msgspec.json.encode(asked.stats).decode()
        row = {
            "id": asked.id,
            "announcement_id": asked.announcement_id,
            "user_id": asked.user_id,
            "asked_at": asked.asked_at,
            "stats": told,
        }
        upsert(self._connection, stats_requests, row)
        self._collect(asked)

    def read_of(self, announcement_id: UUID) -> tuple[int, int]:
        """By the index of the announcement."""
        shown = select(func.count(), func.count(notices.c.read_at)).where(
            notices.c.announcement_id == announcement_id,
            notices.c.state != State.HIDDEN.value,
        )
        told, read = self._connection.execute(shown).one()
        return int(told), int(read)


def _announcement(row: Any) -> Announcement:
    return Announcement(
        id=row.id,
        version=row.version,
        author_id=row.author_id,
        kind=AnnouncementKind(row.kind),
        title=row.title,
        body=row.body,
        starts_at=row.starts_at,
        timezone=row.timezone,
        made_at=row.made_at,
        cancelled_at=row.cancelled_at,
        reason=row.reason,
    )
