"""Requests to see a workout, and links, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, insert, select, update

from moim.contexts.workouts.domain.sharing import (
    ShareLink,
    ShareRequest,
    ShareRequestNotFound,
    ShareState,
)
from moim.contexts.workouts.domain.sight import Grant
from moim.contexts.workouts.persistence.privacy_tables import share_links, share_requests
from moim.kernel.errors import Stale
from moim.platform.work import UnitOfWork

_GRANTED = select(share_requests.c.map, share_requests.c.heart_rate).where(
    share_requests.c.workout_id == bindparam("workout_id"),
    share_requests.c.asker_id == bindparam("asker_id"),
    share_requests.c.state == ShareState.APPROVED.value,
)
_BY_TOKEN = select(share_links).where(share_links.c.token_hash == bindparam("token_hash"))


class SqlShareRequests:
    """The ``ShareRequests`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._work = work
        self._connection = work.connection

    def get(self, id: UUID) -> ShareRequest:
        """One row by key."""
        row = self._connection.execute(
            select(share_requests).where(share_requests.c.id == id)
        ).first()
        if row is None:
            raise ShareRequestNotFound
        return _request(row)

    def alike(self, workout_id: UUID, asker_id: UUID, place: str | None) -> ShareRequest | None:
        """By the index over workout and asker."""
        row = self._connection.execute(
            select(share_requests)
            .where(
                share_requests.c.workout_id == workout_id,
                share_requests.c.asker_id == asker_id,
                share_requests.c.place.is_not_distinct_from(place),
            )
            .order_by(share_requests.c.id.desc())
            .limit(1)
        ).first()
        return None if row is None else _request(row)

    def unanswered(self, asker_id: UUID) -> int:
        """By the asker's index."""
        counted = select(func.count()).where(
            share_requests.c.asker_id == asker_id,
            share_requests.c.state == ShareState.ASKED.value,
        )
        return int(self._connection.execute(counted).scalar_one())

    def grant(self, workout_id: UUID, asker_id: UUID) -> Grant | None:
        """By the index over workout and asker."""
        about = {"workout_id": workout_id, "asker_id": asker_id}
        rows = self._connection.execute(_GRANTED, about).all()
        if not rows:
            return None
        return Grant(map=any(row.map for row in rows), heart_rate=any(r.heart_rate for r in rows))

    def to_answer(
        self, user_id: UUID, state: str | None, limit: int, after: UUID | None
    ) -> Sequence[ShareRequest]:
        """Keyset over the id, falling."""
        statement = select(share_requests).where(share_requests.c.user_id == user_id)
        if state is not None:
            statement = statement.where(share_requests.c.state == state)
        return self._page(statement, limit, after)

    def sent(self, asker_id: UUID, limit: int, after: UUID | None) -> Sequence[ShareRequest]:
        """Keyset over the id, falling."""
        statement = select(share_requests).where(share_requests.c.asker_id == asker_id)
        return self._page(statement, limit, after)

    def save(self, request: ShareRequest) -> None:
        """Insert or update under the version; the unit publishes what was recorded."""
        row: dict[str, Any] = {
            name: getattr(request, name)
            for name in ("id", "workout_id", "user_id", "asker_id", "place", "asked_at")
        }
        row |= {"state": request.state.value, "decided_at": request.decided_at}
        row |= {"map": request.grant.map, "heart_rate": request.grant.heart_rate}
        row |= {"version": request.version + 1}
        if request.version == 0:
            self._connection.execute(insert(share_requests), row)
        else:
            held = (share_requests.c.id == request.id, share_requests.c.version == request.version)
            statement = update(share_requests).where(*held).values(row)
            if self._connection.execute(statement).rowcount != 1:
                raise Stale(request.id)
        request.version += 1
        self._work.collect(request)

    def _page(
        self, statement: Select[Any], limit: int, after: UUID | None
    ) -> Sequence[ShareRequest]:
        if after is not None:
            statement = statement.where(share_requests.c.id < after)
        rows = self._connection.execute(statement.order_by(share_requests.c.id.desc()).limit(limit))
        return [_request(row) for row in rows]


class SqlShareLinks:
    """The ``ShareLinks`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def of(self, workout_id: UUID) -> Sequence[ShareLink]:
        """By the index over the workout."""
        rows = self._connection.execute(
            select(share_links)
            .where(share_links.c.workout_id == workout_id)
            .order_by(share_links.c.id)
        )
        return [_link(row) for row in rows]

    def by_token(self, token_hash: bytes) -> ShareLink | None:
        """By the unique index over the hash."""
        row = self._connection.execute(_BY_TOKEN, {"token_hash": token_hash}).first()
        return None if row is None else _link(row)

    def add(self, link: ShareLink, token_hash: bytes) -> None:
        """Insert it."""
        row: dict[str, Any] = {
            name: getattr(link, name)
            for name in ("id", "workout_id", "user_id", "made_at", "expires_at", "revoked_at")
        }
        row |= {"map": link.grant.map, "heart_rate": link.grant.heart_rate}
        self._connection.execute(insert(share_links), row | {"token_hash": token_hash})

    def revoke(self, link: ShareLink, at: datetime) -> None:
        """Note when."""
        self._connection.execute(
            update(share_links).where(share_links.c.id == link.id).values(revoked_at=at)
        )


def _request(row: Row[Any]) -> ShareRequest:
    return ShareRequest(
        id=row.id,
        version=row.version,
        workout_id=row.workout_id,
        user_id=row.user_id,
        asker_id=row.asker_id,
        place=row.place,
        asked_at=row.asked_at,
        state=ShareState(row.state),
        decided_at=row.decided_at,
        grant=Grant(map=row.map, heart_rate=row.heart_rate),
    )


def _link(row: Row[Any]) -> ShareLink:
    return ShareLink(
        id=row.id,
        workout_id=row.workout_id,
        user_id=row.user_id,
        grant=Grant(map=row.map, heart_rate=row.heart_rate),
        made_at=row.made_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
