"""From an owner's outbox to the listeners' inboxes.

The bus only carries. The relay takes envelopes from an outbox in order, hands them over, and
deletes them once every listener has them safely; a crash in between sends them again, and the
inbox knows them.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from moim.platform.context import Context
from moim.platform.leases import Lease
from moim.platform.mailbox import ENVELOPE_COLUMNS, Envelope, envelope_of
from moim.platform.prepared import Prepared
from moim.platform.reactions import react
from moim.platform.transactions import TransactionLost

BATCH_MAX = 256


class Bus(Protocol):
    """Carries envelopes to whoever listens."""

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Return when every listener has them durably. Keys keep their order."""
        ...


class DeafContext(RuntimeError):
    """A context listens to an event whose owner is not here and there is no broker."""


class EmbeddedBus:
    """All contexts in one process: handing over is a call."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._contexts: list[Context[Any]] = []

    def join(self, context: Context[Any]) -> None:
        """Let the context hear what is published."""
        self._contexts.append(context)

    def check(self, existing: Collection[str] | None = None) -> None:
        """Refuse to start while somebody listens to a context that is not in the process.

        A context that is not among the ``existing`` publishes nothing yet: nobody misses it.
        """
        here = {context.name for context in self._contexts}
        for context in self._contexts:
            for type_name in context.listeners:
                owner = type_name.partition(".")[0]
                missed = existing is None or owner in existing
                if owner != "events" and owner not in here and missed:
                    raise DeafContext(f"{context.name} listens to {type_name}; {owner} is absent")

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Let every listener have them, all at once, and react in the same transaction.

        A disk that waits for one commit instead of two is half of what an event costs.
        """
        await asyncio.gather(
            *(
                hand_over(context, heard)
                for context in self._contexts
                if (heard := [line for line in envelopes if line.type in context.listeners])
            )
        )


async def hand_over(context: Context[Any], heard: Sequence[Envelope]) -> None:
    """Let the context have what it listens to: with its reactions, or alone if they are lost."""
    try:
        await react(context, heard)
    except TransactionLost:
        # The reactions are too much for the disk, say; the sender need not wait until they fit.
        await context.receive(heard)


class Relay:
    """The one carrier of a context's outbox, among however many processes there are."""

    def __init__(self, context: Context[Any], bus: Bus, holder: UUID) -> None:
        """``holder`` is this process."""
        self._context = context
        self._bus = bus
        outbox = context.mailbox.outbox
        columns = (outbox.c.seq, *(outbox.c[name] for name in ENVELOPE_COLUMNS))
        self._waiting = Prepared(select(*columns).order_by(outbox.c.seq).limit(BATCH_MAX))
        self._forget = Prepared(delete(outbox).where(outbox.c.seq == bindparam("carried")))
        self._lease = Lease(context.database, context.mailbox, "relay", holder, context.clock)

    async def carry(self) -> int:
        """Hand over what waits, at most 256 envelopes; how many that was."""
        rows = await self._context.database.ask(self._waiting.rows)
        if not rows or not await self._lease.held():
            return 0
        await self._bus.publish([envelope_of(columns) for _, *columns in rows])
        carried = [{"carried": seq} for seq, *_ in rows]
        await self._context.database.commit(lambda c: self._forget.run_many(c, carried))
        return len(rows)

    async def stop(self) -> None:
        """Leave the outbox to another process at once."""
        await self._lease.release()
