"""Changing a password one knows, and resetting one that is forgotten."""

from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.sessions import end_sessions
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.links import LinkNoLongerWorks
from moim.contexts.users.domain.password import PasswordPolicy, Proof
from moim.contexts.users.domain.session import EndReason
from moim.contexts.users.domain.user import AccountClosed, User
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class NewPassword:
    """What somebody signed in wants; judged before it is worth hashing."""

    user_id: UUID
    password: str = field(repr=False)
    policy: PasswordPolicy


def judge_new_password(wish: NewPassword, work: Work) -> str:
    """Refuse a password that will not do; else the hash to compare the old one with."""
    user = work.users.get(wish.user_id)
    _judge(user, wish.password, wish.policy, "new_password")
    return hash_of(user)


@dataclass(frozen=True, kw_only=True)
class Whose:
    user_id: UUID


def own_hash(whose: Whose, work: Work) -> str:
    """The hash to compare with when somebody signed in must show the password again."""
    return hash_of(work.users.get(whose.user_id))


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    user_id: UUID
    session_id: UUID
    proof: Proof
    password_hash: str = field(repr=False)


def change_password(command: ChangePassword, work: Work) -> tuple[UUID, ...]:
    """Set it, and end the other sessions; which ones those were."""
    user = work.users.get(command.user_id)
    user.change_password(command.proof, command.password_hash)
    work.users.save(user)
    note(work, user.id, Doing.PASSWORD_CHANGED)
    return end_sessions(work, user.id, EndReason.PASSWORD_CHANGED, but=command.session_id)


@dataclass(frozen=True, kw_only=True)
class AskReset:
    email_hash: str


def ask_reset(command: AskReset, work: Work) -> None:
    """Send a link to the address if it has an account. Nobody is told whether it has."""
    user = work.users.with_email_hash(command.email_hash)
    if user is None:
        return
    user.begin_reset(new_id(), work.now)
    work.users.save(user)


@dataclass(frozen=True, kw_only=True)
class ResetWish:
    """What the holder of a link wants; judged before it is worth hashing."""

    link: UUID
    password: str = field(repr=False)
    policy: PasswordPolicy


def judge_reset(wish: ResetWish, work: Work) -> None:
    """Refuse a link that does not work and a password that will not do."""
    user = _holder(wish.link, work)
    user.check_reset(wish.link, work.now)
    _judge(user, wish.password, wish.policy, "password")


@dataclass(frozen=True, kw_only=True)
class ResetPassword:
    link: UUID
    password_hash: str = field(repr=False)


def reset_password(command: ResetPassword, work: Work) -> tuple[UUID, ...]:
    """Set it, forgive failures and end every session; which ones those were."""
    user = _holder(command.link, work)
    user.reset_password(command.link, command.password_hash, work.now)
    work.users.save(user)
    note(work, user.id, Doing.PASSWORD_CHANGED)
    forgive(user, work)
    return end_sessions(work, user.id, EndReason.PASSWORD_RESET)


def forgive(user: User, work: Work) -> None:
    """Forget the failures of the account's address."""
    if user.email_hash is not None:
        attempts = work.attempts.of(user.email_hash)
        attempts.forget()
        work.attempts.save(attempts)


def hash_of(user: User) -> str:
    """An open account's password hash."""
    if user.password_hash is None:
        raise AccountClosed
    return user.password_hash


def _judge(user: User, password: str, policy: PasswordPolicy, field_name: str) -> None:
    if user.email is None:
        raise AccountClosed
    policy.judge(password, user.email, user.known().nickname, field_name)


def _holder(link: UUID, work: Work) -> User:
    user = work.users.with_reset(link)
    if user is None:
        raise LinkNoLongerWorks
    return user
