"""Use cases about the audit log, and about roles, which it tells of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.sessions import end_sessions
from moim.contexts.users.domain.audit import Deed, Entry, first_break, reason
from moim.contexts.users.domain.roles import Roles
from moim.contexts.users.domain.session import EndReason
from moim.contexts.users.domain.user import User


def record(work: Work, actor_id: UUID, subject_id: UUID, deed: Deed, why: str) -> None:
    """One more entry, unless it is about the actor."""
    if actor_id == subject_id:
        return
    entry = Entry.after(
        work.audit.last(),
        at=work.now,
        actor_id=actor_id,
        subject_id=subject_id,
        deed=deed,
        why=why,
    )
    work.audit.add(entry)


@dataclass(frozen=True, kw_only=True)
class Entries:
    """``about`` None is everybody; ``before`` the number of the last entry of the page before."""

    about: UUID | None
    before: int | None
    limit: int


def entries(wanted: Entries, work: Work) -> Sequence[Entry]:
    """The newest first."""
    return work.audit.page(wanted.about, wanted.before, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class WholeChain:
    pass


def verify(_: WholeChain, work: Work) -> int | None:
    """The number at which the chain breaks; None if it is whole."""
    return first_break(work.audit.chain())


@dataclass(frozen=True, kw_only=True)
class SetRoles:
    user_id: UUID
    by: UUID
    roles: Roles
    why: str


@dataclass(frozen=True, kw_only=True)
class RolesSet:
    """Sessions end where a role was taken away: their tokens would tell of it for a while."""

    user: User
    ended: tuple[UUID, ...]


def set_roles(command: SetRoles, work: Work) -> RolesSet:
    """Give and take roles."""
    why = reason(command.why)
    granting = work.users.get(command.by)
    user = work.users.get(command.user_id)
    taken = user.set_roles(granting.roles, command.roles)
    work.users.save(user)
    named = " ".join(sorted(user.roles))
    record(work, command.by, user.id, Deed.ROLES_SET, f"{named}: {why}")
    ended = end_sessions(work, user.id, EndReason.ROLES_CHANGED) if taken else ()
    return RolesSet(user=user, ended=ended)
