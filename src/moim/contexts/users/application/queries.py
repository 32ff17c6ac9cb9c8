"""What can be asked about accounts and sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.ports import PublicProfile, Work
from moim.contexts.users.domain.roles import MODERATING
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import User
from moim.contracts.users import Account, Contact
from moim.kernel.errors import NotFound

SESSIONS_SHOWN_MAX = 100


@dataclass(frozen=True, kw_only=True)
class WhoIs:
    user_id: UUID


def own_account(whom: WhoIs, work: Work) -> User:
    """The account, whole, in one query."""
    return work.users.get(whom.user_id)


def public_profile(whom: WhoIs, work: Work) -> PublicProfile:
    """What others see of one account."""
    found = public_profiles([whom.user_id], work).get(whom.user_id)
    if found is None:
        raise NotFound
    return found


def public_profiles(ids: Sequence[UUID], work: Work) -> Mapping[UUID, PublicProfile]:
    """What others see of many accounts, in one query; closed and unknown ones are absent."""
    return work.users.public(ids)


def contact_of(whom: WhoIs, work: Work) -> Contact | None:
    """Where and in which language to write to an open account."""
    user = work.users.find(whom.user_id)
    if user is None or user.email is None or user.profile is None:
        return None
    return Contact(
        email=user.email.text,
        locale=user.profile.locale,
        nickname=user.profile.nickname.text,
    )


def account_of(whom: WhoIs, work: Work) -> Account | None:
    """An open account as its events told it."""
    user = work.users.find(whom.user_id)
    if user is None or user.profile is None:
        return None
    told = user.profile_told()
    return Account(
        nickname=told.nickname,
        region=told.region,
        locale=told.locale,
        timezone=told.timezone,
        verified=user.email_verified_at is not None,
        locked=user.lock is not None,
        region_public=told.region_public,
    )


def reset_link_of(whom: WhoIs, work: Work) -> UUID | None:
    """The link by which an open account's password may be reset now."""
    user = work.users.find(whom.user_id)
    if user is None or user.email is None or user.reset is None:
        return None
    return user.reset.id if user.reset.works(user.reset.id, work.now) else None


def moderators(_: None, work: Work) -> list[UUID]:
    """Every open account that may moderate, by id."""
    return work.users.with_roles(MODERATING)


def open_sessions(whom: WhoIs, work: Work) -> Sequence[Session]:
    """The user's sessions, the last used first."""
    return work.sessions.open_of(whom.user_id, work.now)[:SESSIONS_SHOWN_MAX]
