"""Second factors as rows: the secret under the user's own key, recovery codes as hashes."""

import base64
from uuid import UUID

from sqlalchemy import Connection, delete, select

from moim.contexts.users.domain.second_factor import SecondFactor
from moim.contexts.users.persistence.tables import second_factors, user_keys
from moim.platform.saving import save_row
from moim.platform.vault import UserKey, Vault

PURPOSE = "second_factors.secret"
HASH_BYTES = 32


class SqlSecondFactors:
    """A row an account that has one or began one."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._vault = vault

    def of(self, user_id: UUID) -> SecondFactor | None:
        """Confirmed or not."""
        row = self._connection.execute(
            select(second_factors).where(second_factors.c.user_id == user_id)
        ).first()
        if row is None:
            return None
        hashes = range(0, len(row.recovery), HASH_BYTES)
        return SecondFactor(
            user_id=user_id,
            version=row.version,
            secret=base64.b32decode(self._key(user_id).decrypt(row.secret, PURPOSE)),
            confirmed_at=row.confirmed_at,
            used_step=row.used_step,
            recovery=frozenset(row.recovery[start : start + HASH_BYTES] for start in hashes),
        )

    def save(self, factor: SecondFactor) -> None:
        """Under a version check: of two that use one code at once, one is first."""
        secret = base64.b32encode(factor.secret).decode()
        values = {
            "user_id": factor.user_id,
            "secret": self._key(factor.user_id).encrypt(secret, PURPOSE),
            "confirmed_at": factor.confirmed_at,
            "used_step": factor.used_step,
            "recovery": b"".join(sorted(factor.recovery)),
        }
        save_row(self._connection, second_factors, factor, values)

    def remove(self, user_id: UUID) -> bool:
        """Drop it; whether there was one."""
        mine = delete(second_factors).where(second_factors.c.user_id == user_id)
        return self._connection.execute(mine).rowcount > 0

    def _key(self, user_id: UUID) -> UserKey:
        wrapped = self._connection.execute(
            select(user_keys.c.wrapped).where(user_keys.c.user_id == user_id)
        ).scalar_one()
        return self._vault.open_user_key(user_id, wrapped)
