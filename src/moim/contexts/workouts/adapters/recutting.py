"""Tells the past anew after a change of somebody's privacy zones, beside everything else.

What is shown is cut as it is shown: nobody waits for this.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from moim.contexts.workouts.application.privacy_zones import recut_some, recuts_waiting
from moim.platform.context import Context
from moim.platform.rounds import every

AT_ONCE = 20
LOOK_EVERY_S = 60.0


@dataclass(kw_only=True)
class Recutter:
    """Works off what waits; the rows are the queue."""

    context: Context[Any]
    _asked: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def nudge(self) -> None:
        """Look for what waits soon."""
        self._asked.set()

    async def run(self) -> None:
        """Tell anew what waits, until cancelled."""
        what = "telling the past anew"
        await every(LOOK_EVERY_S, self.catch_up, what=what, nudged=self._asked)

    async def catch_up(self) -> None:
        """Tell all that waits anew, a portion of each person's at a time."""
        while waiting := await self.context.ask(recuts_waiting, AT_ONCE):
            for recut in waiting:
                await self.context.run(recut_some, recut)
