"""What is answered: accounts as their owner sees them, and as others do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.users.adapters.door import Opened
from moim.contexts.users.application.ports import PublicProfile
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import AccountClosed, User


@dataclass(frozen=True, kw_only=True)
class Registered:
    """A new account, without what is encrypted at rest: this answer may be kept for a repeat."""

    id: UUID
    nickname: str
    locale: str
    timezone: str
    region: str | None
    preferred_device: str | None
    roles: list[str]
    joined_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class OwnProfile:
    """An account as its owner sees it. ``version`` is what If-Match takes, as ``"v3"``.

    ``leaves_at`` is when it will be erased, for who asked to leave.
    """

    id: UUID
    email: str
    email_verified: bool
    has_password: bool
    nickname: str
    name: str | None
    locale: str
    timezone: str
    region: str | None
    region_public: bool
    preferred_device: str | None
    birth_year: int | None
    gender: str | None
    bio: str | None
    photo: str | None
    health_consent: bool
    height_cm: float | None
    weight_kg: float | None
    resting_heart_rate_bpm: int | None
    max_heart_rate_bpm: int | None
    roles: list[str]
    joined_at: datetime
    leaves_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """When everything is erased, unless one signs in and stays before."""

    leaves_at: datetime


@dataclass(frozen=True, kw_only=True)
class Profile:
    """An account as others see it; ``region`` only when its owner shows it."""

    id: UUID
    nickname: str
    photo: str | None
    region: str | None
    bio: str | None


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """A session. A browser (``X-Moim-Web: 1``) has the refresh token in a cookie instead."""

    access_token: str
    expires_in: int
    refresh_token: str | None
    user: OwnProfile


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A sign-in that can still be used; ``current`` is the one that asks."""

    id: UUID
    device_label: str | None
    method: str
    opened_at: datetime
    used_at: datetime
    expires_at: datetime
    current: bool


@dataclass(frozen=True, kw_only=True)
class OpenSessions:
    """The last used first."""

    items: list[OpenSession]
    next: str | None


def registered(user: User) -> Registered:
    """A new account."""
    profile = user.known()
    return Registered(
        id=user.id,
        nickname=profile.nickname.text,
        locale=profile.locale,
        timezone=profile.timezone,
        region=profile.region,
        preferred_device=profile.preferred_device,
        roles=sorted(user.roles),
        joined_at=user.joined_at,
        version=user.version,
    )


def own_profile(user: User) -> OwnProfile:
    """An account for its owner."""
    if user.email is None:
        raise AccountClosed
    profile = user.known()
    return OwnProfile(
        id=user.id,
        email=user.email.text,
        has_password=user.has_password,
        email_verified=user.email_verified_at is not None,
        nickname=profile.nickname.text,
        name=profile.name,
        locale=profile.locale,
        timezone=profile.timezone,
        region=profile.region,
        region_public=profile.region_public,
        preferred_device=profile.preferred_device,
        birth_year=profile.birth_year,
        gender=profile.gender,
        bio=profile.bio,
        photo=photo_url(user.id, user.photo_key),
        health_consent=user.health_consent_at is not None,
        height_cm=profile.body.height_cm,
        weight_kg=profile.body.weight_kg,
        resting_heart_rate_bpm=profile.body.resting_heart_rate_bpm,
        max_heart_rate_bpm=profile.body.max_heart_rate_bpm,
        roles=sorted(user.roles),
        joined_at=user.joined_at,
        leaves_at=user.leaves_at,
        version=user.version,
    )


def public_profile(found: PublicProfile) -> Profile:
    """An account for others."""
    return Profile(
        id=found.id,
        nickname=found.nickname,
        photo=photo_url(found.id, found.photo_key),
        region=found.region,
        bio=found.bio,
    )


def photo_url(user_id: UUID, key: str | None) -> str | None:
    """Where a photo is read; another photo has another address, so that it may be cached."""
    return None if key is None else f"/v1/users/{user_id}/photo?v={key[:12]}"


def tokens(opened: Opened, *, web: bool) -> Tokens:
    """What a client takes along."""
    return Tokens(
        access_token=opened.access_token,
        expires_in=opened.expires_in_s,
        refresh_token=None if web else opened.refresh_token,
        user=own_profile(opened.user),
    )


def open_session(session: Session, asking: UUID) -> OpenSession:
    """A line of the list."""
    return OpenSession(
        id=session.id,
        device_label=session.device_label,
        method=session.method,
        opened_at=session.opened_at,
        used_at=session.used_at,
        expires_at=session.expires_at,
        current=session.id == asking,
    )
