"""Counts who looks without keeping who they are: a keyed hash a day, and the key dies with it."""

import hashlib
import os
from datetime import date
from typing import Any
from uuid import UUID

from moim.contexts.community.application.keeping import RecordViews, record_views
from moim.platform.context import Context

FLUSHED_AT = 500
KNOWN_MAX = 50_000
BOTS = ("bot", "crawl", "spider", "slurp", "preview", "curl", "wget", "python-requests", "headless")
Sighting = tuple[UUID, date, bytes, bool]


class Sightings:
    """Gathered in memory and written in batches: a crash loses seconds, and doubles nothing.

    A member's hash is keyed by the day alone, so that it is the same in every process; a guest's
    by a secret of this process that is thrown away every day.
    """

    def __init__(self, context: Context[Any]) -> None:
        """Nothing seen yet."""
        self._context = context
        self._waiting: set[Sighting] = set()
        self._known: set[Sighting] = set()
        self._salt = os.urandom(16)
        self._day: date | None = None

    def member(self, post_id: UUID, author_id: UUID, viewer_id: UUID) -> None:
        """Somebody signed in looks; authors do not count at their own posts."""
        if viewer_id != author_id:
            self._add(post_id, _hash(viewer_id.bytes, str(self._today()).encode()), member=True)

    def guest(self, post_id: UUID, host: str, agent: str) -> None:
        """A stranger looks; programs that say what they are do not count."""
        if agent and not any(bot in agent.lower() for bot in BOTS):
            self._today()
            self._add(post_id, _hash(f"{host}\n{agent}".encode(), self._salt), member=False)

    async def flush(self) -> None:
        """Write what was seen; what cannot be written now waits."""
        while self._waiting:
            batch = sorted(self._waiting)[:FLUSHED_AT]
            await self._context.run(record_views, RecordViews(sightings=batch))
            self._waiting.difference_update(batch)

    def _add(self, post_id: UUID, viewer: bytes, *, member: bool) -> None:
        sighting = (post_id, self._today(), viewer, member)
        if len(self._known) >= KNOWN_MAX:
            self._known.clear()  # the rows know better; this only spares them questions
        if sighting not in self._known:
            self._known.add(sighting)
            self._waiting.add(sighting)

    def _today(self) -> date:
        today = self._context.clock().date()
        if today != self._day:
            self._day, self._salt = today, os.urandom(16)
            self._known.clear()
        return today


def _hash(what: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(what, digest_size=16, key=key).digest()
