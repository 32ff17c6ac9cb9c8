"""What sharing needs of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.sharing import ShareLink, ShareRequest
from moim.contexts.workouts.domain.sight import Grant


class ShareRequests(Protocol):
    """Everybody's requests to see a workout."""

    def get(self, id: UUID) -> ShareRequest:
        """Whoever's it is; raises ShareRequestNotFound."""
        ...

    def alike(self, workout_id: UUID, asker_id: UUID, place: str | None) -> ShareRequest | None:
        """The last one of this person's for this workout and place."""
        ...

    def unanswered(self, asker_id: UUID) -> int:
        """How many of this person's wait for an answer."""
        ...

    def grant(self, workout_id: UUID, asker_id: UUID) -> Grant | None:
        """What this person was let see of the workout, all approvals together."""
        ...

    def to_answer(
        self, user_id: UUID, state: str | None, limit: int, after: UUID | None
    ) -> Sequence[ShareRequest]:
        """A page of those about a person's own workouts, newest first."""
        ...

    def sent(self, asker_id: UUID, limit: int, after: UUID | None) -> Sequence[ShareRequest]:
        """A page of a person's own, newest first."""
        ...

    def save(self, request: ShareRequest) -> None:
        """Keep it and publish what it recorded."""
        ...


class ShareLinks(Protocol):
    """Everybody's links."""

    def of(self, workout_id: UUID) -> Sequence[ShareLink]:
        """A workout's links, oldest first, with those that show nothing any more."""
        ...

    def by_token(self, token_hash: bytes) -> ShareLink | None:
        """The link of this token."""
        ...

    def add(self, link: ShareLink, token_hash: bytes) -> None:
        """Keep it."""
        ...

    def revoke(self, link: ShareLink, at: datetime) -> None:
        """Let it show nothing any more."""
        ...


class SharingWork(Work, Protocol):
    """A unit of work that also shares."""

    share_requests: ShareRequests
    share_links: ShareLinks
