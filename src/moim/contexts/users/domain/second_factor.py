"""The second factor: codes by time from a phone, and a few recovery codes on paper.

Time-based one-time passwords are RFC 6238 over RFC 4226: HMAC-SHA-1 of the number of 30-second
steps since 1970, truncated to six digits; what every authenticator app reads. SHA-1 is sound in
an HMAC. A step counts once, and one step to either side is let through for clocks that are off.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Unauthenticated

STEP_S = 30
DIGITS = 6
STEPS_OFF = 1
SECRET_BYTES = 20  # RFC 4226, section 4, R6 recommends 160 bits
RECOVERY_CODES = 10
RECOVERY_BYTES = 10


class SecondFactorNeeded(Unauthenticated):
    """The password was right and a code is wanted besides."""

    code = "second-factor-needed"
    ko = "인증 앱의 6자리 코드나 복구 코드를 함께 입력하세요."
    en = "Please also give the 6-digit code of your app, or a recovery code."


class SecondFactorWrong(Unauthenticated):
    """The password was right and the code was not, or had been used."""

    code = "second-factor-wrong"
    ko = "인증 코드가 맞지 않거나 이미 사용한 코드입니다. 새 코드를 입력하세요."
    en = "This code is wrong or was already used. Please enter a new one."


class CodeNotConfirmed(Forbidden):
    """The first code from the app does not match its secret."""

    code = "second-factor-not-confirmed"
    ko = "인증 앱의 코드가 맞지 않습니다. 휴대전화의 시각을 확인하고 다시 입력하세요."
    en = "The code of your app does not match. Check your phone's clock and try again."


class SecondFactorOn(Conflict):
    """There is one already."""

    code = "second-factor-already-on"
    ko = "2단계 인증이 이미 켜져 있습니다."
    en = "The second factor is already on."


class SecondFactorOff(Conflict):
    """There is none, or it was never confirmed."""

    code = "second-factor-not-on"
    ko = "2단계 인증이 켜져 있지 않습니다."
    en = "The second factor is not on."


def code_at(secret: bytes, step: int) -> str:
    """The code of one 30-second step (RFC 4226, section 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_at(at: datetime) -> int:
    """Which step this moment is in."""
    return int(at.timestamp()) // STEP_S


def recovery_code(random: bytes) -> str:
    """Ten random bytes as a person writes them: ``abcd-efgh-ijkl-mnop``."""
    text = base64.b32encode(random).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def recovery_hash(code: str) -> bytes:
    """What is kept of a recovery code; unsalted, for it is 80 random bits."""
    plain = code.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(plain.encode()).digest()


@dataclass(kw_only=True, eq=False)
class SecondFactor(Aggregate):
    """One account's. Counts only once it is confirmed with a code of its app."""

    user_id: UUID
    secret: bytes = field(repr=False)
    confirmed_at: datetime | None = None
    used_step: int = 0
    recovery: frozenset[bytes] = field(default=frozenset(), repr=False)

    @property
    def on(self) -> bool:
        """Whether signing in needs it."""
        return self.confirmed_at is not None

    def begin(self, secret: bytes) -> None:
        """A secret to show, in place of one that was never confirmed."""
        if self.on:
            raise SecondFactorOn
        self.secret = secret

    def confirm(self, code: str, recovery: Iterable[bytes], at: datetime) -> None:
        """The app shows the right code: from now on it is needed."""
        if self.on:
            raise SecondFactorOn
        if not self._matches(code, at):
            raise CodeNotConfirmed(field="code")
        self.confirmed_at = at
        self.recovery = frozenset(recovery)

    def admits(self, code: str, at: datetime) -> bool:
        """Whether the code is good now; it is used up by asking."""
        if self._matches(code, at):
            return True
        hashed = recovery_hash(code)
        if hashed in self.recovery:
            self.recovery -= {hashed}
            return True
        return False

    def _matches(self, code: str, at: datetime) -> bool:
        plain = code.replace(" ", "")
        now = step_at(at)
        for step in range(now - STEPS_OFF, now + STEPS_OFF + 1):
            right = code_at(self.secret, step).encode()
            if step > self.used_step and hmac.compare_digest(right, plain.encode()):
                self.used_step = step
                return True
        return False
