"""People as rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, or_, select, update

from moim.contexts.community.domain.member import Member
from moim.contexts.community.persistence.erasure import erase
from moim.contexts.community.persistence.tables import members
from moim.platform.prepared import Prepared
from moim.platform.upsert import add_once

FIELDS = tuple(Member.__dataclass_fields__)

_GET = Prepared(
    select(*(members.c[name] for name in FIELDS)).where(members.c.user_id == bindparam("user_id"))
)


class SqlMembers:
    """The ``Members`` port."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """``now`` is since when somebody not heard of yet is here."""
        self._connection = connection
        self._now = now

    def get(self, user_id: UUID) -> Member:
        """By key, or the defaults."""
        row = _GET.first(self._connection, user_id=user_id)
        return Member(**row._asdict()) if row else Member(user_id=user_id, since=self._now)

    def some(self, ids: Collection[UUID]) -> Mapping[UUID, Member]:
        """By key."""
        rows = self._connection.execute(
            select(*(members.c[name] for name in FIELDS)).where(members.c.user_id.in_(ids))
        )
        return {row.user_id: Member(**row._mapping) for row in rows}  # noqa: SLF001

    def named(self, nicknames: Sequence[str]) -> Sequence[UUID]:
        """By the index of names; two may be called alike."""
        wanted = select(members.c.user_id).where(members.c.nickname.in_(nicknames))
        return self._connection.execute(wanted.limit(50)).scalars().all()

    def know(self, user_id: UUID, **told: Any) -> None:
        """Insert or change."""
        self._must_be_there(user_id)
        self._connection.execute(update(members).where(members.c.user_id == user_id).values(**told))

    def count(self, user_id: UUID, **deltas: int) -> None:
        """The database adds."""
        self._must_be_there(user_id)
        sums = {name: members.c[name] + delta for name, delta in deltas.items()}
        self._connection.execute(update(members).where(members.c.user_id == user_id).values(sums))

    def alone(self, user_id: UUID) -> None:
        """An advisory lock, taken before any row, so that it never closes a circle of waiting.

        SQLite has one writer anyway.
        """
        if self._connection.dialect.name == "postgresql":
            number = int.from_bytes(user_id.bytes[-8:], signed=True)
            self._connection.execute(select(func.pg_advisory_xact_lock(number)))

    def active(self, user_id: UUID, day: date) -> None:
        """The first deed of a day counts the day."""
        self._must_be_there(user_id)
        self._connection.execute(
            update(members)
            .where(
                members.c.user_id == user_id,
                or_(members.c.active_on.is_(None), members.c.active_on < day),
            )
            .values(active_on=day, days_active=members.c.days_active + 1)
        )

    def erase(self, user_id: UUID) -> None:
        """Delete, and keep the id as that of somebody who left."""
        erase(self._connection, user_id)
        empty = Member(user_id=user_id, since=self._now, left=True)
        told = {name: getattr(empty, name) for name in FIELDS if name != "user_id"}
        self.know(user_id, **told, active_on=None)

    def _must_be_there(self, user_id: UUID) -> None:
        new = Member(user_id=user_id, since=self._now)
        add_once(self._connection, members, {name: getattr(new, name) for name in FIELDS})
