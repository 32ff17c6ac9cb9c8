"""Carries a new master key through every context that keeps keys of its users."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from moim.platform.context import Context
from moim.platform.vault import Vault

TABLE = "user_keys"
AT_ONCE = 500


async def rewrap_user_keys(context: Context[Any], vault: Vault) -> int:
    """Wrap each key in the context's table ``user_keys`` under the present master key; how many.

    The table has ``user_id`` and ``wrapped``, as every context names it that seals anything under
    a key of its user. Between ``Vault.rotate`` and ``Vault.retire``, with no other process running.
    """
    table = context.metadata.tables.get(TABLE)
    if table is None:
        return 0

    def piece(after: UUID | None, connection: Connection) -> list[UUID]:
        wanted = select(table.c.user_id, table.c.wrapped).order_by(table.c.user_id).limit(AT_ONCE)
        if after is not None:
            wanted = wanted.where(table.c.user_id > after)
        rows = connection.execute(wanted).all()
        for user_id, wrapped in rows:
            one = update(table).where(table.c.user_id == user_id)
            connection.execute(one.values(wrapped=vault.rewrap(user_id, wrapped)))
        return [user_id for user_id, _ in rows]

    count, last = 0, None
    while ids := await context.database.commit(partial(piece, last)):
        count, last = count + len(ids), ids[-1]
    return count
