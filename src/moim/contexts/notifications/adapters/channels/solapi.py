"""Text messages in Korea by SOLAPI: 알림톡 where it is set up, SMS, or LMS for longer text."""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import msgspec

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.adapters.channels.alimtalk import Alimtalk
from moim.contexts.notifications.adapters.channels.answers import failure_of
from moim.contexts.notifications.adapters.channels.solapi_codes import DEAD
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel
from moim.contexts.notifications.domain.text_message import TextMessage, text_message

log = logging.getLogger(__name__)

BASE = "https://api.solapi.com"
PATH = "/messages/v4/send-many/detail"
ALIMTALK = "alimtalk"
NOT_BY_KAKAO = frozenset({Failure.REFUSED, Failure.OUR_FAULT})


@dataclass(frozen=True, kw_only=True)
class Account:
    """``sender`` is a number registered before, digits alone."""

    key: str
    secret: str = field(repr=False)
    sender: str


class _Failed(msgspec.Struct):
    statusCode: str = ""  # noqa: N815 - as it is called there


class _Count(msgspec.Struct):
    registeredSuccess: int = 0  # noqa: N815


class _Group(msgspec.Struct):
    count: _Count = msgspec.field(default_factory=_Count)


class _Answer(msgspec.Struct):
    failedMessageList: list[_Failed] = []  # noqa: N815
    groupInfo: _Group = msgspec.field(default_factory=_Group)  # noqa: N815


class SmsCarrier:
    """The ``sms`` channel."""

    def __init__(
        self,
        account: Account,
        client: httpx.AsyncClient,
        clock: Callable[[], datetime],
        base: str = BASE,
        *,
        alimtalk: Alimtalk | None = None,
        own_url: str = "",
    ) -> None:
        """``base`` is where the API is; ``own_url`` where the pages are, for links."""
        self._account = account
        self._client = client
        self._clock = clock
        self._base = base
        self._alimtalk = alimtalk
        self._own_url = own_url

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier. An answer that got lost is not asked for again: it may have arrived."""
        (address, *_) = parcel.addresses
        about = {"to": address.text, "customFields": {"sending_id": str(parcel.sending.id)}}
        try:
            by = await self._by_kakao(parcel, about)
            if by == ALIMTALK:
                return Accepted(by=by)
            said = text_message(parcel.title, parcel.body, first=parcel.first, last=parcel.last)
            await self._send({**about, **texted(said)})
        except NotSent as said:
            if said.failure is Failure.DEAD_ADDRESS:
                dead = (address.subscription_id,)
                raise NotSent(said.failure, said.error, dead=dead) from None
            raise
        return Accepted(by=by)

    async def _by_kakao(self, parcel: Parcel, about: Mapping[str, Any]) -> str:
        """``alimtalk`` if it went so, empty if no words are approved, else why it did not."""
        if self._alimtalk is None:
            return ""
        try:
            message = self._alimtalk.message(parcel, self._own_url)
            if message is None:
                return ""
            await self._send({**about, **message})
        except NotSent as said:
            if self._alimtalk.fallback == "none" or said.failure not in NOT_BY_KAKAO:
                raise
            log.warning("알림톡 refused %s (%s): sent as text", parcel.template, said.error)
            return f"sms-instead-of-alimtalk:{said.error}"
        return ALIMTALK

    async def text(self, number: str, words: str) -> None:
        """Send words to a number that is nobody's yet. Raises NotSent."""
        await self._send({"to": number, **texted(text_message("", words))})

    async def _send(self, message: Mapping[str, Any]) -> None:
        try:
            answer = await self._client.post(
                f"{self._base}{PATH}",
                json={
                    "messages": [{"from": self._account.sender, **message}],
                    "allowDuplicates": False,
                },
                headers={"authorization": self._signed()},
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(Failure.TRANSIENT, f"not-reached:{type(error).__name__}") from None
        except httpx.HTTPError as error:
            raise NotSent(Failure.UNKNOWN, type(error).__name__) from None
        if not answer.is_success:
            raise failure_of(answer)
        # The answer is 200 also when every message failed.
        said = msgspec.json.decode(answer.content, type=_Answer)
        if not said.failedMessageList and said.groupInfo.count.registeredSuccess:
            return
        code = said.failedMessageList[0].statusCode if said.failedMessageList else "none"
        raise NotSent(Failure.DEAD_ADDRESS if code in DEAD else Failure.REFUSED, code)

    def _signed(self) -> str:
        date, salt = self._clock().isoformat(), secrets.token_hex(16)
        proof = hmac.new(
            self._account.secret.encode(), f"{date}{salt}".encode(), hashlib.sha256
        ).hexdigest()
        return (
            f"HMAC-SHA256 ApiKey={self._account.key}, Date={date}, salt={salt}, signature={proof}"
        )


def texted(said: TextMessage) -> dict[str, str]:
    """As SOLAPI wants it."""
    if said.subject is None:
        return {"type": "SMS", "text": said.text}
    return {"type": "LMS", "subject": said.subject, "text": said.text}
