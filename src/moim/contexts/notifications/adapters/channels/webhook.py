"""Services of a person's own (Slack, Discord, Telegram, ntfy, ...) through Apprise."""

import asyncio

import apprise

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.adapters.channels.addresses import (
    AddressNotAllowed,
    host_of,
    must_resolve_publicly,
)
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Parcel


class WebhookCarrier:
    """The ``webhook`` channel. Apprise says only whether it worked, not why not."""

    def __init__(self, *, any_host: bool, own_url: str) -> None:
        """``any_host`` lets it reach this network too; ``own_url`` is where the pages are."""
        self._any_host = any_host
        self._own_url = own_url

    async def send(self, parcel: Parcel) -> Accepted:
        """See Carrier. On a thread: names are looked up and Apprise waits for the network."""
        link = f"{self._own_url}{parcel.link}" if parcel.link else ""
        body = "\n".join(part for part in (parcel.body, link) if part)
        said = [
            await asyncio.to_thread(self._notify, address.text, parcel.title, body)
            for address in parcel.addresses
        ]
        if None not in said:
            # What may still succeed decides over what will not.
            raise min(
                (one for one in said if one is not None),
                key=lambda one: one.failure is not Failure.TRANSIENT,
            )
        return Accepted()

    def _notify(self, url: str, title: str, body: str) -> NotSent | None:
        """Why it was not sent, or None."""
        host = host_of(url)
        if host is not None and not self._any_host:
            # The name may stand for another address than when it was written down.
            try:
                must_resolve_publicly(host)
            except AddressNotAllowed:
                return NotSent(Failure.REFUSED, "address-not-allowed")
            except OSError:
                return NotSent(Failure.TRANSIENT, "name-not-found")
        target = apprise.Apprise()
        if not target.add(url):
            return NotSent(Failure.REFUSED, "webhook-refused")
        for service in target:
            service.redirects = self._any_host  # or it would lead on to where it may not go
        if target.notify(title=title, body=body or title):
            return None
        return NotSent(Failure.TRANSIENT, "webhook-refused")
