"""A notice to one person, and what becomes of it once it was told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.errors import Invalid

BUNDLE_WINDOW = timedelta(minutes=10)
BUNDLE_MAX = timedelta(minutes=60)
ACTORS_KEPT = 20


class State(StrEnum):
    """Where it stands in the inbox; ``hidden`` is not shown there: it went elsewhere only."""

    UNREAD = "unread"
    READ = "read"
    ARCHIVED = "archived"
    HIDDEN = "hidden"


class UnknownState(Invalid):
    """A state that no notice has."""

    code = "notification-state-unknown"
    ko = "state는 unread, read, archived 중 하나여야 합니다."
    en = "state is unread, read or archived."


@dataclass(kw_only=True, eq=False)
class Notice:
    """``key`` tells what it is about: a person is told it once. ``count`` counts who did it."""

    id: UUID
    user_id: UUID
    key: str
    template: str
    values: dict[str, str]
    at: datetime
    first_at: datetime
    state: State
    subject_kind: str = ""
    subject_id: UUID | None = None
    actors: list[UUID] = field(default_factory=list)
    count: int = 1
    seen: bool = False
    read_at: datetime | None = None
    decisions: str = "{}"
    announcement_id: UUID | None = None

    def gathers(self, now: datetime) -> bool:
        """Whether what happens now still joins this bundle: unread, and neither late nor long.

        One that went elsewhere only is read nowhere that we know of.
        """
        return (
            self.state in (State.UNREAD, State.HIDDEN)
            and now - self.at <= BUNDLE_WINDOW
            and now - self.first_at <= BUNDLE_MAX
        )

    def join(self, actor: UUID | None, now: datetime) -> bool:
        """One more did it; False for somebody who is counted already."""
        if actor is not None and actor in self.actors:
            return False
        if actor is not None:
            self.actors = [actor, *self.actors][:ACTORS_KEPT]
        self.count += 1
        self.at = now
        self.seen = False
        return True

    def read(self, now: datetime) -> bool:
        """Mark it read; whether that changed anything."""
        if self.state is not State.UNREAD:
            return False
        self.state, self.seen, self.read_at = State.READ, True, now
        return True

    def archive(self, now: datetime) -> bool:
        """Put it away; whether that changed anything."""
        if self.state in (State.ARCHIVED, State.HIDDEN):
            return False
        self.state, self.seen, self.read_at = State.ARCHIVED, True, self.read_at or now
        return True
