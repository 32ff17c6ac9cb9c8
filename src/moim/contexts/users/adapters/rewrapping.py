"""Carries ``moim keys rotate`` through this context's rows."""

from typing import Any

from moim.contexts.users.application.keys import RewrapKeys, rewrap_keys
from moim.platform.context import Context


async def rewrap_all(context: Context[Any]) -> int:
    """Wrap every user's key under the present master key; how many.

    Between ``Vault.rotate`` and ``Vault.retire``, with no other process running: one that still
    holds the old master key would wrap a newcomer's key under what ``retire`` destroys.
    """
    count, after = 0, None
    while True:
        done = await context.run(rewrap_keys, RewrapKeys(after=after))
        count += done.count
        if done.last is None:
            return count
        after = done.last
