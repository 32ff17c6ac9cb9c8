"""One message to many, told in portions: a crowd holds up nobody, and a stop costs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

PORTION = 1_000


class Audience(StrEnum):
    """Who is told. Of the first ones community knows who they are; the others stand here."""

    PERSON = "person"
    BOARD = "board"
    TAG = "tag"
    FOLLOWERS_OF_REGION = "region"
    MODERATORS = "moderators"
    EVERYONE = "everyone"
    PEOPLE_OF_REGION = "people-of-region"
    ANNOUNCEMENT = "announcement"
    TOLD = "told"


ELSEWHERE = frozenset(
    {
        Audience.PERSON,
        Audience.BOARD,
        Audience.TAG,
        Audience.FOLLOWERS_OF_REGION,
        Audience.MODERATORS,
    }
)


class BroadcastState(StrEnum):
    """Whether there is somebody left to tell."""

    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(kw_only=True, eq=False)
class Broadcast:
    """``after`` is the last one told; ``occurrence`` names it among those of an announcement.

    ``considered`` counts who was in the audience, ``told`` those who have it on some channel.
    """

    id: UUID
    audience: Audience
    target: str
    template: str
    key: str
    due: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    actor: UUID | None = None
    subject_kind: str = ""
    subject_id: UUID | None = None
    announcement_id: UUID | None = None
    occurrence: str = ""
    state: BroadcastState = BroadcastState.WAITING
    after: UUID | None = None
    considered: int = 0
    told: int = 0
