"""Signing in with a password that was compared with its hash before the transaction."""

from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.sessions import SignedIn
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.events import LockRanOut
from moim.contexts.users.domain.lock import AccountIsLocked
from moim.contexts.users.domain.lockout import LOCK_LENGTH, Attempts
from moim.contexts.users.domain.password import Proof
from moim.contexts.users.domain.second_factor import SecondFactorNeeded, SecondFactorWrong
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import User, WrongCredentials
from moim.kernel.errors import Refusal

METHOD = "password"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Of whoever asks to be let in, by its blind index."""

    email_hash: str


def hash_to_compare(address: Address, work: Work) -> str | None:
    """The hash of the account with this address, if there is one and it may be tried now.

    TooManyFailures comes before any password is looked at.
    """
    work.attempts.of(address.email_hash).admit(work.now)
    user = work.users.with_email_hash(address.email_hash)
    return None if user is None else user.password_hash


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """``proof`` is None when the address had no account to compare with."""

    email_hash: str
    proof: Proof | None
    session_id: UUID
    token_hash: bytes = field(repr=False)
    device_label: str | None
    code: str | None = field(default=None, repr=False)


def sign_in(command: SignIn, work: Work) -> SignedIn | Refusal:
    """Open a session, or count the failure.

    A refusal that was counted is answered rather than raised, for raising would undo the count.
    """
    attempts = work.attempts.of(command.email_hash)
    attempts.admit(work.now)
    user = work.users.with_email_hash(command.email_hash)
    if user is None or command.proof is None:
        return count_failure(attempts, user, "unknown-address", work)
    try:
        user.sign_in(command.proof, work.now)
    except WrongCredentials:
        return count_failure(attempts, user, "wrong-password", work)
    except AccountIsLocked as refusal:
        attempts.turn_away(user.id)
        work.attempts.save(attempts)
        return refusal
    factor = work.second_factors.of(user.id)
    if factor is not None and factor.on:
        if command.code is None:
            raise SecondFactorNeeded
        if not factor.admits(command.code, work.now):
            count_failure(attempts, user, "wrong-code", work)
            return SecondFactorWrong()
        work.second_factors.save(factor)
    attempts.forget()
    work.attempts.save(attempts)
    work.users.save(user)
    session = Session.open(
        command.session_id,
        user.id,
        command.token_hash,
        method=METHOD,
        label=command.device_label,
        at=work.now,
    )
    work.sessions.save(session)
    note(work, user.id, Doing.SIGNED_IN, session.id)
    return SignedIn(user=user, session=session)


def count_failure(attempts: Attempts, user: User | None, reason: str, work: Work) -> Refusal:
    """Note a password or code that was wrong, and lock after too many; what to answer."""
    locks = attempts.fail(reason, work.now, None if user is None else user.id)
    work.attempts.save(attempts)
    until = work.now + LOCK_LENGTH
    if locks and user is not None and user.lock_after_failures(work.now, until):
        work.users.save(user)
        work.remind(until, LockRanOut(user_id=user.id, until=until))
    return WrongCredentials()
