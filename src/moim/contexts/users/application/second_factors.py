"""Use cases about the second factor."""

from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.mails import SECOND_FACTOR_CHANGED, mail_notice
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.password import Proof
from moim.contexts.users.domain.second_factor import SecondFactor, SecondFactorOff
from moim.contexts.users.domain.user import User


@dataclass(frozen=True, kw_only=True)
class BeginSecondFactor:
    user_id: UUID
    proof: Proof
    secret: bytes = field(repr=False)


def begin_second_factor(command: BeginSecondFactor, work: Work) -> User:
    """Keep a secret to be confirmed; whose it is, to name it in the app."""
    user = work.users.get(command.user_id)
    user.show_password(command.proof)
    factor = work.second_factors.of(user.id)
    if factor is None:
        factor = SecondFactor(user_id=user.id, secret=command.secret)
    else:
        factor.begin(command.secret)
    work.second_factors.save(factor)
    return user


@dataclass(frozen=True, kw_only=True)
class ConfirmSecondFactor:
    user_id: UUID
    code: str = field(repr=False)
    recovery: tuple[bytes, ...] = field(repr=False)


def confirm_second_factor(command: ConfirmSecondFactor, work: Work) -> None:
    """Turn it on."""
    factor = work.second_factors.of(command.user_id)
    if factor is None:
        raise SecondFactorOff
    factor.confirm(command.code, command.recovery, work.now)
    work.second_factors.save(factor)
    note(work, command.user_id, Doing.SECOND_FACTOR_ON)
    mail_notice(work, SECOND_FACTOR_CHANGED, command.user_id)


@dataclass(frozen=True, kw_only=True)
class EndSecondFactor:
    user_id: UUID
    proof: Proof


def end_second_factor(command: EndSecondFactor, work: Work) -> None:
    """Turn it off, with the password; one that was never confirmed goes as well."""
    user = work.users.get(command.user_id)
    user.show_password(command.proof)
    if not work.second_factors.remove(user.id):
        raise SecondFactorOff
    note(work, user.id, Doing.SECOND_FACTOR_OFF)
    mail_notice(work, SECOND_FACTOR_CHANGED, user.id)


def second_factor_of(whom: WhoIs, work: Work) -> SecondFactor | None:
    """What the account has, confirmed or not."""
    return work.second_factors.of(whom.user_id)
