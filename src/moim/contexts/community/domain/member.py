"""What community knows of a person: a replica, and what they did here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.community.domain.trust import Deeds, Standing, standing

DEFAULT_ZONE = "Asia/Seoul"


@dataclass(frozen=True, kw_only=True)
class Member:
    """``nickname`` None is somebody not heard of yet, or who has left."""

    user_id: UUID
    since: datetime
    nickname: str | None = None
    photo_key: str | None = None
    region: str | None = None
    locale: str = "ko"
    timezone: str = DEFAULT_ZONE
    left: bool = False
    days_active: int = 0
    posts: int = 0
    comments: int = 0
    likes_given: int = 0
    likes_received: int = 0
    upheld: int = 0
    reports_handled: int = 0
    reports_agreed: int = 0
    trusted: bool = False

    @property
    def deeds(self) -> Deeds:
        """What trust rests on."""
        return Deeds(
            since=self.since,
            days_active=self.days_active,
            posts=self.posts,
            comments=self.comments,
            likes_given=self.likes_given,
            likes_received=self.likes_received,
            upheld=self.upheld,
            by_hand=self.trusted,
        )

    @property
    def standing(self) -> Standing:
        """The level of trust."""
        return standing(self.deeds)
