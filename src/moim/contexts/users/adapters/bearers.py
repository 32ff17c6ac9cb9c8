"""Who bears a personal token: asked at every request that shows one, so answered from memory."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from moim.contexts.users.application.personal_tokens import bearer_of, note_uses
from moim.platform.auth import Caller
from moim.platform.context import Context
from moim.platform.rounds import every

KNOWN_FOR = timedelta(seconds=2)  # how late a token revoked in another process may count here
KNOWN_MAX = 10_000
NOTED_EVERY_S = 60.0


class Bearers:
    """``platform.auth.FindPersonal`` over this context.

    What this process revokes counts at once, for the edge is told of it.
    """

    def __init__(self, context: Context[Any]) -> None:
        """Nobody is known yet."""
        self._context = context
        self._known: OrderedDict[bytes, tuple[Caller, datetime]] = OrderedDict()
        self._used: dict[UUID, datetime] = {}

    def __call__(self, token_hash: bytes) -> Caller | None:
        """The caller, from memory or by one read of an index."""
        now = self._context.clock()
        caller, until = self._known.get(token_hash, (None, now))
        if caller is None or until <= now:
            self._known.pop(token_hash, None)
            caller = self._read(token_hash)
            if caller is None:
                return None
            self._known[token_hash] = (caller, now + KNOWN_FOR)
            if len(self._known) > KNOWN_MAX:
                self._known.popitem(last=False)
        self._used[caller.session_id] = now
        return caller

    async def note_uses(self) -> None:
        """Write down when each was last used."""
        uses, self._used = self._used, {}
        if uses:
            await self._context.run(note_uses, uses)

    async def run(self) -> None:
        """Until cancelled."""
        await every(NOTED_EVERY_S, self.note_uses, what="noting uses of personal tokens")

    def _read(self, token_hash: bytes) -> Caller | None:
        bearer = self._context.database.read(
            lambda connection: bearer_of(token_hash, self._context.work_on(connection))
        )
        if bearer is None:
            return None
        return Caller(
            user_id=bearer.user_id,
            session_id=bearer.token_id,
            roles=bearer.roles,
            scopes=bearer.scopes,
            via="pat",
        )
