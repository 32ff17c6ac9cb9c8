"""What announcements, broadcasts and priorities need of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.domain.announcement import (
    Announcement,
    AnnouncementKind,
    Follow,
    Standing,
    StatsRequest,
)
from moim.contexts.notifications.domain.broadcast import Broadcast
from moim.contexts.notifications.domain.priority import PriorityRequest, RequestState


class Broadcasts(Protocol):
    """Messages to many."""

    def add(self, broadcast: Broadcast) -> bool:
        """Queue it; False if the announcement's occurrence is queued already."""
        ...

    def due(self) -> Broadcast | None:
        """The next that has somebody left to tell."""
        ...

    def next_due(self) -> datetime | None:
        """When the next falls due."""
        ...

    def advance(self, broadcast: Broadcast, last: UUID | None, *, done: bool) -> bool:
        """Note how far it is; False if somebody else was here since it was read."""
        ...

    def count_told(self, broadcast: Broadcast, told: int) -> None:
        """So many more have it."""
        ...

    def of_announcement(self, announcement_id: UUID) -> Sequence[Broadcast]:
        """All, in the order in which they fall due."""
        ...

    def find(self, id: UUID) -> Broadcast | None:
        """One."""
        ...

    def cancel_waiting(self, announcement_id: UUID) -> None:
        """Tell nobody more of them."""
        ...


class Announcements(Protocol):
    """Announcements, who follows them, and their reminders."""

    def find(self, id: UUID) -> Announcement | None:
        """One."""
        ...

    def save(self, announcement: Announcement) -> None:
        """Under a version check; publishes what it recorded."""
        ...

    def page(
        self,
        after: tuple[datetime, UUID] | None,
        most: int,
        kind: AnnouncementKind | None = None,
        state: Standing | None = None,
    ) -> Sequence[Announcement]:
        """The newest first, of a kind, that stand so."""
        ...

    def since(self, moment: datetime, most: int) -> Sequence[Announcement]:
        """Those registered after an instant that still stand, the newest first."""
        ...

    def follow_of(self, announcement_id: UUID, user_id: UUID) -> Follow | None:
        """How the person hears of it."""
        ...

    def set_follow(self, follow: Follow) -> None:
        """From now on."""
        ...

    def followed_by(self, user_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
        """Those of them that the person follows."""
        ...

    def followers(
        self, announcement_id: UUID, after: UUID | None, most: int, *, reminded: bool
    ) -> Sequence[UUID]:
        """The next who follow it, or want its reminders, by id."""
        ...

    def set_reminders(self, announcement_id: UUID, due: dict[int, datetime]) -> None:
        """These from now on, by offset in seconds; those that were sent stay."""
        ...

    def reminders(self, announcement_id: UUID) -> Sequence[tuple[int, datetime, str, int]]:
        """Offset, when due, state, recipients; the earliest first."""
        ...

    def end_reminder(
        self, announcement_id: UUID, offset_s: int, state: str, recipients: int = 0
    ) -> None:
        """It was sent to so many, or will not be."""
        ...

    def cancel_reminders(self, announcement_id: UUID) -> None:
        """None will be sent."""
        ...

    def find_stats(self, id: UUID) -> StatsRequest | None:
        """A request for figures."""
        ...

    def save_stats(self, asked: StatsRequest) -> None:
        """Keep it and publish what it recorded."""
        ...

    def read_of(self, announcement_id: UUID) -> tuple[int, int]:
        """How many were told in the app, and how many of those read it."""
        ...


class PriorityRequests(Protocol):
    """Requests that a topic travel in another lane."""

    def find(self, id: UUID) -> PriorityRequest | None:
        """One."""
        ...

    def save(self, request: PriorityRequest) -> None:
        """Under a version check; publishes what it recorded."""
        ...

    def page(
        self, state: RequestState | None, user_id: UUID | None, after: UUID | None, most: int
    ) -> Sequence[PriorityRequest]:
        """The newest first, of a state, of a person."""
        ...


class SpreadingWork(Work, Protocol):
    """One transaction, with the repositories of this module too."""

    broadcasts: Broadcasts
    announcements: Announcements
    priority_requests: PriorityRequests
