"""The closed lists: how a message travels, of what class it is, and how urgent."""

from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    """How a notice reaches somebody."""

    APP = "app"
    PUSH = "push"
    EMAIL = "email"
    SMS = "sms"
    WEBHOOK = "webhook"


OUTSIDE = (Channel.PUSH, Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)
"""What leaves the house; the inbox does not."""


class Kind(StrEnum):
    """The class of a message: it decides which rules a message passes."""

    SECURITY = "security"
    TRANSACTIONAL = "transactional"
    SERVICE = "service"
    SOCIAL = "social"
    MARKETING = "marketing"


class Lane(StrEnum):
    """Each lane has workers of its own, so that no crowd in one delays another."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    BULK = "bulk"


class Topic(StrEnum):
    """What a message is about. The first ones can be set by their reader, on the account."""

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
    SECURITY = "security"
    ACCOUNT = "account"
    MODERATION = "moderation"


ALL_TOPICS = "all"
"""The row of a person's settings that holds for every topic not named."""

USEFUL_FOR = {
    Kind.SECURITY: timedelta(hours=1),
    Kind.TRANSACTIONAL: timedelta(hours=24),
    Kind.SERVICE: timedelta(hours=24),
    Kind.SOCIAL: timedelta(hours=6),
    Kind.MARKETING: timedelta(hours=12),
}
"""How long after its release a message is still worth sending."""
