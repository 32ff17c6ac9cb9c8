"""The worker that tells a crowd, a thousand at a time, asking elsewhere who they are."""

import asyncio
from typing import Any
from uuid import UUID

from moim.contexts.notifications.adapters.signals import Signals
from moim.contexts.notifications.application.spreading import Portion, next_broadcast, spread
from moim.contexts.notifications.domain.broadcast import ELSEWHERE, PORTION, Audience, Broadcast
from moim.contracts.community import Follows, Moderators
from moim.platform.context import Context
from moim.platform.rounds import every

POLL_S = 1.0


class Spreader:
    """One is enough: portions follow each other."""

    def __init__(
        self, use: Context[Any], follows: Follows, moderators: Moderators, signals: Signals
    ) -> None:
        """``follows`` and ``moderators`` are asked outside every transaction."""
        self._use = use
        self._follows = follows
        self._moderators = moderators
        self._signals = signals

    async def once(self) -> bool:
        """One portion of the broadcast that waits longest; whether there was one."""
        broadcast = await self._use.ask(next_broadcast, None)
        if broadcast is None:
            return False
        await self._use.run(spread, await self._portion(broadcast))
        return True

    async def run(self) -> None:
        """Until the program stops."""
        woken = self._signals.waker()
        try:
            await every(POLL_S, self.once, what="telling a crowd", nudged=woken)
        finally:
            self._signals.forget(woken)

    async def _portion(self, broadcast: Broadcast) -> Portion:
        if broadcast.audience not in ELSEWHERE:
            return Portion(broadcast=broadcast)
        ids = await asyncio.to_thread(self._ids, broadcast)
        untold: frozenset[UUID] = frozenset()
        if broadcast.actor is not None and ids:
            blocked = await asyncio.to_thread(self._follows.blocked_between, broadcast.actor, ids)
            untold = frozenset(blocked)
        return Portion(broadcast=broadcast, ids=ids, untold=untold)

    def _ids(self, broadcast: Broadcast) -> list[UUID]:
        if broadcast.audience is Audience.MODERATORS:
            everybody = sorted(self._moderators.moderators_of(broadcast.target))
            after = broadcast.after
            return [id for id in everybody if after is None or id > after][:PORTION]
        kind, target = broadcast.audience.value, broadcast.target
        return self._follows.followers_of(kind, target, broadcast.after, PORTION)
