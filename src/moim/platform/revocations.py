"""Who is no longer vouched for although a token says so: checked at every signed-in request."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """A session's id, or a user's for all of theirs.

    ``until`` is when the last access token has expired anyway; for a lock, when it ends.
    """

    id: UUID
    until: datetime


class Revocations:
    """The revoked of this process. Safe from every thread."""

    def __init__(self) -> None:
        """Nobody is revoked until ``load``."""
        self._until: dict[UUID, datetime] = {}
        self._writing = threading.Lock()

    def load(self, stored: Callable[[], Iterable[Revoked]]) -> None:
        """Take over what the owner of sessions has stored: at the start, or again."""
        rows = {row.id: row.until for row in stored()}
        with self._writing:
            self._until |= rows

    def revoke(self, id: UUID, until: datetime) -> None:
        """Refuse the session or user from the next request on."""
        with self._writing:
            self._until[id] = until

    def restore(self, id: UUID) -> None:
        """The user's tokens count again: a lock was lifted."""
        with self._writing:
            self._until.pop(id, None)

    def forget_expired(self, now: datetime) -> None:
        """Drop what no token can reach any more. Call it now and then."""
        with self._writing:
            self._until = {id: until for id, until in self._until.items() if until > now}

    def covers(self, id: UUID, now: datetime) -> bool:
        """Whether the session or user is revoked now."""
        until = self._until.get(id)
        return until is not None and until > now
