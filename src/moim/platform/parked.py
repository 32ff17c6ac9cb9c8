"""Inbox lines that were given up, for the person who looks after the instance.

A line is parked when its policy refused it, failed five times, or cannot read it. Later lines of
its key have passed since, so a replay is for policies that are safe late: those that write
absolutely, or compare a version or a time.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from moim.platform.context import Context
from moim.platform.mailbox import DROPPED, PARKED, WAITING

PAGE_MAX = 100


@dataclass(frozen=True, kw_only=True)
class ParkedLine:
    """One line. ``data`` is the event's payload, or None once it is no longer kept."""

    number: int
    policy: str
    type: str
    key: str
    at: datetime
    correlation: UUID
    attempts: int
    reason: str
    data: Any


async def list_parked(
    context: Context[Any], *, after: int = 0, limit: int = PAGE_MAX
) -> list[ParkedLine]:
    """Parked lines oldest first, those numbered above ``after``; at most 100."""
    inbox = context.mailbox.inbox
    statement = (
        select(inbox)
        .where(inbox.c.state == PARKED, inbox.c.seq > after)
        .order_by(inbox.c.seq)
        .limit(min(limit, PAGE_MAX))
    )
    rows = await context.database.ask(lambda connection: connection.execute(statement).all())
    return [
        ParkedLine(
            number=row.seq,
            policy=row.policy,
            type=row.type,
            key=row.key,
            at=row.at,
            correlation=row.correlation,
            attempts=row.attempts,
            reason=row.reason,
            data=_readable(row.data),
        )
        for row in rows
    ]


async def replay_parked(context: Context[Any], number: int) -> bool:
    """Put a line back in its queue with all its attempts before it; whether it was parked."""
    back = {"state": WAITING, "attempts": 0, "due": context.clock()}
    replayed = await _change(context, number, back)
    if replayed:
        for hearer in context.on_received:
            hearer()
    return replayed


async def drop_parked(context: Context[Any], number: int) -> bool:
    """Give a line up for good; whether it was parked. It stays known, so it cannot come again."""
    return await _change(context, number, {"state": DROPPED, "done_at": context.clock()})


async def _change(context: Context[Any], number: int, values: dict[str, Any]) -> bool:
    inbox = context.mailbox.inbox
    statement = update(inbox).where(inbox.c.seq == number, inbox.c.state == PARKED).values(**values)

    def unit(connection: Connection) -> bool:
        return connection.execute(statement).rowcount == 1

    return await context.database.commit(unit)


def _readable(data: bytes | None) -> Any:
    if data is None:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return data.decode(errors="replace")
