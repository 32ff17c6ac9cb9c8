"""What keeps events moving: for each context a relay, a reactor and a courier on the event loop.

Each sleeps until it is nudged by a commit or its next line falls due; a slow poll is the floor
that finds what another process committed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from moim.kernel.ids import new_id
from moim.platform.bus import BATCH_MAX as CARRIED_AT_ONCE
from moim.platform.bus import Bus, Relay
from moim.platform.context import Context
from moim.platform.deliveries import BATCH_MAX as SENT_AT_ONCE
from moim.platform.deliveries import Courier
from moim.platform.housekeeping import HOUSEKEEPING_EVERY_S, tidy
from moim.platform.mailbox import WAITING
from moim.platform.reactions import LOOKS_EVERY, react
from moim.platform.rounds import Step, forever

POLL_S = LOOKS_EVERY / timedelta(seconds=1)
AGAIN_MIN_S = 0.005
PAUSE_AFTER_ERROR_S = 1.0
STOP_WITHIN_S = 5.0
ROUNDS_MAX = 100
OVERTAKES_MAX, OVERTAKE_EVERY_S = 600, 0.1

Nudges = list[Callable[[], None]]


class NeverRests(RuntimeError):
    """Events kept causing events for a hundred rounds."""


class Pumps:
    """The moving parts of the contexts in this process."""

    def __init__(
        self, contexts: Sequence[Context[Any]], bus: Bus, couriers: Sequence[Courier] = ()
    ) -> None:
        """Nothing moves until ``start`` or ``settle``."""
        holder = new_id()
        self._contexts = contexts
        self._relays = {context.name: Relay(context, bus, holder) for context in contexts}
        self._couriers = couriers
        self._tasks: dict[asyncio.Task[None], asyncio.Event] = {}
        self._stopping = asyncio.Event()
        self._nudges: list[tuple[Nudges, Callable[[], None]]] = []

    def start(self) -> None:
        """Move things in the background of the running loop."""
        self._stopping.clear()
        for context in self._contexts:
            relay = self._relays[context.name]
            self._spawn(_step(relay.carry, CARRIED_AT_ONCE), context.on_published)
            self._spawn(_reactor(context), context.on_received)
            self._spawn(_housekeeper(context))
        for courier in self._couriers:
            self._spawn(_step(courier.deliver, SENT_AT_ONCE), courier.context.on_published)

    async def stop(self) -> None:
        """Let each finish the step it is at, for five seconds at most, then let go.

        What is cut short is undone by its transaction and taken up at the next start; a letter
        that was being sent may be sent again.
        """
        for nudges, nudge in self._nudges:
            nudges.remove(nudge)
        self._nudges.clear()
        self._stopping.set()
        for nudged in self._tasks.values():
            nudged.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_WITHIN_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        for relay in self._relays.values():
            await relay.stop()

    async def settle(self) -> None:
        """Move everything that is due until nothing moves. For tests and commands."""
        for _ in range(ROUNDS_MAX):
            moved = 0
            for context in self._contexts:
                moved += await self._relays[context.name].carry()
            for context in self._contexts:
                moved += (await react(context)).lines
            for courier in self._couriers:
                moved += await courier.deliver()
            if not moved:
                return
        raise NeverRests

    async def overtake(self) -> bool:
        """Wait until whoever listens heard what waits now, a minute at most; whether all did.

        For commands beside a server, which may be the one that carries: ``settle`` moves only
        what is not another process's to move.
        """
        mailboxes = [(context, context.mailbox) for context in self._contexts]
        left = [(context, select(box.outbox.c.seq)) for context, box in mailboxes]
        if not await self._gone(left):
            return False
        lines = [(context, box.inbox.c) for context, box in mailboxes]
        return await self._gone(
            [(one, select(c.seq).where(c.state == WAITING)) for one, c in lines]
        )

    async def _gone(self, waiting: Sequence[tuple[Context[Any], Select[Any]]]) -> bool:
        """Whether all that these find now is found no more in the end."""
        there = [(context, asked, await _found(context, asked)) for context, asked in waiting]
        for _ in range(OVERTAKES_MAX):
            await self.settle()
            there = [
                (context, asked, seqs & await _found(context, asked))
                for context, asked, seqs in there
                if seqs
            ]
            if not any(seqs for *_, seqs in there):
                return True
            await asyncio.sleep(OVERTAKE_EVERY_S)
        return False

    def _spawn(self, step: Step, nudges: Nudges | None = None) -> None:
        loop = asyncio.get_running_loop()
        nudged = asyncio.Event()

        def nudge() -> None:
            if not nudged.is_set():
                loop.call_soon_threadsafe(nudged.set)

        if nudges is not None:
            nudges.append(nudge)
            self._nudges.append((nudges, nudge))
        pump = forever(
            step,
            what="a pump",
            after_error_s=PAUSE_AFTER_ERROR_S,
            nudged=nudged,
            stopping=self._stopping,
        )
        self._tasks[loop.create_task(pump)] = nudged


async def _found(context: Context[Any], asked: Select[Any]) -> set[int]:
    rows = await context.database.ask(lambda connection: connection.execute(asked).all())
    return {row[0] for row in rows}


def _step(move: Callable[[], Awaitable[int]], most: int) -> Step:
    """``move`` takes ``most`` at once: after fewer nothing is left but what will nudge."""

    async def step() -> float:
        return 0.0 if await move() >= most else POLL_S

    return step


def _reactor(context: Context[Any]) -> Step:
    async def step() -> float:
        reacted = await react(context)
        if reacted.lines and (reacted.full or context.inbox.shared):
            return 0.0  # another worker may have left us what waited for a key of ours
        if reacted.again_at is None:
            return POLL_S
        wait_s = (reacted.again_at - context.clock()) / timedelta(seconds=1)
        return min(max(wait_s, AGAIN_MIN_S), POLL_S)

    return step


def _housekeeper(context: Context[Any]) -> Step:
    async def step() -> float:
        return 0.0 if await tidy(context) else HOUSEKEEPING_EVERY_S

    return step
