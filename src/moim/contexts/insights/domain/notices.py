"""What is shown of notifications: how many, which arrived, who consented, which come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from moim.kernel.errors import NotFound


class AnnouncementNotShown(NotFound):
    """No such announcement."""

    code = "announcement-chart-not-found"
    ko = "공지 차트를 찾을 수 없습니다."
    en = "There is no chart of such an announcement."


class Step(StrEnum):
    """A step of the consent funnel."""

    ASKED = "asked"
    LEFT_OUT = "left_out"


class PriorityState(StrEnum):
    """What became of the last wish to give a topic another priority."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Volume:
    """Messages of one topic through one channel on one day."""

    day: date
    topic: str
    channel: str
    count: int


@dataclass(frozen=True, kw_only=True)
class ConsentStep:
    """How many reached a step of the funnel on a day."""

    day: date
    channel: str
    purpose: str
    step: Step
    count: int


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic's row: ``wanted`` is what was last asked for, ``priority`` what was last granted."""

    topic: str
    state: PriorityState
    wanted: str
    priority: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShownAnnouncement:
    """Something that users can follow; it begins at ``starts_at``."""

    announcement_id: UUID
    kind: str
    title: str
    starts_at: datetime
    timezone: str
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How an announcement was told: reminders, and deliveries by channel and by error."""

    reminders: int
    delivered: Mapping[str, int]
    failed: Mapping[str, Mapping[str, int]]


def stands_on_calendar(settings: Mapping[str, bool]) -> bool:
    """Whether a follower's settings put it on their calendar; following does unless said."""
    return settings.get("calendar", settings.get("followed", False))
