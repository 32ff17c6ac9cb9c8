"""What is told or done at most so often, as rows."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from moim.contexts.notifications.domain.frequency import Allowance, Bucket, take
from moim.contexts.notifications.persistence.tables import activity_days, buckets, tellings
from moim.platform.upsert import upsert


class SqlTellings:
    """The ``Tellings`` port."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._now = now

    def told_at(self, user_id: UUID, what: str) -> datetime | None:
        """By key."""
        at: datetime | None = self._connection.execute(
            select(tellings.c.at).where(tellings.c.user_id == user_id, tellings.c.what == what)
        ).scalar()
        return at

    def note(self, user_id: UUID, what: str) -> None:
        """One row."""
        upsert(self._connection, tellings, {"user_id": user_id, "what": what, "at": self._now})

    def take(self, user_id: UUID, name: str, allowance: Allowance) -> bool:
        """In this transaction, so that workers side by side cannot take the same one."""
        wanted = select(buckets.c.tokens, buckets.c.at).where(
            buckets.c.user_id == user_id, buckets.c.name == name
        )
        if self._connection.dialect.name == "postgresql":
            wanted = wanted.with_for_update()
        row = self._connection.execute(wanted).first()
        held = None if row is None else Bucket(row.tokens, row.at)
        left = take(allowance, held, self._now)
        if left is None:
            return False
        values = {"user_id": user_id, "name": name, "tokens": left.tokens, "at": left.at}
        upsert(self._connection, buckets, values)
        return True

    def count_activity(self, user_id: UUID, week: str, activity: str) -> bool:
        """The sum is kept, not each of them."""
        of_week = (activity_days.c.user_id == user_id, activity_days.c.week == week)
        first = self._connection.execute(
            select(activity_days.c.week).where(*of_week).limit(1)
        ).first()
        changed = self._connection.execute(
            update(activity_days)
            .where(*of_week, activity_days.c.activity == activity)
            .values(times=activity_days.c.times + 1)
        )
        if not changed.rowcount:
            row = {"user_id": user_id, "week": week, "activity": activity, "times": 1}
            self._connection.execute(insert(activity_days).values(row))
        return first is None

    def activities(self, user_id: UUID, week: str) -> Mapping[str, int]:
        """By key."""
        wanted = select(activity_days.c.activity, activity_days.c.times).where(
            activity_days.c.user_id == user_id, activity_days.c.week == week
        )
        return {row.activity: row.times for row in self._connection.execute(wanted)}

    def drop_week(self, user_id: UUID, week: str) -> None:
        """By key."""
        self._connection.execute(
            delete(activity_days).where(
                activity_days.c.user_id == user_id, activity_days.c.week == week
            )
        )
