"""What the use cases about device makers need of the world."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.domain.connections import Connection, Notice, Try


class Connections(Protocol):
    """Accounts at makers, questions on their way, and what is to be fetched."""

    def key_of(self, user_id: UUID) -> bytes | None:
        """The person's wrapped key in this context."""
        ...

    def keep_key(self, user_id: UUID, wrapped: bytes) -> None:
        """Keep it; Stale if there is one."""
        ...

    def of(self, user_id: UUID) -> Sequence[Connection]:
        """A person's, by provider."""
        ...

    def find(self, user_id: UUID, provider: str) -> Connection | None:
        """One of a person's."""
        ...

    def whose(self, provider: str, their_hash: bytes) -> Connection | None:
        """Whom the maker means."""
        ...

    def save(self, connection: Connection) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...

    def remove(self, connection: Connection) -> None:
        """Drop it with what was to be fetched."""
        ...

    def imports_of_parted(
        self, providers: Collection[str], most: int
    ) -> Sequence[tuple[UUID, UUID]]:
        """Imports, and whose they are, from makers that their owner is connected with no more."""
        ...

    def add_try(self, asked: Try) -> None:
        """Keep a question, and drop those that ran out."""
        ...

    def take_try(self, state_hash: bytes) -> Try | None:
        """The question with this state, which is gone by it."""
        ...

    def add_notice(self, notice: Notice, due: datetime) -> None:
        """Have it fetched, unless that waits already."""
        ...

    def due(self, now: datetime, limit: int) -> Sequence[Notice]:
        """What is to be fetched by now, the longest waiting first."""
        ...

    def put_off(self, notice: Notice, due: datetime) -> None:
        """Try again then."""
        ...

    def settle(self, ids: Sequence[UUID]) -> None:
        """They were fetched, or never will be."""
        ...
