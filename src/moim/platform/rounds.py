"""Work that is done round after round in the background: one that stumbles is tried again."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[float]]
"""Does what there is to do, and says in how many seconds to look again: 0 for at once."""


async def forever(
    step: Step,
    *,
    what: str,
    after_error_s: float,
    nudged: asyncio.Event | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Take ``step`` until cancelled, or until ``stopping`` is set and the step at hand is done.

    ``nudged`` cuts a pause short; who sets ``stopping`` sets it, too. ``what`` is for the log.
    """
    nudged, stopping = nudged or asyncio.Event(), stopping or asyncio.Event()
    while not stopping.is_set():
        nudged.clear()
        try:
            wait_s = await step()
        except Exception:
            log.exception("%s stumbled; it is tried again", what)
            nudged.clear()
            wait_s = after_error_s
        if wait_s <= 0 or stopping.is_set():
            await asyncio.sleep(0)  # whatever the step awaited may never have let others on
        else:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await nudged.wait()


async def every(
    pause_s: float,
    act: Callable[[], Awaitable[object]],
    *,
    what: str,
    nudged: asyncio.Event | None = None,
) -> None:
    """Do ``act`` now and after each pause until cancelled; at once again if it answers True."""

    async def step() -> float:
        return 0.0 if await act() is True else pause_s

    await forever(step, what=what, after_error_s=pause_s, nudged=nudged)
