"""Workers that send: some for each lane, so that a crowd in one holds up no other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.notifications.adapters.signals import Signals
from moim.contexts.notifications.application.sending import (
    Claim,
    Due,
    Outcome,
    claim,
    note,
    seconds_to_next,
)
from moim.contexts.notifications.domain.channels import Channel, Lane
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel
from moim.platform.context import Context
from moim.platform.rounds import forever

log = logging.getLogger(__name__)

AT_ONCE = {Lane.CRITICAL: 8, Lane.HIGH: 16, Lane.NORMAL: 16, Lane.BULK: 32}
WORKERS = {Lane.CRITICAL: 2, Lane.HIGH: 2, Lane.NORMAL: 1, Lane.BULK: 1}
POLL_S = 1.0
SENDING_MAX_S = 60.0


class NotSent(Exception):
    """A channel could not send. The text is a permanent code without anything personal."""

    def __init__(
        self,
        failure: Failure,
        error: str,
        *,
        retry_after_s: float | None = None,
        dead: tuple[UUID, ...] = (),
    ) -> None:
        """``dead`` are subscriptions that there are no more."""
        super().__init__(error)
        self.failure = failure
        self.error = error
        self.retry_after_s = retry_after_s
        self.dead = dead


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A channel took it. ``dead`` are subscriptions that it found gone on the way.

    ``by`` is the way it went, where a channel has more than one: a permanent code.
    """

    dead: tuple[UUID, ...] = ()
    by: str = ""


class Carrier(Protocol):
    """One channel's way out."""

    async def send(self, parcel: Parcel) -> Accepted:
        """Return when it was accepted. Raise NotSent."""
        ...


class Carrying:
    """All lanes of this process."""

    def __init__(
        self, use: Context[Any], carriers: Mapping[Channel, Carrier], signals: Signals
    ) -> None:
        """A channel without a carrier fails, and says so."""
        self._use = use
        self._carriers = carriers
        self._signals = signals

    def jobs(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """One for each worker of each lane."""
        return tuple(self._job(lane) for lane, workers in WORKERS.items() for _ in range(workers))

    async def once(self, lane: Lane) -> int:
        """Send what is due in a lane; how many were taken up."""
        count, parcels = await self._use.run(claim, Claim(lane=lane, most=AT_ONCE[lane]))
        await asyncio.gather(*(self._send(parcel) for parcel in parcels))
        return count

    def _job(self, lane: Lane) -> Callable[[], Awaitable[None]]:
        async def job() -> None:
            woken = self._signals.waker()
            try:
                turn = partial(self._turn, lane)
                await forever(turn, what=f"the {lane} lane", after_error_s=POLL_S, nudged=woken)
            finally:
                self._signals.forget(woken)

        return job

    async def _turn(self, lane: Lane) -> float:
        wait_s = await self._use.ask(seconds_to_next, Due(lane=lane))
        if wait_s == 0.0 and await self.once(lane):
            return 0.0
        return min(wait_s or POLL_S, POLL_S)

    async def _send(self, parcel: Parcel) -> None:
        await self._use.run(note, await self._outcome(parcel))

    async def _outcome(self, parcel: Parcel) -> Outcome:
        sending = parcel.sending
        carrier = self._carriers.get(sending.channel)
        if carrier is None:
            return Outcome(sending=sending, failure=Failure.REFUSED, error="channel-not-configured")
        try:
            async with asyncio.timeout(SENDING_MAX_S):
                accepted = await carrier.send(parcel)
            return Outcome(sending=sending, dead=accepted.dead, by=accepted.by)
        except NotSent as said:
            return Outcome(
                sending=sending,
                failure=said.failure,
                error=said.error,
                retry_after_s=said.retry_after_s,
                dead=said.dead,
            )
        except TimeoutError:
            failure = Failure.UNKNOWN if sending.channel is Channel.SMS else Failure.TRANSIENT
            return Outcome(sending=sending, failure=failure, error="timeout")
        except Exception as error:
            log.exception("sending by %s failed", sending.channel)
            return Outcome(sending=sending, failure=Failure.TRANSIENT, error=type(error).__name__)
