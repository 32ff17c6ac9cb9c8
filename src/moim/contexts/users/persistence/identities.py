"""Identities, and what is on its way to one, as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.domain.identity import Identity, ProviderName, Ticket, Try
from moim.contexts.users.persistence.tables import identities, oauth_tickets, oauth_tries
from moim.kernel.errors import Stale


class SqlIdentities:
    """A row an identity; rows of questions and tickets for minutes."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        """``now`` decides what has run out."""
        self._connection = connection
        self._now = now

    def find(self, provider: ProviderName, subject_hash: bytes) -> Identity | None:
        """Whose it is."""
        row = self._connection.execute(
            select(identities).where(
                identities.c.provider == provider.value,
                identities.c.subject_hash == subject_hash,
            )
        ).first()
        return None if row is None else _identity(row)

    def of(self, user_id: UUID) -> Sequence[Identity]:
        """The account's, by provider."""
        mine = select(identities).where(identities.c.user_id == user_id)
        return [
            _identity(r) for r in self._connection.execute(mine.order_by(identities.c.provider))
        ]

    def add(self, identity: Identity) -> None:
        """Keep it; the keys decide between two that come at once."""
        try:
            self._connection.execute(
                insert(identities).values(
                    provider=identity.provider.value,
                    subject_hash=identity.subject_hash,
                    user_id=identity.user_id,
                    linked_at=identity.linked_at,
                )
            )
        except IntegrityError:
            raise Stale(identity.user_id) from None

    def remove(self, user_id: UUID, provider: ProviderName) -> bool:
        """Drop it; whether there was one."""
        mine = (identities.c.user_id == user_id, identities.c.provider == provider.value)
        return self._connection.execute(delete(identities).where(*mine)).rowcount > 0

    def add_try(self, asked: Try) -> None:
        """Keep a question, and drop those that ran out."""
        self._connection.execute(delete(oauth_tries).where(oauth_tries.c.expires_at < self._now))
        values = vars(asked) | {"provider": asked.provider.value}
        self._connection.execute(insert(oauth_tries).values(values))

    def take_try(self, state_hash: bytes) -> Try | None:
        """The question with this state, which is gone by it."""
        row = (
            self._connection.execute(
                delete(oauth_tries)
                .where(oauth_tries.c.state_hash == state_hash)
                .returning(*oauth_tries.c)
            )
            .mappings()
            .first()
        )
        if row is None:
            return None
        return Try(**{**row, "provider": ProviderName(row["provider"])})

    def add_ticket(self, ticket: Ticket) -> None:
        """Keep a ticket, and drop those that ran out."""
        old = delete(oauth_tickets).where(oauth_tickets.c.expires_at < self._now)
        self._connection.execute(old)
        values = vars(ticket) | {"provider": ticket.provider.value}
        self._connection.execute(insert(oauth_tickets).values(values))

    def take_ticket(self, token_hash: bytes) -> Ticket | None:
        """The ticket with this token, which is gone by it."""
        row = (
            self._connection.execute(
                delete(oauth_tickets)
                .where(oauth_tickets.c.token_hash == token_hash)
                .returning(*oauth_tickets.c)
            )
            .mappings()
            .first()
        )
        if row is None:
            return None
        return Ticket(**{**row, "provider": ProviderName(row["provider"])})


def _identity(row: Any) -> Identity:
    return Identity(
        provider=ProviderName(row.provider),
        subject_hash=row.subject_hash,
        user_id=row.user_id,
        linked_at=row.linked_at,
    )
