"""Numbers that wait to be proved, as rows."""

from uuid import UUID

from sqlalchemy import Connection, delete, select

from moim.contexts.notifications.domain.phone import Claim
from moim.contexts.notifications.persistence.tables import phone_claims, user_keys
from moim.platform.upsert import upsert
from moim.platform.user_keys import key_of
from moim.platform.vault import Vault

NUMBER = "phone_claims.number"
CODE = "phone_claims.code"


class SqlClaims:
    """The ``Claims`` port."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """``vault`` opens a person's key."""
        self._connection = connection
        self._vault = vault

    def get(self, user_id: UUID, *, hold: bool = False) -> Claim | None:
        """By key."""
        wanted = select(phone_claims).where(phone_claims.c.user_id == user_id)
        if hold and self._connection.dialect.name == "postgresql":
            wanted = wanted.with_for_update()
        row = self._connection.execute(wanted).first()
        if row is None:
            return None
        key = key_of(self._connection, user_keys, self._vault, user_id)
        return Claim(
            user_id=user_id,
            number=key.decrypt(row.number, NUMBER),
            code_hash=row.code_hash,
            asked_at=row.asked_at,
            tries=row.tries,
        )

    def save(self, claim: Claim) -> None:
        """One row a person."""
        key = key_of(self._connection, user_keys, self._vault, claim.user_id)
        upsert(
            self._connection,
            phone_claims,
            {
                "user_id": claim.user_id,
                "number": key.encrypt(claim.number, NUMBER),
                "code_hash": claim.code_hash,
                "asked_at": claim.asked_at,
                "tries": claim.tries,
            },
        )

    def drop(self, user_id: UUID) -> None:
        """By key."""
        self._connection.execute(delete(phone_claims).where(phone_claims.c.user_id == user_id))

    def hashed(self, user_id: UUID, code: str) -> bytes:
        """Of this person's alone: one code of two people looks different."""
        return self._vault.blind_index(CODE, f"{user_id}:{code}")
