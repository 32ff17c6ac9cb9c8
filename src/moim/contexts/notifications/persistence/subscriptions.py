"""Addresses of people as rows: encrypted, found again by a keyed hash."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.sending import Address
from moim.contexts.notifications.persistence.tables import subscriptions, suppressions, user_keys
from moim.platform.upsert import upsert
from moim.platform.user_keys import key_of
from moim.platform.vault import Vault

PURPOSE = "subscriptions.address"


class SqlSubscriptions:
    """The ``Subscriptions`` port."""

    def __init__(self, connection: Connection, now: datetime, vault: Vault) -> None:
        """``vault`` opens a person's key."""
        self._connection = connection
        self._now = now
        self._vault = vault

    def add(self, id: UUID, user_id: UUID, provider: str, address: str, label: str | None) -> UUID:
        """A device that changes hands is the last one's who signed in on it."""
        hashed = self._vault.blind_index(f"address.{provider}", address)
        table = subscriptions.c
        held = self._connection.execute(
            select(table.id, table.user_id).where(table.address_hash == hashed)
        ).first()
        if held is not None and held.user_id == user_id:
            found: UUID = held.id
            return found
        self._connection.execute(delete(subscriptions).where(table.address_hash == hashed))
        self._connection.execute(
            insert(subscriptions).values(
                id=id,
                user_id=user_id,
                provider=provider,
                address=key_of(self._connection, user_keys, self._vault, user_id).encrypt(
                    address, PURPOSE
                ),
                address_hash=hashed,
                label=label,
                made_at=self._now,
            )
        )
        return id

    def of(self, user_id: UUID, providers: Collection[str] = ()) -> Sequence[Address]:
        """All of them, or of some providers."""
        wanted = select(subscriptions).where(subscriptions.c.user_id == user_id)
        if providers:
            wanted = wanted.where(subscriptions.c.provider.in_(providers))
        rows = self._connection.execute(wanted.order_by(subscriptions.c.id)).all()
        if not rows:
            return []
        key = key_of(self._connection, user_keys, self._vault, user_id)
        return [
            Address(
                subscription_id=row.id,
                provider=row.provider,
                text=key.decrypt(row.address, PURPOSE),
                address_hash=row.address_hash.hex(),
            )
            for row in rows
        ]

    def owner(self, provider: str, address: str) -> UUID | None:
        """By the hash."""
        hashed = self._vault.blind_index(f"address.{provider}", address)
        wanted = select(subscriptions.c.user_id).where(subscriptions.c.address_hash == hashed)
        found: UUID | None = self._connection.execute(wanted).scalar_one_or_none()
        return found

    def labels(self, user_id: UUID) -> Sequence[tuple[UUID, str, str | None, datetime]]:
        """The oldest first."""
        table = subscriptions.c
        wanted = select(table.id, table.provider, table.label, table.made_at)
        rows = self._connection.execute(wanted.where(table.user_id == user_id).order_by(table.id))
        return [tuple(row) for row in rows]

    def count(self, user_id: UUID) -> int:
        """By index."""
        wanted = select(func.count()).where(subscriptions.c.user_id == user_id)
        return int(self._connection.execute(wanted).scalar_one())

    def remove(self, user_id: UUID, id: UUID) -> bool:
        """By key, of its owner alone."""
        gone = self._connection.execute(
            delete(subscriptions).where(
                subscriptions.c.id == id, subscriptions.c.user_id == user_id
            )
        )
        return gone.rowcount > 0

    def suppress(self, channel: Channel, address_hash: str, reason: str) -> None:
        """For ever."""
        row = {"channel": channel.value, "address_hash": address_hash}
        upsert(self._connection, suppressions, row | {"reason": reason, "at": self._now})

    def is_suppressed(self, channel: Channel, address_hash: str) -> bool:
        """By key."""
        wanted = select(suppressions.c.at).where(
            suppressions.c.channel == channel.value, suppressions.c.address_hash == address_hash
        )
        return self._connection.execute(wanted).first() is not None
