"""A person's account at a device maker, from which their workouts come by themselves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, NotFound

TRY_LENGTH = timedelta(minutes=10)
RENEW_BEFORE = timedelta(minutes=10)
PAST = timedelta(days=30)
"""How far back workouts are asked for when an account is connected or synced by hand."""

ATTEMPTS_MAX = 8
FIRST_PAUSE = timedelta(minutes=1)


class ProviderNotOffered(NotFound):
    """The host has not set this maker up."""

    code = "device-provider-not-offered"
    ko = "이 서버에서는 해당 기기 연동을 제공하지 않습니다. 파일로 가져올 수 있습니다."
    en = "This maker cannot be connected here. You can import files instead."


class NotConnected(NotFound):
    """The account has no connection with this maker."""

    code = "device-provider-not-connected"
    ko = "연결되어 있지 않습니다. 먼저 연결하세요."
    en = "It is not connected. Connect it first."


class ConnectionNotAsked(Forbidden):
    """An answer to a question this browser did not ask, or asked more than ten minutes ago."""

    code = "device-connection-not-asked"
    ko = "연결 요청을 확인할 수 없습니다. 처음부터 다시 시도하세요."
    en = "This connection was not begun in this browser, or took too long. Please begin again."


class ConnectionDenied(Forbidden):
    """The person did not agree, or not to what is needed."""

    code = "device-connection-denied"
    ko = "운동 기록 제공에 동의하지 않아 연결하지 못했습니다."
    en = "You did not agree to share your activities, so it was not connected."


class ProviderUnavailable(Conflict):
    """The maker does not answer now, or asks us to wait."""

    code = "device-provider-unavailable"
    ko = "제조사 서버가 응답하지 않습니다. 잠시 후 다시 시도하세요."
    en = "The maker's server does not answer. Please try again in a moment."


class AccessLost(Forbidden):
    """The maker no longer takes our word for this person."""

    code = "device-connection-lost"
    ko = "연결이 끊어졌습니다. 다시 연결하세요."
    en = "The connection was lost. Please connect again."


class ConnectedElsewhere(Conflict):
    """That account of the maker's feeds another account here."""

    code = "device-account-connected-elsewhere"
    ko = "이미 다른 계정에 연결된 기기 계정입니다."
    en = "That account of the maker is connected to another account here."


class State(StrEnum):
    """Whether workouts come."""

    ACTIVE = "active"
    NEEDS_REAUTH = "needs_reauth"


@dataclass(frozen=True, kw_only=True)
class Try:
    """A question to a maker, answered once, by the browser that asked it."""

    state_hash: bytes
    browser_hash: bytes
    user_id: UUID
    provider: str
    verifier: str = field(repr=False)
    expires_at: datetime


@dataclass(kw_only=True, eq=False)
class Connection(Aggregate):
    """``their_hash`` is the keyed hash of the maker's name for the person.

    ``sealed`` holds the tokens under the person's own key.
    """

    user_id: UUID
    provider: str
    their_hash: bytes
    sealed: bytes = field(repr=False)
    connected_at: datetime
    state: State = State.ACTIVE
    synced_at: datetime | None = None

    def connect(self, their_hash: bytes, sealed: bytes) -> None:
        """Anew, perhaps with another account of the maker's."""
        self.their_hash, self.sealed, self.state = their_hash, sealed, State.ACTIVE

    def lose(self) -> None:
        """The maker does not know us any more: only the person can help."""
        self.state = State.NEEDS_REAUTH


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something at the maker that is to be fetched; ``what`` is for that maker's adapter alone."""

    id: UUID
    user_id: UUID
    provider: str
    external_id: str
    what: str
    attempts: int = 0


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 1, 2, 4, ... minutes."""
    return FIRST_PAUSE * (1 << max(attempts - 1, 0))
