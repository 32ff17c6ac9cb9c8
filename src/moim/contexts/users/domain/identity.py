"""Identities at other providers: who somebody is there, and how they are let in here with it.

An identity is a provider and the provider's own name for the person, its subject. It is never
matched by e-mail address: an address can be somebody else's tomorrow, and not every provider
checks it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.errors import Conflict, Forbidden, Gone, NotFound, Unauthenticated

TRY_LENGTH = timedelta(minutes=10)
TICKET_LENGTH = timedelta(minutes=15)


class ProviderName(StrEnum):
    """Whose word for a person is taken."""

    KAKAO = "kakao"
    NAVER = "naver"
    GOOGLE = "google"


class ProviderNotOffered(NotFound):
    """The host has not set this provider up."""

    code = "oauth-not-offered"
    ko = "이 서버에서는 해당 로그인 방법을 제공하지 않습니다."
    en = "This way to sign in is not offered here."


class TryUnknown(Forbidden):
    """An answer to a question that this browser did not ask, or asked more than 10 minutes ago."""

    code = "oauth-state-unknown"
    ko = "로그인 요청을 확인할 수 없습니다. 처음부터 다시 시도하세요."
    en = "This sign-in was not begun in this browser, or took too long. Please begin again."


class ProviderDenied(Forbidden):
    """The person did not agree at the provider."""

    code = "oauth-denied"
    ko = "동의하지 않아 로그인을 취소했습니다."
    en = "You did not agree, so signing in was cancelled."


class ProviderRefusedCode(Unauthenticated):
    """The provider does not know the code, or what it says of the person does not hold."""

    code = "oauth-not-proven"
    ko = "로그인 제공자의 확인을 받지 못했습니다. 처음부터 다시 시도하세요."
    en = "The provider did not vouch for you. Please begin again."


class ProviderMisconfigured(Conflict):
    """The provider does not know this instance: only its host can help."""

    code = "oauth-misconfigured"
    ko = "로그인 연동 설정에 문제가 있습니다. 운영자에게 알려 주세요."
    en = "Signing in with this provider is set up wrongly. Please tell the host."


class ProviderUnavailable(Conflict):
    """The provider does not answer now."""

    code = "oauth-unavailable"
    ko = "로그인 제공자가 응답하지 않습니다. 잠시 후 다시 시도하세요."
    en = "The provider does not answer. Please try again in a moment."


class IdentityTaken(Conflict):
    """It belongs to another account, or this account has another identity there."""

    code = "identity-taken"
    ko = "이미 다른 계정에 연결되어 있거나, 이 계정에 다른 로그인이 연결되어 있습니다."
    en = "It is linked to another account, or this account has another one of that provider."


class TicketNoLongerWorks(Gone):
    """A quarter of an hour has passed, or it was used."""

    code = "oauth-ticket-no-longer-works"
    ko = "가입 시간이 지났거나 이미 사용했습니다. 처음부터 다시 시도하세요."
    en = "This took too long or was already used. Please begin again."


@dataclass(frozen=True, kw_only=True)
class Try:
    """A question to a provider, answered once, by the browser that asked it.

    ``user_id`` is the account that is to be linked; None for signing in.
    """

    state_hash: bytes
    browser_hash: bytes
    provider: ProviderName
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    user_id: UUID | None
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Identity:
    """``subject_hash`` is the keyed hash of the provider's name for the person."""

    provider: ProviderName
    subject_hash: bytes
    user_id: UUID
    linked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """For who is known to a provider and still lacks an account here, or its second factor."""

    token_hash: bytes
    provider: ProviderName
    subject_hash: bytes
    expires_at: datetime
