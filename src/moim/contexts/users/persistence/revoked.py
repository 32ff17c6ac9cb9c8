"""Whom the edge must not let in although their access token has not run out."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from moim.contexts.users.domain.lock import LockReason
from moim.contexts.users.persistence.tables import sessions, users
from moim.platform.revocations import Revoked

_ENDED = select(sessions.c.id, sessions.c.ended_at)
_CLOSED = select(users.c.id, users.c.closed_at)
_LOCKED = select(users.c.id, users.c.lock_until).where(
    users.c.lock_reason == LockReason.MODERATOR.value
)


def revoked(
    connection: Connection, now: datetime, access_lifetime: timedelta, for_ever: datetime
) -> list[Revoked]:
    """Sessions and accounts that ended while a token may still tell of them, and the locked."""
    since = now - access_lifetime
    ended = connection.execute(_ENDED.where(sessions.c.ended_at > since)).all()
    closed = connection.execute(_CLOSED.where(users.c.closed_at > since)).all()
    locked = connection.execute(_LOCKED).all()
    return [Revoked(id=id, until=at + access_lifetime) for id, at in (*ended, *closed)] + [
        Revoked(id=id, until=until or for_ever) for id, until in locked
    ]
