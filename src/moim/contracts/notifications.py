"""What notifications tells everyone: deliveries, announcements, preferences and consent.

What is about an announcement is ordered by ``announcement_id``, what is about a topic's priority
by ``topic``, all else by ``user_id``. ``channel`` is ``app``, ``push``, ``email``, ``sms`` or
``webhook``; ``purpose`` ``service``, ``marketing`` or ``night``; a priority ``critical``, ``high``,
``normal`` or ``bulk``.
"""

from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


class NotificationSent(Event, key="user_id"):
    """One delivery was accepted by its channel."""

    notification_id: UUID
    user_id: UUID
    topic: str
    channel: str


class AnnouncementRegistered(Event, key="announcement_id"):
    """Something users can follow was registered.

    ``kind`` is ``race``, ``sale``, ``update`` or ``product``. It begins at ``starts_at``, to be
    shown in ``timezone``, an IANA name.
    """

    announcement_id: UUID
    kind: str
    title: str
    starts_at: datetime
    timezone: str


class AnnouncementCancelled(Event, key="announcement_id"):
    """It will not take place."""

    announcement_id: UUID
    reason: str


class PushPreferenceSet(Event, key="user_id"):
    """The user said whether, and on which topics, pushes are wanted."""

    user_id: UUID
    enabled: bool
    topics: tuple[str, ...]


class EmailPreferenceSet(Event, key="user_id"):
    """The user said whether, and on which topics, e-mails are wanted."""

    user_id: UUID
    enabled: bool
    topics: tuple[str, ...]


class SmsPreferenceSet(Event, key="user_id"):
    """The user said whether, and on which topics, text messages are wanted."""

    user_id: UUID
    enabled: bool
    topics: tuple[str, ...]


class PriorityChanged(Event, key="topic"):
    """A topic has another priority, for one user or, without ``user_id``, for everyone."""

    topic: str
    user_id: UUID | None = None
    before: str
    after: str


class ReceiptConsented(Event, key="user_id"):
    """The user consented to receive."""

    user_id: UUID
    channel: str
    purpose: str


class ReceiptRefused(Event, key="user_id"):
    """The user refused to receive, or took the consent back."""

    user_id: UUID
    channel: str
    purpose: str


class ReminderSent(Event, key="announcement_id"):
    """A reminder went to so many, ``offset`` seconds before the start."""

    announcement_id: UUID
    offset: int
    recipients: int


class ConsentRequested(Event, key="user_id"):
    """The user is asked to consent."""

    user_id: UUID
    channel: str
    purpose: str


class RefusalRequested(Event, key="user_id"):
    """The user asked to be left out.

    ``source`` is how: ``optout-call`` to the toll-free number; None by the link of a letter.
    """

    user_id: UUID
    channel: str
    purpose: str
    source: str | None = None


class AnnouncementSettingChanged(Event, key="announcement_id"):
    """A user set how to hear of an announcement.

    ``settings`` may hold ``followed``, ``reminders`` and ``calendar``: all that is set now.
    """

    announcement_id: UUID
    user_id: UUID
    settings: dict[str, bool]


class AnnouncementDeliveryFailed(Event, key="announcement_id"):
    """It did not reach a user, after the last retry; ``error`` is a permanent code."""

    announcement_id: UUID
    user_id: UUID
    channel: str
    error: str


class AnnouncementDelivered(Event, key="announcement_id"):
    """It reached a user."""

    announcement_id: UUID
    user_id: UUID
    channel: str


class PriorityChangeRequested(Event, key="topic"):
    """``user_id`` asked that a topic be given the priority ``to``."""

    request_id: UUID
    topic: str
    user_id: UUID
    to: str


class PriorityChangeApproved(Event, key="topic"):
    """The request was granted."""

    request_id: UUID
    topic: str
    to: str


class PriorityChangeRejected(Event, key="topic"):
    """The request was refused."""

    request_id: UUID
    topic: str
    reason: str


class AnnouncementStatsRequested(Event, key="announcement_id"):
    """``user_id`` asked how an announcement did."""

    announcement_id: UUID
    request_id: UUID
    user_id: UUID


class AnnouncementStatsProvided(Event, key="announcement_id"):
    """The statistics are ready.

    ``stats`` holds figures by section: ``totals``, ``delivered`` and ``failed`` (by channel), ...
    """

    announcement_id: UUID
    request_id: UUID
    stats: dict[str, dict[str, float]]
