"""People as rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from moim.contexts.insights.domain.viewer import Viewer
from moim.contexts.insights.persistence.erasure import erase
from moim.contexts.insights.persistence.tables import viewers
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

KNOWN = ("timezone", "locale", "nickname", "photo_key", "device", "left")

_GET = Prepared(
    select(*(viewers.c[name] for name in (*KNOWN, "revision"))).where(
        viewers.c.user_id == bindparam("user_id")
    )
)  # before every page that may be answered from memory
_REFRESHED = Prepared(
    select(viewers.c.refreshed_at).where(viewers.c.user_id == bindparam("user_id"))
)
_ONE = update(viewers).where(viewers.c.user_id == bindparam("of"))
_SAVE = Prepared(_ONE, KNOWN)
_NOTE_REFRESH = Prepared(_ONE, ("refreshed_at",))
_RAISE = {
    name: Prepared(
        dialect.insert(viewers)
        .on_conflict_do_update(
            index_elements=["user_id"], set_={"revision": viewers.c.revision + 1}
        )
        .returning(viewers.c.revision),
        (*KNOWN, "user_id", "revision"),
    )
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


class SqlViewers:
    """The ``Viewers`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose screens changed."""
        self._connection = connection
        self._moved = moved

    def get(self, user_id: UUID) -> Viewer:
        """One row by key, or the defaults."""
        rows = _GET.rows(self._connection, user_id=user_id)
        if not rows:
            return Viewer(user_id=user_id)
        timezone, locale, nickname, photo_key, device, left, revision = rows[0]
        return Viewer(
            user_id=user_id,
            timezone=timezone,
            locale=locale,
            nickname=nickname,
            photo_key=photo_key,
            device=device,
            left=left,
            revision=revision,
        )

    def save(self, viewer: Viewer) -> None:
        """Insert, or replace all but the revision, which grows at the end of the unit."""
        row: dict[str, Any] = {name: getattr(viewer, name) for name in KNOWN}
        if not _SAVE.run(self._connection, of=viewer.user_id, **row):
            row |= {"user_id": viewer.user_id, "revision": 0}
            upsert(self._connection, viewers, row)
        self._moved(viewer.user_id)

    def refreshed_at(self, user_id: UUID) -> datetime | None:
        """From the same row."""
        row = _REFRESHED.first(self._connection, user_id=user_id)
        return None if row is None else row.refreshed_at

    def note_refresh(self, user_id: UUID, at: datetime) -> None:
        """Kept beside the zone, of those who are known."""
        _NOTE_REFRESH.run(self._connection, of=user_id, refreshed_at=at)

    def after(self, user_id: UUID | None, limit: int) -> Sequence[UUID]:
        """By key."""
        statement = select(viewers.c.user_id).order_by(viewers.c.user_id).limit(limit)
        if user_id is not None:
            statement = statement.where(viewers.c.user_id > user_id)
        return self._connection.execute(statement).scalars().all()

    def erase(self, user_id: UUID) -> None:
        """Delete, and keep the id as that of somebody who left."""
        erase(self._connection, user_id)
        self.save(Viewer(user_id=user_id, left=True))
        _NOTE_REFRESH.run(self._connection, of=user_id, refreshed_at=None)


def raise_revision(connection: Connection, user_id: UUID) -> int:
    """Answers given before do not hold any more; whoever is not known yet is from now on.

    The revision that holds now.
    """
    new = Viewer(user_id=user_id)
    row = {name: getattr(new, name) for name in KNOWN} | {"user_id": user_id, "revision": 1}
    ((revision,),) = _RAISE[connection.dialect.name].rows(connection, **row)
    return int(revision)
