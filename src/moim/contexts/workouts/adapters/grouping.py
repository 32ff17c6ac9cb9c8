"""Looks for the company of workouts that wait for it, beside everything else.

The rows are the queue. Signing and comparing happen in worker processes, a batch at a time and
two at a time; what is asked of the database is asked in a thread.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from moim.contexts.workouts.adapters.comparing import compare_all, sign_all
from moim.contexts.workouts.adapters.importing import Workers
from moim.contexts.workouts.application.companion_queries import (
    ToSign,
    candidates_of,
    what_to_sign,
)
from moim.contexts.workouts.application.companions import (
    SettleCompanions,
    SignWorkouts,
    settle_companions,
    sign_workouts,
)
from moim.kernel.errors import Refusal
from moim.platform.context import Context
from moim.platform.rounds import every

log = logging.getLogger(__name__)

BATCH = 32
LANES = 2
"""How many batches are under way at once: one is compared while another is written."""
TIMEOUT_S = 120.0
LOOK_EVERY_S = 60.0
GATHER_S = 1.0
"""How long to wait after a change: what comes with it is looked at with it."""

Answer = TypeVar("Answer")


@dataclass(kw_only=True)
class Grouper:
    """Finds companions until nothing waits, then when it is told that something changed."""

    context: Context[Any]
    workers: Workers
    _changed: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Whatever changes a workout says so to everyone."""
        self.context.on_published.append(self.nudge)

    def nudge(self) -> None:
        """Look for what waits soon."""
        self._changed.set()

    async def run(self) -> None:
        """Look at what waits, until cancelled."""

        async def gathered() -> None:
            await self.catch_up()
            await asyncio.sleep(GATHER_S)

        await every(LOOK_EVERY_S, gathered, what="looking for companions", nudged=self._changed)

    async def catch_up(self) -> int:
        """Look at what waits now; how many workouts that were."""
        looked = 0
        while waiting := await self._in_thread(what_to_sign, LANES * BATCH):
            lanes = [waiting[at : at + BATCH] for at in range(0, len(waiting), BATCH)]
            await asyncio.gather(*(self._look(lane) for lane in lanes))
            looked += len(waiting)
            if len(waiting) < BATCH:
                break  # what came meanwhile is gathered too: one by one it cost an upload a third
        return looked

    async def _look(self, waiting: Sequence[ToSign]) -> None:
        """A batch; one that no worker survives is looked at one by one, and then given up."""
        try:
            signatures = await self._in_worker(sign_all, waiting)
        except Refusal:
            if len(waiting) > 1:
                for one in waiting:
                    await self._look([one])
                return
            log.exception("a workout cannot be compared with others")
            signatures = {one.workout_id: None for one in waiting}
        requests = {one.workout_id: one.request_id for one in waiting}
        command = SignWorkouts(requests=requests, signatures=signatures)
        signed = await self.context.run(sign_workouts, command)
        pairs = ((one, signatures[one.workout_id]) for one in signed)
        about = [(one, signature) for one, signature in pairs if signature is not None]
        batch = await self._in_thread(candidates_of, about)
        try:
            found = await self._in_worker(compare_all, batch)
        except Refusal:
            if len(waiting) > 1:
                for one in waiting:
                    await self._look([one])
                return
            log.exception("a workout cannot be compared with others")
            found = ()
        await self.context.run(settle_companions, SettleCompanions(looked=signed, found=found))

    async def _in_thread(self, question: Callable[[Any, Any], Answer], about: Any) -> Answer:
        """Ask beside the event loop: hundreds of neighbours take longer than a page."""
        database, context = self.context.database, self.context
        asked = asyncio.ensure_future(
            asyncio.to_thread(database.read, lambda c: question(about, context.work_on(c)))
        )
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            await asyncio.wait([asked])  # nobody may close the database under it
            raise

    async def _in_worker(self, function: Callable[[Any], Answer], about: Any) -> Answer:
        answer: Answer = await self.workers.run(function, about, timeout_s=TIMEOUT_S)
        return answer
