"""Removes originals that nobody needs any more, and looks for what rows and blobs disagree about.

Whoever lets go of an original (a workout deleted, an import undone, an account closed) leaves a
row that says so; the bytes go here, after that commit. The nightly sweep finds what a crash left.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from moim.contexts.workouts.adapters.arrivals import Arrivals, Busy
from moim.contexts.workouts.application.originals import LetGo, forget, let_go
from moim.contexts.workouts.application.queries import unwanted_originals, wanted_originals
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.rounds import every

log = logging.getLogger(__name__)

AT_ONCE_MAX = 100
LOOK_EVERY_S = 5.0  # one indexed look: who deletes something expects it to be gone
FIRST_SWEEP_AFTER = timedelta(hours=1)  # the start has enough to do
SWEEP_EVERY = timedelta(days=1)
GRACE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Blobs that no row needs, which go a day later, and needed blobs that are not there."""

    without_rows: frozenset[str]
    without_blobs: frozenset[str]


@dataclass(kw_only=True)
class Sweeper:
    """Keeps the blobs of this context in step with its rows. The blobs are its alone."""

    context: Context[Any]
    blobs: Blobs
    arrivals: Arrivals

    async def run(self) -> None:
        """Remove what may go, and sweep once a day, until cancelled."""
        next_sweep = self.context.clock() + FIRST_SWEEP_AFTER

        async def look() -> None:
            nonlocal next_sweep
            await self.remove()
            if self.context.clock() >= next_sweep:
                await self.sweep()
                next_sweep = self.context.clock() + SWEEP_EVERY

        await every(LOOK_EVERY_S, look, what="removing originals")

    async def remove(self) -> int:
        """Remove what was let go of and is needed by nobody; how many files went."""
        removed = 0
        while True:
            now = self.context.clock()
            if not (await self.context.ask(unwanted_originals, (now, 1)))[0]:
                return removed  # without having held up a single arrival
            try:
                async with self.arrivals.removing():
                    keys, wanted = await self.context.ask(unwanted_originals, (now, AT_ONCE_MAX))
                    unneeded = [key for key in keys if key not in wanted]
                    removed += await asyncio.to_thread(self._delete, unneeded)
            except Busy:
                return removed
            await self.context.run(forget, LetGo(sha256s=keys, at=now))

    async def sweep(self) -> Disagreement:
        """Compare all blobs with all rows; orphans are removed a day from now if still orphans.

        The day is for what is arriving just now, here or in another process.
        """
        kept = await asyncio.to_thread(lambda: frozenset(self.blobs.iterate()))
        wanted = await self.context.ask(wanted_originals, None)
        found = Disagreement(
            without_rows=kept - wanted, without_blobs=await self._missing(wanted - kept)
        )
        if found.without_rows:
            at = self.context.clock() + GRACE
            await self.context.run(let_go, LetGo(sha256s=sorted(found.without_rows), at=at))
        if found.without_blobs:
            log.error("%d originals are named but not kept", len(found.without_blobs))
        return found

    async def _missing(self, doubtful: Iterable[str]) -> frozenset[str]:
        """Those that are not there even now: some may have arrived since the walk began."""
        exists = await asyncio.to_thread(lambda: {key: self.blobs.exists(key) for key in doubtful})
        gone = [key for key, there in exists.items() if not there]
        return frozenset(await self.context.ask(wanted_originals, gone))

    def _delete(self, keys: Iterable[str]) -> int:
        return sum(self.blobs.delete(key) for key in keys)
