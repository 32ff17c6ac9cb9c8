"""Clears away, now and then, what this context need not keep."""

from typing import Any

from moim.contexts.users.application.sessions import DropSessions, drop_sessions
from moim.platform.context import Context
from moim.platform.rounds import every

EVERY_S = 3_600.0


class Sweep:
    """Drops sessions that are over."""

    def __init__(self, context: Context[Any]) -> None:
        """Does nothing until ``run`` or ``once``."""
        self._context = context

    async def once(self) -> None:
        """Until nothing is left to drop."""
        command = DropSessions()
        while await self._context.run(drop_sessions, command) == command.at_most:
            continue

    async def run(self) -> None:
        """Until cancelled; at the start too, since a process may not live for an hour."""
        await every(EVERY_S, self.once, what="dropping sessions that are over")
