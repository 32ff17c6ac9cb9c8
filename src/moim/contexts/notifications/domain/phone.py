"""A telephone number for text messages: Korean, mobile, proved by a code that was sent to it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from moim.contexts.notifications.domain.frequency import DAY_S, Allowance
from moim.kernel.errors import Conflict, Gone, Invalid, TooMany

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=10)
TRIES_MAX = 5
CODES_ASKED = Allowance(5, DAY_S / 5)
"""How often one person may have a code sent: each costs money, and rings somewhere."""

_BETWEEN = re.compile(r"[\s().-]")
_ABROAD = re.compile(r"^(?:\+|00)82(?:0)?")
_MOBILE = re.compile(r"01[016789][0-9]{7,8}")


class NotAMobileNumber(Invalid):
    """Anything that a text message in Korea does not reach."""

    code = "not-a-mobile-number"
    ko = "010으로 시작하는 휴대전화 번호를 입력하세요."
    en = "Give a Korean mobile number, such as 010-1234-5678."


class NoCodeAsked(Conflict):
    """No number waits to be proved."""

    code = "no-code-asked"
    ko = "먼저 번호를 입력해 인증번호를 받으세요."
    en = "Give a number first; a code is sent to it."


class CodeExpired(Gone):
    """Too late, or tried too often: a new one is to be asked for."""

    code = "code-expired"
    ko = "인증번호가 만료되었습니다. 새 인증번호를 받으세요."
    en = "This code is used up or too old. Ask for a new one."


class WrongCode(Invalid):
    """Another one was sent."""

    code = "wrong-code"
    ko = "인증번호가 다릅니다. {tries_left}번 더 시도할 수 있습니다."
    en = "This is not the code. Tries left: {tries_left}."


class TooManyCodes(TooMany):
    """So many a day."""

    code = "too-many-codes"
    ko = "오늘은 인증번호를 더 받을 수 없습니다. 내일 다시 시도하세요."
    en = "No more codes for now. Try again tomorrow."


@dataclass(kw_only=True, eq=False)
class Claim:
    """Somebody says that a number is theirs; the code's keyed hash is kept, never the code."""

    user_id: UUID
    number: str = field(repr=False)
    code_hash: bytes = field(repr=False)
    asked_at: datetime
    tries: int = 0

    @property
    def expires_at(self) -> datetime:
        """From when on the code proves nothing."""
        return self.asked_at + CODE_LASTS

    @property
    def tries_left(self) -> int:
        """How many codes may still be tried."""
        return TRIES_MAX - self.tries

    def judge(self, code_hash: bytes, now: datetime) -> CodeExpired | WrongCode | None:
        """Count a try; what is wrong with it, or None for the right code in time."""
        if now >= self.expires_at or self.tries_left <= 0:
            return CodeExpired()
        self.tries += 1
        if compare_digest(code_hash, self.code_hash):
            return None
        return WrongCode(tries_left=self.tries_left, field="code")


def judged(text: str) -> str:
    """The number's digits as they are dialled in Korea. Raises NotAMobileNumber."""
    digits = _ABROAD.sub("0", _BETWEEN.sub("", text), count=1)
    if not _MOBILE.fullmatch(digits):
        raise NotAMobileNumber(field="number")
    return digits


def masked(number: str) -> str:
    """As its owner is shown it: enough to know which, too little to take away."""
    return f"{number[:3]}-****-{number[-4:]}"


def code_told(code: str, sender: str, language: str) -> str:
    """The text message with the code: short enough for one SMS."""
    if language == "ko":
        return f"[{sender}] 인증번호 {code}. 10분 안에 입력하세요. 남에게 알려 주지 마세요."
    return f"[{sender}] Your code is {code}. It lasts 10 minutes. Share it with nobody."
