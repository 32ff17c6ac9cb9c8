"""Passwords: which are good enough, and what it means to have shown one.

Length and a list of common ones, no composition rules (NIST SP 800-63B-4, section 3.1.1.2).
"""

from dataclasses import dataclass, field

from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.wording import composed, folded
from moim.kernel.errors import Forbidden, Invalid

LENGTH_MIN = 10
LENGTH_MAX = 256
OWN_LENGTH_MIN = 4  # what must be left of a password without the owner's name in it


class PasswordTooShort(Invalid):
    """Fewer characters than ten."""

    code = "password-too-short"
    ko = "비밀번호는 10자 이상으로 입력하세요. 긴 문장이 좋은 비밀번호입니다."
    en = "Use at least 10 characters. A long sentence is a good password."


class PasswordTooLong(Invalid):
    """More characters than 256."""

    code = "password-too-long"
    ko = "비밀번호는 256자 이하로 입력하세요."
    en = "Use at most 256 characters."


class PasswordTooCommon(Invalid):
    """It is among those that are tried first."""

    code = "password-too-common"
    ko = "널리 쓰여 쉽게 추측되는 비밀번호입니다. 다른 비밀번호를 입력하세요."
    en = "This password is widely used and easily guessed. Please choose another."


class PasswordIsName(Invalid):
    """It is the owner's address or nickname, or little more."""

    code = "password-is-name"
    ko = "이메일이나 닉네임을 비밀번호로 쓸 수 없습니다. 다른 비밀번호를 입력하세요."
    en = "Your address or nickname cannot be your password. Please choose another."


class WrongPassword(Forbidden):
    """The signed-in user was asked for the password again and gave another."""

    code = "wrong-password"
    ko = "현재 비밀번호가 맞지 않습니다. 다시 입력하세요."
    en = "The current password is wrong. Please try again."


NO_PASSWORD = "!"  # noqa: S105 - no hash reads so: nothing matches it
"""Stands for the hash of an account that a provider alone lets in, until its owner sets one."""


class ProofOutdated(Exception):
    """The password was changed while the old one was being compared: compare again."""


@dataclass(frozen=True)
class Proof:
    """That a password was compared with a hash, outside any transaction, and what came of it.

    It vouches for ``of_hash`` alone. ``fresh_hash`` is the same password hashed with today's
    parameters, when those of ``of_hash`` are out of date.
    """

    of_hash: str = field(repr=False)
    matches: bool
    fresh_hash: str | None = field(default=None, repr=False)


def typed(password: str) -> str:
    """What is hashed: the same characters whatever keyboard composed them."""
    return composed(password)


@dataclass(frozen=True)
class PasswordPolicy:
    """``common`` holds widely used passwords, case folded."""

    common: frozenset[str] = field(repr=False)

    def judge(
        self, password: str, email: Email, nickname: Nickname, field_name: str = "password"
    ) -> None:
        """Raise the refusal that tells why this password will not do for this person."""
        if len(password) > LENGTH_MAX:
            raise PasswordTooLong(field=field_name)
        text = folded(password)
        if len(typed(password)) < LENGTH_MIN:
            raise PasswordTooShort(field=field_name)
        if text in self.common:
            raise PasswordTooCommon(field=field_name)
        for name in (email.key, folded(email.local), nickname.key):
            if len(name) >= OWN_LENGTH_MIN and len(text.replace(name, "")) < OWN_LENGTH_MIN:
                raise PasswordIsName(field=field_name)
