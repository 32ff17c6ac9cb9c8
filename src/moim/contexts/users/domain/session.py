"""One sign-in on one device, kept alive by a chain of refresh tokens of which one works."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contexts.users.domain.wording import composed, is_plain
from moim.contracts.users import UserLoggedIn
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Invalid, Unauthenticated

LIFETIME = timedelta(days=30)  # since it was last used
LABEL_LENGTH_MAX = 80


class EndReason(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed-out"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a reason, not a secret
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a reason, not a secret
    LOCKED = "locked"
    TOKEN_REUSED = "token-reused"  # noqa: S105 - a reason, not a secret
    ROLES_CHANGED = "roles-changed"
    LEAVING = "leaving"
    ACCOUNT_CLOSED = "account-closed"


class DeviceLabelNotAllowed(Invalid):
    """Too long, or with something in it that cannot be seen."""

    code = "device-label-not-allowed"
    ko = "기기 이름은 보이는 글자 80자 이하로 입력하세요."
    en = "A device label has at most 80 visible characters."


class SessionOver(Unauthenticated):
    """The session was ended, or was not used for 30 days."""

    code = "session-over"
    ko = "로그인이 만료되었습니다. 다시 로그인하세요."
    en = "You have been signed out. Please sign in again."


class RefreshTokenReused(Unauthenticated):
    """A token came that was already exchanged: one of the two who had it stole it."""

    code = "refresh-token-reused"
    ko = "이미 사용된 토큰입니다. 안전을 위해 이 기기에서 로그아웃했습니다. 다시 로그인하세요."
    en = "This token was already used. For your safety this device was signed out. Sign in again."


def tidy_label(raw: str | None) -> str | None:
    """What the device calls itself; empty is none."""
    label = composed(raw or "").strip()
    if len(label) > LABEL_LENGTH_MAX or not is_plain(label):
        raise DeviceLabelNotAllowed(field="device_label")
    return label or None


@dataclass(kw_only=True, eq=False)
class Session(Aggregate):
    """A family of refresh tokens. Only the hash of the one that works is kept."""

    id: UUID
    user_id: UUID
    device_label: str | None
    method: str
    token_hash: bytes = field(repr=False)
    opened_at: datetime
    used_at: datetime
    ended_at: datetime | None = None
    end_reason: EndReason | None = None

    @classmethod
    def open(
        cls,
        id: UUID,
        user_id: UUID,
        token_hash: bytes,
        *,
        method: str,
        label: str | None,
        at: datetime,
    ) -> "Session":
        """Begin one, after a password or a provider vouched for the user."""
        session = cls(
            id=id,
            user_id=user_id,
            device_label=label,
            method=method,
            token_hash=token_hash,
            opened_at=at,
            used_at=at,
        )
        session._tell(method)
        return session

    @property
    def expires_at(self) -> datetime:
        """When it is over if it is not used again."""
        return self.used_at + LIFETIME

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used."""
        return self.ended_at is None and at < self.expires_at

    def refresh(self, presented: bytes, next_hash: bytes, at: datetime) -> None:
        """Exchange the token that works for the next one.

        An exchange whose answer was lost may be repeated until the next token is used: it is the
        same exchange if it makes the very token that works now. SessionOver changes nothing.
        RefreshTokenReused ends the session, which is to be saved.
        """
        if not self.is_open(at):
            raise SessionOver
        if hmac.compare_digest(next_hash, self.token_hash):
            return
        if not hmac.compare_digest(presented, self.token_hash):
            self.end(EndReason.TOKEN_REUSED, at)
            raise RefreshTokenReused
        self.token_hash = next_hash
        self.used_at = at
        self._tell("refresh")

    def end(self, reason: EndReason, at: datetime) -> None:
        """Be over. Once is enough: the first reason stays."""
        if self.ended_at is None:
            self.ended_at, self.end_reason = at, reason

    def _tell(self, method: str) -> None:
        self.record(
            UserLoggedIn(user_id=self.user_id, method=method, device_label=self.device_label)
        )
