"""A person's key: made with the first thing that is encrypted under it."""

from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from moim.platform.vault import UserKey, Vault


def key_of(connection: Connection, user_keys: Table, vault: Vault, user_id: UUID) -> UserKey:
    """The key, open for this unit of work; ``user_keys`` is the context's own table of them."""
    wrapped = connection.execute(
        select(user_keys.c.wrapped).where(user_keys.c.user_id == user_id)
    ).scalar()
    if wrapped is None:
        wrapped = vault.new_user_key(user_id)
        connection.execute(insert(user_keys).values(user_id=user_id, wrapped=wrapped))
    return vault.open_user_key(user_id, wrapped)
