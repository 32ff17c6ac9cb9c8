"""What community does by the clock: views every two seconds, the hot list, the night's recount."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from moim.contexts.community.adapters.watching import Sightings
from moim.contexts.community.application.keeping import (
    Batch,
    erase_what_is_old,
    keep_hot_list,
    recount,
    refresh_hot,
    tidy_search,
)
from moim.contexts.community.application.pictures import forget_unused
from moim.platform.context import Context
from moim.platform.deliveries import Delivery
from moim.platform.rounds import every

log = logging.getLogger(__name__)

VIEWS_EVERY_S = 2.0
HOT_EVERY_S = 300.0
TIDY_EVERY = timedelta(hours=24)
LOOKS_EVERY_S = 600.0


class Clockwork:
    """Each of its jobs runs until it is cancelled; each step can be run by itself."""

    def __init__(self, context: Context[Any], sightings: Sightings) -> None:
        """Does nothing until a job is run."""
        self._context = context
        self._sightings = sightings
        self._tidied_at = context.clock()

    async def heat(self) -> None:
        """Reckon the whole hot list anew, a batch a transaction, and keep it as it is then."""
        batch: Batch | None = Batch()
        while batch is not None:
            after = await self._context.run(refresh_hot, batch)
            batch = None if after is None else Batch(after=after)
        await self._context.run(keep_hot_list, None)

    async def tidy(self) -> int:
        """Recount everything and take down what is old; how many counters were wrong."""
        wrong, batch = 0, Batch()
        while True:
            mended, after = await self._context.run(recount, batch)
            wrong += mended
            if after is None:
                break
            batch = Batch(after=after)
        if wrong:
            log.warning("counters mended", extra={"posts": wrong})
        while await self._context.run(erase_what_is_old, Batch()):
            continue
        while await self._context.run(forget_unused, Batch()):
            continue
        await self.clear_words()
        return wrong

    async def clear_words(self, _: Delivery | None = None) -> None:
        """The ``words`` channel of this context's courier: what was deleted leaves the index."""
        first = True
        while await self._context.run(tidy_search, first):
            first = False

    async def run_views(self) -> None:
        """Until cancelled."""
        await every(VIEWS_EVERY_S, self._sightings.flush, what="counting views")

    async def run_heat(self) -> None:
        """Until cancelled."""
        await asyncio.sleep(HOT_EVERY_S)  # the start has enough to do
        await every(HOT_EVERY_S, self.heat, what="reckoning the hot list")

    async def run_tidy(self) -> None:
        """Once a day, until cancelled."""
        await every(LOOKS_EVERY_S, self._tidy_if_due, what="the night's recount")

    async def _tidy_if_due(self) -> None:
        if self._context.clock() - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = self._context.clock()
            await self.tidy()
