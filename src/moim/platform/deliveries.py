"""What leaves the house: mail, pushes and messages, sent after the commit that asked for them.

A policy writes a row; a courier sends it with the channel's own patience. A crash between
sending and noting it sends it again: at least once, never silently not.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select, update

from moim.platform.context import Context

log = logging.getLogger(__name__)

BATCH_MAX = 20
ATTEMPTS_MAX = 8
HOLD = timedelta(minutes=2)  # what a worker has claimed is its own for so long
SENDING_MAX_S = 60.0  # and well before that it gives up
REASON_LENGTH_MAX = 500


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One thing to send. ``data`` holds ids and plain facts; addresses are looked up now."""

    id: UUID
    channel: str
    template: str
    user_id: UUID
    data: dict[str, Any]
    attempt: int


class Undeliverable(Exception):
    """Sending again will not help: the address is gone or refused."""


Send = Callable[[Delivery], Awaitable[None]]


class Courier:
    """Sends a context's deliveries through the channels it is given."""

    def __init__(self, context: Context[Any], channels: dict[str, Send]) -> None:
        """``channels`` maps a channel's name to what sends on it."""
        self.context = context
        self._channels = channels

    async def deliver(self) -> int:
        """Send what is due, at most 20; how many were tried."""
        if not await self.context.database.ask(self._anything_due):
            return 0
        rows = await self.context.database.commit(self._claim)
        await asyncio.gather(*(self._send(row) for row in rows))
        return len(rows)

    def _anything_due(self, connection: Connection) -> bool:
        table = self.context.mailbox.deliveries
        due = select(table.c.id).where(
            table.c.state == "waiting", table.c.due <= self.context.clock()
        )
        return connection.execute(due.limit(1)).first() is not None

    def _claim(self, connection: Connection) -> list[Delivery]:
        table = self.context.mailbox.deliveries
        now = self.context.clock()
        due = (
            select(table)
            .where(table.c.state == "waiting", table.c.due <= now)
            .order_by(table.c.due)
            .limit(BATCH_MAX)
        )
        if self.context.database.dialect == "postgresql":
            due = due.with_for_update(skip_locked=True)
        rows = connection.execute(due).all()
        if rows:
            connection.execute(
                update(table)
                .where(table.c.id.in_([row.id for row in rows]))
                .values(due=now + HOLD, attempts=table.c.attempts + 1)
            )
        return [
            Delivery(
                id=row.id,
                channel=row.channel,
                template=row.template,
                user_id=row.user_id,
                data=msgspec.json.decode(row.data),
                attempt=row.attempts + 1,
            )
            for row in rows
        ]

    async def _send(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(SENDING_MAX_S):
                await self._channels[delivery.channel](delivery)
        except Undeliverable as error:
            await self._note(delivery, state="failed", reason=str(error))
        except Exception as error:
            log.exception("delivery by %s failed", delivery.channel)
            if delivery.attempt >= ATTEMPTS_MAX:
                await self._note(delivery, state="failed", reason=repr(error))
            else:
                again = self.context.clock() + timedelta(seconds=15 * 4 ** (delivery.attempt - 1))
                await self._note(delivery, due=again, reason=repr(error))
        else:
            await self._note(delivery, state="sent", reason=None)

    async def _note(self, delivery: Delivery, **values: Any) -> None:
        table = self.context.mailbox.deliveries
        if values.get("reason"):
            values["reason"] = values["reason"][:REASON_LENGTH_MAX]
        statement = (
            update(table)
            .where(table.c.id == delivery.id, table.c.attempts == delivery.attempt)
            .values(**values)
        )
        await self.context.database.commit(lambda connection: connection.execute(statement))
