"""What users tells everyone: accounts, sign-in, consent, activity and feedback.

Ordered by ``user_id``, so that whatever is known of a person arrives in the order it happened;
a failed sign-in, which may belong to nobody, by the address that was tried. No event carries an
address, a secret or health data.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.kernel.events import Event


class UserRegistered(Event, key="user_id"):
    """An account is created.

    ``email_hash`` is the keyed hash by which the same address is known again; ``locale`` a
    BCP 47 tag, ``timezone`` an IANA name; ``preferred_device`` as in PreferredDeviceChanged,
    None when none was named.
    """

    user_id: UUID
    email_hash: str
    nickname: str
    locale: str
    timezone: str
    preferred_device: str | None


class UserLoggedIn(Event, key="user_id"):
    """A session is opened with a password, a refresh token or an OAuth provider.

    ``method`` is ``password``, ``refresh``, ``kakao``, ``naver`` or ``google``.
    """

    user_id: UUID
    method: str
    device_label: str | None


class LoginFailed(Event, key="email_hash"):
    """A password or code was refused.

    ``user_id`` is absent when the address belongs to nobody. ``reason`` is ``unknown-address``,
    ``wrong-password``, ``wrong-code`` or ``locked``; ``failures_in_window`` counts this one and
    those of the 15 minutes before it.
    """

    user_id: UUID | None = None
    email_hash: str
    reason: str
    failures_in_window: int


class PasswordChanged(Event, key="user_id"):
    """The signed-in user changed the password."""

    user_id: UUID


class PasswordResetRequested(Event, key="user_id"):
    """A reset link was asked for. The link itself never travels; it dies at ``expires_at``."""

    user_id: UUID
    expires_at: datetime


class PasswordResetCompleted(Event, key="user_id"):
    """A reset link was used."""

    user_id: UUID


class EmailVerified(Event, key="user_id"):
    """The verification link was used."""

    user_id: UUID


class ProfilePhotoUpdated(Event, key="user_id"):
    """A new profile photo is stored; ``photo_key`` names it, None when it was taken away."""

    user_id: UUID
    photo_key: str | None


class PreferredDeviceChanged(Event, key="user_id"):
    """A device was chosen.

    ``device`` is ``apple_watch``, ``garmin``, ``galaxy_watch``, ``coros``, ``suunto``, ``polar``,
    ``wahoo``, ``phone`` or ``other``.
    """

    user_id: UUID
    device: str


class ActivityLogged(Event, key="user_id"):
    """A user action worth a line in the activity log is noted.

    ``activity`` is a permanent kebab-case name such as ``signed-in`` or ``goal-set``.
    """

    user_id: UUID
    activity: str
    occurred_at: datetime


class ActivityStatsRequested(Event, key="user_id"):
    """The user asked for activity statistics.

    ``period`` is two days as an ISO 8601 interval, both included: ``2026-05-01/2026-05-31``.
    """

    user_id: UUID
    request_id: UUID
    period: str


class ActivityStatsProvided(Event, key="user_id"):
    """The statistics are ready.

    ``stats`` holds figures by section (``activity``, ``challenges``); a figure that is not known
    is absent.
    """

    user_id: UUID
    request_id: UUID
    stats: dict[str, dict[str, float]]


class NotificationSettingsChanged(Event, key="user_id"):
    """Per-topic and per-channel settings were saved on the account.

    ``settings`` is topic, then channel (``app``, ``push``, ``email``, ``sms``), then whether it is
    wanted: all that is set, not only what changed. What is not named follows the default.
    """

    user_id: UUID
    settings: dict[str, dict[str, bool]]


class AccountLocked(Event, key="user_id"):
    """The account was locked: after too many failures, or by a moderator.

    ``reason`` is ``too-many-failures`` or ``moderator``; without ``until`` it stays locked until
    somebody unlocks it.
    """

    user_id: UUID
    reason: str
    until: datetime | None = None


class AccountUnlocked(Event, key="user_id"):
    """The lock was lifted; ``reason`` is ``time-passed``, ``password-reset`` or ``moderator``."""

    user_id: UUID
    reason: str


class FeedbackSubmitted(Event, key="user_id"):
    """A user sent feedback.

    ``topic`` is ``app``, ``challenge``, ``visualisation`` or another area of the product;
    ``subject_id`` the one challenge, chart or other thing that is meant.
    """

    user_id: UUID
    feedback_id: UUID
    topic: str
    subject_id: UUID | None = None


class FeedbackAnswered(Event, key="user_id"):
    """Staff answered the feedback of ``user_id``.

    ``resolution`` is ``done``, ``planned``, ``declined`` or ``answered``.
    """

    user_id: UUID
    feedback_id: UUID
    topic: str
    subject_id: UUID | None = None
    resolution: str


class NotificationConsentChanged(Event, key="user_id"):
    """Consent to receive was given or taken back.

    ``channel`` is ``app``, ``push``, ``email`` or ``sms``; ``purpose`` ``service``, ``marketing``
    or ``night``.
    """

    user_id: UUID
    channel: str
    purpose: str
    granted: bool


class UserWithdrew(Event, key="user_id"):
    """The account was closed for good: every context erases what it holds of the user."""

    user_id: UUID


class ProfileUpdated(Event, key="user_id"):
    """The public profile changed; the fields say how it reads now.

    ``privacy`` is told when it changed: who sees new ``workouts``, their ``map`` and their
    ``heart_rate``, each ``private``, ``followers``, ``club`` or ``public``. None says nothing
    of it. Unless ``region_public``, the region is to decide by, and shown to nobody else.
    """

    user_id: UUID
    nickname: str
    region: str | None
    locale: str
    timezone: str
    privacy: dict[str, str] | None = None
    region_public: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where and in which language a person is written to."""

    email: str
    locale: str
    nickname: str


class Contacts(Protocol):
    """Asked by whoever sends things outside, at the moment of sending, and never kept."""

    def contact_of(self, user_id: UUID) -> Contact | None:
        """The person's contact; None if there is no such account any more."""
        ...


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as its events would have told it; regions as in ProfileUpdated."""

    nickname: str
    region: str | None
    locale: str
    timezone: str
    verified: bool
    locked: bool
    region_public: bool = False


class Accounts(Protocol):
    """Asked of somebody whose events may have been told before the asker listened."""

    def account_of(self, user_id: UUID) -> Account | None:
        """The account as it is now; None if there is no such account any more."""
        ...

    def moderators(self) -> list[UUID]:
        """Every open account that may decide about what others did, by id."""
        ...


class Photos(Protocol):
    """Asked by whoever draws somebody beside what they did, as it is drawn, and never kept."""

    def photo_of(self, user_id: UUID, key: str) -> bytes | None:
        """A square WebP, if that is the photo which the account shows now; else None."""
        ...


class Portraits(Protocol):
    """Asked by whoever draws somebody as they are now, and never kept."""

    def portrait_of(self, user_id: UUID) -> bytes | None:
        """The photo that the account shows now, a square WebP; None if it shows none."""
        ...


class ResetLinks(Protocol):
    """Asked by whoever sends the letter that PasswordResetRequested stands for, as it is sent."""

    def reset_link_of(self, user_id: UUID) -> str | None:
        """The whole address of the page, with its token; None if it ran out or was used."""
        ...
