"""Keeps what this process knows of ended sessions and locks in step with the database."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from moim.kernel.clock import Clock
from moim.platform.revocations import Revocations, Revoked
from moim.platform.rounds import every

EVERY_S = 2.0  # how late a lock made in another process may reach this one


class Watch:
    """Loads at the start, and again and again: another process may end a session or a lock."""

    def __init__(
        self,
        stored: Callable[[], Awaitable[Sequence[Revoked]]],
        revocations: Revocations,
        clock: Clock,
    ) -> None:
        """``stored`` reads all that is in force."""
        self._stored = stored
        self._revocations = revocations
        self._clock = clock
        self._loaded: set[UUID] = set()

    async def load(self) -> None:
        """Take over what is stored; what was loaded before and is no more was lifted."""
        rows = await self._stored()
        self._revocations.load(lambda: rows)
        present = {row.id for row in rows}
        for id in self._loaded - present:
            self._revocations.restore(id)
        self._loaded = present
        self._revocations.forget_expired(self._clock())

    async def run(self) -> None:
        """Until cancelled."""
        await every(EVERY_S, self.load, what="loading revocations")
