"""Keeps removing originals apart from their arriving, in this process.

An original that arrives is among the blobs a moment before a row says that it is needed. Who
looked for that row just then would remove what had just been promised to be kept.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE_S = 1.0


class Busy(Exception):
    """Something is arriving all the time; removing can wait."""


class Arrivals:
    """A gate: any number may arrive at once, or one may remove."""

    def __init__(self) -> None:
        """Nobody inside."""
        self._arriving = 0
        self._open = asyncio.Event()
        self._open.set()
        self._empty = asyncio.Event()
        self._empty.set()

    @asynccontextmanager
    async def arriving(self) -> AsyncIterator[None]:
        """From before the bytes are kept until the rows that name them are committed."""
        await self._open.wait()
        self._arriving += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._arriving -= 1
            if not self._arriving:
                self._empty.set()

    @asynccontextmanager
    async def removing(self) -> AsyncIterator[None]:
        """While nothing arrives; raises Busy if that does not come about soon."""
        self._open.clear()
        try:
            try:
                await asyncio.wait_for(self._empty.wait(), PATIENCE_S)
            except TimeoutError:
                raise Busy from None
            yield
        finally:
            self._open.set()
