"""What a commit wakes up: watchers of an inbox, and the workers that send and spread."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from moim.platform.live import Hub


class Signals:
    """In this process; what another process commits is found by looking every so often."""

    def __init__(self, hub: Hub) -> None:
        """``hub`` has the watchers."""
        self._hub = hub
        self._wakers: list[Callable[[], None]] = []
        self.revision = 0

    def give(self, moved: frozenset[UUID], queued: bool) -> None:
        """Called after a commit, on the event loop."""
        self.revision += 1
        for user_id in moved:
            self._hub.tell(f"user:{user_id}", self.revision)
        if queued:
            for wake in self._wakers:
                wake()

    def waker(self) -> asyncio.Event:
        """An event that is set whenever something was queued."""
        event = asyncio.Event()
        self._wakers.append(event.set)
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Nobody waits for it any more."""
        self._wakers = [waker for waker in self._wakers if waker != event.set]
