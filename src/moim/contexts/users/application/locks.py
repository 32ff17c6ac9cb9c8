"""A moderator locks and unlocks accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.users.application.audit import record
from moim.contexts.users.application.passwords import forgive
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.sessions import end_sessions
from moim.contexts.users.domain.audit import Deed
from moim.contexts.users.domain.events import LockRanOut
from moim.contexts.users.domain.roles import Role, grantable, may_moderate
from moim.contexts.users.domain.session import EndReason
from moim.contexts.users.domain.user import User
from moim.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class LockAccount:
    """``until`` None locks until a moderator unlocks."""

    user_id: UUID
    by: UUID
    until: datetime | None = None
    why: str = ""


def lock_account(command: LockAccount, work: Work) -> tuple[UUID, ...]:
    """Lock it and end its sessions; which ones those were."""
    moderator = work.users.get(command.by)
    user = work.users.get(command.user_id)
    if not user.lock_by(moderator.roles, work.now, command.until):
        return ()
    work.users.save(user)
    record(work, command.by, user.id, Deed.ACCOUNT_LOCKED, command.why)
    if command.until is not None:
        work.remind(command.until, LockRanOut(user_id=user.id, until=command.until))
    return end_sessions(work, user.id, EndReason.LOCKED)


@dataclass(frozen=True, kw_only=True)
class StandingOf:
    """An account, and the moderator who looks at it."""

    user_id: UUID
    by: UUID


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an account stands, and what who looks may do about it."""

    user: User
    may_lock: bool
    grantable: Sequence[Role]


def standing_of(about: StandingOf, work: Work) -> Standing:
    """It is noted where the account's owner can read it. Raises NotFound for a closed account."""
    looker, user = work.users.get(about.by), work.users.get(about.user_id)
    if user.profile is None:
        raise NotFound
    newest = work.audit.page(user.id, None, 1)
    if not (newest and newest[0].tells_of_look(looker.id, work.now)):
        record(work, looker.id, user.id, Deed.STANDING_READ, "")
    return Standing(
        user=user,
        may_lock=may_moderate(looker.roles, user.roles),
        grantable=grantable(looker.roles, user.roles),
    )


@dataclass(frozen=True, kw_only=True)
class UnlockAccount:
    user_id: UUID
    by: UUID


def unlock_account(command: UnlockAccount, work: Work) -> None:
    """End the lock, whatever it was for, and forget the failures that led to it."""
    moderator = work.users.get(command.by)
    user = work.users.get(command.user_id)
    user.unlock_by(moderator.roles)
    work.users.save(user)
    record(work, command.by, user.id, Deed.ACCOUNT_UNLOCKED, "")
    forgive(user, work)
