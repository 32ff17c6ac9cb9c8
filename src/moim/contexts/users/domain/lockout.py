"""How often a password may be tried for one address, whether or not it has an account.

Counting by address rather than by account keeps the answer the same for both.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from moim.contracts.users import LoginFailed
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import TooMany

FAILURES_MAX = 5
WINDOW = timedelta(minutes=15)
LOCK_LENGTH = timedelta(minutes=15)


class TooManyFailures(TooMany):
    """The address is not let in for a while, right password or wrong."""

    code = "too-many-failures"
    ko = "여러 번 실패해 15분 동안 로그인할 수 없습니다. 기다리거나 비밀번호를 재설정하세요."
    en = "Locked for 15 minutes after too many failures. Try later, or reset the password."


@dataclass(kw_only=True, eq=False)
class Attempts(Aggregate):
    """Failures of one address within the last 15 minutes. ``email_hash`` is its blind index."""

    email_hash: str
    failures: list[datetime] = field(default_factory=list)
    locked_until: datetime | None = None

    def admit(self, at: datetime) -> None:
        """Let one try pass, or refuse it unseen while the address is locked."""
        if self.locked_until is not None and at < self.locked_until:
            wait = self.locked_until - at
            raise TooManyFailures(retry_after_s=ceil(wait.total_seconds()))

    def fail(self, reason: str, at: datetime, user_id: UUID | None) -> bool:
        """Count a failure; whether it is the one that locks the address."""
        if self.locked_until is not None and at >= self.locked_until:
            self.failures, self.locked_until = [], None
        self.failures = [*(then for then in self.failures if at - then < WINDOW), at]
        self._tell(reason, user_id)
        if len(self.failures) < FAILURES_MAX:
            return False
        self.locked_until = at + LOCK_LENGTH
        return True

    def turn_away(self, user_id: UUID) -> None:
        """The password was right and the account is locked. That is no guess and counts nothing."""
        self._tell("locked", user_id)

    def forget(self) -> None:
        """The right password was given, or somebody with the right to do so unlocked it."""
        self.failures, self.locked_until = [], None

    @property
    def forgettable_at(self) -> datetime | None:
        """From when on nothing is known of it that still matters; None when nothing is now."""
        ends = [then + WINDOW for then in self.failures]
        return max([*ends, *([self.locked_until] if self.locked_until else [])], default=None)

    def _tell(self, reason: str, user_id: UUID | None) -> None:
        self.record(
            LoginFailed(
                user_id=user_id,
                email_hash=self.email_hash,
                reason=reason,
                failures_in_window=len(self.failures),
            )
        )
