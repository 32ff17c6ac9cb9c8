"""What the owner of an account wants to hear of, on which channel, and what others see at first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from moim.contracts.users import NotificationSettingsChanged
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Invalid


class Topic(StrEnum):
    """What a notification is about. Security is not among them: it is always told.

    ``all`` is the switch of a whole channel, for every topic that is not named.
    """

    ALL = "all"
    WORKOUTS = "workouts"
    GOALS = "goals"
    CHALLENGES = "challenges"
    COMMUNITY = "community"
    CLUBS = "clubs"
    GATHERINGS = "gatherings"
    ANNOUNCEMENTS = "announcements"
    INSIGHTS = "insights"
    SUMMARIES = "summaries"
    FEEDBACK = "feedback"


class Channel(StrEnum):
    """How a notification reaches somebody."""

    APP = "app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"


class Audience(StrEnum):
    """Who sees a thing."""

    PRIVATE = "private"
    FOLLOWERS = "followers"
    CLUB = "club"
    PUBLIC = "public"


Wanted = Mapping[Topic, Mapping[Channel, bool]]


class UnknownSetting(Invalid):
    """A topic or a channel that there is not."""

    code = "unknown-notification-setting"
    ko = "알 수 없는 알림 주제 또는 채널입니다: {name}"
    en = "There is no such topic or channel of notifications: {name}"


class PartWiderThanWorkout(Invalid):
    """A map or a heart rate shown to more people than the workout it belongs to."""

    code = "part-wider-than-workout"
    ko = "지도와 심박수는 운동 기록보다 넓게 공개할 수 없습니다."
    en = "The map and the heart rate cannot be shown to more people than the workout itself."


_WIDTH = {audience: width for width, audience in enumerate(Audience)}


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """What a new workout is shown to, until its owner says otherwise for that workout."""

    workouts: Audience = Audience.PRIVATE
    map: Audience = Audience.PRIVATE
    heart_rate: Audience = Audience.PRIVATE

    def __post_init__(self) -> None:
        """A part is seen by nobody who does not see the whole."""
        if max(_WIDTH[self.map], _WIDTH[self.heart_rate]) > _WIDTH[self.workouts]:
            raise PartWiderThanWorkout(field="privacy")

    def told(self) -> Mapping[str, str]:
        """As others hear of it."""
        return {
            "workouts": self.workouts.value,
            "map": self.map.value,
            "heart_rate": self.heart_rate.value,
        }


@dataclass(kw_only=True, eq=False)
class Preferences(Aggregate):
    """One account's settings. What ``notifications`` does not name follows the default."""

    user_id: UUID
    notifications: Wanted = field(default_factory=dict)
    privacy: Privacy = field(default_factory=Privacy)

    def set(self, notifications: Wanted | None, privacy: Privacy | None) -> bool:
        """Replace what is given; whether that changed anything. Others are told of their part."""
        before = (self.notifications, self.privacy)
        if privacy is not None:
            self.privacy = privacy
        if notifications is not None and notifications != self.notifications:
            self.notifications = notifications
            told = {
                topic.value: {channel.value: wanted for channel, wanted in channels.items()}
                for topic, channels in notifications.items()
            }
            self.record(NotificationSettingsChanged(user_id=self.user_id, settings=told))
        return before != (self.notifications, self.privacy)


def wanted_of(raw: Mapping[str, Mapping[str, bool]]) -> Wanted:
    """What was sent, judged."""
    wanted: dict[Topic, dict[Channel, bool]] = {}
    for topic, channels in raw.items():
        if topic not in set(Topic):
            raise UnknownSetting(name=topic[:40], field="notifications")
        for channel in channels:
            if channel not in set(Channel):
                raise UnknownSetting(name=channel[:40], field="notifications")
        wanted[Topic(topic)] = {Channel(name): wish for name, wish in channels.items()}
    return wanted
