"""What live sessions need of the world besides workouts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.live_points import Batch
from moim.contexts.workouts.domain.live_session import LiveSession, State


class LiveSessions(Protocol):
    """Everybody's sessions and their batches."""

    def get(self, id: UUID) -> LiveSession:
        """One by its id, whoever's; raises SessionNotFound."""
        ...

    def unfinished(self, user_id: UUID) -> int:
        """How many of a person's have not ended."""
        ...

    def page(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[LiveSession]:
        """A person's, newest first."""
        ...

    def neighbours(self, session: LiveSession, seq: int) -> tuple[Batch | None, Batch | None]:
        """Of the batches that came, those next to a number."""
        ...

    def append(self, session: LiveSession, batch: Batch) -> None:
        """Keep a batch."""
        ...

    def batches(self, session: LiveSession, after: int, limit: int) -> Sequence[Batch]:
        """Those with a number above ``after``, in their order."""
        ...

    def kept(self, session: LiveSession) -> bytes:
        """The bytes of all batches in their order."""
        ...

    def drop_batches(self, session: LiveSession) -> None:
        """Let go of them: the recording has all."""
        ...

    def save(self, session: LiveSession) -> None:
        """Keep it and publish what it recorded."""
        ...

    def unheard(self, state: State, since: datetime) -> Sequence[tuple[UUID, UUID]]:
        """Session and owner of those in a state that were not heard of after an instant."""
        ...


class LiveWork(Work, Protocol):
    """A transaction that sees live sessions too."""

    live_sessions: LiveSessions
