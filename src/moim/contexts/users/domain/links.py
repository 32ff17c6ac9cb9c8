"""What a mail carries to prove that its reader owns the address.

The account knows at most one link of a kind, so issuing one kills the older and using it ends it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from moim.kernel.errors import Conflict, Gone

VERIFICATION_LENGTH = timedelta(hours=24)
RESET_LENGTH = timedelta(hours=1)


class LinkNoLongerWorks(Gone):
    """It ran out, was used, or a newer one took its place. The answer does not tell which."""

    code = "link-no-longer-works"
    ko = "만료되었거나 이미 사용한 링크입니다. 새 링크를 요청하세요."
    en = "This link ran out or was already used. Please ask for a new one."


class EmailAlreadyVerified(Conflict):
    """There is nothing left to verify."""

    code = "email-already-verified"
    ko = "이미 인증된 이메일입니다."
    en = "This e-mail address is already verified."


@dataclass(frozen=True)
class Link:
    """``id`` is what the signed token in the mail names."""

    id: UUID
    expires_at: datetime

    def works(self, id: UUID, at: datetime) -> bool:
        """Whether ``id`` is this one and in time."""
        return self.id == id and at < self.expires_at
