"""The carriers that the settings ask for. What they need is loaded when the first thing is sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from moim.contexts.notifications.adapters.carrying import Accepted, Carrier
from moim.contexts.notifications.adapters.channels.addresses import judged_webhook
from moim.contexts.notifications.adapters.channels.alimtalk import Alimtalk, read
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.sending import Parcel

TIMEOUT_S = 15.0


class Texts(Carrier, Protocol):
    """The carrier of text messages, which also reaches a number that is nobody's yet."""

    async def text(self, number: str, words: str) -> None:
        """Send words to a number. Raises NotSent."""
        ...


class Later:
    """A carrier that is made when the first parcel comes: its libraries take a while to load."""

    def __init__(self, make: Callable[[], Carrier]) -> None:
        """``make`` is called once."""
        self._make = make
        self._made: Carrier | None = None

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier."""
        if self._made is None:
            self._made = self._make()
        return await self._made.send(parcel)


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the settings say of providers; empty is not offered."""

    vapid: Vapid
    fcm_account: Path | None
    solapi: tuple[str, str, str]
    clock: Callable[[], datetime]
    any_host: bool = False
    alimtalk: Path | None = None
    own_url: str = ""
    fcm_base: str = ""
    solapi_base: str = ""

    def carriers(self) -> Mapping[Channel, Carrier]:
        """Those beside e-mail. Raises ValueError for settings that cannot work, OSError too."""
        if self._kakao is not None and not all(self.solapi):
            raise ValueError("알림톡 is sent through SOLAPI: MOIM_SOLAPI_KEY, _SECRET and _SENDER")
        found: dict[Channel, Carrier] = {
            Channel.PUSH: Later(self._push),
            Channel.WEBHOOK: Later(self._webhook),
        }
        if all(self.solapi):
            found[Channel.SMS] = Later(lambda: self._sms)
        return found

    def texting(self) -> Callable[[str, str], Awaitable[None]] | None:
        """What sends words to a number, and raises NotSent; None if text messages are not set."""
        return self._text if all(self.solapi) else None

    async def _text(self, number: str, words: str) -> None:
        await self._sms.text(number, words)

    def offered(self) -> Mapping[str, Callable[[str], None]]:
        """Each provider of addresses, with what judges one."""
        found: dict[str, Callable[[str], None]] = {
            "webpush": _any,
            "webhook": lambda url: judged_webhook(url, any_host=self.any_host),
        }
        if self.fcm_account is not None:
            found["fcm"] = _any
        return found

    def _push(self) -> Carrier:
        from moim.contexts.notifications.adapters.channels.push import (  # noqa: PLC0415
            Provider,
            PushCarrier,
        )
        from moim.contexts.notifications.adapters.channels.webpush import WebPush  # noqa: PLC0415

        client = _client()
        providers: dict[str, Provider] = {"webpush": WebPush(self.vapid, client)}
        if self.fcm_account is not None:
            from moim.contexts.notifications.adapters.channels import fcm  # noqa: PLC0415

            account = fcm.account_in(self.fcm_account.read_bytes())
            providers["fcm"] = fcm.Fcm(account, client, self.clock, self.fcm_base or fcm.BASE)
        return PushCarrier(providers)

    @cached_property
    def _kakao(self) -> Alimtalk | None:
        return None if self.alimtalk is None else read(self.alimtalk.read_bytes())

    @cached_property
    def _sms(self) -> Texts:
        from moim.contexts.notifications.adapters.channels import solapi  # noqa: PLC0415

        key, secret, sender = self.solapi
        account = solapi.Account(key=key, secret=secret, sender=sender)
        base = self.solapi_base or solapi.BASE
        return solapi.SmsCarrier(
            account,
            _client(),
            self.clock,
            base,
            alimtalk=self._kakao,
            own_url=self.own_url,
        )

    def _webhook(self) -> Carrier:
        from moim.contexts.notifications.adapters.channels.webhook import (  # noqa: PLC0415
            WebhookCarrier,
        )

        return WebhookCarrier(any_host=self.any_host, own_url=self.own_url)


def _client() -> Any:
    import httpx  # noqa: PLC0415 - a fifth of a second to load

    return httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)


def _any(_address: str) -> None:
    """Judged where it was read."""
