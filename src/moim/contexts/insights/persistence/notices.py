"""Notifications, consent and announcements as they are shown, as rows."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from moim.contexts.insights.domain.notices import (
    ConsentStep,
    PriorityState,
    Reach,
    ShownAnnouncement,
    Step,
    Topic,
    Volume,
)
from moim.contexts.insights.persistence import board_tables as t
from moim.platform.upsert import add_to, upsert


class SqlNotices:
    """The ``Notices`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def count(self, user_id: UUID, volume: Volume) -> None:
        """One row for the person and one for everybody."""
        key = {"day": volume.day, "topic": volume.topic, "channel": volume.channel}
        add_to(self._connection, t.volumes, {"user_id": user_id, **key}, count=volume.count)
        add_to(self._connection, t.all_volumes, key, count=volume.count)
        self._moved(user_id)

    def volumes(self, user_id: UUID | None, first: date, last: date) -> Sequence[Volume]:
        """By key."""
        table = t.all_volumes if user_id is None else t.volumes
        statement = select(*(table.c[name] for name in Volume.__dataclass_fields__)).where(
            table.c.day >= first, table.c.day <= last
        )
        if user_id is not None:
            statement = statement.where(t.volumes.c.user_id == user_id)
        ordered = statement.order_by(table.c.day, table.c.topic, table.c.channel)
        return [Volume(**row._mapping) for row in self._connection.execute(ordered)]  # noqa: SLF001

    def count_step(self, day: date, channel: str, purpose: str, step: Step) -> None:
        """One row a day, channel, purpose and step."""
        key = {"day": day, "channel": channel, "purpose": purpose, "step": step.value}
        add_to(self._connection, t.consent_steps, key, count=1)

    def steps(self, first: date, last: date) -> Sequence[ConsentStep]:
        """By key."""
        table = t.consent_steps
        rows = self._connection.execute(
            select(table)
            .where(table.c.day >= first, table.c.day <= last)
            .order_by(table.c.day, table.c.channel, table.c.purpose, table.c.step)
        )
        return [
            ConsentStep(**(dict(row._mapping) | {"step": Step(row.step)}))  # noqa: SLF001
            for row in rows
        ]

    def topic(self, topic: str) -> Topic | None:
        """One row by key."""
        row = self._connection.execute(select(t.topics).where(t.topics.c.topic == topic)).first()
        return None if row is None else _topic(row)

    def put_topic(self, topic: Topic) -> None:
        """Insert or replace."""
        upsert(self._connection, t.topics, asdict(topic) | {"state": topic.state.value})

    def topics(self) -> Sequence[Topic]:
        """All: a few dozen."""
        rows = self._connection.execute(select(t.topics).order_by(t.topics.c.topic))
        return [_topic(row) for row in rows]

    def announcement(self, announcement_id: UUID) -> ShownAnnouncement | None:
        """One row by key."""
        row = self._connection.execute(
            select(t.announcements).where(t.announcements.c.announcement_id == announcement_id)
        ).first()
        return None if row is None else ShownAnnouncement(**row._mapping)  # noqa: SLF001

    def put_announcement(self, announcement: ShownAnnouncement) -> None:
        """Insert or replace; every calendar that shows it has changed."""
        upsert(self._connection, t.announcements, asdict(announcement))
        viewers = t.announcement_viewers
        for user_id in self._connection.execute(
            select(viewers.c.user_id).where(
                viewers.c.announcement_id == announcement.announcement_id, viewers.c.shown
            )
        ).scalars():
            self._moved(user_id)

    def set_viewer(self, announcement_id: UUID, user_id: UUID, shown: bool) -> None:
        """Insert or replace."""
        row = {"announcement_id": announcement_id, "user_id": user_id, "shown": shown}
        upsert(self._connection, t.announcement_viewers, row)
        self._moved(user_id)

    def announcements_of(
        self, user_id: UUID, start: datetime, end: datetime
    ) -> Sequence[ShownAnnouncement]:
        """By the follower's key, then by key."""
        viewers, announcements = t.announcement_viewers, t.announcements
        rows = self._connection.execute(
            select(announcements)
            .join(viewers, viewers.c.announcement_id == announcements.c.announcement_id)
            .where(
                viewers.c.user_id == user_id,
                viewers.c.shown,
                announcements.c.cancelled.is_(False),
                announcements.c.starts_at >= start,
                announcements.c.starts_at < end,
            )
            .order_by(announcements.c.starts_at, announcements.c.announcement_id)
        )
        return [ShownAnnouncement(**row._mapping) for row in rows]  # noqa: SLF001

    def count_reached(
        self, announcement_id: UUID, what: str, channel: str = "", error: str = "", by: int = 1
    ) -> None:
        """One row a kind, channel and error."""
        key = {"announcement_id": announcement_id, "what": what, "channel": channel, "error": error}
        add_to(self._connection, t.reached, key, count=by)

    def reach(self, announcement_id: UUID) -> Reach:
        """By key."""
        reminders, delivered, failed = 0, dict[str, int](), dict[str, dict[str, int]]()
        table = t.reached
        counts = select(table.c.what, table.c.channel, table.c.error, table.c["count"]).where(
            table.c.announcement_id == announcement_id
        )
        for what, channel, error, count in self._connection.execute(counts):
            if what == "reminder":
                reminders += count
            elif what == "delivered":
                delivered[channel] = count
            else:
                failed.setdefault(channel, {})[error] = count
        return Reach(reminders=reminders, delivered=delivered, failed=failed)


def _topic(row: Any) -> Topic:
    values = dict(row._mapping) | {"state": PriorityState(row.state)}  # noqa: SLF001
    return Topic(**values)
