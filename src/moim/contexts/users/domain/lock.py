"""A locked account: for how long, why, and who may undo it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moim.kernel.errors import Conflict, Forbidden


class LockReason(StrEnum):
    """Why an account is locked."""

    TOO_MANY_FAILURES = "too-many-failures"
    MODERATOR = "moderator"


class UnlockReason(StrEnum):
    """What ended a lock."""

    TIME_PASSED = "time-passed"
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a reason, not a secret
    MODERATOR = "moderator"


class AccountIsLocked(Forbidden):
    """A moderator locked it. Only who knows the password is told."""

    code = "account-locked"
    ko = "운영자가 잠근 계정입니다. 운영자에게 문의하세요."
    en = "A moderator locked this account. Please contact the moderators."


class MayNotModerate(Forbidden):
    """Moderators lock those below them, never themselves."""

    code = "may-not-moderate"
    ko = "이 계정을 잠그거나 잠금 해제할 권한이 없습니다."
    en = "You may not lock or unlock this account."


class AccountNotLocked(Conflict):
    """There is nothing to unlock."""

    code = "account-not-locked"
    ko = "잠겨 있지 않은 계정입니다."
    en = "This account is not locked."


class LockEndsInThePast(Conflict):
    """A lock until a moment that has been would be none."""

    code = "lock-ends-in-the-past"
    ko = "잠금 종료 시각은 지금 이후여야 합니다."
    en = "A lock must end in the future."


@dataclass(frozen=True, kw_only=True)
class Lock:
    """``until`` is None for a lock that only a moderator ends."""

    reason: LockReason
    until: datetime | None

    def has_run_out(self, at: datetime) -> bool:
        """Whether its time has passed."""
        return self.until is not None and at >= self.until
